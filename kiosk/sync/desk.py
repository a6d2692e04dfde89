"""A desk at the central service: that somebody is signed in, as a Device (R4), there and back.

A desk tells it while somebody is signed in; a kiosk that has a form with an alert rule, and no desk
beside it, asks. Nothing of any patient is in it, nor who works there.

    Device.identifier, type      which desk; that it is one
    Device.deviceName, meta.tag  its name, its clinic
    Device.status                active while somebody is signed in, else inactive
    Device.property              told-at, so that each telling is a new version
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.forms import extensions as ext
from kiosk.forms.foreign import mapping, moment, plain
from kiosk.forms.please_look import CLINIC_SYSTEM, uuid_identifier
from kiosk.forms.response import encode
from kiosk.store.database import Store
from kiosk.store.desk_seen import Seen
from kiosk.store.sending import Due
from kiosk.sync.delivery import Service
from kiosk.sync.device import SYSTEM, TYPE_SYSTEM, clinic_code
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.fleet import search_token
from kiosk.sync.paging import Limits, matches

DESK: Final = "reception-desk"
TOLD_EVERY_S: Final = 60.0
"""So often a desk tells, and a kiosk asks: 60 requests an hour each."""
LIMITS: Final = Limits(pages=2, resources=100)

_DEVICE: Final = "Device"


@dataclass(frozen=True)
class AboutDesk:
    """A desk.

    Attributes:
        id: its UUID.
        name: what people call it.
        clinic: whose it is.
    """

    id: str
    name: str
    clinic: str


class DeskSign:
    """Tells that a desk is there. Not for two threads at once.

    Args:
        store: keeps what the service can.
        client: the service.
        about: the desk.
        now: the clock.
    """

    def __init__(
        self, store: Store, client: FhirClient, about: AboutDesk, now: Callable[[], datetime]
    ) -> None:
        self._store, self._client, self._about, self._now = store, client, about, now
        self._server_id: str | None = None

    def tell(self, *, there: bool) -> None:
        """Somebody is signed in, or nobody any more.

        Raises:
            Unreachable, NotAuthorised, Refused: the service does not know it now.
        """
        service = Service(self._store, self._client, now=self._now)
        content = encode(to_fhir(self._about, there=there, now=self._now()))
        known = self._server_id
        told = service.deliver(self._due(content, known)).server_id
        self._server_id = None if told == self._about.id else told
        if self._server_id != known:
            # It may have been there already, as it stood long ago.
            service.deliver(self._due(content, self._server_id))

    def _due(self, content: bytes, server_id: str | None) -> Due:
        return Due(0, _DEVICE, self._about.id, content, 0, server_id=server_id)


def to_fhir(about: AboutDesk, *, there: bool, now: datetime) -> dict[str, Any]:
    """The Device."""
    code = clinic_code(about.clinic)
    tag = {"meta": {"tag": [{"system": CLINIC_SYSTEM, "code": code}]}} if code else {}
    told = {"coding": [{"system": SYSTEM, "code": "told-at"}]}
    return {
        "resourceType": _DEVICE,
        "id": about.id,
        **tag,
        "identifier": [uuid_identifier(about.id)],
        "status": "active" if there else "inactive",
        "deviceName": [{"name": plain(about.name) or "Desk", "type": "user-friendly-name"}],
        "type": {"coding": [{"system": TYPE_SYSTEM, "code": DESK}], "text": "Reception desk"},
        "property": [{"type": told, "valueCode": [{"text": now.isoformat(timespec="seconds")}]}],
    }


def desk_seen(client: FhirClient, clinic: str) -> Seen | None:
    """The desk of that clinic that was seen last; None where none is signed in.

    Its moment is when the service heard of it, by this PC's clock: no clock of a desk counts.

    Raises:
        Unreachable, NotAuthorised, Refused: the service did not say.
    """
    code = clinic_code(clinic)
    asked = {"type": search_token(TYPE_SYSTEM, DESK), "_sort": "-_lastUpdated", "_count": "50"}
    asked |= {"_tag": search_token(CLINIC_SYSTEM, code)} if code else {}
    found = matches(client, f"{_DEVICE}?{urlencode(asked)}", LIMITS)
    ahead = timedelta(seconds=client.drift() or 0.0)
    seen = [one for each in found.resources if (one := _seen(each, code, ahead))]
    return max(seen, key=lambda one: one.at, default=None)


def _seen(resource: Mapping[str, Any], clinic: str, ahead: timedelta) -> Seen | None:
    meta, kind = mapping(resource, "meta"), mapping(resource, "type")
    is_desk = any(
        one.get("system") == TYPE_SYSTEM and one.get("code") == DESK
        for one in ext.mappings(kind, "coding")
    )
    tags = {o.get("code") for o in ext.mappings(meta, "tag") if o.get("system") == CLINIC_SYSTEM}
    heard = moment(meta.get("lastUpdated"))
    is_ours = is_desk and (not clinic or clinic in tags)
    if not is_ours or resource.get("status") != "active" or heard is None:
        return None
    names = ext.mappings(resource, "deviceName")
    try:
        return Seen(heard + ahead, plain(names[0].get("name") if names else ""))
    except OverflowError:  # beyond the calendar
        return None
