"""The robot at the desk: signs in, looks at every page of its role, by accessible name.

`python -m kiosk.demo.desk_walk`, told where to begin by one JSON line on standard input; what it
did is one JSON line on standard output.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6 import QtCore
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.app import parts
from kiosk.demo.clinic import PIN, SampleClinic, seed_today
from kiosk.demo.pictures import contact_sheet
from kiosk.demo.walk import PATIENCE_S, ordered, report
from kiosk.reception import FrontDesk
from kiosk.store.database import open_store
from kiosk.trial.touch import Finger, rest
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.window import prepare_qt

LOOK_S: Final = 0.1
"""So soon a page has begun to look for what it shows."""


class DeskRobot:
    """Somebody at the desk without a face: mouse, keyboard, eyes on the accessibility tree."""

    def __init__(self, desk: FrontDesk, out: Path) -> None:
        self._desk, self._out, self._window = desk, out, desk.window.root
        self.eyes = Finger(self._window, patience_s=PATIENCE_S)

    def type(self, text: str) -> None:
        """Type, and press Enter."""
        keyboard = QtCore.Qt.Key
        for sign in text:
            QTest.keyClick(self._window, keyboard(ord(sign)))
        QTest.keyClick(self._window, keyboard.Key_Return)

    def go(self, page: str) -> None:
        """Click that page in the rail."""
        self.eyes.wait_for_stillness()
        place = self.eyes.find(page, "PageTab").rect.center()
        QTest.mouseClick(self._window, QtCore.Qt.MouseButton.LeftButton, pos=place)
        self.eyes.wait_until(lambda: self.eyes.heading() == page, page)
        rest(LOOK_S)
        pages = self._desk.reception.pages.values()
        self.eyes.wait_until(lambda: not any(one.property("busy") for one in pages), "it to look")

    def pages(self) -> list[str]:
        """The pages in the rail."""
        return [node.name for node in self.eyes.nodes() if node.role == "PageTab"]

    def picture(self, name: str) -> None:
        """A screenshot of the window as it is now."""
        self.eyes.wait_for_stillness()
        number = len(list(self._out.glob("[0-9][0-9]-*.png"))) + 1
        self._window.grabWindow().save(str(self._out / f"{number:02}-{name}.png"))


def at_the_desk(robot: DeskRobot) -> None:
    """Signs in by the PIN, and looks at every page."""
    robot.eyes.wait_for("Sign in")
    robot.type(PIN)
    robot.eyes.wait_for("Lock")
    pages = robot.pages()
    for page in pages:
        robot.go(page)
        robot.picture(f"desk-{page.partition(',')[0].lower().replace(' ', '-')}")
    report("desk", pages=pages)


def main() -> None:
    """Opens the desk of the sample clinic named on standard input."""
    where = ordered()
    clinic, out = SampleClinic(Path(where["directory"]), bytes.fromhex(where["key"])), where["out"]
    settings = clinic.settings(central=where["central"])
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    store = open_store(settings.store_directory, clinic.key)
    seed_today(store, datetime.now(UTC))
    found = parts(settings)
    desk = FrontDesk(store, MadeOf(settings, found.forms, found.value_sets, settings))
    try:
        at_the_desk(DeskRobot(desk, Path(out)))
        contact_sheet(sorted(Path(out).glob("[0-9][0-9]-*.png")), Path(out) / "overview.png")
    finally:
        desk.close()
        store.close()
        application.quit()


if __name__ == "__main__":
    main()
