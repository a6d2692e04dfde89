"""Reads how the clinic stands from the store of this PC, again and again."""

from collections.abc import Callable
from datetime import datetime

from kiosk.clinic_today import ClinicToday, clinic_today
from kiosk.settings import Settings
from kiosk.store import clinic
from kiosk.store.database import Store
from kiosk.sync.fetch.at_hand import mark
from kiosk.sync.fetch.clinic import with_clinic_settings


class TodayReader:
    """Reads it from the store of this PC; cheap while nothing was changed.

    Args:
        store: of the kiosk.
        settings: of this PC, without what the centre or the desk says.
        now: the clock, aware.
    """

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._own, self._now = store, settings, now
        self._mark: object = None
        self._settings = settings

    def __call__(self) -> ClinicToday:
        """How it is at this moment."""
        with self._store.reading() as c:
            by_hand, at_desk = clinic.open_by_hand(c), clinic.mark(c)
            said_at = clinic.said_here(c).at
        if (found := (mark(self._store), at_desk)) != self._mark:
            self._settings = with_clinic_settings(self._store, self._own).settings
            self._mark = found
        return clinic_today(
            self._settings, self._now(), kiosk=self._store.kiosk_id, by_hand=by_hand, known=said_at
        )
