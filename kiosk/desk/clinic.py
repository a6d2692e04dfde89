"""The settings that the clinic's lead changes at the desk, and a screen opened by hand."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from kiosk.desk.today_reader import InForce
from kiosk.errors import RefusedError
from kiosk.machine.zone import MachineZone
from kiosk.settings import Settings
from kiosk.settings.opening_hours import Standing, clock_is_wrong, standing
from kiosk.settings.written import written_toml
from kiosk.store import clinic, fetched
from kiosk.store.clinic import Said
from kiosk.store.database import Store
from kiosk.sync.clinic_sharing import share_settings
from kiosk.sync.connect import client_for
from kiosk.sync.fetch.clinic import merged_settings, with_clinic_settings
from kiosk.sync.fetch.judging import NotUsable

CHANGED: Final = "clinic.changed"
UNDONE: Final = "clinic.change-undone"
SHARED: Final = "clinic.shared"
BY_HAND: Final = timedelta(hours=1)


@dataclass(frozen=True)
class ClinicNow:
    """The clinic as the desk sees it.

    Attributes:
        settings: in force.
        here: the names of what was set at this desk, "hours.monday" for instance.
        refused: why that is not in force; "" where it is.
        shareable: the central service has settings for all kiosks, which these may become.
        kiosk: the id of this PC's screen.
        standing: open or closed by the hours.
        by_hand: until when the screen is open whatever the hours say; None where it is not.
        wrong_clock: the clock of this PC can't be right, and the hours are not kept.
    """

    settings: Settings
    here: tuple[str, ...]
    refused: str
    shareable: bool
    kiosk: str
    standing: Standing
    by_hand: datetime | None
    wrong_clock: bool


class Before(NamedTuple):
    """How it was before a change, how it was after it, and the names of what it changed."""

    content: str
    after: str
    keys: tuple[str, ...]


class ClinicBook(Protocol):
    """Where the desk reads and changes them."""

    def look(self) -> ClinicNow:
        """As it is now."""

    def change(self, values: Mapping[str, Any], *, by: str) -> Before:
        """Other values, by the names of their settings ("hours.monday"); all or none.

        Raises:
            RefusedError: one is wrong, with the reason.
        """

    def undo(self, before: Before, *, by: str) -> None:
        """As it was before a change, unless it was changed again since.

        Raises:
            RefusedError: it was.
        """

    def open_for_an_hour(self, *, by: str) -> datetime:
        """The screen is open from now on, whatever the hours say; until when."""

    def keep_to_hours(self, *, by: str) -> None:
        """The screen is open by the hours alone again."""

    def share(self, *, by: str) -> None:
        """What was set at this desk counts for all kiosks of the clinic from now on; by network.

        Raises:
            CentralError: the central service was not reached, or would not.
            RefusedError: it has no settings for all kiosks.
        """


class LocalClinic:
    """On the store of this PC.

    Args:
        store: of the kiosk.
        settings: of this PC, without what the centre or the desk says.
        now: the clock, aware.
    """

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._own, self._now = store, settings, now
        self._in_force = InForce(store, settings)

    def look(self) -> ClinicNow:
        """As it is now."""
        found, now = self._in_force(), self._now()
        with self._store.reading() as c:
            said, by_hand = clinic.said_here(c), clinic.open_by_hand(c)
        return ClinicNow(
            settings=found.settings,
            here=found.here,
            refused=found.here_refused,
            shareable=bool(self._own.central.url and self._own.central.clinic_settings),
            kiosk=self._store.kiosk_id,
            standing=standing(found.settings.hours, now, MachineZone()),
            by_hand=by_hand if by_hand is not None and by_hand > now else None,
            wrong_clock=clock_is_wrong(now, said.at),
        )

    def change(self, values: Mapping[str, Any], *, by: str) -> Before:
        """Other values, by name; what is as the PC and the centre have it is not kept here."""
        below = with_clinic_settings(self._store, self._own, here=False).settings
        known = msgspec.to_builtins(below)
        with self._store.transaction() as c:
            said = clinic.said_here(c)
            tables = _tables(said)
            for key, value in msgspec.to_builtins(dict(values)).items():
                table, _, name = key.partition(".")
                inside = tables.setdefault(table, {})
                inside.pop(name, None)
                if _plain(known[table][name]) != _plain(value):
                    inside[name] = value
            content = written_toml(tables)
            _check(content, below)
            keys = tuple(_differing(_tables(said), _tables(Said(content))))
            if keys:
                self._say(c, content, keys, by, CHANGED)
        return Before(said.content, content, keys)

    def undo(self, before: Before, *, by: str) -> None:
        """As it was before a change."""
        with self._store.transaction() as c:
            if clinic.said_here(c).content != before.after:
                raise RefusedError(
                    "This was changed again since, and can't be undone any more.",
                    advice="Set it as you want it.",
                )
            self._say(c, before.content, before.keys, by, UNDONE)

    def open_for_an_hour(self, *, by: str) -> datetime:
        """The screen is open from now on."""
        now = self._now()
        with self._store.transaction() as c:
            clinic.keep_open(c, now + BY_HAND, by=by, now=now)
        return now + BY_HAND

    def keep_to_hours(self, *, by: str) -> None:
        """By the hours alone again."""
        with self._store.transaction() as c:
            clinic.keep_open(c, None, by=by, now=self._now())

    def share(self, *, by: str) -> None:
        """What was set here goes into the Library of the clinic, and no more counts here alone."""
        with self._store.reading() as c:
            said = clinic.said_here(c)
        tables = _tables(said)
        client = client_for(self._own.central, self._store, clock=self._now)
        try:
            content = share_settings(
                client, self._own, tables, written=lambda one: written_toml(one).encode()
            )
        finally:
            client.close()
        with self._store.transaction() as c:
            name = self._own.central.clinic_settings
            fetched.keep_good(c, fetched.CLINIC, name, content, now=self._now())
            if clinic.said_here(c) == said:
                self._say(c, "", _differing(tables, {}), by, SHARED)

    def _say(self, c: Any, content: str, keys: Any, by: str, action: str) -> None:
        clinic.say_here(c, content, keys=keys, by=by, action=action, now=self._now())


Tables = dict[str, dict[str, Any]]


def _tables(said: Said) -> Tables:
    return tomllib.loads(said.content)


def _check(content: str, below: Settings) -> None:
    try:
        merged_settings(content.encode(), below)
    except NotUsable as cause:
        raise RefusedError(str(cause), advice="Nothing was changed.") from cause


def _differing(one: Tables, other: Tables) -> list[str]:
    """The names of settings that are not the same in both."""
    flat = [
        {
            f"{table}.{name}": value
            for table, inside in tables.items()
            for name, value in inside.items()
        }
        for tables in (one, other)
    ]
    return sorted(
        key for key in flat[0].keys() | flat[1].keys() if _at(flat[0], key) != _at(flat[1], key)
    )


def _at(flat: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    return (flat[key],) if key in flat else ()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
