"""What several kiosks of a clinic know, put together: the same in whichever order it comes.

Everything grows only and has an identity of its own, so that what comes twice, late, or in pieces
changes nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from kiosk.coproduction import events
from kiosk.coproduction.events import FormEvent
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
    return Facts(
        said=tuple(said[key] for key in sorted(said)),
        sittings=_sums(shares),
        decisions=tuple(sorted(decisions.values(), key=lambda one: (one.day, identity(one)))),
        events=events.merged(*(share.events for share in shares)),
        forms=forms,
    )


def identity(one: Decision) -> str:
    """The same for the same decision wherever it is known: SHA-256 over all that it says."""
    facts = [
        one.group_id, one.outcome, one.text, one.day.isoformat(), one.by, one.reason,
        one.until.isoformat() if one.until else None,
    ]  # fmt: skip
    return hashlib.sha256(encode_json(facts)).hexdigest()


def _sums(shares: Iterable[Share]) -> dict[str, dict[date, int]]:
    highest: dict[Counted, int] = {}
    for key, count in (one for share in shares for one in share.finished.items()):
        highest[key] = max(count, highest.get(key, 0))
    sums: dict[str, dict[date, int]] = {}
    for key in sorted(highest):
        days = sums.setdefault(key.url, {})
        days[key.day] = days.get(key.day, 0) + highest[key]
    return sums
