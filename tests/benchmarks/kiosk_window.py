"""The kiosk with one form, and a finger before it: says when something is seen, and what it took.

It waits for a line on standard input where its memory is to be looked at.
"""

import sys
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from kiosk.forms.extensions import ALERT_RULE
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.running.app import Kiosk, parts
from kiosk.settings import Panel, Patient, Settings
from kiosk.store.database import open_store
from kiosk.ui.window import WindowPlace, prepare_qt
from tests.benchmarks.telling import PANEL
from tests.benchmarks.touching import Touching


def main(directory: str, key: str, form: str, pages: str, visits: str) -> None:
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    settings = Settings(patient=Patient(languages=("en",)), panel=Panel(px_per_mm=PANEL[1]))
    store = open_store(Path(directory), bytes.fromhex(key))
    only = (parse_questionnaire(without_alerts(decode_json(Path(form).read_bytes()))),)
    made_of = parts(settings)._replace(forms=only)
    kiosk = Kiosk(store, settings, made_of, WindowPlace(size=PANEL[0], px_per_mm=PANEL[1]))
    Touching(kiosk).all(int(pages), int(visits))
    application.quit()


def without_alerts(raw: dict[str, Any]) -> dict[str, Any]:
    """A form that must alert somebody is not offered where nobody can be alerted."""
    kept = [one for one in raw.get("extension", []) if one.get("url") != ALERT_RULE]
    return raw | {"extension": kept} if kept else {k: v for k, v in raw.items() if k != "extension"}


if __name__ == "__main__":
    main(*sys.argv[1:])
