"""Responses as one FHIR Bundle, to be carried: to another kiosk, or to a FHIR service by hand.

The Bundle is a `batch` of independent entries, as a service takes it at its base address: PUT under
the response's own id, or POST with ifNoneExist where the service chooses the ids. Either way what
arrives twice is stored once. Each response stands in it byte for byte.

To another kiosk it goes sealed (`kiosk.export.sealing`), with the forms that it answers.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, NamedTuple, Protocol
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

import msgspec

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
    return b"".join(pieces_of(stored, own_ids=own_ids))


def pieces_of(stored: Iterable[Outgoing], *, own_ids: bool) -> Iterator[bytes]:
    """The same piece by piece, so that it is never in the memory as a whole."""
    before = b'{"resourceType":"Bundle","type":"batch"'
    for number, one in enumerate(stored):
        yield (b"," if number else before + b',"entry":[') + msgspec.json.encode(
            _entry(one, own_ids=own_ids)
        )
        before = b"]"
    yield before + b"}"


def sealed_of(
    stored: Iterable[Outgoing], *, origin: Origin, forms: Iterable[Form]
) -> tuple[bytes, str]:
    """The sealed parcel, and the code that alone opens it.

    Raises:
        RefusedError: it is too much for one file.
    """
    responses = tuple(stored)
    parcel = Parcel(
        FORMAT,
        *origin,
        bundle=msgspec.Raw(batch_of(responses)),
        completed={one.id: one.completed_at for one in responses},
        forms=tuple(forms),
    )
    return seal(msgspec.json.encode(parcel))


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
