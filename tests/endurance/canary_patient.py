"""Writes a canary into every field and waits to be killed; or looks as the one who comes after.

    python canary_patient.py writes|comes-after DIRECTORY

Its first line on standard input is the store's key, its second the canary, backwards.
"""

import json
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.forms.questionnaire import read_questionnaire
from kiosk.running.app import Kiosk, parts
from kiosk.settings import Panel, Settings, StorePlace
from kiosk.store.database import open_store
from kiosk.trial.measure import FrameWatch
from kiosk.trial.process import since_launch_ms
from kiosk.trial.touch import Finger
from kiosk.ui.window import WindowPlace, prepare_qt

EVERY_KIND = Path(__file__).with_name("every-kind.json")
TEXT = "What would you most like to talk about?"


def write(kiosk: Kiosk, finger: Finger, words: str) -> None:
    """Into each field that takes words; the last one stays open on the writing page."""
    patient = kiosk.patient
    patient.prepare((read_questionnaire(EVERY_KIND.read_bytes()),), None)
    patient.begin("self")
    while patient.page != "review":
        if patient.page == "question":
            here = patient.sitting.place
            for field in patient.shown.property("question").get("writing", ()):
                patient.shown.write(field, words)
            patient.goOn()
            if patient.page == "question" and patient.sitting.place == here:
                patient.shown.decline()
        else:
            patient.goOn()
    patient.change(0, "text")
    finger.touch(TEXT, "EditableText")
    for letter in words:
        QTest.keyClick(kiosk.window.root, letter)
    ended: list[object] = []
    kiosk._jobs.disk.run(lambda: None, ended.append)
    finger.wait_until(lambda: bool(ended))
    print(json.dumps({"event": "written", "seen": finger.sees("Done")}), flush=True)
    finger._patience_s = 60
    finger.wait_until(lambda: False)


def look(kiosk: Kiosk, finger: Finger) -> None:
    """What the next person finds, and how long it took to come."""
    watch = FrameWatch(kiosk.window.root)
    watch.after(kiosk.window.root.update, patience_s=10)
    ms = since_launch_ms()
    found = {"event": "found", "ms": ms, "page": kiosk.patient.page, "names": finger.names()}
    print(json.dumps(found), flush=True)


def main(part: str, directory: str) -> None:
    key, words = sys.stdin.readline().strip(), sys.stdin.readline().strip()[::-1]
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    store = open_store(Path(directory), bytes.fromhex(key))
    settings = Settings(store=StorePlace(directory=directory), panel=Panel(px_per_mm=3.6))
    place = WindowPlace(size=(1080, 1920), px_per_mm=3.6, may_close=False)
    kiosk = Kiosk(store, settings, parts(settings), place)
    finger = Finger(kiosk.window.root, patience_s=40)
    if part == "writes":
        write(kiosk, finger, words)
    else:
        look(kiosk, finger)
    kiosk.close()
    store.close()
    application.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
