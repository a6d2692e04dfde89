"""What was heard of the questions, read from the store, and what the desk says to it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from kiosk.coproduction.answering import refuse_wrong
from kiosk.coproduction.bands import representativeness
from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.feedback import RemarkGroup, group_remarks
from kiosk.coproduction.locks import is_locked
from kiosk.coproduction.outcomes import ESCALATED, Decision
from kiosk.coproduction.routing import Family, family_of, may_answer_so, route
from kiosk.desk.improving.heard import Heard, Question, Snapshot, put_together
from kiosk.desk.roles import may
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import bundled_locks
from kiosk.store import audit, feedback, figures
from kiosk.store.board_facts import read_facts
from kiosk.store.database import Store
from kiosk.store.facts import fact, keep_fact
from kiosk.store.staff import StaffMember
from kiosk.store.staff_notes import staff_notes
from kiosk.sync.fetch.at_hand import from_the_centre
from kiosk.sync.improving.counting import counted_elsewhere

ASIDE_DAYS: Final = 7
"""So long a question that was put aside is not on the weekly card."""

BANDS_BACK: Final = timedelta(days=92)
"""So far back it is looked at who spoke."""

_ASIDE: Final = "improve_aside"


class Answer(msgspec.Struct, frozen=True):
    """What the desk says to what was heard.

    Attributes:
        outcome: `NOT_YET`, `NO` or `ANSWERED`.
        text: a sentence for everybody.
        reason: one of `NO_REASONS`, where it is a no.
        until: not before that day; None where none is named.
    """

    outcome: str
    text: str
    reason: str = ""
    until: date | None = None


UNTOLD: Final = ""
"""The access mode of sittings of which that is not known."""


class HeardBook:
    """On the store of this PC; all of it is called off the GUI thread.

    Args:
        store: of this PC.
        forms: of the clinic as they are asked now.
        now: the clock.
    """

    def __init__(
        self, store: Store, forms: Iterable[Questionnaire], now: Callable[[], datetime]
    ) -> None:
        self._store, self._forms, self._now = store, tuple(forms), now

    def look(self) -> Heard:
        """What is known now."""
        today = self._today
        with self._store.transaction() as c:
            feedback.release_remarks(c, today=today)
            counts, elsewhere = figures.item_counts(c, figures.Span()), counted_elsewhere(c)
            bands = figures.bands_counted(c, today - BANDS_BACK, today)
            facts = read_facts(c, self._forms)
            groups = group_remarks(feedback.released(c))
            notes = staff_notes(c)
            aside = _read_aside(fact(c, _ASIDE))
            families = self._families(c)
        by_question: dict[Question, dict[str, ItemCounts]] = {}
        for key, one in counts.items():
            by_question.setdefault((key.questionnaire, key.link_id), {})[key.mode] = one
        for form, items in elsewhere.items():
            for link_id, one in items.items():
                # How the screen was used there is told of larger groups alone.
                modes = by_question.setdefault((form, link_id), {})
                modes[UNTOLD] = modes.get(UNTOLD, ItemCounts()) + one
        return put_together(
            Snapshot(
                self._forms, families, facts, groups, notes, by_question,
                aside, representativeness(bands), today,
            )
        )  # fmt: skip

    def answer(self, groups: Iterable[str], answer: Answer, member: StaffMember) -> None:
        """Say to groups of remarks what becomes of them: to all of them, or to none.

        Raises:
            RefusedError: it says nothing, or what nobody can say by hand; or that role does not
                answer for one of them.
        """
        if answer.outcome == ESCALATED:
            raise RefusedError(
                "That somebody may be in danger is no answer.", advice="It has a button of its own."
            )
        wanted = tuple(groups)
        refuse_wrong(self._decision("", answer, member), self._today)
        with self._store.transaction() as c:
            known = self._known(group_remarks(feedback.released(c)), wanted)
            families = self._families(c)
            for group in known:
                family = families.get(group.questionnaire.partition("|")[0], Family())
                who = route(group.reason, family).who
                if not may_answer_so(member.role, who, answer.outcome, answer.reason):
                    raise RefusedError(
                        "Your role does not give this answer.", advice="Your lead can."
                    )
                self._decide(c, group.id, answer, member, "feedback.answer")

    def escalate(self, group: str, member: StaffMember) -> None:
        """Somebody may be in danger: from now on it stands on no board and on no card.

        Raises:
            RefusedError: no such group was released, or that role does not see it.
        """
        _see(member)
        with self._store.transaction() as c:
            self._known(group_remarks(feedback.released(c)), [group])
            self._decide(c, group, Answer(ESCALATED, ""), member, "feedback.escalate")

    def words_read(self, group: str, member: StaffMember) -> None:
        """Patients' words are shown to somebody: that is in the audit.

        Raises:
            RefusedError: that role does not see them.
        """
        _see(member)
        with self._store.transaction() as c:
            audit.record(
                c, actor=member.name, action="feedback.read", subject=group, now=self._now()
            )

    def put_aside(self, question: Question, member: StaffMember, *, aside: bool = True) -> None:
        """Not on the card for a week; or on it again.

        Args:
            question: url of the form, and linkId.
            member: who does it.
            aside: False takes it back.

        Raises:
            RefusedError: that role may not.
        """
        if not (may(member.role, "answer") or may(member.role, "change-help")):
            raise RefusedError("Your role does not sort what was heard.", advice="Ask your lead.")
        now, today = self._now(), self._today
        with self._store.transaction() as c:
            kept = {key: day for key, day in _read_aside(fact(c, _ASIDE)).items() if day > today}
            kept.pop(question, None)
            if aside:
                kept[question] = today + timedelta(days=ASIDE_DAYS)
            keep_fact(c, _ASIDE, _write_aside(kept))
            verb = "aside" if aside else "back"
            subject = " ".join(question)
            audit.record(c, actor=member.name, action=f"question.{verb}", subject=subject, now=now)

    @property
    def _today(self) -> date:
        return self._now().date()

    def _decision(self, group: str, answer: Answer, member: StaffMember) -> Decision:
        return Decision(
            group, answer.outcome, answer.text.strip(), self._today, member.role, answer.reason,
            answer.until,
        )  # fmt: skip

    def _decide(self, c: Any, group: str, answer: Answer, member: StaffMember, action: str) -> None:
        feedback.record_decision(c, self._decision(group, answer, member))
        audit.record(c, actor=member.name, action=action, subject=group, now=self._now())

    def _known(
        self, released: Iterable[RemarkGroup], wanted: Iterable[str]
    ) -> tuple[RemarkGroup, ...]:
        by_id, wanted = {one.id: one for one in released}, tuple(wanted)
        if not wanted or any(one not in by_id for one in wanted):
            raise RefusedError(
                "There is nothing of patients to answer here.",
                advice="What the desk noted itself is answered by changing the question.",
            )
        return tuple(by_id[one] for one in wanted)

    def _families(self, c: Any) -> Mapping[str, Family]:
        locks = bundled_locks()
        central = {form.content_hash for form in from_the_centre(c)}
        return {
            form.url: family_of(
                form, locked=is_locked(form, locks), from_centre=form.content_hash in central
            )
            for form in self._forms
        }


def _see(member: StaffMember) -> None:
    if not may(member.role, "improve"):
        raise RefusedError("Your role does not see what was heard.", advice="Ask your lead.")


def _read_aside(kept: str | None) -> dict[Question, date]:
    try:
        rows = msgspec.json.decode(kept or "[]", type=list[tuple[str, str, date]])
    except msgspec.DecodeError:
        return {}
    return {(url, link_id): until for url, link_id, until in rows}


def _write_aside(aside: Mapping[Question, date]) -> str:
    return msgspec.json.encode([(*key, until) for key, until in aside.items()]).decode()
