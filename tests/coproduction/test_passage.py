"""What one person's way through a form comes to; where answers matter, through the real engine."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.evidence import BY_SITTING, DWELL_BINS, ItemCounts, dwell_bin
from kiosk.coproduction.passage import (
    CHECK_PAGE,
    EMPTY,
    Held,
    Passage,
    Stop,
    Way,
    held_at,
    time_bin,
)
from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import parse_questionnaire

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FORM = "http://example.org/f|1"
YES, NO = (Answer("valueBoolean", value) for value in (True, False))
PLACES = {"a": 0, "b": 1, "c": 2, CHECK_PAGE: 3}


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def stop(link_id: str) -> Stop:
    return Stop(link_id, link_id, PLACES[link_id], picked=True)


def ended(way: Way, seconds: float, **how: Any) -> Passage:
    told = way.passage(FORM, after(seconds), **how)
    assert told is not None
    return told


def befell(way: Way, link_id: str, seconds: float = 100, **how: Any) -> set[str]:
    return set(ended(way, seconds, **how).befell[link_id])


def test_who_sends_adds_what_was_shown_and_how_long_it_took() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    way.arrive(stop("b"), after(20))
    way.arrive(stop("a"), after(30))  # back to it: shown once all the same
    way.arrive(stop(CHECK_PAGE), after(40))

    told = ended(way, 70, sent=True)

    assert (told.begun, told.sent, told.left_at) == (True, True, None)
    assert told.shown == {"a", "b", CHECK_PAGE}
    assert told.time_bin == time_bin(70) == 2
    assert told.dwell == {"a": dwell_bin(30), "b": dwell_bin(10), CHECK_PAGE: dwell_bin(30)}


def test_who_goes_away_leaves_at_the_question_that_is_shown() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    way.arrive(stop("b"), after(5))

    told = ended(way, 95, gave_up=True)

    assert (told.sent, told.left_at, told.time_bin) == (False, "b", None)
    assert told.counts()["b"].troubled == 1
    assert "skipped" not in told.befell["b"]


def test_who_is_called_in_leaves_at_no_question() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    way.rest(after(5))

    assert ended(way, 6, gave_up=True).left_at is None


def test_time_that_something_else_is_shown_or_lies_over_the_question_does_not_count() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    way.rest(after(10))
    way.arrive(stop("b"), after(1000))
    way.pause(after(1002))
    way.go_on(after(2000))
    way.go_on(after(2001))
    way.arrive(stop(CHECK_PAGE), after(2002))

    told = ended(way, 2010, sent=True)

    assert told.time_bin == time_bin(22) == 0
    assert told.dwell["b"] == dwell_bin(4)


def test_who_stays_too_long_is_in_the_last_bin() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)

    assert ended(way, 90_000).dwell == {"a": len(DWELL_BINS)}


def test_who_goes_away_under_a_sheet_leaves_at_the_question_below_it() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    way.pause(after(5))

    assert ended(way, 60, gave_up=True).left_at == "a"


def test_who_goes_on_with_paused_answers_does_not_begin_again_and_has_no_time() -> None:
    way = Way()
    way.resumed = True
    way.arrive(stop("b"), NOW)

    told = ended(way, 5, sent=True)

    assert (told.begun, told.sent, told.time_bin) == (False, True, None)


def test_a_form_of_which_no_question_was_shown_adds_nothing() -> None:
    assert Way().passage(FORM, NOW, gave_up=True) is None


def test_a_clock_set_back_takes_no_time_away() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    way.arrive(stop("b"), after(-3600))

    assert ended(way, -3570, sent=True).time_bin == time_bin(30)


def test_who_comes_back_after_another_page_returned_and_who_stayed_did_not() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    way.rest(after(1))
    way.arrive(stop("a"), after(2))  # by way of the page before the form
    way.arrive(stop("b"), after(3))
    assert befell(way, "a") == {"skipped"}

    way.arrive(stop("b"), after(3))
    way.arrive(stop("a"), after(4))
    assert befell(way, "a") == {"returned", "skipped"}


def test_the_check_page_is_neither_answered_nor_returned_to() -> None:
    way = Way()
    for link_id in ("a", CHECK_PAGE, "a", CHECK_PAGE):
        way.arrive(stop(link_id), NOW)

    assert befell(way, CHECK_PAGE) == set()


def test_an_answer_counts_as_it_stands_at_the_end() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    way.arrive(stop("b"), NOW, left=Held(1))
    way.arrive(stop("a"), NOW, left=Held(7, unsure=True))
    way.arrive(stop("b"), NOW, left=EMPTY)
    way.arrive(stop("c"), NOW, left=Held(8))

    told = ended(way, 9)

    assert set(told.befell["a"]) == {"skipped", "returned"}
    assert set(told.befell["b"]) == {"answered", "changed", "returned"}
    assert set(told.befell["c"]) == set()  # nobody went past it


def test_an_answer_that_was_cleared_and_left_empty_was_skipped_and_not_changed() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    for held in (Held(1), Held(2), EMPTY):
        way.give(held)
    way.arrive(stop("b"), NOW, left=EMPTY)

    assert befell(way, "a") == {"skipped"}


def test_what_was_taken_back_is_forgotten_before_it_is_answered_anew() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    for held in (Held(1), EMPTY, Held(2)):
        way.give(held)

    assert befell(way, "a", left=Held(2)) == {"answered"}


def test_another_option_is_a_change_and_letters_one_by_one_are_none() -> None:
    picked, typed = Way(), Way()
    picked.arrive(stop("a"), NOW)
    typed.arrive(stop("a")._replace(picked=False), NOW)
    for way in (picked, typed):
        way.give(Held(1))
        way.give(Held(2))

    assert befell(picked, "a", left=Held(2)) == {"answered", "changed"}
    assert befell(typed, "a", left=Held(2)) == {"answered"}


def test_what_was_answered_before_a_pause_can_be_changed_after_it() -> None:
    way = Way()
    way.resumed = True
    way.arrive(stop("a"), NOW, found=Held(1))
    assert befell(way, "a", left=Held(2)) == {"answered", "changed"}

    new = Way()
    new.arrive(stop("a"), NOW, found=Held(1))  # the form begins with it
    assert befell(new, "a", left=Held(2)) == {"answered"}


def test_occurrences_of_one_question_are_one_question() -> None:
    way = Way()
    for at, path in enumerate(("pills/name", "pills#2/name")):
        way.arrive(Stop("name", path, at), after(4 * at), left=Held(at) if at else EMPTY)

    told = ended(way, 12, left=EMPTY)

    assert set(told.befell["name"]) == {"answered"}
    assert told.dwell == {"name": dwell_bin(12)}


@pytest.mark.parametrize(
    ("what", "troubled"),
    [("help", 1), ("not_sure", 1), ("changed", 0), ("skipped", 0)],
)
def test_trouble_is_counted_once_whatever_it_was(what: str, troubled: int) -> None:
    one = Passage(
        FORM, begun=True, sent=False, shown=frozenset({"a"}), befell={"a": frozenset({what})}
    )
    both = Passage(
        FORM, begun=True, sent=False, shown=frozenset({"a"}), left_at="a",
        befell={"a": frozenset({what, "help"})},
    )  # fmt: skip

    assert one.counts()["a"].troubled == troubled
    assert both.counts()["a"].troubled == 1


def test_of_a_sensitive_form_it_is_told_what_was_shown_and_who_left() -> None:
    way = Way()
    way.arrive(stop("a"), NOW)
    way.call()
    told = ended(way, 9, gave_up=True, left=Held(1, unsure=True), mode="listen").bare()

    assert told.mode == ""
    assert told.counts() == {"a": ItemCounts(shown=1, left_here=1, troubled=1)}


# Through the engine


def filler() -> FormFiller:
    """Whether somebody smokes, how much behind that, and whether they are sure."""
    absent = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
    codings = ({"system": "x", "code": "y", "display": "Yes"},
               {"system": absent, "code": "asked-unknown", "display": "Ni wn"})  # fmt: skip
    raw = {
        "resourceType": "Questionnaire", "url": "http://example.org/f", "version": "1",
        "status": "active", "item": [
            {"linkId": "smokes", "type": "boolean", "text": "Do you smoke?"},
            {"linkId": "how-much", "type": "integer", "text": "How many a day?",
             "enableWhen": [{"question": "smokes", "operator": "=", "answerBoolean": True}]},
            {"linkId": "stop", "type": "choice", "text": "Would you like to stop?",
             "answerOption": [{"valueCoding": coding} for coding in codings]},
        ],
    }  # fmt: skip
    return FormFiller(parse_questionnaire(raw))


def walk(filler: FormFiller, *answers: Answer | None) -> Passage:
    """Gives answers, one on each page, and goes on; away after the last one."""
    way = Way()
    for answer in answers:
        way.arrive(Stop.of(filler.page, filler.index), NOW, held_at(filler, way.here))
        if answer is not None and filler.page is not None:
            filler.answer(filler.page.path, (answer,))
        filler.forward()
    gave_up = not filler.at_review
    if gave_up:
        way.arrive(Stop.of(filler.page, filler.index), NOW, held_at(filler, way.here))
    else:
        way.arrive(Stop.of(None, filler.index), NOW, held_at(filler, way.here))
    return ended(way, 9, gave_up=gave_up, sent=not gave_up, left=held_at(filler, way.here))


def test_a_question_behind_a_branch_is_in_nobodys_denominator_who_did_not_come_by() -> None:
    stays = [walk(filler(), NO, None) for _ in range(40)]
    leaves = [walk(filler(), YES) for _ in range(10)]

    total: dict[str, ItemCounts] = {}
    for one in (*stays, *leaves):
        for link_id, counts in one.counts().items():
            total[link_id] = total.get(link_id, ItemCounts()) + counts

    assert (total["how-much"].shown, total["how-much"].left_here) == (10, 10)
    assert total["smokes"].left_here == 0
    assert (total["stop"].shown, total["stop"].skipped) == (40, 40)


def test_not_sure_is_an_answer_that_says_so_in_whatever_language() -> None:
    page = filler()
    options = page.questionnaire.by_path["stop"].answer_options
    sure, unsure = (walk(filler(), NO, option.answer) for option in options)

    assert set(sure.befell["stop"]) == {"answered"}
    assert set(unsure.befell["stop"]) == {"answered", "not_sure"}


@given(st.text(max_size=20))
def test_no_answer_is_in_a_passage(words: str) -> None:
    raw = {
        "resourceType": "Questionnaire", "url": "http://example.org/f", "version": "1",
        "status": "active", "item": [{"linkId": "x1", "type": "string", "text": "Words?"}],
    }  # fmt: skip
    told = walk(
        FormFiller(parse_questionnaire(raw)), Answer("valueString", words) if words else None
    )

    known = {"x1", CHECK_PAGE}
    assert set(told.befell) | set(told.dwell) | told.shown == known
    assert {what for one in told.befell.values() for what in one} <= set(BY_SITTING)


# Kiosks together

PASSAGES = st.lists(
    st.builds(
        Passage,
        questionnaire=st.just(FORM),
        begun=st.booleans(),
        sent=st.booleans(),
        shown=st.frozensets(st.sampled_from("abc"), min_size=1),
        left_at=st.sampled_from(["a", None]),
        befell=st.dictionaries(
            st.sampled_from("abc"),
            st.frozensets(
                st.sampled_from(sorted(set(BY_SITTING) - {"shown", "left_here", "troubled"}))
            ),
        ),
        dwell=st.dictionaries(st.sampled_from("abc"), st.integers(0, len(DWELL_BINS))),
    ),
    max_size=12,
)


def added(passages: list[Passage]) -> dict[str, ItemCounts]:
    """The counters of one kiosk."""
    found: dict[str, ItemCounts] = {}
    for one in passages:
        for link_id, counts in one.counts().items():
            found[link_id] = found.get(link_id, ItemCounts()) + counts
    return found


def merged(kiosks: list[dict[str, ItemCounts]]) -> dict[str, ItemCounts]:
    """The counters of several."""
    found: dict[str, ItemCounts] = {}
    for one in kiosks:
        for link_id, counts in one.items():
            found[link_id] = found.get(link_id, ItemCounts()) + counts
    return found


@given(PASSAGES, st.data())
def test_however_sittings_are_spread_over_kiosks_the_counters_are_the_same(
    passages: list[Passage], data: st.DataObject
) -> None:
    where = [data.draw(st.integers(0, 2)) for _ in passages]
    kiosks = [
        added([one for one, at in zip(passages, where, strict=True) if at == kiosk])
        for kiosk in range(3)
    ]

    assert merged(data.draw(st.permutations(kiosks))) == added(passages)


@given(PASSAGES)
def test_nothing_is_counted_of_a_question_oftener_than_it_was_shown(
    passages: list[Passage],
) -> None:
    for counts in added(passages).values():
        assert all(getattr(counts, name) <= counts.shown for name in BY_SITTING)
        assert sum(counts.dwell) <= counts.shown
