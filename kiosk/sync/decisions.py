"""What the desk decided about remarks goes to the centre, for the boards of the other kiosks.

Only what this kiosk's own board may show (`kiosk.coproduction.board`), in the desk's words: no
remark, no count, and a day without a time. One Communication (R4) for each group of remarks, under
an id made of the group's: a later decision on it is a later version. It waits in the outbox.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from kiosk.coproduction.board import Decision, board
from kiosk.coproduction.feedback import RemarkGroup, group_remarks
from kiosk.forms.response import UUID_SYSTEM, encode
from kiosk.store import feedback, outbox
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
        if not feedback.decisions(c):
            return 0
    with store.transaction() as c:
        told = read_note(c, _NOTE) or {}
        new = {
            decision.group_id: to_fhir(store.kiosk_id, group, decision)
            for group, decision in _public(c)
            if told.get(decision.group_id) != _mark(decision)
        }
        for resource in new.values():
            what = {"resource_type": _TYPE, "resource_id": resource["id"]}
            if not outbox.requeue(c, **what, payload=encode(resource), now=now):
                outbox.queue(c, **what, payload=encode(resource), now=now)
        if new:
            marks = {one.group_id: _mark(one) for _, one in _public(c)}
            keep_note(c, _NOTE, told | marks)
    return len(new)


def to_fhir(kiosk_id: str, group: RemarkGroup, decision: Decision) -> dict[str, Any]:
    """The decision as a Communication (R4) about the form it speaks of."""
    own = str(uuid5(UUID(kiosk_id), f"decision {decision.group_id}"))
    form = {"system": UUID_SYSTEM, "value": group.questionnaire}
    kiosk = {"system": UUID_SYSTEM, "value": f"urn:uuid:{kiosk_id}"}
    return {
        "resourceType": _TYPE,
        "id": own,
        "identifier": [{"system": UUID_SYSTEM, "value": f"urn:uuid:{own}"}],
        "status": "completed",
        "category": [{"coding": [{"system": CATEGORY_SYSTEM, "code": CATEGORY}]}],
        "topic": {"coding": [{"system": OUTCOME_SYSTEM, "code": decision.outcome}]},
        "about": [{"type": "Questionnaire", "identifier": form}],
        "sent": decision.day.isoformat(),
        "sender": {"type": "Device", "identifier": kiosk},
        "payload": [{"contentString": decision.text}],
    }


def _public(c: Any) -> list[tuple[RemarkGroup, Decision]]:
    """The last decision on each group, where this kiosk's own board may show it."""
    groups = {group.id: group for group in group_remarks(feedback.released(c))}
    sessions = feedback.form_sessions(c)
    last = {decision.group_id: decision for decision in feedback.decisions(c)}
    return [
        (groups[key], decision)
        for key, decision in last.items()
        if key in groups
        and board(groups.values(), [decision], sessions, lambda _form, link_id: link_id)
    ]


def _mark(decision: Decision) -> str:
    return f"{decision.day.isoformat()} {decision.outcome} {decision.text}"
