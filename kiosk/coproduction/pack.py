"""What a clinic's other kiosks are told of its forms: versions, and what was done about them.

One PC holds the pen for a form. What it did is numbered, and signed by it (`kiosk.sync.improving`);
to take it in changes nothing that is there, so packs may come twice, late, or in any order. Names
of staff stay where they are: the pack tells roles.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from kiosk.coproduction.ballots import Choice
from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.merging import Counted, Share
from kiosk.coproduction.outcomes import Asked, Decision, Said
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import NotJson, decode_json, encode_json
from kiosk.forms.foreign import moment

PACK_MAX: Final = 32 * 1024 * 1024
VERSIONS_MAX: Final = 400
EVENTS_MAX: Final = 20_000
TURNS_MAX: Final = 10_000_000

_TEXTS: Final = ("url", "canonical", "kind", "role", "group_id", "reason", "text")


@dataclass(frozen=True)
class PackedVersion:
    """One version of a form.

    Attributes:
        questionnaire: the form itself, raw JSON.
        derived_from, change_class, source, made_at: as `kiosk.store.form_versions.FormVersion`.
    """

    questionnaire: Mapping[str, Any]
    derived_from: str
    change_class: str
    source: str
    made_at: datetime


@dataclass(frozen=True)
class Pack:
    """A pack.

    Attributes:
        number: counts up with each that a PC makes.
        versions: that were made there.
        share: what that PC knows of its forms, without names of staff, and of remarks only those
            that have left it anyway, without their words.
        choices: ballot → how often which wording was chosen there; sums, all days together.
    """

    number: int
    versions: tuple[PackedVersion, ...]
    share: Share
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=lambda: MappingProxyType({}))


def write_pack(pack: Pack) -> bytes:
    """As UTF-8 JSON; the same pack gives the same bytes."""
    return encode_json(
        {
            "pack": 1,
            "number": pack.number,
            "versions": [_version_json(one) for one in pack.versions],
            "choices": {
                ballot: [list(one) for one in all_] for ballot, all_ in pack.choices.items()
            },
            "events": [_event_json(one) for one in pack.share.events],
            "decisions": [_decision_json(one) for one in pack.share.decisions],
            "said": [[one.id, *one.asked, one.first, str(one.released)] for one in pack.share.said],
            "finished": [
                [*key[:2], str(key.day), count] for key, count in pack.share.finished.items()
            ],
        }
    )


def read_pack(content: bytes) -> Pack:
    """A pack as it was written.

    Raises:
        RefusedError: it is none, or larger than any clinic's.
    """
    if len(content) > PACK_MAX:
        raise RefusedError("The pack of forms is too large.")
    try:
        raw = decode_json(content)
        number, versions = raw["number"], raw["versions"]
        if raw["pack"] != 1 or not isinstance(number, int):
            raise RefusedError("The pack of forms is of another version of the program.")
        if len(versions) > VERSIONS_MAX or len(raw["events"]) > EVENTS_MAX:
            raise RefusedError("The pack of forms is too large.")
        return Pack(number, tuple(map(_version, versions)), _share(raw), _choices(raw["choices"]))
    except (NotJson, KeyError, TypeError, ValueError, AttributeError) as cause:
        raise RefusedError("The pack of forms can't be read.") from cause


def own_part(share: Share) -> Share:
    """What of it goes to others: no names of staff."""
    return replace(share, events=without_names(share.events))


def without_names(events: Iterable[FormEvent]) -> tuple[FormEvent, ...]:
    """What was done, by which roles; no names."""
    return tuple(replace(event, by="") for event in events)


def _version_json(one: PackedVersion) -> dict[str, Any]:
    return {
        "questionnaire": one.questionnaire, "derivedFrom": one.derived_from,
        "changeClass": one.change_class, "source": one.source, "madeAt": one.made_at.isoformat(),
    }  # fmt: skip


def _event_json(one: FormEvent) -> dict[str, Any]:
    texts = {name: getattr(one, name) for name in _TEXTS}
    return {"at": one.at.isoformat(), "turn": one.turn, "detail": dict(one.detail), **texts}


def _decision_json(one: Decision) -> dict[str, Any]:
    until = one.until.isoformat() if one.until else None
    return vars(one) | {"day": one.day.isoformat(), "until": until}


def _share(raw: Mapping[str, Any]) -> Share:
    return Share(
        said=tuple(_said(*one) for one in raw["said"]),
        decisions=tuple(map(_decision, raw["decisions"])),
        events=tuple(map(_event, raw["events"])),
        finished={
            Counted(_text(kiosk), _text(url), date.fromisoformat(day)): int(count)
            for kiosk, url, day, count in raw["finished"]
        },
    )


def _choices(raw: Mapping[str, Any]) -> dict[str, tuple[Choice, ...]]:
    return {
        ballot: tuple(
            Choice(_text(band), _text(winner), _text(loser), int(times))
            for band, winner, loser, times in all_
        )
        for ballot, all_ in raw.items()
    }


def _said(*told: Any) -> Said:
    key, form, link_id, reason, first, day = told
    asked = Asked(_text(form), _text(link_id), _text(reason))
    return Said(_text(key), asked, bool(first), date.fromisoformat(day))


def _decision(raw: Mapping[str, Any]) -> Decision:
    texts = {name: _text(raw[name]) for name in ("group_id", "outcome", "text", "by", "reason")}
    until = date.fromisoformat(raw["until"]) if raw["until"] else None
    return Decision(day=date.fromisoformat(raw["day"]), until=until, **texts)


def _version(raw: Mapping[str, Any]) -> PackedVersion:
    form = raw["questionnaire"]
    if not isinstance(form, Mapping):
        raise TypeError("a version without its form")
    return PackedVersion(
        form, _text(raw["derivedFrom"]), _text(raw["changeClass"]), _text(raw["source"]),
        _moment(raw["madeAt"]),
    )  # fmt: skip


def _event(raw: Mapping[str, Any]) -> FormEvent:
    if not isinstance(raw["detail"], Mapping):
        raise TypeError("an event without its detail")
    texts = {name: _text(raw[name]) for name in _TEXTS}
    turn = raw["turn"]
    if not isinstance(turn, int) or not 0 <= turn < TURNS_MAX:
        raise ValueError("an event out of turn")
    return FormEvent(at=_moment(raw["at"]), detail=dict(raw["detail"]), turn=turn, **texts)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _moment(value: object) -> datetime:
    read = moment(value)
    if read is None:
        raise ValueError("no moment")
    return read
