"""What was carried here is never put over what the kiosk that took it sent since.

Where that kiosk sent it, or a correction of it, the service has the resource under its id: then it
is as good as sent. What is carried may itself be a correction; that follows what is there.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from kiosk.errors import NotAuthorised, Refused, Unreachable
from kiosk.forms.fhir_json import decode_json
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


def is_behind(item: Due, payload: bytes, there: Mapping[str, Any] | None) -> bool:
    """Whether the service has an older one than this, under an id of its own.

    Args:
        item: what is sent: carried here, or changed here.
        payload: what the service should have of it.
        there: what it has; None where that can't be told.
    """
    if item.is_carried:
        return there is not None and is_correction(payload, there)
    return there is None or not says_the_same(payload, there)


def says_the_same(payload: bytes, there: Mapping[str, Any]) -> bool:
    """Whether a service has these bytes, but for what it writes into a resource by itself."""
    return _content(decode_json(payload)) == _content(there)


def _content(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name not in ("meta", "text", "id")}
