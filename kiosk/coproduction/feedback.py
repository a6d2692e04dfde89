"""What people say of a question, kept apart from who they are and what they answered.

A remark holds a day and no time, no link to a person, a sitting or an answer. Remarks leave the
PC only in groups of at least `GROUP_SIZE`, so that one of them can't be laid beside the one visit
of that day.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from kiosk.forms.response import UUID_SYSTEM

FORM: Final = "http://clinic-kiosk.example/fhir/Questionnaire/question-feedback|1.1.0"
REASON_SYSTEM: Final = "http://clinic-kiosk.example/fhir/CodeSystem/feedback-reason"

REASON_LABELS: Final = {
    "not-understood": "I don't understand it",
    "no-fitting-answer": "None of the answers fit",
    "not-known": "I don't know this, or don't remember",
    "too-personal": "Too personal here",
    "asked-already": "You asked me already",
    "hard-to-read": "Hard to read or press",
    "upsetting": "It is upsetting",
    "better-wording": "I have a better wording",
}
"""Code → words, as in the form `question-feedback`."""

REASONS: Final = tuple(REASON_LABELS)
"""The codes, in the order in which they are offered."""

GROUP_SIZE: Final = 5
"""Fewer remarks than this never leave the PC."""

ANSWER_DAYS: Final = 14
"""So long after it may be seen a group of remarks waits for an answer; then it is overdue."""

WORDS_KEPT: Final = timedelta(days=90)
"""So long after the decision on their group people's own words are kept."""


@dataclass(frozen=True)
class Remark:
    """One remark on one question.

    Attributes:
        id: a random UUID (version 4): a time-ordered one would betray the time of day.
        day: the day alone, in UTC: when it may be sent is reckoned from it.
        questionnaire: canonical `url|version` of the form spoken of.
        link_id: of the question spoken of.
        reason: one of `REASONS`, or a code of another version of the program.
        words: the person's own, never published as written; "" where none.
        language: of the words; "" where there are none.
        first: it is the first of its sitting. Nothing else says which remarks one person made.
        released_on: the day since which it may be seen, with others; None while it may not. It is
            not part of what was said.
    """

    id: str
    day: date
    questionnaire: str
    link_id: str
    reason: str
    words: str
    language: str
    first: bool = True
    released_on: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class RemarkGroup:
    """All remarks with one reason on one question.

    Attributes:
        id: short and stable: the same question and reason give the same id everywhere.
        questionnaire, link_id, reason: as in `Remark`.
        count: how many remarks.
        people: how many of them are the first of their sitting: so many people at least.
        words: what was written, sorted, so that their order tells nothing.
        released_on: the day since which the first of them may be seen; None where none may.
    """

    id: str
    questionnaire: str
    link_id: str
    reason: str
    count: int
    people: int
    words: tuple[str, ...]
    released_on: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether it waits too long for an answer, if it has none."""
        waits = self.released_on is not None and today - self.released_on
        return bool(waits and waits >= timedelta(days=ANSWER_DAYS))


def releasable(kept: Sequence[Remark]) -> tuple[Remark, ...]:
    """The remarks that may leave the PC: all, or none while too few people made them.

    Only the first of each sitting counts: else one person with five remarks would be a group.
    """
    people = sum(remark.first for remark in kept)
    return tuple(kept) if people >= GROUP_SIZE else ()


def group_id(questionnaire: str, link_id: str, reason: str) -> str:
    """The id of the group of one question and reason: ten hexadecimal digits."""
    key = f"{questionnaire}\n{link_id}\n{reason}".encode()
    return hashlib.sha256(key).hexdigest()[:10]


def group_remarks(remarks: Iterable[Remark]) -> tuple[RemarkGroup, ...]:
    """The remarks by question and reason, the most frequent first."""
    by_key: defaultdict[tuple[str, str, str], list[Remark]] = defaultdict(list)
    for remark in remarks:
        by_key[remark.questionnaire, remark.link_id, remark.reason].append(remark)
    groups = (_group(key, said) for key, said in by_key.items())
    return tuple(sorted(groups, key=lambda group: (-group.count, group.id)))


def to_fhir(remark: Remark, *, device_id: str, day: date) -> dict[str, Any]:
    """The remark as a QuestionnaireResponse (R4) to the form `question-feedback`.

    No subject, no source; `authored` is a day. `day` is the day of release, not of the remark,
    so that it can't be laid beside a response of its day.
    """
    items = [
        _item("questionnaire", {"valueString": remark.questionnaire}),
        _item("question", {"valueString": remark.link_id}),
        _item("reason", {"valueCoding": _coding(remark.reason)}),
    ]
    if remark.words:
        items.append(_item("words", {"valueString": remark.words}))
    device = {"system": UUID_SYSTEM, "value": f"urn:uuid:{device_id}"}
    # The language of a sitting would narrow down whose remark it is: only words need one.
    language = {"language": remark.language} if remark.words and remark.language else {}
    return {
        "resourceType": "QuestionnaireResponse",
        "id": remark.id,
        **language,
        "identifier": {"system": UUID_SYSTEM, "value": f"urn:uuid:{remark.id}"},
        "questionnaire": FORM,
        "status": "completed",
        "authored": day.isoformat(),
        "author": {"type": "Device", "identifier": device},
        "item": items,
    }


def _group(key: tuple[str, str, str], said: Sequence[Remark]) -> RemarkGroup:
    return RemarkGroup(
        group_id(*key),
        *key,
        count=len(said),
        people=sum(remark.first for remark in said),
        words=tuple(sorted(remark.words for remark in said if remark.words)),
        released_on=min(
            (remark.released_on for remark in said if remark.released_on), default=None
        ),
    )


def _coding(reason: str) -> dict[str, str]:
    label = REASON_LABELS.get(reason)
    return {"system": REASON_SYSTEM, "code": reason} | ({"display": label} if label else {})


def _item(link_id: str, answer: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": link_id, "answer": [answer]}
