"""Reads how the clinic stands from the store of this PC, again and again."""

from collections.abc import Callable
from datetime import datetime

from kiosk.settings import Settings
from kiosk.settings.clinic_today import ClinicToday, clinic_today
from kiosk.store import clinic
from kiosk.store.database import Store
from kiosk.sync.fetch.at_hand import mark
from kiosk.sync.fetch.clinic import FromCentre, with_clinic_settings


class InForce:
    """The settings in force, read anew only after something was changed.

    Args:
        store: of the kiosk.
        settings: of this PC, without what the centre or the desk says.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._own = store, settings
        self._mark: object = None
        self._found = FromCentre(settings)

    def __call__(self) -> FromCentre:
        """As they are now."""
        with self._store.reading() as c:
            at_desk = clinic.mark(c)
        if (found := (mark(self._store), at_desk)) != self._mark:
            self._found = with_clinic_settings(self._store, self._own)
            self._mark = found
        return self._found


class TodayReader:
    """Reads it from the store of this PC; cheap while nothing was changed.

    Args:
        store: of the kiosk.
        settings: of this PC, without what the centre or the desk says.
        now: the clock, aware.
    """

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self._in_force = InForce(store, settings)

    def __call__(self) -> ClinicToday:
        """How it is at this moment."""
        settings = self._in_force().settings
        with self._store.reading() as c:
            by_hand, said_at = clinic.open_by_hand(c), clinic.said_here(c).at
        return clinic_today(
            settings, self._now(), kiosk=self._store.kiosk_id, by_hand=by_hand, known=said_at
        )
