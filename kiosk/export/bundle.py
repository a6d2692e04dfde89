"""Responses as one FHIR Bundle, to be carried: to another kiosk, or to a FHIR service by hand.

The Bundle is a `batch` of independent entries, as a service takes it at its base address: PUT under
the response's own id, or POST with ifNoneExist where the service chooses the ids. Either way what
arrives twice is stored once. Each response stands in it byte for byte; behind them the Tasks of
their alerts that are not sent yet, so that whoever is asked to look learns of it with the response.

To another kiosk it goes sealed (`kiosk.export.sealing`), with the forms that it answers.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Annotated, Any, NamedTuple, Protocol
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

import msgspec

from kiosk.export.sealing import seal
from kiosk.forms.response import decode

FORMAT = 1
WITH_ALERTS = 2
"""The format where Tasks are in it: who can't read them must not lose them."""
RESPONSE, TASK = "QuestionnaireResponse", "Task"


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


class Resource(Protocol):
    """What a Bundle needs of a stored resource."""

    @property
    def id(self) -> str:
        """Its logical id."""

    @property
    def payload(self) -> bytes:
        """Its frozen bytes."""

    @property
    def if_match(self) -> str | None:
        """ETag of the version at the service that it follows."""


class Outgoing(Resource, Protocol):
    """A stored response."""

    @property
    def completed_at(self) -> datetime:
        """When the patient sent it."""


class Origin(NamedTuple):
    """Where and when a parcel is made, as `Parcel` has it."""

    clinic: str
    kiosk: str
    made: datetime


def batch_of(
    stored: Iterable[Outgoing], *, own_ids: bool = True, tasks: Iterable[Resource] = ()
) -> bytes:
    """The Bundle as UTF-8 JSON.

    Args:
        stored: responses.
        own_ids: the service takes the ids of the kiosk; else each is created by its identifier.
        tasks: of their alerts.
    """
    return b"".join(pieces_of(stored, own_ids=own_ids, tasks=tasks))


def pieces_of(
    stored: Iterable[Outgoing], *, own_ids: bool, tasks: Iterable[Resource] = ()
) -> Iterator[bytes]:
    """The same piece by piece, so that it is never in the memory as a whole."""
    before = b'{"resourceType":"Bundle","type":"batch"'
    kinds = chain(((RESPONSE, one) for one in stored), ((TASK, one) for one in tasks))
    for number, (kind, one) in enumerate(kinds):
        yield (b"," if number else before + b',"entry":[') + msgspec.json.encode(
            _entry(kind, one, own_ids=own_ids)
        )
        before = b"]"
    yield before + b"}"


def sealed_of(
    stored: Iterable[Outgoing],
    *,
    origin: Origin,
    forms: Iterable[Form],
    tasks: Iterable[Resource] = (),
) -> tuple[bytes, str]:
    """The sealed parcel, and the code that alone opens it.

    Raises:
        RefusedError: it is too much for one file.
    """
    responses, asked = tuple(stored), tuple(tasks)
    parcel = Parcel(
        WITH_ALERTS if asked else FORMAT,
        *origin,
        bundle=msgspec.Raw(batch_of(responses, tasks=asked)),
        completed={one.id: one.completed_at for one in responses},
        forms=tuple(forms),
    )
    return seal(msgspec.json.encode(parcel))


def _entry(kind: str, one: Resource, *, own_ids: bool) -> dict[str, Any]:
    condition = None if own_ids else _condition(one.payload)
    if condition is not None:
        request = {"method": "POST", "url": kind, "ifNoneExist": condition}
    else:
        request = {"method": "PUT", "url": f"{kind}/{one.id}"}
        if one.if_match is not None:
            request["ifMatch"] = one.if_match
    # Not the identifier's own UUID: some services write the new id wherever that stands.
    full_url = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{kind}/{one.id}')}"
    return {"fullUrl": full_url, "resource": msgspec.Raw(one.payload), "request": request}


def _condition(payload: bytes) -> str | None:
    """The search by its identifier; one without can only go under its own id."""
    given = decode(payload).get("identifier")
    identifier = given[0] if isinstance(given, list) and given else given
    if not isinstance(identifier, dict) or not identifier.get("value"):
        return None
    return urlencode({"identifier": f"{identifier.get('system', '')}|{identifier['value']}"})
