"""Exports of what is at the central service, for a desk's PC without a kiosk.

The responses are fetched page by page into a store that lasts as long as the export (encrypted, its
key in memory alone), and written from there by the same writers as at a kiosk: those read them more
than once, and must not hold them all.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Final

from kiosk.desk.bringing import Lines, Service, bring_forms, bring_responses
from kiosk.desk.exports import (
    ExportAsked,
    ExportPlace,
    name_of,
    note_denied,
    refuse_others,
    suffix_of,
    wanted_of,
)
from kiosk.desk.forms_there import FormsThere
from kiosk.desk.response_rules import midnight
from kiosk.desk.saving import unused
from kiosk.errors import CentralError
from kiosk.export.exporting import Exported, Preview, Request, export_files, look, record_failed
from kiosk.export.formats import Format
from kiosk.export.watching import Cancelled, Report
from kiosk.store import questionnaires
from kiosk.store.database import Store
from kiosk.store.passing import passing_store
from kiosk.store.staff import StaffMember
from kiosk.store.tables import SENT
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.responses_count import CountsThere
from kiosk.sync.responses_there import ResponsesThere, WantedThere
from kiosk.sync.responses_walk import each_response

ORIGIN: Final = "at the central service"


class CentralExports:
    """A `kiosk.desk.exports.ExportBook` on the central service; each call has its own line.

    Args:
        store: the small store of this PC.
        client: makes a client of the service.
        find: what finds the forms that responses answer, by such a client.
        offered: the canonicals of the forms that this PC has anyway.
        formats: those there are.
        clinic: its name.
        now: the clock, aware, UTC.
    """

    def __init__(  # noqa: PLR0913 - keyword-only beyond the two
        self,
        store: Store,
        client: Callable[[], FhirClient],
        *,
        find: Callable[[FhirClient], FormsThere],
        offered: tuple[str, ...],
        formats: Mapping[str, Format],
        clinic: str,
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._lines = store, Lines(client)
        self._find, self._offered = find, offered
        self._formats, self._clinic, self._now = formats, clinic, now

    @property
    def far(self) -> bool:
        """They are there."""
        return True

    def forms(self) -> tuple[str, ...]:
        """The urls of the forms that this PC has: what else was answered, the service knows."""
        with self._store.reading() as c:
            kept = questionnaires.kept_canonicals(c)
        return tuple(dict.fromkeys(one.partition("|")[0] for one in (*self._offered, *kept)))

    def count(self, asked: ExportAsked) -> int | None:
        """How many the service says there are."""
        if _is_elsewhere(asked):
            return 0
        wanted = _there(asked)
        with self._lines.one() as client:
            if not asked.patient:
                return CountsThere(client).of(wanted)
            pages = each_response(ResponsesThere(client), wanted, whole=False)
            return sum(len(page) for page in pages)

    def look(
        self, asked: ExportAsked, *, by: StaffMember, cancelled: Callable[[], bool]
    ) -> Preview:
        """How many there are and which columns; they are fetched for it."""
        refuse_others(self._store, by, now=self._now())
        request, stop = self._request(asked, None), self._or_closed(cancelled)
        with self._brought(asked, request, by, (_untold, stop)) as (here, _):
            return look(
                here, request, by=by.name, now=self._now(), formats=self._formats,
                cancelled=stop, notes=self._store,
            )  # fmt: skip

    def write(
        self,
        asked: ExportAsked,
        place: ExportPlace,
        *,
        by: StaffMember,
        report: Report,
        cancelled: Callable[[], bool],
    ) -> Exported:
        """Writes them there, under a name that is not taken."""
        refuse_others(self._store, by, now=self._now())
        request, stop = self._request(asked, place.password), self._or_closed(cancelled)
        with self._brought(asked, request, by, (report, stop)) as (here, fetched):
            now, way = self._now(), self._formats[asked.format]
            out = unused(place.folder, name_of(asked, now), suffix_of(way, asked, place))
            return export_files(
                here, request, out, by=by.name, now=now, formats=self._formats, cancelled=stop,
                report=lambda done, total: report(fetched + done, fetched + total),
                notes=self._store,
            )  # fmt: skip

    def deny(self, why: str, *, by: StaffMember) -> None:
        """Notes that an export was refused before it began."""
        note_denied(self._store, why, by=by, now=self._now())

    def schedule_trouble(self) -> str:
        """None runs by itself here: those of a kiosk do, on its own store."""
        return ""

    def close(self) -> None:
        """What hangs in the network is given up; nothing of it is left."""
        self._lines.close()

    @contextmanager
    def _brought(
        self,
        asked: ExportAsked,
        request: Request,
        by: StaffMember,
        steps: tuple[Report, Callable[[], bool]],
    ) -> Iterator[tuple[Store, int]]:
        """The store that has them, and how many; that they did not come is noted."""
        with ExitStack() as held:
            try:
                here = held.enter_context(passing_store(self._store.directory))
                many = self._fetch(asked, here, *steps)
            except BaseException as error:
                record_failed(self._store, request, error, by=by.name, now=self._now())
                raise
            yield here, many

    def _fetch(
        self, asked: ExportAsked, here: Store, report: Report, stop: Callable[[], bool]
    ) -> int:
        way, wanted, many = self._formats[asked.format], _there(asked), 0
        with self._lines.one() as client:
            service = Service(ResponsesThere(client), self._find(client))
            if not way.of_responses:
                bring_forms(service.forms, here, now=self._now())
                return 0
            if _is_elsewhere(asked):
                return 0
            total = 0

            def goes_on(fetched: int) -> None:
                nonlocal many
                many = fetched
                if stop():
                    raise Cancelled
                if total:
                    report(fetched, max(total, fetched) * (1 + way.passes))

            try:
                total = 0 if asked.patient else CountsThere(client).of(wanted) or 0
                many = bring_responses(service, wanted, here, goes_on=goes_on)
            except CentralError as error:
                if stop():
                    raise Cancelled from error
                raise _not_fetched(error, many) from error
            bring_forms(service.forms, here, now=self._now())
            return many

    def _or_closed(self, cancelled: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: self._lines.closed.is_set() or cancelled()

    def _request(self, asked: ExportAsked, password: str | None) -> Request:
        return Request(
            asked.format, wanted_of(asked), values=asked.values, password=password,
            clinic=self._clinic, origin=ORIGIN,
        )  # fmt: skip


def _untold(_done: int, _total: int) -> None:
    """Nobody waits for a bar."""


def _is_elsewhere(asked: ExportAsked) -> bool:
    """Whether they are asked for that are not at the service: they wait at a kiosk."""
    return asked.unsynced or asked.state not in ("", SENT)


def _there(asked: ExportAsked) -> WantedThere:
    since, until = midnight(asked.since), midnight(asked.until, days=1)
    return WantedThere(asked.form, since, until, asked.patient)


def _not_fetched(error: CentralError, many: int) -> CentralError:
    """The words of an error that is no kiosk's: nothing of the patients' hangs on this one."""
    so_far = f"after {many} responses" if many else "at the first response"
    return CentralError(
        f"The central service broke off {so_far}; no file was written. It said: {error}",
        advice="Try again when the line is back, or take fewer days.",
        outcome=error.outcome,
    )
