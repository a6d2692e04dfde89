"""At the centre a kiosk is taken off the list of those in service; its Device stays, inactive."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from kiosk.errors import RefusedError
from kiosk.forms.response import UUID_SYSTEM, encode
from kiosk.store.database import Store
from kiosk.store.sending import Due
from kiosk.sync.delivery import Service
from kiosk.sync.device import from_fhir, to_fhir
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.fleet import search_token
from kiosk.sync.heartbeat import About, state_of, told_of
from kiosk.sync.paging import Limits, matches
from kiosk.sync.reply import version_tag

_DEVICE: Final = "Device"
_FEW: Final = Limits(pages=1, resources=10)


def retire_device(store: Store, client: FhirClient, kiosk: About, *, now: datetime) -> None:
    """Tell that this kiosk is out of service; doing it again changes nothing.

    Raises:
        Unreachable, NotAuthorised, Refused: the service does not take that.
    """
    told = told_of(store, client.base)
    if told.at is None:
        return  # it never heard of this kiosk
    state = replace(state_of(store, kiosk, drift_s=client.drift(), now=now), retired=True)
    due = Due(0, _DEVICE, store.kiosk_id, encode(to_fhir(state)), 0, server_id=told.server_id)
    Service(store, client, now=lambda: now).deliver(due)


def retire_other(store: Store, client: FhirClient, kiosk: str) -> bool:
    """Take another kiosk off the list, which this one replaces; whether it was still on it.

    Args:
        store: of this kiosk.
        client: the service.
        kiosk: the id of the other, as `kiosk status --fleet --json` shows it.

    Raises:
        RefusedError: it is this one, or the service knows no kiosk of that id.
        Unreachable, NotAuthorised, Refused: the service does not take that.
    """
    if kiosk == store.kiosk_id:
        raise RefusedError(
            "That is this kiosk itself.", advice="To take it out of service: kiosk retire"
        )
    wanted = urlencode({"identifier": search_token(UUID_SYSTEM, f"urn:uuid:{kiosk}")})
    found = matches(client, f"{_DEVICE}?{wanted}", _FEW).resources
    theirs = [one for one in found if (state := from_fhir(one)) and state.kiosk == kiosk]
    if not theirs:
        raise RefusedError(
            f"The central service knows no kiosk {kiosk}.",
            advice="See their ids with: kiosk status --fleet --json",
        )
    active = [one for one in theirs if one.get("status") != "inactive"]
    for one in active:
        known = str(one.get("id"))
        content = encode({**one, "status": "inactive"})
        client.put(_DEVICE, known, content, if_match=version_tag(one))
    return bool(active)
