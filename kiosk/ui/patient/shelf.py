"""What the patient's screen asks of whatever keeps its answers. No store is imported here.

The kiosk keeps them in its encrypted store (`store_shelf.py`); a form that is only tried out keeps
nothing. Every method may take its time and touches no Qt: it is called on the disk lane.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

import msgspec

from kiosk.coproduction.ballots import Ballot, Choice
from kiosk.coproduction.bands import Bands
from kiosk.coproduction.board_lines import BoardLine
from kiosk.coproduction.feedback import Remark
from kiosk.coproduction.passage import Passage
from kiosk.coproduction.receipts import Places
from kiosk.forms.alert_rules import Fired
from kiosk.forms.needs import Needs
from kiosk.forms.questionnaire import Questionnaire
from kiosk.ui.patient.sitting import Sitting


class Slip(msgspec.Struct, frozen=True):
    """A visit that staff prepared, as far as the patient's screen may know it.

    Attributes:
        id: of the visit.
        packet: the forms to fill in, in order; those that are not on this kiosk are left out.
        subject: the patient's FHIR Identifier; None where the visit names nobody.
        initials, appointment: shown for "Is this you?"; "" and None where there are none.
        needs: what the patient said at an earlier visit; shown to nobody before "Is this you?".
    """

    id: str
    packet: tuple[Questionnaire, ...]
    subject: Mapping[str, str] | None = None
    initials: str = ""
    appointment: datetime | None = None
    needs: Needs = Needs()


@dataclass(frozen=True)
class About:
    """Which visit a draft belongs to.

    Attributes:
        sitting_id: the same for all drafts of one person's time at the screen.
        who: who answers, one of `proxies.WHO`.
        packet: canonical and content hash of every form of the visit, in order.
        slip_id: of the visit that staff prepared; None for a walk-up.
    """

    sitting_id: str
    who: str = ""
    packet: tuple[tuple[str, str], ...] = ()
    slip_id: str | None = None


class ResumedPart(NamedTuple):
    """A form of a visit that goes on: its answers, the id of its draft, and who gives them."""

    sitting: Sitting
    draft_id: str
    who: str


class Resumed(msgspec.Struct, frozen=True):
    """A visit that goes on.

    Attributes:
        about: which visit it was.
        parts: its forms that were begun, in the order of the packet.
        rest: the forms of the packet that were not begun yet.
        at: the index of the part that was filled last.
        language: the language it was in.
        slip: the visit that staff prepared; None for a walk-up.
    """

    about: About
    parts: tuple[ResumedPart, ...]
    rest: tuple[Questionnaire, ...]
    at: int
    language: str
    slip: Slip | None = None


class Keeper(Protocol):
    """The draft of one form of a visit."""

    @property
    def draft_id(self) -> str | None:
        """The draft that lies in the store now; None where none does."""

    def keep(self, rows: Mapping[str, str], *, place: str, language: str) -> None:
        """Keep these rows durably; nothing after sending or deleting."""

    def move(self, *, place: str, language: str) -> None:
        """Keep where the patient is; nothing where nothing was answered yet."""

    def say_who(self, who: str) -> None:
        """Keep who answers from now on."""

    def discard(self, reason: str) -> None:
        """Delete every answer of this form; may be tried until it succeeds."""


class Finished(NamedTuple):
    """A response on its way.

    Attributes:
        passage: what its time at the screen adds to the counters.
        fired: the alert rules of its form that ask for a person.
        stopped: its patient was called in before the end.
        changed: what they look at is another answer than when it was paused.
    """

    keeper: Keeper
    questionnaire: Questionnaire
    response_id: str
    payload: bytes
    passage: Passage | None = None
    fired: tuple[Fired, ...] = ()
    stopped: bool = False
    changed: bool = False


class Left(NamedTuple):
    """A form that is left with an answer by which somebody must look; `changed` as `Finished`."""

    keeper: Keeper
    questionnaire: Questionnaire
    fired: tuple[Fired, ...]
    changed: bool = False


class OpenBallot(NamedTuple):
    """A choice that is open to patients, and how it was chosen so far."""

    ballot: Ballot
    choices: tuple[Choice, ...]


class Shelf(Protocol):
    """Where a visit's answers are kept, and visits are found.

    Each method raises a `KioskError` where it could not be done.
    """

    def keeper(
        self, questionnaire: Questionnaire, about: About, draft_id: str | None = None
    ) -> Keeper:
        """What keeps the answers of one form; touches nothing yet."""

    def submit(self, finished: Sequence[Finished], slip_id: str | None, said: Needs | None) -> None:
        """Turn the drafts of a visit into responses on their way: all of them or none.

        With them go the needs its patient said, for their next visit; None where nobody asked.
        """

    def resume(self, draft_id: str, actor: str) -> Resumed:
        """Take up the visit of a paused draft; `actor` is the member of staff who asked."""

    def count_left(self, left: Sequence[Passage], bands: Bands | None) -> None:
        """Somebody went away: it adds to the counters of the forms that they did not send.

        `bands` are those of their whole sitting; None where nobody was counted in it.
        """

    def keep_remark(self, remark: Remark, *, first: bool) -> Places:
        """Keep a remark on a question, `first` of its visit; its receipt, () where none is given.

        Nothing but the receipt leads back to the remark, and nobody else has it.
        """

    def look_up(self, places: Places) -> BoardLine | None:
        """What became of the remark with that receipt; None where it is of none here."""

    def ballots(self) -> Sequence[OpenBallot]:
        """The choices between wordings that are open today."""

    def choose(self, ballot: str, winner: str, loser: str, bands: Sequence[str]) -> None:
        """One wording of a ballot, by its id, was chosen over another; nothing of by whom.

        `bands` are the groups in which it counts once more (`coproduction.balloting.bands_of`).
        """

    def find_by_code(self, code: str) -> Slip | None:
        """The waiting visit of a code as typed or scanned."""

    def find_by_slip(self, read: str) -> Slip:
        """The visit of a signed slip, as a scanner typed it.

        Raises:
            SlipRefused: it opens nothing here.
        """

    def find_by_birth(self, birth: date, letters: str) -> Slip | None:
        """The one waiting visit for which both are right; None where none is or several are."""

    def take_up(self, slip_id: str) -> None:
        """Somebody sits down with that visit: its code opens nothing any more."""

    def leave(self, slip_id: str | None, *, deleted: bool, left: Sequence[Left] = ()) -> None:
        """Its patient went away: deleted the answers, or left them paused.

        Who left before answering anything can come back with the same code. `left` is what stays
        paused and asks for a person at once.
        """

    def leave_out(self, questionnaire: Questionnaire, why: str) -> None:
        """A form of a visit is not asked: it is on record, with why.

        `why` is "language" (it is not in its patient's) or "alert" (nobody would see one today).
        """

    def ask_help(self, call_id: str) -> None:
        """Somebody at the screen asks for help; asking with the same id is the same call."""

    def answer_help(self, call_id: str, actor: str) -> None:
        """A member of staff came; or the "patient" goes on without."""
