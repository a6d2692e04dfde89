"""Trials that are over: each is told once, with what was known when it was decided about."""

import pytest

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.pilot_judging import Arm
from kiosk.desk.improving import changes
from kiosk.desk.improving.trials import Trial
from kiosk.store.database import Store
from tests.desk.improving.trying import LEE, OLD, TODAY, TRIED, Trying, trying


@pytest.fixture
def clinic(store: Store) -> Trying:
    return trying(store)


def past(clinic: Trying) -> list[Trial]:
    return list(clinic.book.look().past)


def counted(clinic: Trying, tried: str, days: int) -> None:
    for _ in range(days):
        on = clinic.clock.at.date()
        clinic.count(tried, 1, 20, on=on)
        clinic.count(OLD, 5, 20, on=on)
        clinic.clock.go_on(days=1)


def test_what_runs_is_not_over(clinic: Trying) -> None:
    clinic.start()

    assert past(clinic) == []


def test_one_that_was_kept_is_told_by_what_was_known_then(clinic: Trying) -> None:
    tried = clinic.start()
    counted(clinic, tried, 3)
    clinic.book.pilots.keep(tried, LEE)
    for _ in range(5):  # other kiosks hear of it later, and go on with the old words
        clinic.count(OLD, 20, 20, on=clinic.clock.at.date())
        clinic.clock.go_on(days=1)

    (one,) = past(clinic)
    assert (one.pilot.canonical, one.pilot.state) == (TRIED, "kept")
    assert one.pilot.over is not None
    assert (one.pilot.over.by, one.pilot.over.at.date().day) == ("Lee", TODAY.day + 3)
    assert one.verdict is not None
    assert (one.verdict.pilot, one.verdict.control) == (Arm(3, 60), Arm(15, 60))
    assert one.verdict.word == "looks-better"
    assert one.form is not None
    assert one.question == "Anything else?"


def test_one_that_went_on_is_one(clinic: Trying) -> None:
    tried = clinic.start()
    clinic.book.pilots.take_back(tried, LEE)
    assert [one.pilot.state for one in past(clinic)] == ["reverted"]

    clinic.book.pilots.go_on(tried, LEE)
    assert past(clinic) == []
    clinic.book.pilots.keep(tried, LEE)
    assert [one.pilot.state for one in past(clinic)] == ["kept"]


def test_the_last_one_comes_first_and_of_many_the_oldest_are_counted(
    clinic: Trying, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["What did we forget to ask?", "What else should we know?", "What is missing?"]
    for text in asked:
        draft = clinic.draft(e.SetText("note", "en", text))
        clinic.book.pilots.take_back(clinic.start(draft=draft), LEE)
        clinic.clock.go_on(days=1)
    texts = [one.form.by_link_id["note"].text("en") for one in past(clinic) if one.form]
    assert texts == asked[::-1]

    monkeypatch.setattr(changes, "PAST", 2)
    found = clinic.book.look()
    assert (len(found.past), found.older) == (2, 1)
