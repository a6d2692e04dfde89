"""What became of what people said of a question; worked out, never written by hand.

"We did" follows from the log of the form alone: a version that was made in answer to these remarks
is in force, and in it the question is not what it was. What the desk may write is that something
is not yet done, that it will not be done and why, or words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from kiosk.coproduction.events import (
    DRAFTED,
    PILOTING,
    PUBLISHED,
    RETIRED,
    REVERTED,
    STOPPED,
    VETOED,
    FormEvent,
    standing,
)
from kiosk.coproduction.feedback import group_id
from kiosk.coproduction.lineage import lineage
from kiosk.coproduction.versions import Version
from kiosk.forms.questionnaire import Questionnaire

Kind = Literal[
    "kept", "heard", "unanswered", "not-yet", "no", "answered", "trying", "tried", "reverted",
    "did", "retired",
]  # fmt: skip

NOT_YET: Final = "not-yet"
NO: Final = "no"
ANSWERED: Final = "answered"
"""Words only: "We say"."""
ESCALATED: Final = "escalated"
"""Somebody may be in danger: it is seen to by people, and stands on no board from then on."""

OUTCOMES: Final = (NOT_YET, NO, ANSWERED, ESCALATED)
"""What a hand may write; that something was done is not among them."""

OVERDUE: Final = timedelta(days=14)
"""So long the desk has to answer what was released; then everybody reads that it did not."""

_BEFORE_THERE_WAS_A_LOG: Final = "did"
_VETO: Final = "veto"
_CHANGED: Final = frozenset({"cosmetic", "reworded", "semantic", "removed"})
_FOLLOWED: Final = (PILOTING, STOPPED, PUBLISHED, REVERTED, VETOED)
_STANDS_ABOVE: Final = frozenset({"did", "trying", "tried"})


@dataclass(frozen=True)
class Decision:
    """What the desk decided on one group of remarks.

    Attributes:
        group_id: `RemarkGroup.id`.
        outcome: one of `OUTCOMES`, or a code of another version of the program.
        text: in plain words, for everybody; a paraphrase, never a patient's own words.
        day: when it was decided.
        by: the role, never a name.
        reason: why not, one of `NO_REASONS`; "" for any other outcome.
        until: not before that day; None where none was named.
    """

    group_id: str
    outcome: str
    text: str
    day: date
    by: str
    reason: str = ""
    until: date | None = None


class Asked(NamedTuple):
    """What remarks of one group have in common: a question, as one version asks it, and why."""

    questionnaire: str
    link_id: str
    reason: str

    @property
    def id(self) -> str:
        """`RemarkGroup.id`."""
        return group_id(*self)

    @property
    def url(self) -> str:
        """Of the form, in whichever version."""
        return url_of(self.questionnaire)


class Said(NamedTuple):
    """One remark that was released, without its words.

    Attributes:
        id: of the remark.
        asked: what it is about.
        first: it is the first of its sitting (`Remark.first`).
        released: the day on which enough had come together.
    """

    id: str
    asked: Asked
    first: bool
    released: date


@dataclass(frozen=True)
class Facts:
    """All that fates and the board follow from.

    Attributes:
        said: the released remarks.
        sittings: url of a form → day → how often it was finished, in whichever version.
        decisions: of the desk, in their order.
        events: what was done about the forms, in their order.
        forms: the versions at hand, by canonical.
    """

    said: tuple[Said, ...]
    sittings: Mapping[str, Mapping[date, int]]
    decisions: tuple[Decision, ...]
    events: tuple[FormEvent, ...]
    forms: Mapping[str, Questionnaire]


@dataclass(frozen=True)
class Fate:
    """What became of one group.

    Attributes:
        kind: what; *kept* is not released yet, *heard* waits for an answer, *unanswered* too long.
        asked: what it is about.
        day: since when it is so; None for what is not released.
        text: a sentence of the clinic: of the decision, or what the new version is for.
        reason: why not, one of `NO_REASONS`; "" for all others.
        until: when it is looked at again, or a trial ends; None where nobody said.
        after: canonical of the version that asks otherwise; "" where none does.
    """

    kind: Kind
    asked: Asked
    day: date | None
    text: str = ""
    reason: str = ""
    until: date | None = None
    after: str = ""


def fate(asked: Asked, facts: Facts, today: date) -> Fate:
    """What became of what was said of a question for that reason."""
    decided = [one for one in facts.decisions if one.group_id == asked.id]
    waiting = _waiting(asked, facts.said, today)
    if any(one.outcome == ESCALATED for one in decided):
        return Fate("heard", asked, waiting.day)
    made = _made_of(asked, facts, today)
    if made is not None and made.kind in _STANDS_ABOVE:
        return made
    answer = _answer(asked, decided[-1], today) if decided else None
    if answer is None:
        return made or waiting
    # Of one day, what a person said about what was made.
    return made if made is not None and _day(made) > _day(answer) else answer


def is_escalated(asked: Asked, decisions: Iterable[Decision]) -> bool:
    """Whether somebody may be in danger: nothing of it is for everybody's eyes."""
    return any(one.group_id == asked.id and one.outcome == ESCALATED for one in decisions)


def url_of(canonical: str) -> str:
    """A canonical without its version."""
    return canonical.partition("|")[0]


def _day(one: Fate) -> date:
    return one.day or date.min


def _waiting(asked: Asked, said: Iterable[Said], today: date) -> Fate:
    days = [one.released for one in said if one.asked == asked]
    if not days:
        return Fate("kept", asked, None)
    due = min(days) + OVERDUE
    return Fate("unanswered", asked, due) if due <= today else Fate("heard", asked, min(days))


def _answer(asked: Asked, last: Decision, today: date) -> Fate | None:
    if last.outcome == _BEFORE_THERE_WAS_A_LOG:
        return Fate("answered", asked, last.day, last.text)
    kinds: Mapping[str, Kind] = {NOT_YET: "not-yet", NO: "no", ANSWERED: "answered"}
    if last.outcome not in kinds:
        return Fate("heard", asked, last.day)
    if last.until is not None and last.until <= today:
        # The day that was promised has come, and nobody has said anything since.
        return Fate("unanswered", asked, last.until, last.text)
    kind = kinds[last.outcome]
    return Fate(kind, asked, last.day, last.text, reason=last.reason, until=last.until)


def _made_of(asked: Asked, facts: Facts, today: date) -> Fate | None:
    """What the log of the form says of it; None where it says nothing."""
    events = [event for event in facts.events if event.url == asked.url]
    named = {_version(event) for event in events if _names(event, asked.id)}
    followed = [one for one in events if one.kind in _FOLLOWED and _version(one) in named]
    stands = standing(events)
    if stands.retired:
        gone = next(event for event in reversed(events) if event.kind == RETIRED)
        return Fate("retired", asked, gone.at.date(), gone.text)
    published = [one for one in followed if one.kind == PUBLISHED]
    if published and _is_changed(asked, facts.forms, stands.default):
        text = _purpose(events, published[-1])
        return Fate("did", asked, published[-1].at.date(), text, after=stands.default)
    if not followed:
        return None
    last = followed[-1]
    if not _is_changed(asked, facts.forms, last.canonical):
        return None
    after = _after(asked, last, today)
    return replace(after, text=after.text or _purpose(events, last))


def _after(asked: Asked, last: FormEvent, today: date) -> Fate:
    """How it stands after the last that was done about a version that answers it."""
    day = last.at.date()
    if last.kind == VETOED or (last.kind == STOPPED and last.reason == _VETO):
        return Fate("no", asked, day, last.text, reason="safety")
    if last.kind == PILOTING:
        end = _end(last)
        if end is not None and end <= today:  # it runs no more, and nobody has judged it
            return Fate("tried", asked, end)
        return Fate("trying", asked, day, until=end, after=last.canonical)
    return Fate("reverted", asked, day)


def _names(event: FormEvent, group: str) -> bool:
    groups = event.detail.get("groups", ())
    listed = isinstance(groups, list | tuple) and group in groups
    return event.kind in {DRAFTED, PILOTING, PUBLISHED} and (listed or event.group_id == group)


def _version(event: FormEvent) -> Version:
    """A pilot and what is kept of it are one version."""
    return Version.of(event.canonical.partition("|")[2]).settled


def _purpose(events: Iterable[FormEvent], of: FormEvent) -> str:
    """What a version was made for, in the words of who made it."""
    made = (one for one in events if one.kind == DRAFTED and _version(one) == _version(of))
    return next((one.text for one in made), "")


def _is_changed(asked: Asked, forms: Mapping[str, Questionnaire], canonical: str) -> bool:
    """Whether that version asks otherwise than the one that was spoken of; False where unknown."""
    old, new = forms.get(asked.questionnaire), forms.get(canonical)
    if old is None or new is None:
        return False
    return any(
        one.link_id == asked.link_id and one.relation in _CHANGED for one in lineage(old, new)
    )


def _end(pilot: FormEvent) -> date | None:
    try:
        return date.fromisoformat(str(pilot.detail.get("end", "")))
    except ValueError:
        return None
