"""Notes of the front line: kept, taken back, their words forgotten; nobody in them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.coproduction.staff_notes import MOST_WORDS, StaffNote
from kiosk.store.database import Store
from kiosk.store.staff_notes import (
    drop_staff_note,
    forget_note_words,
    keep_staff_note,
    staff_notes,
)
from kiosk.store.tables import staff_note

NOTE = StaffNote("n1", date(2026, 3, 2), "http://x/f|1", "q1", "not-understood", "", "reception")


def test_a_note_has_a_day_and_a_role_and_nothing_that_leads_to_anybody() -> None:
    assert {column.name for column in staff_note.c} == {
        "id", "day", "questionnaire", "link_id", "reason", "words", "role",
    }  # fmt: skip


def test_notes_come_back_from_a_day_on(store: Store) -> None:
    later = replace(NOTE, id="n2", day=date(2026, 3, 9))
    with store.transaction() as c:
        keep_staff_note(c, later)
        keep_staff_note(c, NOTE)
        assert staff_notes(c) == (NOTE, later)
        assert staff_notes(c, since=date(2026, 3, 3)) == (later,)


def test_one_that_was_not_meant_is_gone(store: Store) -> None:
    with store.transaction() as c:
        keep_staff_note(c, NOTE)
        drop_staff_note(c, "n1")
        assert staff_notes(c) == ()


def test_words_are_bounded_and_can_be_forgotten(store: Store) -> None:
    with store.transaction() as c:
        keep_staff_note(c, replace(NOTE, words="a" * 1000))
        assert len(staff_notes(c)[0].words) == MOST_WORDS
        forget_note_words(c, today=NOTE.day + timedelta(days=364))
        assert staff_notes(c)[0].words
        forget_note_words(c, today=NOTE.day + timedelta(days=365))
        assert staff_notes(c) == (replace(NOTE, words=""),)


def test_a_reason_that_nobody_can_choose_is_refused(store: Store) -> None:
    with store.transaction() as c, pytest.raises(ValueError, match="unknown reason"):
        keep_staff_note(c, replace(NOTE, reason="boring"))
