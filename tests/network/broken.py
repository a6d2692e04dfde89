"""Senders as they should not be, to see that the table would show it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus

import httpx2

from kiosk.store.database import Store
from kiosk.store.sending import Due, due, mark_sent
from kiosk.sync.fhir_client import FhirClient
from tests.faults.service import transport

_HEADERS = {"Content-Type": "application/fhir+json"}


def without_idempotency(
    store: Store, client: FhirClient, *, now: Callable[[], datetime], **_: object
) -> None:
    """It creates each response anew, and no condition says that it may be there."""

    def created(http: httpx2.Client, item: Due) -> bool:
        reply = http.post(f"{client.base}/{item.resource_type}", content=item.payload)
        return reply.status_code == HTTPStatus.CREATED

    _each(store, now(), created)


def believing_any_200(
    store: Store, client: FhirClient, *, now: Callable[[], datetime], **_: object
) -> None:
    """It takes every reply that is no error for the service's word."""

    def put(http: httpx2.Client, item: Due) -> bool:
        url = f"{client.base}/{item.resource_type}/{item.resource_id}"
        return http.put(url, content=item.payload).is_success

    _each(store, now(), put)


def _each(store: Store, now: datetime, taken: Callable[[httpx2.Client, Due], bool]) -> None:
    """One after the other; a line that breaks ends it."""
    with store.reading() as c:
        items = due(c, now)
    with suppress(httpx2.HTTPError), httpx2.Client(transport=transport(), headers=_HEADERS) as http:
        for item in items:
            if taken(http, item):
                with store.transaction() as c:
                    mark_sent(c, item, etag=None, now=now)
