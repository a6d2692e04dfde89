"""The responses as the desk reads and changes them, wherever they are.

`ResponseBook` is what a page of the desk works with: on this PC's store
(`kiosk.desk.local_responses`), or on the central service, where a page is a FHIR search, opening
one a read, and each change a PUT with the version it follows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol

from kiosk.desk.line import Line
from kiosk.store.moving import PatientReference
from kiosk.store.staff import StaffMember
from kiosk.store.unsent import Unsent

Note = Literal["copied", "printed"]
"""What is done with a response beside reading it: it leaves the desk on paper or by paste."""


@dataclass(frozen=True)
class Asked:
    """Which responses are asked for; all of them, where nothing is said.

    Attributes:
        form: url of a form, for all its versions.
        since, until: days on this PC's clock, both included, of completion or last change.
        state: "waiting", "sent" or "refused".
        patient: the whole value of the patient's identifier; spaces and case count for nothing.
        begin: of an id; then nothing else is looked at.
    """

    form: str = ""
    since: date | None = None
    until: date | None = None
    state: str = ""
    patient: str = ""
    begin: str = ""


@dataclass(frozen=True)
class ResponseRow:
    """One response in a list, without its answers.

    Attributes:
        questionnaire: canonical `url|version` of the form.
        state: waiting, sent or refused.
        sent_at: when the central service acknowledged it as it is now.
        changed_at: when staff changed it last; None: it is as the patient sent it.
        status: "completed", "stopped", "amended" or "entered-in-error".
        patient: whose it is; None where it does not say.
        language: it was answered in.
        who: answered, one of `proxies.WHO`; "" where it does not say.
    """

    id: str
    questionnaire: str
    completed_at: datetime
    state: str
    sent_at: datetime | None
    changed_at: datetime | None
    status: str
    patient: PatientReference | None
    language: str
    who: str


@dataclass(frozen=True)
class ResponsePage:
    """A page of responses, the newest first.

    Attributes:
        following: where the next page begins, to be given back as it is; "" on the last one. A
            page of one patient may hold few rows, or none, and still have one that follows.
        reached: how far back it looked; None where that is all there is, or not known.
    """

    rows: tuple[ResponseRow, ...]
    following: str
    reached: datetime | None = None


@dataclass(frozen=True)
class Tallies:
    """How many there are of what is asked for, by state, and which forms were ever answered."""

    waiting: int
    sent: int
    refused: int
    forms: tuple[str, ...]

    @property
    def all(self) -> int:
        """In whatever state."""
        return self.waiting + self.sent + self.refused


class Happened(NamedTuple):
    """One thing that was done to a response: when, by whom, what ("amended"), and why."""

    at: datetime
    actor: str
    what: str
    reason: str


@dataclass(frozen=True)
class OpenedResponse:
    """One response with its answers.

    Attributes:
        row: as in the list.
        version: of its content; a change names the one it follows.
        payload: the QuestionnaireResponse, UTF-8 JSON, as amended last.
        form: the Questionnaire exactly as it was answered; None where it is not at hand.
        history: what was done to it, the oldest first; reading it is not told.
        unsent: why it is not at the central service as it is now; None where it is.
        withdrawn: its patient asked to have it deleted; that is under way.
        matters: what the same patient said that day of what matters to them; None where they said
            nothing of it, where this is that very response, or where the patient is not known.
    """

    row: ResponseRow
    version: int
    payload: bytes
    form: bytes | None
    history: tuple[Happened, ...]
    unsent: Unsent | None
    withdrawn: bool
    matters: "OpenedResponse | None" = None


@dataclass(frozen=True)
class Change:
    """Who changes which version of a response, and why.

    Attributes:
        version: that they looked at.
        reason: without any answer, name or number of the patient: it stands in the audit.
    """

    response_id: str
    version: int
    by: StaffMember
    reason: str


class ResponseBook(Protocol):
    """Where responses are read and changed; its methods block, and run on a lane.

    All raise RefusedError where the role of whoever asks has no right to it, which is noted, and
    StoreUnavailable or a CentralError where the place can't be reached. A change also raises
    RefusedError where the response was changed since, where no reason is given or it holds what
    the patient said, or where it is not possible; then nothing is changed.
    """

    @property
    def line(self) -> Line | None:
        """How far away they are; None: on this PC."""

    def page(self, asked: Asked, *, by: StaffMember, size: int, after: str = "") -> ResponsePage:
        """One page; `after` is where the page before ended."""

    def tally(self, asked: Asked, *, by: StaffMember) -> Tallies:
        """How many there are."""

    def read(self, response_id: str, *, by: StaffMember, again: bool = False) -> OpenedResponse:
        """One response with its answers, which is noted; not `again`, by who sees it already."""

    def amend(self, change: Change, content: bytes) -> None:
        """Other answers in the place of the patient's: a whole QuestionnaireResponse."""

    def mark_mistake(self, change: Change) -> None:
        """It says of itself that it was entered in error."""

    def take_back(self, change: Change) -> None:
        """It was no mistake after all, and is not to be deleted."""

    def move(self, change: Change, to: PatientReference) -> None:
        """It is another patient's."""

    def withdraw(self, change: Change) -> None:
        """Its patient asks to have it deleted: everywhere it is emptied, and here it goes."""

    def send_again(self, response_id: str, *, by: StaffMember) -> None:
        """What the service refused goes once more, as if for the first time."""

    def note(self, response_id: str, what: Note, *, by: StaffMember) -> None:
        """It was copied or printed."""

    def forget(self) -> None:
        """Whoever was here left: no answers are remembered for what could be taken back."""
