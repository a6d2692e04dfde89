"""What was carried here is never put over what the kiosk that took it sent since.

Where that kiosk sent it, or a correction of it, the service has the resource under its id: then it
is as good as sent. What is carried may itself be a correction; that follows what is there.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from kiosk.errors import NotAuthorised, Refused, Unreachable
from kiosk.store.sending import Due
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.verdict import Outcome

_CORRECTED: Final = ("amended", "entered-in-error")


def there_already(client: FhirClient, item: Due) -> Mapping[str, Any] | None:
    """What the service has under the id of a resource that was carried here.

    None where that is nothing, where the kiosk may write and not read, and for a resource that
    was taken here, or names the version it follows.

    Raises:
        Unreachable: it can't be told now.
    """
    if not item.is_carried or item.if_match is not None:
        return None
    return what_is_there(client, item.resource_type, item.resource_id)


def what_is_there(
    client: FhirClient, resource_type: str, server_id: str
) -> Mapping[str, Any] | None:
    """What the service has under that id; None also where the kiosk may write and not read.

    Raises:
        Unreachable: it can't be told now.
    """
    try:
        return client.read(resource_type, server_id, fresh=True)
    except (Refused, NotAuthorised):
        return None
    except Unreachable as error:
        if error.outcome not in (Outcome.NOT_TAKEN, Outcome.MISDIRECTED):
            raise
        return None


def is_correction(payload: bytes, there: Mapping[str, Any]) -> bool:
    """Whether a response corrects the one that the service has."""
    ours = msgspec.json.decode(payload).get("status")
    return ours in _CORRECTED and there.get("status") not in _CORRECTED
