"""A robot patient that answers GAD-7 until it is killed; each answer touched is one line."""

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from kiosk.demo.walk import GAD7_ANSWERS, LANDSCAPE, Robot
from kiosk.running.app import Kiosk, parts
from kiosk.settings import Settings, StorePlace
from kiosk.store.database import open_store

directory, key = Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline())
application = QGuiApplication(["kiosk"])
store = open_store(directory, key)
settings = Settings(store=StorePlace(directory=str(directory)))
kiosk = Kiosk(store, settings, parts(settings), LANDSCAPE)
robot = Robot(kiosk, store, directory)
robot.touch("English", "Worries (GAD-7)", "I answer myself")
for answer in GAD7_ANSWERS:
    robot.touch(answer)
    print("touched", flush=True)
    robot.touch("Continue")
robot.see("Check your answers")
print("at the end", flush=True)
robot.wait_until(lambda: False)
