"""What was carried here is never put over what the kiosk that took it sent since.

Where that kiosk sent it, or a correction of it, the service has the resource under its id: then it
is as good as sent. What is carried may itself be a correction; that follows what is there.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from kiosk.errors import NotAuthorised, Refused, Unreachable
from kiosk.store.alert_list import TASK
from kiosk.store.sending import Due
from kiosk.sync.alerts import who_goes
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.verdict import Outcome

_CORRECTED: Final = ("amended", "entered-in-error")


def may_be_there(item: Due) -> bool:
    """Whether another may have sent it."""
    return item.is_carried or item.urgent


def there_already(client: FhirClient, item: Due) -> Mapping[str, Any] | None:
    """What the service has under the id of a resource that was carried here.

    None where that is nothing, where the kiosk may write and not read, and for a resource that
    was taken here (but an alert), or names the version it follows.

    Raises:
        Unreachable: it can't be told now.
    """
    if not may_be_there(item) or item.if_match is not None:
        return None
    try:
        return client.read(item.resource_type, item.resource_id, fresh=True)
    except (Refused, NotAuthorised):
        return None
    except Unreachable as error:
        if error.outcome not in (Outcome.NOT_TAKEN, Outcome.MISDIRECTED):
            raise
        return None


def goes_over(item: Due, there: Mapping[str, Any]) -> bool:
    """Whether it follows what the service has; else it is as good as sent.

    Raises:
        Refused: of an alert that changed here since, another said there that they go.
    """
    if item.resource_type != TASK:
        return is_correction(item.payload, there)
    mine, theirs = who_goes(msgspec.json.decode(item.payload)), who_goes(there)
    if theirs and theirs != mine and item.revision:
        raise Refused(
            "Somebody else said first that they go.",
            advice="It is settled with the next look.",
            outcome=Outcome.CHANGED,
        )
    return not theirs and bool(mine or item.revision)


def is_correction(payload: bytes, there: Mapping[str, Any]) -> bool:
    """Whether a response corrects the one that the service has."""
    ours = msgspec.json.decode(payload).get("status")
    return ours in _CORRECTED and there.get("status") not in _CORRECTED
