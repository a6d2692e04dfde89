"""Responses of the central service, brought page by page to where they can be read several times.

With the forms that they answer, as far as those are known here or there.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from threading import Event
from typing import Final, NamedTuple

from kiosk.desk.forms_there import FormsThere
from kiosk.desk.response_rows import latest_of, row_of
from kiosk.desk.responses import ResponseRow
from kiosk.errors import FormUnreadable, NotAuthorised
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.store import questionnaires
from kiosk.store.database import Store
from kiosk.store.passing import Brought, bring
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.responses_there import ResponsesThere, WantedThere
from kiosk.sync.responses_walk import each_response


class Lines:
    """Clients of the central service, one for each thing that is asked there.

    Args:
        make: makes one.

    Attributes:
        closed: nothing is asked any more.
    """

    def __init__(self, make: Callable[[], FhirClient]) -> None:
        self._make, self._open = make, set[FhirClient]()
        self.closed: Final = Event()

    @contextmanager
    def one(self) -> Iterator[FhirClient]:
        """One more, for the length of a block."""
        with closing(self._make()) as client:
            self._open.add(client)
            try:
                yield client
            finally:
                self._open.discard(client)

    def close(self) -> None:
        """What hangs in the network is given up; from any thread."""
        self.closed.set()
        for client in tuple(self._open):
            client.close()


class Service(NamedTuple):
    """The central service, as responses are brought from it.

    Attributes:
        there: its responses.
        forms: finds those that they answer; keeps them in the store of this PC.
    """

    there: ResponsesThere
    forms: FormsThere


def bring_responses(
    service: Service, wanted: WantedThere, here: Store, *, goes_on: Callable[[int], None]
) -> int:
    """Brings all that are wanted; returns how many.

    Args:
        service: where they are.
        wanted: which.
        here: a passing store, where they are kept then.
        goes_on: told after each page how many are here; what it raises ends it.

    Raises:
        Unreachable, NotAuthorised, Refused: the line broke, or the service does not say.
        StoreUnavailable: they can't be kept here.
    """
    many, met = 0, dict[tuple[str, str | None], datetime]()
    goes_on(0)
    for page in each_response(service.there, wanted, whole=True):
        kept = list[Brought]()
        for one in page:
            row, latest = row_of(one), latest_of(one)
            kept.append(_brought(row, latest.payload))
            form = row.questionnaire, latest.form_hash
            met[form] = min(row.completed_at, met.get(form, row.completed_at))
        with here.transaction() as c:
            many += bring(c, kept)
        goes_on(many)
    for (canonical, content_hash), first in met.items():
        with suppress(NotAuthorised):  # then what was asked stands under its name alone
            service.forms.fetch(canonical, content_hash)
        if content := service.forms.found(canonical, content_hash):
            _keep(here, content, first)
    return many


def _brought(row: ResponseRow, payload: bytes) -> Brought:
    return Brought(row.id, row.questionnaire, row.completed_at, row.sent_at, payload)


def bring_forms(forms: FormsThere, here: Store, *, now: datetime) -> None:
    """All forms that this PC has, whether anybody answered them or not."""
    for content in forms.everything():
        _keep(here, content, now)


def _keep(here: Store, content: bytes, at: datetime) -> None:
    """By when it was answered first: the versions of a form stand in that order."""
    with suppress(FormUnreadable):  # kept by a version of the program that read it
        form = read_questionnaire(content)
        with here.transaction() as c:
            questionnaires.keep_questionnaire(
                c, canonical=form.canonical, content_hash=form.content_hash, content=content,
                now=at,
            )  # fmt: skip
