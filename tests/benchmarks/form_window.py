"""One form in the window of `kiosk form try`, and a finger before it, for `browser_kiosk.py`.

    form_window.py FILE PAGES

Says when the first question is seen, how long the first touch on it took, then the times of the
touches on so many pages; it waits for a line on standard input where its memory is to be looked at.
What touches is read only after the first question is seen, as in `kiosk form try`.
"""

import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.forms.fhir_json import decode_json
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.trial.window import Trial
from kiosk.ui.window import WindowPlace, prepare_qt
from tests.benchmarks.telling import PANEL, told

DAY = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
PATIENCE_MS = 30_000


def main(file: str, pages: str) -> None:
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    form = parse_questionnaire(decode_json(Path(file).read_bytes()))
    place = WindowPlace(size=PANEL[0], px_per_mm=PANEL[1])
    trial = Trial(form, place, value_sets=ValueSets(), now=DAY)
    wait_for_frame(trial.window.root)
    told(event="question")
    sys.stdin.readline()  # the memory is looked at
    import_module("tests.benchmarks.one_form").OneForm(trial, form).through(int(pages))
    trial.close()
    application.quit()


def wait_for_frame(window: QQuickWindow) -> None:
    loop = QEventLoop()
    window.frameSwapped.connect(loop.quit)
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
