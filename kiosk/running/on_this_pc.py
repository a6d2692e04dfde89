"""Opens the store of this PC and runs its kiosk until that ends; what may refuse comes first."""

import sys
from contextlib import ExitStack, closing
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from kiosk.machine.notify import notify
from kiosk.machine.starting import started
from kiosk.running.app import Kiosk
from kiosk.running.closed_for_maintenance import Standing, closes_for_maintenance, stay_closed
from kiosk.running.maintenance import flag_in_force
from kiosk.running.parts import parts, utc_now
from kiosk.setting_up.unfinished import refuse_unfinished
from kiosk.settings import Settings
from kiosk.settings.schema import shown_settings
from kiosk.store.database import hold_for_run
from kiosk.store.keeping import holder_for
from kiosk.store.salvage import to_look_after, unlock_or_salvage
from kiosk.store.settings_seen import note_settings
from kiosk.sync.access.retired import refuse_retired
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.sync.fetch.clinic import with_clinic_settings
from kiosk.ui.application import application_with_window, part_of_screen
from kiosk.ui.signals import live_until_ended
from kiosk.ui.window import WindowPlace


def run(settings: Settings, *, windowed: bool, flag_file: Path) -> int:
    """Runs the kiosk on this PC's store until its window is closed, or for maintenance.

    A damaged store is salvaged first, and standard error says so.

    Args:
        settings: of this PC.
        windowed: in a window that may be closed, not over the whole screen.
        flag_file: closes the kiosk for maintenance while it is there.

    Returns:
        The exit code: 0, or 10 where it ends for maintenance (`closed_for_maintenance`).

    Raises:
        SettingsInvalid, NotSetUp, StoreUnavailable: it can't open, or is out of service.
        RefusedError: there is no display.
    """
    made_of, directory = parts(settings), settings.store_directory
    with ExitStack() as held:
        held.enter_context(hold_for_run(directory))
        now = utc_now()
        if (flag := flag_in_force(flag_file, now)) is not None:  # raised since it was looked for
            held.close()
            return stay_closed(flag_file, flag, settings, windowed=windowed)
        opened = unlock_or_salvage(directory, holder_for(settings), now=now)
        store = held.enter_context(closing(opened))
        refuse_retired(store)
        refuse_unfinished(store)
        if (salvaged := to_look_after(store)) is not None:
            for sentence in salvaged.sentences():
                sys.stderr.write(f"kiosk: {sentence}\n")
        in_force = with_clinic_settings(store, settings).settings
        found = at_hand(store, in_force)
        made_of = parts(in_force)._replace(
            forms=found.forms, value_sets=found.value_sets, tried=found.tried
        )
        with store.transaction() as connection:
            note_settings(connection, shown_settings(in_force.without_enrolment), now)
        application = application_with_window()
        kiosk = Kiosk(store, settings, made_of, _place(application, settings, windowed=windowed))
        held.callback(kiosk.close)
        standing = Standing(application, flag_file, in_force, windowed=windowed)
        closes_for_maintenance(kiosk, standing, directory, let_go=held.close)
        started()
        notify("STATUS=Open to patients")
        try:
            return live_until_ended(application, held.close)
        finally:
            standing.close()


def _place(application: QGuiApplication, settings: Settings, *, windowed: bool) -> WindowPlace:
    return WindowPlace(
        size=part_of_screen(application) if windowed else None,
        px_per_mm=settings.panel.px_per_mm,
        fullscreen=not windowed,
        may_close=windowed,
    )
