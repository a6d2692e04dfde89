"""Ballots: opened with wordings that a moderator wrote, closed, and how they stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import uuid4

from kiosk.coproduction.balloting import (
    ALERT,
    LOCKED,
    SENSITIVE,
    UNKNOWN,
    Held,
    why_not,
)
from kiosk.coproduction.ballots import WORDINGS_MAX, Ballot, Outcome, groups_heard, outcome, summed
from kiosk.coproduction.events import BALLOT_CLOSED, BALLOT_OPENED, FormEvent
from kiosk.coproduction.personal import looks_personal
from kiosk.desk.roles import may
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import bundled_locks
from kiosk.store import audit, ballots, feedback
from kiosk.store.database import Store
from kiosk.store.form_versions import record_event
from kiosk.store.staff import StaffMember

USED: Final = "used"
"""The id of the wording that patients read when the ballot was opened."""

MOST: Final = timedelta(days=366)

_WHY: Final = {
    LOCKED: ("This is a validated instrument: its words must stay.", "Choose another question."),
    ALERT: ("An answer to this question must reach a person at once.", "Its words must stay."),
    SENSITIVE: ("After this form nobody is asked for their opinion.", "Choose another form."),
    UNKNOWN: ("The form does not ask this question any more.", "Look again."),
}


class Wanted(NamedTuple):
    """What patients shall choose from.

    Attributes:
        language: of the wordings.
        others: the wordings beside the one in use.
        until: the last day.
    """

    language: str
    others: tuple[str, ...]
    until: date


@dataclass(frozen=True)
class Seen:
    """How a ballot stands.

    Attributes:
        held: the ballot.
        is_open: patients may choose today.
        outcome: what they chose.
        heard: the groups that are large enough to be heard by themselves.
    """

    held: Held
    is_open: bool
    outcome: Outcome
    heard: tuple[str, ...]

    @property
    def ballot(self) -> Ballot:
        """What they choose from."""
        return self.held.ballot


class BallotBook:
    """On the store of this PC; all of it is called off the GUI thread.

    Args:
        store: of this PC.
        now: the clock, aware.

    Attributes:
        locks: of the validated instruments.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self.locks = bundled_locks()

    @property
    def today(self) -> date:
        """By the clock on the wall, as patients have it."""
        return self._now().astimezone().date()

    def look(self) -> tuple[Seen, ...]:
        """All ballots, the newest first."""
        with self._store.reading() as c:
            return tuple(self._seen(c, held) for held in reversed(ballots.ballots(c)))

    def open(
        self, form: Questionnaire, link_id: str, wanted: Wanted, member: StaffMember
    ) -> Ballot:
        """Let patients choose.

        Args:
            form: as patients get it.
            link_id: of the question.
            wanted: what they choose from.
            member: who says so.

        Raises:
            RefusedError: it is not theirs, not of such a question, or one is open already; the
                wordings are too few, too many, alike, or a patient's own; the day is no such day.
        """
        self._refuse(member)
        if why := why_not(form, link_id, self.locks):
            message, advice = _WHY[why]
            raise RefusedError(message, advice=advice)
        used = form.by_link_id[link_id].text(wanted.language)
        others = tuple(" ".join(one.split()) for one in wanted.others if one.strip())
        _check_wordings(used, others)
        _check_day(wanted.until, self.today)
        wordings = {USED: used} | {str(place): words for place, words in enumerate(others, 1)}
        ballot = Ballot(
            str(uuid4()), form.canonical, link_id, wordings, self.today, wanted.until,
            wanted.language,
        )  # fmt: skip
        with self._store.transaction() as c:
            self._refuse_second(c, ballot)
            _refuse_own_words(c, ballot, others)
            self._record(c, BALLOT_OPENED, ballot, member, ballot.to_json())
        return ballot

    def close(self, ballot: Ballot, member: StaffMember) -> None:
        """Nobody chooses any more; what was chosen stays.

        Raises:
            RefusedError: it is not theirs to close.
        """
        self._refuse(member)
        with self._store.transaction() as c:
            self._record(c, BALLOT_CLOSED, ballot, member, {"id": ballot.id})

    def resume(self, ballot: Ballot, member: StaffMember) -> None:
        """It was closed by mistake: patients choose on.

        Raises:
            RefusedError: it is not theirs, or another one is open by now.
        """
        self._refuse(member)
        with self._store.transaction() as c:
            self._refuse_second(c, ballot)
            self._record(c, BALLOT_OPENED, ballot, member, ballot.to_json())

    def _seen(self, c: Any, held: Held) -> Seen:
        chosen_at = ballots.choices, ballots.choices_elsewhere
        found = summed(*(at(c, held.ballot.id) for at in chosen_at))
        return Seen(
            held, held.is_open(self.today), outcome(held.ballot, found), groups_heard(found)
        )

    def _refuse(self, member: StaffMember) -> None:
        if not may(member.role, "ballot"):
            raise RefusedError(
                "Your role does not put wordings to patients.", advice="Ask your lead to."
            )

    def _refuse_second(self, c: Any, ballot: Ballot) -> None:
        for held in ballots.open_ballots(c, self.today):
            if (held.ballot.url, held.ballot.link_id) == (ballot.url, ballot.link_id):
                raise RefusedError(
                    "Patients choose between wordings of this question already.",
                    advice="Close that choice first.",
                )

    def _record(
        self, c: Any, kind: str, ballot: Ballot, member: StaffMember, detail: dict[str, Any]
    ) -> None:
        now = self._now()
        record_event(
            c,
            FormEvent(
                now, ballot.url, kind, ballot.canonical, role=member.role, by=member.name,
                detail=detail,
            ),
        )  # fmt: skip
        subject = f"{ballot.canonical} {ballot.link_id}"
        audit.record(c, actor=member.name, action=f"form.{kind}", subject=subject, now=now)


def _check_wordings(used: str, others: tuple[str, ...]) -> None:
    if not others:
        raise RefusedError(
            "There is nothing to choose from.", advice="Write one more wording at least."
        )
    if len(others) + 1 > WORDINGS_MAX:
        raise RefusedError(
            "That is too much to choose from.", advice=f"Keep to {WORDINGS_MAX} wordings."
        )
    if len({_plain(one) for one in (used, *others)}) <= len(others):
        raise RefusedError("Two of the wordings are the same.", advice="Change one of them.")
    if any(looks_personal(one) for one in others):
        raise RefusedError(
            "A wording looks as if it told who somebody is.", advice="Leave names and numbers out."
        )


def _check_day(until: date, today: date) -> None:
    if until <= today:
        raise RefusedError("That day is over.", advice="Name a day that is to come.")
    if until - today > MOST:
        raise RefusedError("That is longer than a year.", advice="Name a nearer day.")


def _refuse_own_words(c: Any, ballot: Ballot, others: Iterable[str]) -> None:
    """What a patient wrote is never public as written."""
    said = {
        _plain(one.words)
        for one in feedback.released(c)
        if one.words and one.questionnaire.partition("|")[0] == ballot.url
    }
    if any(_plain(one) in said for one in others):
        raise RefusedError(
            "These are a patient's own words, as they wrote them.",
            advice="Say the same in words of your own.",
        )


def _plain(words: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in words).split()).casefold()
