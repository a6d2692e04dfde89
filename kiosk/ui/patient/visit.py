"""One person's time at the screen: the forms begun, each with its answers and its draft."""

from dataclasses import dataclass, field

from kiosk.forms.questionnaire import Questionnaire
from kiosk.ui.patient.keeping import Keeper
from kiosk.ui.patient.sitting import Sitting


@dataclass(eq=False)
class Part:
    """One form of a visit: its answers, and how they are kept."""

    sitting: Sitting
    keeper: Keeper


@dataclass(eq=False)
class Visit:
    """What one person has begun and not sent; a new one for each person.

    Which visit it is tells a result that comes late from one for the person now at the screen.

    Attributes:
        parts: the forms begun, in the order they were begun.
        part: the one that is filled now.
    """

    parts: list[Part] = field(default_factory=list)
    part: Part | None = None

    @property
    def sitting(self) -> Sitting | None:
        """The answers of the form that is filled now."""
        return self.part.sitting if self.part else None

    @property
    def begun(self) -> bool:
        """Whether there is anything to stop and delete."""
        return bool(self.parts)

    @property
    def unsaved(self) -> tuple[Part, ...]:
        """The forms with answers that are not durably kept yet."""
        return tuple(part for part in self.parts if part.sitting.unsaved)

    def begin(self, part: Part) -> None:
        """Fill this form from now on."""
        self.parts.append(part)
        self.part = part

    def go_on_with(self, form: Questionnaire) -> bool:
        """Take up that very form where it was begun in this visit; False where it was not."""
        begun = [part for part in self.parts if _same(part.sitting.questionnaire, form)]
        if begun:
            self.part = begun[0]
        return bool(begun)

    def end(self, part: Part) -> None:
        """Let go of a form that was sent; the others stay as they are."""
        self.parts.remove(part)
        self.part = None


def _same(one: Questionnaire, other: Questionnaire) -> bool:
    """Whether two are the same form in the same wording; a resumed one was read anew."""
    return (one.canonical, one.content_hash) == (other.canonical, other.content_hash)
