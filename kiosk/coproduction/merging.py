"""What several kiosks of a clinic know, put together: the same in whichever order it comes.

Everything grows only and has an identity of its own, so that what comes twice, late, or in pieces
changes nothing. Source: reference coproduction 5.6.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from kiosk.coproduction.events import KINDS, FormEvent
from kiosk.coproduction.outcomes import Decision, Facts, Said
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire


class Counted(NamedTuple):
    """Whose counter, of what, of which day."""

    kiosk: str
    url: str
    day: date


@dataclass(frozen=True)
class Share:
    """A part of what one kiosk knows.

    Attributes:
        said, decisions, events: as in `Facts`.
        finished: a kiosk's own counter of finished sittings; the highest of one day counts.
    """

    said: tuple[Said, ...] = ()
    decisions: tuple[Decision, ...] = ()
    events: tuple[FormEvent, ...] = ()
    finished: Mapping[Counted, int] = field(default_factory=lambda: MappingProxyType({}))


def merged(shares: Iterable[Share], forms: Mapping[str, Questionnaire]) -> Facts:
    """All shares as one; `forms` are those at hand."""
    shares = tuple(shares)
    said: dict[str, Said] = {}
    for one in (one for share in shares for one in share.said):
        # Two kiosks that released the same saw enough of it on different days.
        said[one.id] = min(said.get(one.id, one), one)
    decisions = {identity(one): one for share in shares for one in share.decisions}
    events = {identity(one): one for share in shares for one in share.events}
    return Facts(
        said=tuple(said[key] for key in sorted(said)),
        sittings=_sums(shares),
        decisions=tuple(sorted(decisions.values(), key=_decided)),
        events=tuple(sorted(events.values(), key=_done)),
        forms=forms,
    )


def identity(one: FormEvent | Decision) -> str:
    """The same for the same thing wherever it is known: SHA-256 over all that it says."""
    return hashlib.sha256(
        encode_json({key: _plain(told) for key, told in vars(one).items()})
    ).hexdigest()


def _plain(told: Any) -> Any:
    if isinstance(told, datetime):
        return told.astimezone(UTC).isoformat()
    if isinstance(told, date):
        return told.isoformat()
    return dict(told) if isinstance(told, Mapping) else told


def _sums(shares: Iterable[Share]) -> dict[str, dict[date, int]]:
    highest: dict[Counted, int] = {}
    for key, count in (one for share in shares for one in share.finished.items()):
        highest[key] = max(count, highest.get(key, 0))
    sums: dict[str, dict[date, int]] = {}
    for key in sorted(highest):
        days = sums.setdefault(key.url, {})
        days[key.day] = days.get(key.day, 0) + highest[key]
    return sums


def _decided(one: Decision) -> tuple[date, str]:
    return one.day, identity(one)


def _done(one: FormEvent) -> tuple[datetime, int, str]:
    # Of one moment, what comes first in the life of a version.
    return one.at, KINDS.index(one.kind) if one.kind in KINDS else len(KINDS), identity(one)
