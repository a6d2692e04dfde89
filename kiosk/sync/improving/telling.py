"""What was done about forms on this PC goes to the centre, through the outbox.

Each version made here that patients were asked goes as a Questionnaire, before any response that
names it, and with a Provenance. For the clinic's other kiosks all of it goes as one signed pack,
with what was decided and all that the board follows from, so that theirs is the same.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from kiosk.coproduction.ballots import EVERYBODY, Choice
from kiosk.coproduction.events import PILOTING, PUBLISHED, FormEvent
from kiosk.coproduction.feedback import group_id
from kiosk.coproduction.merging import Share
from kiosk.coproduction.pack import Pack, PackedVersion, own_part, write_pack
from kiosk.coproduction.suppression import public_periods
from kiosk.errors import CentralError
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.response import UUID_SYSTEM, encode
from kiosk.store import ballots, feedback, form_versions, outbox
from kiosk.store.board_facts import own_share
from kiosk.store.database import Store
from kiosk.store.form_versions import CENTRAL, FormVersion
from kiosk.store.notes import keep_note, read_note
from kiosk.store.slip_keys import own_or_new_key
from kiosk.sync.ability import Ability, ability_of, known_ability
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.improving.provenance import provenance_of_version, version_id
from kiosk.sync.improving.signing import sealed

_TOLD: Final = "forms_told"
_PACKED: Final = "forms_packed"
_BALLOTS: Final = "ballots_told"
_ASKED: Final = (PILOTING, PUBLISHED)


def queue_forms(store: Store, client: FhirClient, *, now: datetime) -> int:
    """Queue what the centre does not know yet of the forms of this PC; how many resources.

    Nothing, where the service does not say that it keeps such resources, or does not answer.
    """
    with store.reading() as c:
        done = form_versions.events(c)
        known = done or feedback.decisions(c)
    if not known:
        return 0
    ability = known_ability(store, client.base) or _asked(store, client, now)
    if ability is None:
        return 0
    with store.transaction() as c:
        queued = _queue_versions(c, store.kiosk_id, done, ability, now)
        return queued + _queue_pack(c, done, ability, now)


def _asked(store: Store, client: FhirClient, now: datetime) -> Ability | None:
    """A desk's PC may never have sent anything by which that would be known."""
    try:
        return ability_of(store, client, now=now)
    except CentralError:
        return None  # whoever sends next says what is wrong


def _queue_versions(
    c: Any, kiosk_id: str, done: tuple[FormEvent, ...], ability: Ability, now: datetime
) -> int:
    told = set((read_note(c, _TOLD) or {}).get("canonicals", ()))
    asked = {one.canonical for one in done if one.kind in _ASKED} - told
    made = (form_versions.one_version(c, one) for one in sorted(asked))
    new = [one for one in made if one is not None and one.source != CENTRAL]
    count = 0
    for version in new:
        for resource in _resources(c, version, done, kiosk_id):
            if ability.knows(resource["resourceType"]):
                count += _queue(c, resource, now)
    if new:
        keep_note(c, _TOLD, {"canonicals": sorted(told | {one.canonical for one in new})})
    return count


def _resources(
    c: Any, version: FormVersion, done: Iterable[FormEvent], kiosk_id: str
) -> list[dict[str, Any]]:
    content = form_versions.content_of(c, version.canonical)
    if content is None:
        return []
    own = version_id(version)
    form = {**decode_json(content), "id": own}
    others = form.get("identifier")
    known = others if isinstance(others, list) else []
    form["identifier"] = [*known, {"system": UUID_SYSTEM, "value": f"urn:uuid:{own}"}]
    events = [one for one in done if one.url == version.url]
    remarks = _remarks(c, version, events)
    return [form, provenance_of_version(version, events, remarks, kiosk_id=kiosk_id)]


def _remarks(c: Any, version: FormVersion, events: Iterable[FormEvent]) -> list[str]:
    """The ids of the remarks it answers, of those the centre has."""
    wanted = {
        group
        for event in events
        if event.canonical == version.canonical
        for group in (event.group_id, *event.detail.get("groups", ()))
    }
    there = feedback.sent_remarks(c)
    return [
        one.id for one in there if group_id(one.questionnaire, one.link_id, one.reason) in wanted
    ]


def _queue_pack(c: Any, done: tuple[FormEvent, ...], ability: Ability, now: datetime) -> int:
    share = shared(c, now.astimezone().date())
    # Who did nothing but take in what others did has nothing to tell.
    own = share.said or share.decisions or any(event.by for event in done)
    if not own or not ability.knows("Library"):
        return 0
    every, chosen = packed_versions(c, done), _chosen(c)
    last = read_note(c, _PACKED) or {}
    mark = hashlib.sha256(write_pack(Pack(0, every, share, chosen))).hexdigest()
    if last.get("mark") == mark:
        return 0
    number = int(last.get("number", 0)) + 1
    keep_note(c, _PACKED, {"mark": mark, "number": number})
    pack = Pack(number, every, share, chosen)
    return _queue(c, sealed(pack, own_or_new_key(c, now=now)), now)


def _chosen(c: Any) -> dict[str, tuple[Choice, ...]]:
    """The sums of each ballot, as they were when ten more had chosen than the last time.

    Told at each choice, they would tell each choice.
    """
    told = read_note(c, _BALLOTS) or {}
    for held in ballots.ballots(c):
        found = ballots.choices(c, held.ballot.id)
        known = told.get(held.ballot.id, {"cast": 0})
        if (cast := sum(one.times for one in found if one.band == EVERYBODY)) >= known["cast"] + 10:
            told[held.ballot.id] = {"cast": cast, "choices": [list(one) for one in found]}
    keep_note(c, _BALLOTS, told)
    return {ballot: tuple(Choice(*one) for one in kept["choices"]) for ballot, kept in told.items()}


def shared(c: Any, today: date) -> Share:
    """What of this PC's knowledge others are told.

    Of remarks those that have left it by their own way (`kiosk.sync.remarks`); of sittings those of
    weeks that are public by now. So its coming tells nothing of a moment.
    """
    known = own_share(c)
    left = {one.id for one in feedback.sent_remarks(c)}
    days: dict[str, dict[date, int]] = {}
    for key, count in known.finished.items():
        days.setdefault(key.url, {})[key.day] = count
    ends = {
        url: max((period.until for period in public_periods(counts, today)), default=date.min)
        for url, counts in days.items()
    }
    finished = {key: count for key, count in known.finished.items() if key.day < ends[key.url]}
    said = tuple(one for one in known.said if one.id in left)
    return own_part(replace(known, said=said, finished=finished))


def packed_versions(c: Any, done: Iterable[FormEvent]) -> tuple[PackedVersion, ...]:
    """Every version of the forms about which anything was done, as a pack has them."""
    urls = dict.fromkeys(one.url for one in done)
    return tuple(one for url in urls for one in _packed(c, url))


def _packed(c: Any, url: str) -> list[PackedVersion]:
    kept = form_versions.versions_of(c, url)
    contents = form_versions.read_forms_kept(c, (one.canonical for one in kept))
    return [
        PackedVersion(
            decode_json(contents[one.canonical]), one.derived_from, one.change_class, one.source,
            one.made_at,
        )
        for one in kept
        if one.canonical in contents
    ]  # fmt: skip


def _queue(c: Any, resource: dict[str, Any], now: datetime) -> int:
    what = {"resource_type": resource["resourceType"], "resource_id": resource["id"]}
    payload = encode(resource)
    if not outbox.requeue(c, **what, payload=payload, now=now):
        outbox.queue(c, **what, payload=payload, now=now)
    return 1
