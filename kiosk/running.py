"""Opens the store of this PC and runs its kiosk until that ends."""

import sys
from contextlib import closing

import msgspec
from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk
from kiosk.parts import parts, utc_now
from kiosk.setting_up.unfinished import refuse_unfinished
from kiosk.settings import Settings
from kiosk.starting import started
from kiosk.store.database import hold_for_run
from kiosk.store.keeping import holder_for
from kiosk.store.salvage import to_look_after, unlock_or_salvage
from kiosk.store.settings_seen import note_settings
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.sync.fetch.clinic import with_clinic_settings
from kiosk.ui.application import application_with_window, part_of_screen
from kiosk.ui.signals import live_until_ended
from kiosk.ui.window import WindowPlace


def run(settings: Settings, *, windowed: bool) -> None:
    """Runs the kiosk on this PC's store until its window is closed.

    A damaged store is salvaged first, and standard error says so.

    Raises:
        SettingsInvalid, NotSetUp, StoreUnavailable: it can't open.
        RefusedError: there is no display.
    """
    made_of, directory = parts(settings), settings.store_directory
    holder, now = holder_for(settings), utc_now()
    with (
        hold_for_run(directory),
        closing(unlock_or_salvage(directory, holder, now=now)) as store,
    ):
        refuse_unfinished(store)
        if (salvaged := to_look_after(store)) is not None:
            for sentence in salvaged.sentences():
                sys.stderr.write(f"kiosk: {sentence}\n")
        in_force = with_clinic_settings(store, settings).settings
        found = at_hand(store, in_force)
        made_of = parts(in_force)._replace(forms=found.forms, value_sets=found.value_sets)
        with store.transaction() as connection:
            note_settings(connection, msgspec.to_builtins(in_force), now)
        application = application_with_window()
        place = WindowPlace(
            size=part_of_screen(application) if windowed else None,
            px_per_mm=settings.panel.px_per_mm,
            fullscreen=not windowed,
            may_close=windowed,
        )
        kiosk = Kiosk(store, settings, made_of, place)
        started()
        show_until_ended(kiosk, application)


def show_until_ended(kiosk: Kiosk, application: QGuiApplication) -> None:
    """Runs the event loop until the window is closed or the process is told to end."""
    live_until_ended(application, kiosk.close)
