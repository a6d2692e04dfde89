"""A shelf that keeps nothing: what is tried out is forgotten with the window."""

from collections.abc import Mapping, Sequence
from datetime import date

from kiosk.coproduction.bands import Bands
from kiosk.coproduction.board_lines import BoardLine
from kiosk.coproduction.feedback import Remark
from kiosk.coproduction.passage import Passage
from kiosk.coproduction.receipts import Places
from kiosk.desk.slip import UNREADABLE, SlipRefused
from kiosk.errors import RefusedError
from kiosk.forms.needs import Needs
from kiosk.forms.questionnaire import Questionnaire
from kiosk.ui.patient.shelf import About, Finished, Keeper, Left, OpenBallot, Resumed, Slip


class NoKeeper:
    """Keeps nothing of a form."""

    draft_id = None

    def keep(self, rows: Mapping[str, str], *, place: str, language: str) -> None:
        """Nothing is kept."""

    def move(self, *, place: str, language: str) -> None:
        """Nothing is kept."""

    def say_who(self, who: str) -> None:
        """Nothing is kept."""

    def discard(self, reason: str) -> None:
        """Nothing is there."""


class TrialShelf:
    """Where the responses of a trial end: in a list.

    Attributes:
        responses: the bytes of each QuestionnaireResponse that was sent.
    """

    def __init__(self) -> None:
        self.responses: list[bytes] = []

    def keeper(
        self,
        questionnaire: Questionnaire,  # noqa: ARG002 - kept nowhere
        about: About,  # noqa: ARG002
        draft_id: str | None = None,  # noqa: ARG002
    ) -> Keeper:
        """Keeps nothing."""
        return NoKeeper()

    def submit(
        self,
        finished: Sequence[Finished],
        slip_id: str | None,  # noqa: ARG002 - there are no visits
        said: Needs | None,  # noqa: ARG002 - and no next one
    ) -> None:
        """Put the responses on the list."""
        self.responses += [one.payload for one in finished]

    def resume(self, draft_id: str, actor: str) -> Resumed:
        """Nothing can be resumed.

        Raises:
            RefusedError: always.
        """
        raise RefusedError(f"{actor} can't resume {draft_id}: a trial keeps nothing.")

    def count_left(self, left: Sequence[Passage], bands: Bands | None) -> None:
        """A trial counts nothing."""

    def keep_remark(self, remark: Remark, *, first: bool) -> Places:  # noqa: ARG002 - kept nowhere
        """A remark on a form that is tried out is said to nobody, and has no receipt."""
        return ()

    def look_up(self, places: Places) -> BoardLine | None:  # noqa: ARG002 - there are no remarks
        """There are no remarks."""
        return None

    def ballots(self) -> Sequence[OpenBallot]:
        """Nobody chooses in a trial."""
        return ()

    def choose(self, ballot: str, winner: str, loser: str, bands: Sequence[str]) -> None:
        """Nobody chooses in a trial."""

    def find_by_code(self, code: str) -> Slip | None:  # noqa: ARG002 - there are no visits
        """There are no visits."""
        return None

    def find_by_slip(self, read: str) -> Slip:
        """There are no visits.

        Raises:
            SlipRefused: always.
        """
        raise SlipRefused(UNREADABLE, f"{len(read)}")

    def find_by_birth(self, birth: date, letters: str) -> Slip | None:  # noqa: ARG002
        """There are no visits."""
        return None

    def take_up(self, slip_id: str) -> None:
        """There are no visits."""

    def leave(self, slip_id: str | None, *, deleted: bool, left: Sequence[Left] = ()) -> None:
        """There are no visits, and nobody to be told."""

    def leave_out(self, questionnaire: Questionnaire, why: str) -> None:
        """Nobody is told."""

    def ask_help(self, call_id: str) -> None:
        """There is no desk to ask.

        Raises:
            RefusedError: always, so that nobody is told that a desk was.
        """
        raise RefusedError(f"The call {call_id} reaches nobody: a trial has no desk.")

    def answer_help(self, call_id: str, actor: str) -> None:
        """There was no desk to ask."""
