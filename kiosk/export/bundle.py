"""Responses as one FHIR Bundle, to be carried: to another kiosk, or to a FHIR service by hand.

The Bundle is a `batch` of independent entries, as a service takes it at its base address: PUT under
the response's own id, or POST with ifNoneExist where the service chooses the ids. Either way what
arrives twice is stored once. Each response stands in it byte for byte.

To another kiosk it goes sealed (`kiosk.export.sealing`), with the forms that it answers.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Protocol
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

import msgspec

from kiosk.export.csv_wide import Record
from kiosk.export.files import whole_file
from kiosk.export.sealing import seal
from kiosk.forms.response import decode

FORMAT = 1
RESPONSE = "QuestionnaireResponse"


class Form(msgspec.Struct, frozen=True):
    """A form as it is kept; `content_hash` is that of `Questionnaire.content_hash`."""

    canonical: str
    content_hash: str
    content: bytes


class Parcel(msgspec.Struct, frozen=True, rename="camel"):
    """What is sealed.

    Attributes:
        format: of this structure.
        clinic: its name in the settings.
        kiosk: the id of the kiosk it was made at.
        made: when.
        bundle: the batch.
        completed: when each response was completed, by its id.
        forms: those that the responses answer, as far as they are kept.
    """

    format: int
    clinic: str
    kiosk: str
    made: datetime
    bundle: msgspec.Raw
    completed: dict[str, Annotated[datetime, msgspec.Meta(tz=True)]]
    forms: tuple[Form, ...] = ()


class Outgoing(Protocol):
    """What a Bundle needs of a stored response."""

    @property
    def id(self) -> str:
        """Its logical id."""

    @property
    def payload(self) -> bytes:
        """The frozen bytes of the QuestionnaireResponse."""

    @property
    def completed_at(self) -> datetime:
        """When the patient sent it."""

    @property
    def if_match(self) -> str | None:
        """ETag of the version at the service that it follows."""


class Origin(NamedTuple):
    """Where and when a parcel is made, as `Parcel` has it."""

    clinic: str
    kiosk: str
    made: datetime


def batch_of(stored: Iterable[Outgoing], *, own_ids: bool = True) -> bytes:
    """The Bundle as UTF-8 JSON.

    Args:
        stored: responses.
        own_ids: the service takes the ids of the kiosk; else each is created by its identifier.
    """
    entries = [_entry(one, own_ids=own_ids) for one in stored]
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "batch"}
    return msgspec.json.encode(bundle | ({"entry": entries} if entries else {}))


def write_plain(
    stored: Iterable[Outgoing], file: Path, *, own_ids: bool, record: Record = lambda _count: None
) -> int:
    """Writes the Bundle readable to everyone who has the file; returns how many responses.

    Raises:
        RefusedError: the file can't be written there; nothing half-written is left.
    """
    responses = tuple(stored)
    with whole_file(file, record=lambda: record(len(responses))) as out:
        out.write(batch_of(responses, own_ids=own_ids))
    return len(responses)


def write_sealed(
    stored: Iterable[Outgoing],
    file: Path,
    *,
    origin: Origin,
    forms: Iterable[Form],
    record: Record = lambda _count: None,
) -> tuple[int, str]:
    """Writes the sealed parcel; returns how many responses, and the code that alone opens it.

    Raises:
        RefusedError: it is too much for one file, or it can't be written there; nothing
            half-written is left.
    """
    responses = tuple(stored)
    parcel = Parcel(
        FORMAT,
        *origin,
        bundle=msgspec.Raw(batch_of(responses)),
        completed={one.id: one.completed_at for one in responses},
        forms=tuple(forms),
    )
    sealed, code = seal(msgspec.json.encode(parcel))
    with whole_file(file, record=lambda: record(len(responses))) as out:
        out.write(sealed)
    return len(responses), code


def _entry(one: Outgoing, *, own_ids: bool) -> dict[str, Any]:
    condition = None if own_ids else _condition(one.payload)
    if condition is not None:
        request = {"method": "POST", "url": RESPONSE, "ifNoneExist": condition}
    else:
        request = {"method": "PUT", "url": f"{RESPONSE}/{one.id}"}
        if one.if_match is not None:
            request["ifMatch"] = one.if_match
    # Not the identifier's own UUID: some services write the new id wherever that stands.
    # (reference sync-and-store, fact 9)
    full_url = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{RESPONSE}/{one.id}')}"
    return {"fullUrl": full_url, "resource": msgspec.Raw(one.payload), "request": request}


def _condition(payload: bytes) -> str | None:
    """The search by the identifier of a response; one without can only go under its own id."""
    identifier = decode(payload).get("identifier")
    if not isinstance(identifier, dict) or not identifier.get("value"):
        return None
    return urlencode({"identifier": f"{identifier.get('system', '')}|{identifier['value']}"})
