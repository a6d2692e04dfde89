"""What the part Changes shows of each version, as its QML reads it."""

from typing import Any, Final

from kiosk.desk.improving.changes import Change, InUse, allowed
from kiosk.desk.improving.checking import Checked
from kiosk.desk.roles import may
from kiosk.store.staff import StaffMember
from kiosk.ui.reception.editing import saying
from kiosk.ui.reception.improving.changes_words import ChangesWords
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

SHOWN: Final = 3
"""So many questions that differ are shown of a draft; the editor shows all."""


class ChangeCards:
    """Makes them for who is signed in.

    Args:
        speaking: the language of the desk.
        words: of the versions.
    """

    def __init__(self, speaking: Speaking, words: ChangesWords) -> None:
        self._speaking, self._words = speaking, words

    def card(
        self, one: Change, checked: Checked | None, member: StaffMember | None
    ) -> dict[str, Any]:
        """A version that is not what everybody gets."""
        speaking, words, trial = self._speaking, self._words, one.trial
        blocks = saying.differing(speaking, one.difference) if one.difference else []
        more = len(blocks) - SHOWN
        return {
            "key": one.canonical,
            "form": words.title(one),
            "state": words.state(one),
            "tried": one.is_tried,
            "notes": list(words.notes(one)),
            "differences": blocks[:SHOWN],
            "more": speaking.say("changes_more", count=Counted(more)) if more > 0 else "",
            "findings": saying.findings(speaking, checked) if checked else [],
            "trial": list(words.trial(trial)) if trial and trial.pilot.state != "kept" else [],
            "word": words.word(trial) if trial else "",
            "tone": words.tone(trial) if trial else "",
            "may": dict.fromkeys(allowed(one, member), True) if member else {},
        }

    def used(self, one: InUse, member: StaffMember | None) -> dict[str, Any]:
        """A version that everybody gets."""
        keeps = member is not None and may(member.role, "keep")
        return {
            "key": one.form.canonical,
            "line": self._words.used(one),
            "back": keeps and not one.retired,
        }
