"""What happens at the screen adds to counters: which questions were shown, and where one left."""

from datetime import datetime
from typing import Any

import pytest

from kiosk.coproduction.passage import CHECK_PAGE
from kiosk.store.figures import Begun, Shown, Span, begun_by_form, shown_by_item, times_by_form
from kiosk.ui.patient.patient import PatientScreen


def shown(kiosk: Any) -> dict[str, Shown]:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return dict(shown_by_item(c, Span()))


def begun(kiosk: Any) -> list[Begun]:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return list(begun_by_form(c, Span()).values())


def times(kiosk: Any) -> list[tuple[int, ...]]:
    with kiosk.store.reading() as c:
        return list(times_by_form(c, Span()).values())


def link_id(patient: PatientScreen) -> str:
    assert patient.sitting is not None
    assert patient.sitting.page is not None
    return patient.sitting.page.item.link_id


@pytest.fixture
def at_second(kiosk: Any) -> tuple[Any, str, str]:
    """Somebody at the second question of a form: the kiosk and both linkIds."""
    kiosk.begin("Worries (GAD-7)")
    first = link_id(kiosk.patient)
    kiosk.finger.touch("Not at all")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_until(lambda: link_id(kiosk.patient) != first)
    return kiosk, first, link_id(kiosk.patient)


def test_who_stays_away_leaves_at_the_question_on_the_screen(
    at_second: tuple[Any, str, str],
) -> None:
    kiosk, first, second = at_second

    kiosk.nobody_touches_it()

    assert shown(kiosk) == {first: Shown(1, 0), second: Shown(1, 1)}
    assert begun(kiosk) == [Begun(1, 0)]


def test_who_stops_and_deletes_leaves_there_too(at_second: tuple[Any, str, str]) -> None:
    kiosk, first, second = at_second

    kiosk.patient.leave(delete=True)

    assert shown(kiosk) == {first: Shown(1, 0), second: Shown(1, 1)}
    assert kiosk.drafts() == ()


def test_who_is_called_in_leaves_at_no_question(at_second: tuple[Any, str, str]) -> None:
    kiosk, first, second = at_second

    kiosk.patient.pause()

    assert shown(kiosk) == {first: Shown(1, 0), second: Shown(1, 0)}


def test_who_goes_on_later_and_sends_has_begun_once(at_second: tuple[Any, str, str]) -> None:
    kiosk, first, second = at_second
    kiosk.patient.pause()
    kiosk.patient.resume(kiosk.drafts()[0].id, "Sam")
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "question")
    sitting = kiosk.patient.sitting
    assert sitting is not None
    sitting.filler.go_to_review()
    kiosk.patient._show()

    kiosk.patient.send()
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "thanks")

    assert begun(kiosk) == [Begun(1, 1)]
    assert shown(kiosk) == {first: Shown(1, 0), second: Shown(2, 0), CHECK_PAGE: Shown(1, 0)}
    assert times(kiosk) == []


def test_who_sends_is_counted_once_with_their_time(at_second: tuple[Any, str, str]) -> None:
    kiosk, first, second = at_second
    sitting = kiosk.patient.sitting
    assert sitting is not None
    sitting.filler.go_to_review()
    kiosk.patient._show()

    kiosk.patient.send()
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "thanks")
    kiosk.patient.leave(delete=False)

    assert begun(kiosk) == [Begun(1, 1)]
    assert shown(kiosk) == {first: Shown(1, 0), second: Shown(1, 0), CHECK_PAGE: Shown(1, 0)}
    assert times(kiosk) == [(1, 0, 0, 0, 0, 0, 0, 0)]


def test_a_counter_that_cannot_be_kept_stops_nobody(
    at_second: tuple[Any, str, str], now: datetime
) -> None:
    kiosk, _, _ = at_second
    assert now.tzinfo is not None
    kiosk.settle()

    with kiosk.busy_store():
        kiosk.patient.pause()
        kiosk.settle()

    assert kiosk.patient.page == "attract"
    assert shown(kiosk) == {}
