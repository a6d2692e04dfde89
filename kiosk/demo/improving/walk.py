"""The story on the real windows, in a process of its own.

`python -m kiosk.demo.improving.walk SEED`, told where to begin by one JSON line on standard input;
each step is one JSON line on standard output.
"""

import sys
from pathlib import Path
from random import Random
from typing import Final

from PySide6.QtGui import QGuiApplication

from kiosk.demo.album import Album
from kiosk.demo.clinic import SampleClinic
from kiosk.demo.improving.acts import Acts
from kiosk.demo.improving.clinic import furnish, settings_of
from kiosk.demo.improving.clock import StoryClock
from kiosk.demo.pictures import contact_sheet
from kiosk.demo.walk import LANDSCAPE, ordered, report
from kiosk.running.app import Kiosk
from kiosk.running.parts import Parts, parts
from kiosk.running.reception import FrontDesk
from kiosk.store.database import create_store
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.window import prepare_qt

DESK_SIZE: Final = (1600, 1000)


def main(seed: int) -> None:
    """Opens both windows of a new clinic and lives through the story."""
    where = ordered()
    clinic = SampleClinic(Path(where["directory"]), bytes.fromhex(where["key"]))
    settings, clock = settings_of(str(clinic.directory / "store")), StoryClock()
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    store = create_store(clinic.directory / "store", clinic.key)
    furnish(store, clock)
    found, chance = at_hand(store, settings), Random(seed)  # noqa: S311 - play
    made_of = Parts(found.forms, parts(settings).words, found.value_sets, found.tried)
    kiosk = Kiosk(store, settings, made_of, LANDSCAPE, draw=chance.random, now=clock)
    desk = FrontDesk(
        store, MadeOf(settings, found.forms, found.value_sets, settings), size=DESK_SIZE, now=clock
    )
    out = Path(where["out"])
    try:
        acts = Acts(store=store, kiosk=kiosk, desk=desk, clock=clock, chance=chance, out=out)
        acts.play()
        contact_sheet(Album(out).pictures(), out / "overview.png")
        report("done", counts=acts.counts())
    finally:
        desk.close()
        kiosk.close()
        store.close()
        application.quit()


if __name__ == "__main__":
    main(int(sys.argv[1]))
