"""The kiosk, on a store of its own, as `kiosk run` shows it: python kiosk_on_desk.py DIRECTORY."""

import json
import sys
from pathlib import Path

from kiosk.resources import resource
from kiosk.running.app import Kiosk, parts
from kiosk.settings import Panel, Patient, Settings
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.ui.application import application_with_window
from kiosk.ui.signals import live_until_ended
from kiosk.ui.window import WindowPlace

home = Path(sys.argv[1])
form = json.loads(resource("forms", "pain-today.json").read_bytes())
form["item"][1]["required"] = True  # else nothing that a patient touches on it is an error
(home / "form.json").write_text(json.dumps(form))
patient = Patient(
    languages=("en", "ar"),
    draft_translations=("ar",),
    forms=(str(home / "form.json"),),
    idle_warning_s=600,
    read_aloud=False,  # a screen reader does
)

store = create_store(home / "store", new_key())
settings = Settings(patient=patient, panel=Panel(px_per_mm=3.6))
application = application_with_window()
place = WindowPlace(px_per_mm=3.6, fullscreen=True, may_close=False)
kiosk = Kiosk(store, settings, parts(settings), place)
live_until_ended(application, kiosk.close)
store.close()
