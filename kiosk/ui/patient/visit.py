"""One person's time at the screen: a packet of forms, each with its answers and its draft."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from uuid import uuid4

from kiosk.coproduction.passage import Passage, Way
from kiosk.forms.alerts import looked_at
from kiosk.forms.proxies import PROXY, WHO, may_answer
from kiosk.forms.questionnaire import Questionnaire
from kiosk.ui.patient.shelf import About, Keeper, Left, Slip
from kiosk.ui.patient.sitting import Sitting


@dataclass(eq=False)
class Part:
    """One form of a visit: its answers, how they are kept, and who gives them.

    `agreed` is the language in which its patient chose to go on although the form is not in it;
    `way` follows them through it, and `passage` is what that came to when it was sent. `before` are
    the answers that its alert rules look at, as they were when it was taken up again.
    """

    sitting: Sitting
    keeper: Keeper
    who: str = ""
    agreed: str = ""
    way: Way = field(default_factory=Way)
    passage: Passage | None = None
    before: dict[str, str] | None = None

    @property
    def is_changed(self) -> bool:
        """Whether it was taken up again, and its alert rules look at another answer by now."""
        return self.before is not None and looked_at(self.sitting.filler) != self.before

    def is_foreign(self, language: str) -> bool:
        """Whether its patient must be asked first, for the form is not in that language."""
        return self.agreed != language and not self.sitting.questionnaire.speaks(language)


@dataclass(eq=False)
class Visit:
    """What one person has begun and not sent; a new one for each person.

    Which visit it is tells a result that comes late from one for the person now at the screen.

    Attributes:
        packet: the forms to be filled in, in order.
        who: who answers, unless a form says otherwise, one of `proxies.WHO`; "" until it was said.
        slip: the visit as staff prepared it; None for a walk-up.
        parts: the forms of the packet that are begun, in its order.
        aside: forms begun in this visit and left for another packet; they stay paused.
        at: the index of the form that is filled now.
        id: of this visit, for its drafts.
        known: what the person said they need before this packet of forms, as codes.
        drawn: url → what was drawn for it in this visit (`kiosk.ui.patient.arms`).
    """

    packet: tuple[Questionnaire, ...] = ()
    who: str = ""
    slip: Slip | None = None
    parts: list[Part] = field(default_factory=list)
    aside: list[Part] = field(default_factory=list)
    at: int = 0
    id: str = field(default_factory=lambda: str(uuid4()))
    known: frozenset[str] = frozenset()
    drawn: dict[str, float] = field(default_factory=dict)

    @property
    def part(self) -> Part | None:
        """The form that is filled now."""
        return self.parts[self.at] if self.at < len(self.parts) else None

    @property
    def sitting(self) -> Sitting | None:
        """The answers of the form that is filled now."""
        return self.part.sitting if self.part else None

    @property
    def begun(self) -> bool:
        """Whether there is anything to stop and delete."""
        return bool(self.parts or self.aside)

    @property
    def answered(self) -> tuple[Part, ...]:
        """The forms of this packet that hold an answer."""
        return tuple(part for part in self.parts if part.sitting.answered)

    @property
    def asking(self) -> tuple[Left, ...]:
        """The forms begun that hold an answer by which somebody must look."""
        parts = (part for part in self.every_part if part.sitting.answered)
        judged = ((part, part.sitting.fired) for part in parts)
        return tuple(
            Left(part.keeper, part.sitting.questionnaire, fired, part.is_changed)
            for part, fired in judged
            if fired
        )

    @property
    def every_part(self) -> tuple[Part, ...]:
        """The forms begun, in this packet and before it."""
        return (*self.parts, *self.aside)

    @property
    def proxy(self) -> bool:
        """Whether somebody answers for the patient."""
        return self.who == PROXY

    @property
    def unsaved(self) -> tuple[Part, ...]:
        """The forms with answers that are not durably kept yet."""
        return tuple(part for part in self.every_part if part.sitting.unsaved)

    @property
    def may_answer(self) -> tuple[str, ...]:
        """Who may answer every form of the packet."""
        allowed = [may_answer(form.raw) for form in self.packet]
        return tuple(who for who in WHO if all(who in one for one in allowed))

    @property
    def about(self) -> About:
        """Which visit a draft belongs to."""
        forms = tuple((form.canonical, form.content_hash) for form in self.packet)
        return About(self.id, self.who, forms, self.slip.id if self.slip else None)

    def fill(self, packet: tuple[Questionnaire, ...], slip: Slip | None) -> None:
        """Fill these forms from now on; one that was begun in this visit goes on."""
        if [_key(form) for form in packet] == [_key(form) for form in self.packet]:
            self.slip = slip
            return
        self.aside, self.parts, self.at = list(self.every_part), [], 0
        self.packet, self.slip = packet, slip
        for form in packet:
            begun = [part for part in self.aside if _key(part.sitting.questionnaire) == _key(form)]
            if not begun:
                return
            self.aside.remove(begun[0])
            self.parts.append(begun[0])

    def next_part(self, begin: Callable[[Questionnaire], Part]) -> bool:
        """On to the next form of the packet, begun where it was not yet; False after the last."""
        if self.at + 1 >= len(self.packet):
            return False
        self.at += 1
        if self.part is None:
            self.parts.append(begin(self.packet[self.at]))
        return True

    def drop(self, forms: Collection[Questionnaire]) -> None:
        """None of these, of the forms to come."""
        begun, coming = self.packet[: len(self.parts)], self.packet[len(self.parts) :]
        self.packet = begun + tuple(form for form in coming if form not in forms)

    def leave_out(self) -> None:
        """Not the present form; what it holds stays paused. `next_part` comes to the one after."""
        self.packet = self.packet[: self.at] + self.packet[self.at + 1 :]
        self.aside.append(self.parts.pop(self.at))
        self.at -= 1

    def is_behind(self) -> bool:
        """Whether every form is behind, as after a change from the check page; at its last then."""
        done = len(self.parts) == len(self.packet) and all(
            part.sitting.page is None and not part.sitting.another for part in self.parts
        )
        if done:
            self.at = len(self.parts) - 1
        return done

    def part_before(self) -> bool:
        """Back to the form before; False, and no move, at the first."""
        if self.at == 0:
            return False
        self.at -= 1
        return True


def _key(form: Questionnaire) -> tuple[str, str]:
    """Tells a form in its wording; a resumed one was read anew."""
    return (form.canonical, form.content_hash)
