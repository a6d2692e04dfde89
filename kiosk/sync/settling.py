"""Tells Tasks of the central service what became of their visits.

    its visit                 the Task is told
    somebody sat down         in-progress; a pause changes nothing
    all forms are sent        completed, with a reference to each response in its output, once the
                              service has them all
    stopped and deleted       cancelled

The Task is read as the service has it now, changed, and queued under the version that was read: a
service refuses it where somebody else was faster, and it is read and changed once more. A Task that
the centre ended stays as the centre left it. What lies in the outbox is gone once it is told.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from kiosk.errors import CentralError, Unreachable
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.moments import compare_moments
from kiosk.forms.response import UUID_SYSTEM
from kiosk.store import tasks
from kiosk.store.database import Store
from kiosk.store.outbox import RESPONSE
from kiosk.store.tasks import (
    BEGUN_ELSEWHERE,
    CANCELLED,
    ENDED_THERE,
    GONE,
    IN_PROGRESS,
    TASK,
    Telling,
)
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.reply import version_tag
from kiosk.sync.task_reading import ENDED, SDC
from kiosk.sync.verdict import Outcome

TOLD_MOST: Final = 50
"""So many Tasks are read in one run; the others' turn is the next one."""
DECLINED: Final = "Declined by the patient."

_CHANGED_MEANWHILE = (Outcome.CHANGED, Outcome.CONFLICT)


def settle_tasks(store: Store, client: FhirClient, *, now: datetime) -> int:
    """Queue what Tasks are to be told; how many. The caller is the store's only sender.

    Never raises for the service: what it can't be asked now is asked the next time.
    """
    with store.reading() as c:
        nothing = not tasks.asked(c, tasks.OPEN)
    if nothing:
        return 0
    with store.transaction() as c:
        tasks.take_in(c, again=_CHANGED_MEANWHILE, now=now)
        telling = tasks.to_tell(c)
    queued = 0
    for one in telling[:TOLD_MOST]:
        try:
            there = client.read(TASK, one.id, fresh=True)
        except CentralError as error:
            if not isinstance(error, Unreachable) or error.everything:
                return queued
            continue
        queued += _tell(store, one, there, now)
    return queued


def changed(there: Mapping[str, Any], telling: Telling, *, now: datetime) -> dict[str, Any]:
    """A Task with its new status, and with the responses that came of it.

    Its narrative goes where it was made from the other elements, for it would say what was.
    """
    task = {**there, "status": telling.status, "lastModified": _modified(there, now)}
    narrative = there.get("text")
    if isinstance(narrative, dict) and narrative.get("status") == "generated":
        del task["text"]
    if telling.status == CANCELLED:
        task["statusReason"] = {"text": DECLINED}
    given = there.get("output")
    outputs = list(given) if isinstance(given, list) else []
    outputs += [new for one in telling.outputs if (new := _output(one)) not in outputs]
    return task | ({"output": outputs} if outputs else {})


def _tell(store: Store, telling: Telling, there: Mapping[str, Any] | None, now: datetime) -> bool:
    """Whether there is something to send."""
    status = str((there or {}).get("status", ""))
    with store.transaction() as c:
        if there is None:
            tasks.close(c, telling.id, status="", reason=GONE, now=now)
        elif status in ENDED:
            reason = "" if _is_told(there, telling) else ENDED_THERE
            tasks.close(c, telling.id, status=status, reason=reason, now=now)
        elif status == telling.status == IN_PROGRESS:
            tasks.flag(c, telling.id, BEGUN_ELSEWHERE, told=status, status=status)
        else:
            payload = encode_json(changed(there, telling, now=now))
            tasks.queue_status(c, telling, payload=payload, etag=version_tag(there), now=now)
            return True
    return False


def _is_told(there: Mapping[str, Any], telling: Telling) -> bool:
    """Whether it ended as this kiosk would have it: an earlier try arrived after all."""
    given = there.get("output")
    outputs = given if isinstance(given, list) else []
    return there.get("status") == telling.status and all(
        _output(one) in outputs for one in telling.outputs
    )


def _output(one: tuple[str, str]) -> dict[str, Any]:
    """By the id that the service has it under, and by the one that it keeps everywhere."""
    response_id, server_id = one
    return {
        "type": {"coding": [{"system": SDC, "code": "questionnaire-response"}]},
        "valueReference": {
            "reference": f"{RESPONSE}/{server_id}",
            "type": RESPONSE,
            "identifier": {"system": UUID_SYSTEM, "value": f"urn:uuid:{response_id}"},
        },
    }


def _modified(there: Mapping[str, Any], now: datetime) -> str:
    """Never before it was authored (R4, Task, inv-1), whatever this PC's clock says."""
    instant, authored = now.isoformat(timespec="seconds"), there.get("authoredOn")
    if isinstance(authored, str) and compare_moments(instant, authored) == -1:
        return authored
    return instant
