"""The kiosk's window with a finger before it, while its sender is at work, or has nothing to do.

    draining_window.py STORE BASE MOST       BASE "" is a kiosk without a service

An answer is touched again and again, another each time, and the time until the frame that shows it
is measured: so often, or until nothing waits any more. It says in one line of JSON what it found.
"""

import json
import sys
from pathlib import Path

import msgspec
from PySide6.QtGui import QGuiApplication

from kiosk.forms.fhir_json import decode_json
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.resources import resource
from kiosk.running.app import Kiosk, parts
from kiosk.settings import Central, Panel, Patient, Settings
from kiosk.store import outbox
from kiosk.store.database import Store, open_store
from kiosk.ui.window import WindowPlace, prepare_qt
from tests.benchmarks.sync_child import KEY, TIMEOUT_S
from tests.benchmarks.telling import PANEL
from tests.benchmarks.touching import Touching


def main(directory: str, base: str, most: str) -> None:
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    settings = Settings(patient=Patient(languages=("en",)), panel=Panel(px_per_mm=PANEL[1]))
    store = open_store(Path(directory), KEY)
    only = (parse_questionnaire(decode_json(resource("forms", "gad-7.json").read_bytes())),)
    place = WindowPlace(size=PANEL[0], px_per_mm=PANEL[1])
    # The sender begins once there is a question to be answered: until then it has no service.
    kiosk = Kiosk(store, settings, parts(settings)._replace(forms=only), place)
    touching = Touching(kiosk)
    touching.begin()
    touching.finger.wait_for_stillness()
    if base:
        central = Central(url=base, timeout_s=TIMEOUT_S)
        kiosk.sender = kiosk._sender(msgspec.structs.replace(settings, central=central))
    before = waiting(store)
    found = touch(touching, store, int(most), draining=bool(base))
    print(json.dumps({"touch": found, "before": before, "after": waiting(store)}), flush=True)
    kiosk.close()
    store.close()
    application.quit()


def touch(touching: Touching, store: Store, most: int, *, draining: bool) -> list[float]:
    """The times of choosing one answer after the other."""
    measured: list[float] = []
    for number in range(most):
        options = touching.buttons("RadioButton")
        option = options[number % len(options)]
        took = touching.timed(option, lambda name=option.name: touching.is_checked(name))
        if draining and not waiting(store):
            break  # the sender rested before this was seen
        measured += took
    return measured


def waiting(store: Store) -> int:
    with store.reading() as c:
        return outbox.counts(c).waiting


if __name__ == "__main__":
    main(*sys.argv[1:])
