"""`kiosk run` on a PC that nobody touched before, and the first patient at it: CONFIG OUT."""

import os
import sys
import traceback
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from kiosk.cli import main
from kiosk.demo.walk import GAD7_ANSWERS, Robot
from kiosk.running import on_this_pc
from kiosk.running.app import Kiosk
from kiosk.store import outbox

FOLLOWED = on_this_pc.closes_for_maintenance


def answer(kiosk: Kiosk) -> None:
    robot = Robot(kiosk, kiosk._store, Path(sys.argv[2]))
    robot.touch("English", "I answer myself")
    for _ in GAD7_ANSWERS:
        robot.touch("Not at all", "Continue")
    robot.touch("Send my answers", "I have finished")
    robot.see("English")
    robot.wait_until(lambda: sent(kiosk) == 1, "the response at the centre")


def sent(kiosk: Kiosk) -> int:
    with kiosk._store.reading() as c:
        return outbox.counts(c).sent


def watched(kiosk: Kiosk) -> None:
    try:
        answer(kiosk)
    except BaseException:  # noqa: BLE001 - told to the test, whatever it is
        traceback.print_exc()
        os._exit(99)
    kiosk.window.root.close()


def with_a_patient(kiosk: Kiosk, *others: Any, **named: Any) -> None:
    """As `kiosk run` does it, and the patient comes as soon as the window lives."""
    QTimer.singleShot(0, lambda: watched(kiosk))
    FOLLOWED(kiosk, *others, **named)


on_this_pc.closes_for_maintenance = with_a_patient
raise SystemExit(main(["run", "--windowed", "--config", sys.argv[1]]))
