"""What became of remarks goes to the centre, for the boards of the other kiosks.

Only what this kiosk's own board shows (`kiosk.coproduction.board`) and has a sentence of the
clinic: no remark, no count, and a day without a time. One Communication (R4) for each group of
remarks, under an id made of the group's: what becomes of it later is a later version. It waits in
the outbox.
"""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from kiosk.coproduction.board import board
from kiosk.coproduction.outcomes import Fate
from kiosk.forms.response import UUID_SYSTEM, encode
from kiosk.store import feedback, form_versions, outbox
from kiosk.store.board_facts import read_own_facts
from kiosk.store.database import Store
from kiosk.store.notes import keep_note, read_note
from kiosk.sync.ability import known_ability

CATEGORY_SYSTEM: Final = "http://clinic-kiosk.example/fhir/CodeSystem/communication"
CATEGORY: Final = "we-said-we-did"
OUTCOME_SYSTEM: Final = "http://clinic-kiosk.example/fhir/CodeSystem/feedback-outcome"

_TYPE: Final = "Communication"
_NOTE: Final = "decisions_told"


def queue_decisions(store: Store, base: str, *, now: datetime) -> int:
    """Queue what was decided and is public by now, and was not queued like that before; how many.

    Nothing, where the service at that address does not say that it keeps a Communication.
    """
    ability = known_ability(store, base)
    if ability is None or not ability.knows(_TYPE):
        return 0
    with store.reading() as c:
        told = read_note(c, _NOTE) or {}
        if not told and not feedback.decisions(c) and not form_versions.events(c):
            return 0
        # What other PCs decided they tell themselves.
        shown = board(read_own_facts(c), now.date())
    public = {one.asked.id: one for one in shown if one.text}
    gone = [key for key, mark in told.items() if mark and key not in public]
    new = [
        to_fhir(store.kiosk_id, one) for key, one in public.items() if told.get(key) != _mark(one)
    ]
    new += [taken_back(store.kiosk_id, key) for key in gone]
    if not new:
        return 0
    with store.transaction() as c:
        for resource in new:
            what = {"resource_type": _TYPE, "resource_id": resource["id"]}
            if not outbox.requeue(c, **what, payload=encode(resource), now=now):
                outbox.queue(c, **what, payload=encode(resource), now=now)
        marks = {key: _mark(one) for key, one in public.items()} | dict.fromkeys(gone, "")
        keep_note(c, _NOTE, told | marks)
    return len(new)


def to_fhir(kiosk_id: str, fate: Fate) -> dict[str, Any]:
    """It as a Communication (R4) about the form it speaks of."""
    form = {"system": UUID_SYSTEM, "value": fate.asked.questionnaire}
    return _message(kiosk_id, fate.asked.id) | {
        "status": "completed",
        "topic": {"coding": [{"system": OUTCOME_SYSTEM, "code": fate.kind}]},
        "about": [{"type": "Questionnaire", "identifier": form}],
        "sent": _day(fate),
        "payload": [{"contentString": fate.text}],
    }


def taken_back(kiosk_id: str, group_id: str) -> dict[str, Any]:
    """What was told of a group and holds no more, as a Communication (R4) that says so."""
    return _message(kiosk_id, group_id) | {"status": "entered-in-error"}


def _message(kiosk_id: str, group_id: str) -> dict[str, Any]:
    own = str(uuid5(UUID(kiosk_id), f"decision {group_id}"))
    kiosk = {"system": UUID_SYSTEM, "value": f"urn:uuid:{kiosk_id}"}
    return {
        "resourceType": _TYPE,
        "id": own,
        "identifier": [{"system": UUID_SYSTEM, "value": f"urn:uuid:{own}"}],
        "category": [{"coding": [{"system": CATEGORY_SYSTEM, "code": CATEGORY}]}],
        "sender": {"type": "Device", "identifier": kiosk},
    }


def _day(fate: Fate) -> str:
    return (fate.day or date.min).isoformat()


def _mark(fate: Fate) -> str:
    return f"{_day(fate)} {fate.kind} {fate.text}"
