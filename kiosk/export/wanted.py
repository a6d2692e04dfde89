"""Which responses an export takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kiosk.forms import extensions as ext
from kiosk.forms.response import decode
from kiosk.store.database import Store
from kiosk.store.heads import folded
from kiosk.store.submissions import Submission, count_submissions, submissions


@dataclass(frozen=True)
class Wanted:
    """Which responses; all of them, where nothing is said.

    Attributes:
        questionnaire: a canonical `url|version`, or a url for all its versions.
        since: completed then or later, with zone.
        until: completed before then, with zone.
        state: waiting, sent or refused.
        unsynced: only those the central service has not acknowledged.
        patient: `SYSTEM|VALUE` or `|VALUE` of the patient's identifier, spaces and case apart, or
            a reference such as `Patient/7`.
    """

    questionnaire: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    state: str | None = None
    unsynced: bool = False
    patient: str | None = None


def chosen(view: Any, wanted: Wanted) -> Iterator[Submission]:
    """The responses, oldest first, one at a time.

    Args:
        view: of the store (`Store.reading`), kept open while they are read.
        wanted: which.
    """
    found = submissions(
        view, questionnaire=wanted.questionnaire, since=wanted.since, until=wanted.until,
        state=wanted.state, unsynced=wanted.unsynced,
    )  # fmt: skip
    for one in found:
        if wanted.patient is None or is_about(decode(one.payload), wanted.patient):
            yield one


def how_many(view: Any, wanted: Wanted) -> int:
    """How many there are; where a patient is named each response has to be looked at."""
    if wanted.patient is not None:
        return sum(1 for _ in chosen(view, wanted))
    return most(view, wanted)


def most(view: Any, wanted: Wanted) -> int:
    """How many there are at most, without reading one."""
    return count_submissions(
        view, questionnaire=wanted.questionnaire, since=wanted.since, until=wanted.until,
        state=wanted.state, unsynced=wanted.unsynced,
    )  # fmt: skip


def count(store: Store, wanted: Wanted) -> int:
    """How many responses an export would have."""
    with store.reading() as view:
        return how_many(view, wanted)


def is_about(response: Mapping[str, Any], patient: str) -> bool:
    """Whether a response is about that patient: by identifier, or by reference."""
    subject = response.get("subject")
    if not isinstance(subject, Mapping):
        return False
    if "|" not in patient:
        return ext.text(subject, "reference") == patient
    system, _, value = patient.partition("|")
    identifier = subject.get("identifier")
    same = bool(value) and folded(ext.text(identifier, "value")) == folded(value)
    return same and (not system or ext.text(identifier, "system") == system)


def told(wanted: Wanted) -> str:
    """The filter for the audit and for people: whose responses they are stays out of it."""
    parts = [
        ("form", wanted.questionnaire),
        ("since", _day(wanted.since)),
        ("until", _day(wanted.until and wanted.until - timedelta(microseconds=1))),
        ("state", wanted.state),
        ("of", "one patient" if wanted.patient else None),
        ("only", "unsynced" if wanted.unsynced else None),
    ]
    return ", ".join(f"{name} {value}" for name, value in parts if value) or "all"


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone():%Y-%m-%d}"
