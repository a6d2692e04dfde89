from datetime import UTC, datetime, timedelta

from kiosk.coproduction.passage import CHECK_PAGE, Way, time_bin

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FORM = "http://example.org/f|1"


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_who_sends_adds_what_was_shown_and_how_long_it_took() -> None:
    way = Way()
    way.arrive("a", NOW)
    way.arrive("b", after(20))
    way.arrive("a", after(30))  # back to it: shown once all the same
    way.arrive(CHECK_PAGE, after(40))

    told = way.passage(FORM, after(70), sent=True)

    assert told is not None
    assert (told.begun, told.sent, told.left_at) == (True, True, None)
    assert told.shown == {"a", "b", CHECK_PAGE}
    assert told.time_bin == time_bin(70) == 2


def test_who_goes_away_leaves_at_the_question_that_is_shown() -> None:
    way = Way()
    way.arrive("a", NOW)
    way.arrive("b", after(5))

    told = way.passage(FORM, after(95), gave_up=True)

    assert told is not None
    assert (told.sent, told.left_at, told.time_bin) == (False, "b", None)


def test_who_is_called_in_leaves_at_no_question() -> None:
    way = Way()
    way.arrive("a", NOW)
    way.rest(after(5))

    told = way.passage(FORM, after(6), gave_up=True)

    assert told is not None
    assert told.left_at is None


def test_time_that_something_else_is_shown_does_not_count() -> None:
    way = Way()
    way.arrive("a", NOW)
    way.rest(after(10))
    way.arrive("b", after(1000))

    told = way.passage(FORM, after(1010), sent=True)

    assert told is not None
    assert told.time_bin == time_bin(20) == 0


def test_who_goes_on_with_paused_answers_does_not_begin_again_and_has_no_time() -> None:
    way = Way()
    way.resumed = True
    way.arrive("b", NOW)

    told = way.passage(FORM, after(5), sent=True)

    assert told is not None
    assert (told.begun, told.sent, told.time_bin) == (False, True, None)


def test_a_form_of_which_no_question_was_shown_adds_nothing() -> None:
    assert Way().passage(FORM, NOW, gave_up=True) is None


def test_a_clock_set_back_takes_no_time_away() -> None:
    way = Way()
    way.arrive("a", NOW)
    way.arrive("b", after(-3600))

    told = way.passage(FORM, after(-3570), sent=True)

    assert told is not None
    assert told.time_bin == time_bin(30)
