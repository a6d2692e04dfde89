"""What all checks look at: the settings, the PC, and what is opened or asked once for all."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Generic, TypeVar

from kiosk.commands.doctor.machine import Machine, ToolMissing
from kiosk.errors import KioskError, NotSetUp
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.store.keeping import holder_for
from kiosk.store.unlocking import unlock
from kiosk.sync.access.enrolment import kept_enrolment, kept_key
from kiosk.sync.line_seen import LineSeen, see_line

T = TypeVar("T")

UNIT = "clinic-kiosk.service"
_ASKED = (
    "LoadState", "ActiveState", "UnitFileState", "Type", "Restart", "WatchdogUSec", "LimitCORE",
    "MemorySwapMax", "ExecStart", "User", "FragmentPath",
)  # fmt: skip


class Once(Generic[T]):
    """Something that is found out by the first who asks; any thread may ask, and all wait."""

    def __init__(self, find: Callable[[], T]) -> None:
        self._find, self._lock = find, threading.Lock()
        self._found: T | None = None
        self._failed: Exception | None = None
        self._is_known = False

    def __call__(self) -> T:
        """It; raises what the first try raised."""
        with self._lock:
            if not self._is_known:
                try:
                    self._found = self._find()
                except (KioskError, ToolMissing) as failure:
                    self._failed = failure
                self._is_known = True
        if self._failed is not None:
            raise self._failed
        return self._found  # type: ignore[return-value]

    @property
    def at_hand(self) -> T | None:
        """It, where somebody asked already and it was found."""
        return self._found


class Subject:
    """What the checks of one run look at. Any thread may use it.

    Attributes:
        settings: of this kiosk.
        machine: the PC.
        store: opens it with the first call, and gives it; None before set-up. Raises
            `StoreUnavailable`.
        line: asks the central service with the first call, and gives how that went; None where
            none is named. Raises `SettingsInvalid`.
        unit: what systemd says of the kiosk's service, by its names of properties; empty where
            there is no such service. Raises `ToolMissing`.
    """

    def __init__(self, settings: Settings, machine: Machine | None = None) -> None:
        self.settings = settings
        self.machine = machine or Machine()
        self.store: Once[Store | None] = Once(self._open)
        self.line: Once[LineSeen | None] = Once(self._ask)
        self.unit: Once[Mapping[str, str]] = Once(self._unit)

    @property
    def at_desk(self) -> bool:
        """Whether this is a desk's PC without a kiosk (`kiosk guide desk-pc`)."""
        return self.settings.reception.works_on == "central"

    @property
    def is_kiosk(self) -> bool:
        """Whether a service starts the kiosk here: what is installed for patients alone."""
        try:
            return bool(self.unit())
        except ToolMissing:
            return False

    def close(self) -> None:
        """Give the store back, if it was opened."""
        store = self.store.at_hand
        if store is not None:
            store.close()

    def _open(self) -> Store | None:
        try:
            return unlock(self.settings.store_directory, holder_for(self.settings))
        except NotSetUp:
            return None

    def _ask(self) -> LineSeen | None:
        if self.settings.central.url is None:
            return None
        store = None
        with suppress(KioskError):
            store = self.store()
        enrolment = None if store is None else kept_enrolment(store)
        key = None if store is None else kept_key(store)
        return see_line(self.settings.central, enrolment, key, now=self.machine.now)

    def _unit(self) -> Mapping[str, str]:
        if not self.machine.has_systemd:
            return {}
        said = self.machine.run("systemctl", "show", f"--property={','.join(_ASKED)}", UNIT)
        told = dict(line.split("=", 1) for line in said.splitlines() if "=" in line)
        return told if told.get("LoadState") == "loaded" else {}
