"""The robot at the desk: signs in, makes a visit, takes a drill on, exports, by accessible name.

`python -m kiosk.demo.desk_walk`, told where to begin by one JSON line on standard input; what it
did is one JSON line on standard output.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QGuiApplication

from kiosk.demo.album import Album
from kiosk.demo.clinic import PIN, SampleClinic, seed_today
from kiosk.demo.pictures import contact_sheet
from kiosk.demo.walk import PATIENCE_S, ordered, report
from kiosk.running.app import parts
from kiosk.running.reception import FrontDesk
from kiosk.store.database import open_store
from kiosk.trial.desk import DeskHands
from kiosk.trial.touch import rest
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.window import prepare_qt

LOOK_S: Final = 0.1
"""So soon a page has begun to look for what it shows."""
CODE: Final = "Visit code "
EXPORTED: Final = "answers *.xlsx"


class DeskRobot:
    """Somebody at the desk without a face: mouse, keyboard, eyes on the accessibility tree."""

    def __init__(self, desk: FrontDesk, out: Path) -> None:
        self.hands = DeskHands(desk.window.root, patience_s=PATIENCE_S)
        self.album, self._made = Album(out), desk.reception.pages

    def pages(self) -> list[str]:
        """The names of the pages in the rail."""
        return [node.name for node in self.hands.nodes() if node.role == "PageTab"]

    def go(self, page: str) -> None:
        """Click that page in the rail."""
        self.hands.click(page, "PageTab")
        self.hands.wait_until(lambda: self.hands.heading() == page, page)
        rest(LOOK_S)
        pages = self._made.values()
        self.hands.wait_until(lambda: not any(one.property("busy") for one in pages), "it to look")

    def sees(self, text: str) -> bool:
        """Whether that stands somewhere in the window."""
        return any(text in name for name in self.hands.names())

    def wait_for(self, text: str) -> None:
        """Waits until that stands somewhere in the window."""
        self.hands.wait_until(lambda: self.sees(text), text)

    def confirm(self) -> None:
        """Types the PIN and Enter."""
        self.hands.wait_for_stillness()
        self.hands.type(PIN)
        self.hands.press("Return")

    def picture(self, name: str) -> None:
        """A screenshot of the window as it is now."""
        self.hands.picture(self.album.file(name))

    def report(self, event: str, **facts: Any) -> None:
        """Says what was done, and which pictures were taken of it."""
        report(event, pictures=self.album.taken(), **facts)


def at_the_desk(robot: DeskRobot) -> None:
    """Signs in, looks at every page, makes a visit, takes a drill on, exports."""
    robot.hands.wait_for("Sign in")
    robot.confirm()
    robot.hands.wait_until(lambda: bool(robot.pages()), "the desk's pages")
    robot.hands.wait_for_stillness()
    pages = robot.pages()
    for page in pages:
        report("page", page=page)
        robot.go(page)
        robot.picture(f"desk-{page.partition(',')[0].lower().replace(' ', '-')}")
    robot.report("desk", pages=pages)
    robot.go(pages[0])
    code = make_visit(robot)
    take_drill_on(robot)
    robot.report("drill", code=code)
    file = export(robot)
    robot.report("exported", file=file.name)


def make_visit(robot: DeskRobot) -> str:
    """Makes a visit by three keys; returns its code."""
    robot.hands.press("Ctrl+N")
    robot.hands.wait_for("What do they fill in?")
    robot.hands.wait_for_stillness()
    robot.picture("desk-new-visit")
    robot.hands.press("Alt+1")
    robot.hands.press("Return")
    robot.hands.wait_for("The visit is ready")
    robot.picture("desk-code-and-slip")
    named = next(name for name in robot.hands.names() if name.startswith(CODE))
    robot.hands.press("Return")
    robot.hands.wait_until(lambda: not robot.sees("The visit is ready"), "the page")
    return named.removeprefix(CODE)


def take_drill_on(robot: DeskRobot) -> None:
    """Makes a drill of an alert, and goes."""
    robot.go("Alerts")
    robot.hands.click("Make a drill")
    robot.wait_for("Drill: please look")
    robot.picture("desk-please-look")
    robot.hands.press("Ctrl+G")
    robot.hands.wait_until(lambda: not robot.sees("Drill: please look"), "the drill to be over")


def export(robot: DeskRobot) -> Path:
    """Writes a spreadsheet after the PIN; returns it."""
    robot.go("Export")
    robot.hands.click("Sent by patients", "ComboBox")
    robot.hands.click("At any time", "ListItem")
    robot.hands.write_in("Into this folder", str(robot.album.out))
    robot.hands.press("Ctrl+E")
    robot.hands.wait_for("Write the file")
    robot.confirm()
    robot.wait_for("responses are written")
    robot.picture("desk-exported")
    return next(robot.album.out.glob(EXPORTED))


def main() -> None:
    """Opens the desk of the sample clinic named on standard input."""
    where = ordered()
    clinic, out = SampleClinic(Path(where["directory"]), bytes.fromhex(where["key"])), where["out"]
    settings = clinic.settings(central=where["central"], visits=True)
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    store = open_store(settings.store_directory, clinic.key)
    seed_today(store, datetime.now(UTC))
    found = parts(settings)
    desk = FrontDesk(store, MadeOf(settings, found.forms, found.value_sets, settings))
    robot = DeskRobot(desk, Path(out))
    try:
        at_the_desk(robot)
        contact_sheet(robot.album.pictures(), robot.album.out / "overview.png")
    finally:
        desk.close()
        store.close()
        application.quit()


if __name__ == "__main__":
    main()
