"""What was heard of each question, put together: by patients, at the desk, and from the counters.

Pure: a snapshot in, what the desk sees of it out. Staff see exact counts of a question from 10
sittings on (`coproduction.suppression`); of fewer they read that it is too early. Patients' words
are in it, and are shown only to who asks for them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kiosk.coproduction.bands import Representation
from kiosk.coproduction.evidence import Evidence, ItemCounts, summed, top_questions
from kiosk.coproduction.feedback import RemarkGroup, group_id
from kiosk.coproduction.lineage import lineage
from kiosk.coproduction.outcomes import Asked, Facts, Fate, fate, is_escalated
from kiosk.coproduction.routing import Family, Route, likely_reason, route
from kiosk.coproduction.staff_notes import StaffNote, notes_on
from kiosk.coproduction.suppression import MIN_SITTINGS
from kiosk.forms.questionnaire import Questionnaire

OPEN: Final = frozenset({"heard", "unanswered", "reverted", "tried"})
"""What waits for somebody, of `outcomes.Kind`."""

_SAME: Final = frozenset({"same", "cosmetic"})

Question = tuple[str, str]
"""Canonical of a form and linkId."""


@dataclass(frozen=True)
class Snapshot:
    """Everything that was kept, at one moment.

    Attributes:
        forms: those of the clinic as they are asked now, in its order.
        families: of each, by url.
        facts: released remarks without words, decisions, what was done about forms.
        groups: the released remarks with their words.
        notes: of the front line.
        counts: by form, question and access mode.
        aside: questions (url, linkId) that were put aside, and until when.
        representation: whether those who spoke were like all.
        today: in UTC.
    """

    forms: tuple[Questionnaire, ...]
    families: Mapping[str, Family]
    facts: Facts
    groups: tuple[RemarkGroup, ...]
    notes: tuple[StaffNote, ...]
    counts: Mapping[Question, Mapping[str, ItemCounts]]
    aside: Mapping[Question, date]
    representation: tuple[Representation, ...]
    today: date


@dataclass(frozen=True)
class ReasonHeard:
    """What was heard of a question for one reason.

    Attributes:
        id: of the group of remarks.
        reason: one of `staff_notes.STAFF_REASONS`, or a code of another version.
        remarks: how many patients made; notes: how many times the front line heard it.
        words: of patients; said: of the front line.
        fate: what became of it; None where only the front line spoke, which no board tells of.
        since: the day from which the desk could see it; None likewise.
        route: who can change it, and what would mend it.
        escalated: somebody may be in danger; nothing more is done about it here.
    """

    id: str
    reason: str
    remarks: int
    notes: int
    words: tuple[str, ...]
    said: tuple[str, ...]
    fate: Fate | None
    since: date | None
    route: Route
    escalated: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say or do something."""
        return not self.escalated and (self.fate is None or self.fate.kind in OPEN)

    @property
    def is_overdue(self) -> bool:
        """Whether patients wait longer for an answer than they were promised."""
        return self.is_open and self.fate is not None and self.fate.kind == "unanswered"


@dataclass(frozen=True)
class QuestionHeard:
    """One question and all that was heard of it.

    Attributes:
        form: as it is asked now, or as it was where it is asked no more.
        link_id: of the question.
        number: its place in the form, from 1; 0 where the form does not ask it any more.
        evidence: counters of this wording, open remarks and notes.
        modes: the counters by access mode.
        reasons: the most frequent first.
        route: who can change it: as for the reason heard most, or what the counters say.
    """

    form: Questionnaire
    link_id: str
    number: int
    evidence: Evidence
    modes: Mapping[str, ItemCounts]
    reasons: tuple[ReasonHeard, ...]
    route: Route

    @property
    def key(self) -> str:
        """By which the desk's pages know it."""
        return f"{self.form.url} {self.link_id}"

    @property
    def is_counted(self) -> bool:
        """Whether staff may see its counts."""
        return self.evidence.counts.shown >= MIN_SITTINGS

    @property
    def open_reasons(self) -> tuple[ReasonHeard, ...]:
        """Those that wait for somebody."""
        return tuple(one for one in self.reasons if one.is_open)

    def text(self, language: str) -> str:
        """The question as patients read it; its linkId where the form does not have it."""
        item = self.form.by_link_id.get(self.link_id)
        return item.text(self.form.language_for(language)) if item else self.link_id


@dataclass(frozen=True)
class Heard:
    """What the desk sees of a snapshot.

    Attributes:
        questions: all of the forms of now, then those that were spoken of in other wordings.
        top: at most three, the most urgent first.
        sittings: the most sittings any question has: 0 means that nobody sat there yet.
    """

    snapshot: Snapshot
    questions: tuple[QuestionHeard, ...] = ()
    top: tuple[QuestionHeard, ...] = ()
    sittings: int = 0
    aside: int = field(default=0)

    def question(self, key: str) -> QuestionHeard | None:
        """The one of that key."""
        return next((one for one in self.questions if one.key == key), None)

    def reason(self, group: str) -> tuple[QuestionHeard, ReasonHeard] | None:
        """What was heard under that id, with its question."""
        found = ((one, said) for one in self.questions for said in one.reasons)
        return next(((one, said) for one, said in found if said.id == group), None)

    @property
    def overdue(self) -> int:
        """How many groups wait longer than was promised."""
        return sum(said.is_overdue for one in self.questions for said in one.reasons)


def put_together(snapshot: Snapshot) -> Heard:
    """What the desk sees."""
    asked_now = {form.canonical: form for form in snapshot.forms}
    same = dict(_same_questions(snapshot, asked_now))
    spoken = {_now(same, key) for key in _spoken_of(snapshot)}
    questions = [
        _question(snapshot, form, item.link_id, number, same)
        for form in snapshot.forms
        for number, item in enumerate(form.asked, start=1)
    ]
    known = {(one.form.canonical, one.link_id) for one in questions}
    for canonical, link_id in sorted(spoken - known):
        form = snapshot.facts.forms.get(canonical) or asked_now.get(canonical)
        if form is not None:
            questions.append(_question(snapshot, form, link_id, 0, same))
    aside = {key for key, until in snapshot.aside.items() if until > snapshot.today}
    offered = [one for one in questions if one.number and (one.form.url, one.link_id) not in aside]
    by_key = {(one.form.canonical, one.link_id): one for one in offered}
    ranked = top_questions(one.evidence for one in offered)
    top = tuple(by_key[one.questionnaire, one.link_id] for one in ranked)
    sittings = max((one.evidence.counts.shown for one in questions), default=0)
    return Heard(snapshot, tuple(questions), top, sittings, len(aside))


def _spoken_of(snapshot: Snapshot) -> Iterator[Question]:
    yield from ((one.questionnaire, one.link_id) for one in snapshot.groups)
    yield from ((one.questionnaire, one.link_id) for one in snapshot.notes)


def _same_questions(
    snapshot: Snapshot, asked_now: Mapping[str, Questionnaire]
) -> Iterator[tuple[Question, Question]]:
    """Questions of earlier versions that are still asked in these very words, and by which now."""
    older = snapshot.facts.forms
    for form in asked_now.values():
        for canonical, old in older.items():
            if old.url == form.url and canonical != form.canonical:
                for one in lineage(old, form):
                    if one.relation in _SAME:
                        yield (canonical, one.link_id), (form.canonical, one.link_id)


def _now(same: Mapping[Question, Question], key: Question) -> Question:
    return same.get(key, key)


def _question(
    snapshot: Snapshot,
    form: Questionnaire,
    link_id: str,
    number: int,
    same: Mapping[Question, Question],
) -> QuestionHeard:
    here = (form.canonical, link_id)
    alike = {here, *(old for old, new in same.items() if new == here)}
    modes = _modes(snapshot.counts.get(key, {}) for key in alike)
    family = snapshot.families.get(form.url, Family())
    reasons = tuple(sorted(_reasons(snapshot, alike, family), key=_often, reverse=True))
    waiting = [one for one in reasons if one.is_open]
    evidence = Evidence(
        form.canonical, link_id, summed(modes.values()),
        sum(one.remarks for one in waiting), sum(one.notes for one in waiting),
    )  # fmt: skip
    why = waiting[0].reason if waiting else likely_reason(evidence.trouble)
    return QuestionHeard(form, link_id, number, evidence, modes, reasons, route(why, family))


def _modes(found: Iterable[Mapping[str, ItemCounts]]) -> dict[str, ItemCounts]:
    modes: dict[str, ItemCounts] = {}
    for counts in found:
        for mode, one in counts.items():
            modes[mode] = modes.get(mode, ItemCounts()) + one
    return modes


def _reasons(
    snapshot: Snapshot, alike: Iterable[Question], family: Family
) -> Iterator[ReasonHeard]:
    for canonical, link_id in sorted(alike):
        groups = {
            one.reason: one
            for one in snapshot.groups
            if (one.questionnaire, one.link_id) == (canonical, link_id)
        }
        noted = notes_on(snapshot.notes, canonical, link_id)
        for reason in sorted({*groups, *(one.reason for one in noted)}):
            asked = Asked(canonical, link_id, reason)
            notes = [one for one in noted if one.reason == reason]
            yield _reason(snapshot, asked, groups.get(reason), notes, route(reason, family))


def _reason(
    snapshot: Snapshot,
    asked: Asked,
    group: RemarkGroup | None,
    notes: list[StaffNote],
    goes: Route,
) -> ReasonHeard:
    facts = snapshot.facts
    days = [one.released for one in facts.said if one.asked == asked]
    key = group_id(*asked)
    decided = [one.day for one in facts.decisions if one.group_id == key]
    # What was heard at the desk before the answer was answered with it.
    fresh = [one for one in notes if not decided or one.day > decided[-1]]
    return ReasonHeard(
        key, asked.reason, group.count if group else 0, len(fresh),
        group.words if group else (), tuple(one.words for one in fresh if one.words),
        fate(asked, facts, snapshot.today) if group else None,
        min(days, default=None), goes, is_escalated(asked, facts.decisions),
    )  # fmt: skip


def _often(one: ReasonHeard) -> tuple[bool, int, str]:
    return one.is_open, one.remarks + one.notes, one.reason
