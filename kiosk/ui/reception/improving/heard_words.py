"""What was heard, in the words of the desk: how sure it is, what happens there, whose it is."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QLocale

from kiosk.coproduction.bands import Representation
from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.suppression import MIN_SITTINGS
from kiosk.desk.improving.heard import QuestionHeard, ReasonHeard
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

COUNTED: Final = (
    "shown", "help", "left_here", "not_sure", "skipped", "answered", "changed", "returned",
    "remarked",
)  # fmt: skip
"""What is told of the counters, what tells most first."""


class HeardWords:
    """Says it in the language of the desk."""

    def __init__(self, speaking: Speaking) -> None:
        self._speaking = speaking
        self._say = speaking.say

    def question(self, one: QuestionHeard) -> str:
        """As patients read it, with its number."""
        text = one.text(self._speaking.language)
        return self._say("note_question", number=one.number, text=text) if one.number else text

    def sure(self, one: QuestionHeard) -> str:
        """How sure it is that people stumble there, and on how many sittings that rests."""
        counts = one.evidence.counts
        if counts.shown >= MIN_SITTINGS and not counts.in_trouble:
            return self._say("week_sure_none", shown=counts.shown)
        return self._say(
            f"week_sure_{one.evidence.judgement}", shown=counts.shown, troubled=counts.in_trouble
        )

    def trouble(self, one: QuestionHeard) -> str:
        """What happens there most; "" where nothing is known of it."""
        trouble = one.evidence.trouble
        if trouble is None:
            return ""
        count = getattr(one.evidence.counts, trouble.replace("-", "_"))
        return self._say(f"week_trouble_{trouble}", count=Counted(count))

    def heard(self, one: QuestionHeard, said: ReasonHeard) -> str:
        """A reason, and how often it was heard; of fewer than ten sittings not how often."""
        reason = self._say(f"heard_{said.reason}")
        return self._say("week_reason", reason=reason, often=self.often(one, said))

    def often(self, one: QuestionHeard, said: ReasonHeard) -> str:
        """How often it was heard, as staff may see it: by patients, and at the desk."""
        parts = []
        if said.remarks:
            patients = self._say("week_patients", count=Counted(said.remarks))
            parts.append(patients if one.is_counted else self._say("week_patients_few"))
        if said.notes:
            parts.append(self._say("week_notes", count=Counted(said.notes)))
        return self._say("list_comma").join(parts)

    def state(self, said: ReasonHeard) -> str:
        """What became of it."""
        if said.escalated:
            return self._say("state_escalated")
        if said.fate is None:
            return self._say("state_desk")
        return self._say(f"state_{said.fate.kind}")

    def day(self, day: date | None) -> str:
        """A day as the language writes it, short; "" for none."""
        if day is None:
            return ""
        shown = QDate(day.year, day.month, day.day)
        return QLocale(self._speaking.language).toString(shown, "d MMM yyyy")

    def who(self, one: QuestionHeard) -> str:
        """Who can change it."""
        return self._say(f"week_who_{one.route.who}")

    def fix(self, one: QuestionHeard) -> str:
        """What would usually mend it."""
        return self._say(f"week_fix_{one.route.fix}")

    def counts(self, counts: ItemCounts) -> tuple[str, ...]:
        """The counters of a question, or that there are too few sittings for them."""
        if counts.shown < MIN_SITTINGS:
            return (self._say("figures_few"), *("" for _ in COUNTED[1:]))
        return tuple(str(getattr(counts, name)) for name in COUNTED)

    def names(self) -> tuple[str, ...]:
        """What each of `counts` counts."""
        return tuple(self._say(f"figures_{name}") for name in COUNTED)

    def modes(self, names: tuple[str, ...], counts: ItemCounts) -> str:
        """One access mode, or several that are small, in a line."""
        by = self._say("list_comma").join(self._say(f"mode_{one or 'untold'}") for one in names)
        return self._say(
            "figures_mode", mode=by, shown=counts.shown, troubled=counts.in_trouble,
            left=counts.left_here,
        )  # fmt: skip

    def spoke(self, found: tuple[Representation, ...]) -> Iterator[str]:
        """Whom what was said lacks."""
        for one in found:
            if one.missing:
                yield self._say(f"spoke_missing_{one.dimension}")
