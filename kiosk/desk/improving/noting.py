"""A note of the front line while it is made: which form, which question, why."""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from kiosk.coproduction.staff_notes import StaffNote
from kiosk.desk.roles import may
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store.database import Store
from kiosk.store.staff_notes import drop_staff_note, keep_staff_note


class Asked(NamedTuple):
    """A question as somebody at the desk finds it: its linkId, its number in the form, its text."""

    link_id: str
    number: int
    text: str


class NoteBook:
    """Where notes are kept.

    Args:
        store: of this PC.
        now: the clock.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def keep(
        self, form: Questionnaire, link_id: str, *, reason: str, words: str, role: str
    ) -> StaffNote:
        """Keep a note on a question; of the moment only the day.

        Raises:
            RefusedError: that role makes no notes.
        """
        if not may(role, "note"):
            raise RefusedError(
                "Your role makes no notes on forms.", advice="Ask reception or your lead to."
            )
        day = self._now().date()
        note = StaffNote(str(uuid4()), day, form.canonical, link_id, reason, words, role)
        with self._store.transaction() as c:
            keep_staff_note(c, note)
        return note

    def drop(self, note: StaffNote) -> None:
        """It was not meant: nothing of it stays."""
        with self._store.transaction() as c:
            drop_staff_note(c, note.id)


def found_questions(form: Questionnaire, typed: str, language: str) -> tuple[Asked, ...]:
    """The questions that are meant by a number, or by words in any order; all for nothing typed.

    A number means the question of that number first, then those whose words have it.
    """
    asked = tuple(_asked(form, language))
    words = _folded(typed).split()
    by_number = [one for one in asked if words == [str(one.number)]]
    by_words = [
        one
        for one in asked
        if one not in by_number and all(word in _folded(one.text) for word in words)
    ]
    return (*by_number, *by_words)


def question_of(form: Questionnaire, link_id: str, language: str) -> Asked | None:
    """One question; None where the form does not ask it."""
    return next((one for one in _asked(form, language) if one.link_id == link_id), None)


def _asked(form: Questionnaire, language: str) -> Iterator[Asked]:
    spoken = form.language_for(language)
    for number, item in enumerate(form.asked, start=1):
        yield Asked(item.link_id, number, item.text(spoken))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
