"""Exports as the desk asks for them, wherever the responses are.

`ExportBook` is what the page works with: on this PC's store (`LocalExports`), or on the central
service (`kiosk.desk.central_exports`), where a count is a FHIR search for `_summary=count` and an
export a search page by page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Event
from typing import Protocol

from kiosk.desk.response_rules import midnight
from kiosk.desk.roles import may
from kiosk.desk.saving import file_name, unused
from kiosk.desk.schedule import last_run, trouble
from kiosk.errors import RefusedError
from kiosk.export.archive import SUFFIX
from kiosk.export.columns import Values
from kiosk.export.exporting import Exported, Preview, Request, export_files, look
from kiosk.export.flatten import form_name
from kiosk.export.formats import FILE, Format
from kiosk.export.wanted import Wanted, count
from kiosk.export.watching import Report
from kiosk.settings import Settings
from kiosk.store import audit, listing
from kiosk.store.database import Store
from kiosk.store.staff import StaffMember
from kiosk.sync.ability import known_ability

RIGHT = "export"


@dataclass(frozen=True)
class ExportAsked:
    """What is asked for; all responses, where nothing is said.

    Attributes:
        format: a name of a `Format`.
        each: a file for each response, where the format can.
        form: url of a form, for all its versions.
        since, until: days on this PC's clock, both included.
        state: "waiting", "sent" or "refused".
        unsynced: only what the central service has not acknowledged.
        patient: the value of the patient's identifier.
        values: codes, labels or both, in tables.
    """

    format: str
    each: bool = False
    form: str = ""
    since: date | None = None
    until: date | None = None
    state: str = ""
    unsynced: bool = False
    patient: str = ""
    values: Values = "both"


@dataclass(frozen=True)
class ExportPlace:
    """Where it goes: a folder, and the password of an archive; None: no archive."""

    folder: Path
    password: str | None = field(default=None, repr=False)


class ExportBook(Protocol):
    """Where exports are made from; its methods block, and run on a lane.

    All raise RefusedError where the role of whoever asks has no right to it, which is noted, and
    StoreUnavailable or a CentralError where the place can't be reached.
    """

    @property
    def far(self) -> bool:
        """Whether they are at the central service; then all of them were sent."""

    def forms(self) -> tuple[str, ...]:
        """The urls of all forms that were ever answered."""

    def count(self, asked: ExportAsked) -> int | None:
        """How many responses there are, or None where that can't be told beforehand.

        Of one patient each has to be looked at.
        """

    def look(
        self, asked: ExportAsked, *, by: StaffMember, cancelled: Callable[[], bool]
    ) -> Preview:
        """How many there are and which columns; that somebody looked is noted."""

    def write(
        self,
        asked: ExportAsked,
        place: ExportPlace,
        *,
        by: StaffMember,
        report: Report,
        cancelled: Callable[[], bool],
    ) -> Exported:
        """Writes them there, under a name that is not taken; raises as `export_files`."""

    def deny(self, why: str, *, by: StaffMember) -> None:
        """Notes that an export was refused before it began."""

    def schedule_trouble(self) -> str:
        """Why the export that runs by itself failed; "" where it did not, or there is none."""

    def close(self) -> None:
        """What is being written is stopped; nothing of it is left."""


class LocalExports:
    """On the store of this PC.

    Args:
        store: of this PC.
        settings: of this PC, with what the clinic says.
        formats: those there are.
        now: the clock.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        formats: Mapping[str, Format],
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._settings = store, settings
        self._formats, self._now, self._closed = formats, now, Event()

    @property
    def far(self) -> bool:
        """They are here."""
        return False

    def forms(self) -> tuple[str, ...]:
        """The urls of all forms that were ever answered."""
        with self._store.reading() as c:
            found = listing.tally_responses(c, listing.Wanted())
        return tuple(dict.fromkeys(one.questionnaire.partition("|")[0] for one in found))

    def count(self, asked: ExportAsked) -> int:
        """How many responses there are."""
        return count(self._store, wanted_of(asked))

    def look(
        self, asked: ExportAsked, *, by: StaffMember, cancelled: Callable[[], bool]
    ) -> Preview:
        """How many there are and which columns."""
        self._refuse_others(by)
        return look(
            self._store, self._request(asked, None), by=by.name, now=self._now(),
            formats=self._formats, cancelled=self._or_closed(cancelled),
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
        self._refuse_others(by)
        now, way = self._now(), self._formats[asked.format]
        out = unused(place.folder, name_of(asked, now), suffix_of(way, asked, place))
        return export_files(
            self._store, self._request(asked, place.password), out, by=by.name, now=now,
            report=report, cancelled=self._or_closed(cancelled), formats=self._formats,
        )  # fmt: skip

    def deny(self, why: str, *, by: StaffMember) -> None:
        """Notes that an export was refused before it began."""
        note_denied(self._store, why, by=by, now=self._now())

    def schedule_trouble(self) -> str:
        """Why the export that runs by itself failed."""
        return " ".join(trouble(self._settings, last_run(self._store), self._now()))

    def close(self) -> None:
        """What is being written is stopped."""
        self._closed.set()

    def _or_closed(self, cancelled: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: self._closed.is_set() or cancelled()

    def _request(self, asked: ExportAsked, password: str | None) -> Request:
        return Request(
            asked.format, wanted_of(asked), values=asked.values, password=password,
            own_ids=takes_our_ids(self._store, self._settings), clinic=self._settings.clinic.name,
        )  # fmt: skip

    def _refuse_others(self, by: StaffMember) -> None:
        refuse_others(self._store, by, now=self._now())


def note_denied(store: Store, why: str, *, by: StaffMember, now: datetime) -> None:
    """Notes that an export was refused before it began."""
    with store.transaction() as c:
        audit.record(c, actor=by.name, action="export.refused", subject=why, now=now)


def refuse_others(store: Store, by: StaffMember, *, now: datetime) -> None:
    """Only who has the right goes on; that somebody else tried is noted.

    Raises:
        RefusedError: the role has no right to export.
    """
    if may(by.role, RIGHT):
        return
    note_denied(store, f"role {by.role}", by=by, now=now)
    raise RefusedError(
        "Your role may not export responses.", advice="Ask your IT which role you have."
    )


def takes_our_ids(store: Store, settings: Settings) -> bool:
    """Whether the service is known to; where nothing is known it is the ids that can be told."""
    base = (settings.central.url or "").rstrip("/")
    ability = known_ability(store, base)
    return ability is None or ability.updates


def wanted_of(asked: ExportAsked) -> Wanted:
    """The same as the export has it."""
    return Wanted(
        questionnaire=asked.form or None,
        since=midnight(asked.since),
        until=midnight(asked.until, days=1),
        state=asked.state or None,
        unsynced=asked.unsynced,
        patient=f"|{asked.patient}" if asked.patient else None,
    )


def name_of(asked: ExportAsked, now: datetime) -> str:
    """Of the file: the form, the format where others are written the same, the day; no patient."""
    form = form_name(asked.form) if asked.form else ""
    kind = asked.format if asked.format in {"fft", "codebook", "spss", "stata"} else ""
    days = f"{asked.since:%Y-%m}" if asked.format == "fft" and asked.since else f"{now:%Y-%m-%d}"
    return " ".join(filter(None, (file_name(form or "answers"), kind, days)))


def suffix_of(way: Format, asked: ExportAsked, place: ExportPlace) -> str:
    """Of the file; a folder has none. A CSV may have several files: who knows before?"""
    if place.password is not None:
        return SUFFIX
    one = way.place == FILE or (way.name == "pdf" and not asked.each)
    return way.suffix if one else ""
