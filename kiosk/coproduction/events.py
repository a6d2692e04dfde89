"""What is done about a form, as a log that only grows; how a form stands follows from it alone.

A form (family) has versions: draft → pilot → default → retired. Nobody sets these: the log says
what was done, and `standing` works out what counts now.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from kiosk.forms.fhir_json import encode_json

DRAFTED: Final = "drafted"
"""A version was made; its groups of remarks in `detail["groups"]`, what it is for in `text`."""
DISCARDED: Final = "discarded"
APPROVED: Final = "approved"
PILOTING: Final = "piloting"
"""It is tried out; `detail` is the plan (`kiosk.coproduction.pilots`)."""
STOPPED: Final = "stopped"
"""The pilot was stopped before its end; `reason` says by what: harm, veto."""
PUBLISHED: Final = "published"
"""It is what patients get from now on; after a pilot: it was kept."""
REVERTED: Final = "reverted"
"""The version before counts again, `detail["to"]`: its canonical, "" for none of those here."""
RETIRED: Final = "retired"
"""The form is offered no more."""
RESTORED: Final = "restored"
OBJECTED: Final = "objected"
VETOED: Final = "vetoed"
BALLOT_OPENED: Final = "ballot-opened"
"""Patients may choose between wordings; `detail` is the ballot (`kiosk.coproduction.ballots`)."""
BALLOT_CLOSED: Final = "ballot-closed"

KINDS: Final = (
    DRAFTED, DISCARDED, APPROVED, PILOTING, STOPPED, PUBLISHED, REVERTED, RETIRED, RESTORED,
    OBJECTED, VETOED, BALLOT_OPENED, BALLOT_CLOSED,
)  # fmt: skip


@dataclass(frozen=True)
class FormEvent:
    """One thing that was done.

    Attributes:
        at: when.
        url: of the form.
        canonical: of the version it concerns; "" where it concerns the form as a whole.
        kind: one of `KINDS`, or one of another version of the program, which changes nothing.
        role: of who did it: reception, lead, clinical, IT, or "kiosk" for what went by itself.
        by: their name at the desk; never a patient.
        group_id: the group of remarks it answers; "" for none.
        reason: a code; "" for none.
        text: in plain words, for everybody.
        detail: what else belongs to it, as JSON.
        turn: counts up with each that a PC adds to what it knows, so that no clock, set back or
            ahead, turns round what followed what (L. Lamport, 1978); 0: not in a log yet.
    """

    at: datetime
    url: str
    kind: str
    canonical: str = ""
    role: str = ""
    by: str = ""
    group_id: str = ""
    reason: str = ""
    text: str = ""
    detail: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    turn: int = field(default=0, compare=False)


def identity(event: FormEvent) -> str:
    """What tells an event from every other, on whichever PC it is: SHA-256, without who did it."""
    facts = [
        event.at.astimezone(UTC).isoformat(timespec="microseconds"), event.url, event.canonical,
        event.kind, event.role, event.group_id, event.reason, event.text, dict(event.detail),
        event.turn,
    ]  # fmt: skip
    return hashlib.sha256(encode_json(facts)).hexdigest()


def merged(*logs: Iterable[FormEvent]) -> tuple[FormEvent, ...]:
    """The logs of several PCs as one: each event once, in the order in which they were done.

    It is the same whatever the order of the logs, and however often one of them came.
    """
    known: dict[str, FormEvent] = {}
    for log in logs:
        for event in log:
            known.setdefault(identity(event), event)
    return tuple(known[key] for key in sorted(known, key=lambda key: _turn(known[key], key)))


def _turn(event: FormEvent, key: str) -> tuple[int, datetime, int, str]:
    # Of one moment, what comes first in the life of a version.
    life = KINDS.index(event.kind) if event.kind in KINDS else len(KINDS)
    return event.turn, event.at, life, key


@dataclass(frozen=True)
class Standing:
    """How a form stands.

    Attributes:
        default: canonical of the version made here that patients get; "" while it is none of them.
        pilot: the event that began the pilot that runs; None where none does.
        drafts: canonicals that were made and neither used, tried, nor thrown away.
        retired: the form is offered no more.
        limited: somebody objected to the draft or pilot: one kiosk and one week at most.
    """

    default: str = ""
    pilot: FormEvent | None = None
    drafts: tuple[str, ...] = ()
    retired: bool = False
    limited: frozenset[str] = frozenset()


def standing(events: Iterable[FormEvent]) -> Standing:
    """How a form stands after these events, all of one url, in their order."""
    stands = Standing()
    for event in events:
        stands = _after(stands, event)
    return stands


def default_before(events: Sequence[FormEvent], canonical: str) -> str:
    """What patients got before that version was published last; "" for none that was made here."""
    places = [
        place
        for place, event in enumerate(events)
        if event.kind == PUBLISHED and event.canonical == canonical
    ]
    return standing(events[: places[-1]]).default if places else ""


def _after(now: Standing, event: FormEvent) -> Standing:
    change = _CHANGES.get(event.kind)
    return now if change is None else change(now, event)


def _drafted(now: Standing, event: FormEvent) -> Standing:
    return replace(now, drafts=(*_others(now, event), event.canonical))


def _dropped(now: Standing, event: FormEvent) -> Standing:
    return replace(now, drafts=_others(now, event), pilot=_running(now, event))


def _piloting(now: Standing, event: FormEvent) -> Standing:
    return replace(now, drafts=_others(now, event), pilot=event)


def _published(now: Standing, event: FormEvent) -> Standing:
    drafts = _others(now, event)
    return replace(now, default=event.canonical, drafts=drafts, pilot=None, retired=False)


def _reverted(now: Standing, event: FormEvent) -> Standing:
    # A pilot that is taken back leaves the default as it was.
    if now.pilot is not None and now.pilot.canonical == event.canonical:
        return replace(now, pilot=None)
    return replace(now, default=str(event.detail.get("to", "")))


def _objected(now: Standing, event: FormEvent) -> Standing:
    return replace(now, limited=now.limited | {event.canonical})


def _others(now: Standing, event: FormEvent) -> tuple[str, ...]:
    return tuple(one for one in now.drafts if one != event.canonical)


def _running(now: Standing, event: FormEvent) -> FormEvent | None:
    ended = now.pilot is not None and now.pilot.canonical == event.canonical
    return None if ended else now.pilot


_CHANGES: Final[Mapping[str, Callable[[Standing, FormEvent], Standing]]] = {
    DRAFTED: _drafted,
    DISCARDED: _dropped,
    VETOED: _dropped,
    PILOTING: _piloting,
    STOPPED: lambda now, event: replace(now, pilot=_running(now, event)),
    PUBLISHED: _published,
    REVERTED: _reverted,
    RETIRED: lambda now, _: replace(now, retired=True, pilot=None),
    RESTORED: lambda now, _: replace(now, retired=False),
    OBJECTED: _objected,
}
"""Kind of event → how a form stands after it; one that is not here changes nothing."""
