"""The robot patient: walks the real window by accessible name and real touch events.

`python -m kiosk.demo.walk STAGE`, told where to begin by one JSON line on standard input; each
thing done is one JSON line on standard output. Two stages, because the program is killed between
them: `until-killed` and `after-the-kill`.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from kiosk.demo.album import Album
from kiosk.demo.clinic import PIN, SampleClinic
from kiosk.demo.rewording import WORDS
from kiosk.resources import resource
from kiosk.running.app import Kiosk, parts
from kiosk.store import drafts, outbox
from kiosk.store.database import Store, open_store
from kiosk.trial.picture import save_picture
from kiosk.trial.touch import Finger, Node
from kiosk.ui.window import WindowPlace, prepare_qt
from kiosk.ui.wording.words import load_words

MARKER: Final = "The stairs at home frighten me"
"""What the robot writes in its own words, and what no file may show in clear."""

GAD7_ANSWERS: Final = (
    "Several days", "More than half the days", "Several days", "Nearly every day",
    "Not at all", "Several days", "Several days",
)  # fmt: skip
GAD7_TOTAL: Final = 9

# Two usual panels: 15.6 inches upright, 10.1 inches lying.
PORTRAIT: Final = WindowPlace(size=(1080, 1920), px_per_mm=5.6)
LANDSCAPE: Final = WindowPlace(size=(1280, 800), px_per_mm=5.9)
PATIENCE_S: Final = 20.0
_BEGAN: Final = time.monotonic()


class Robot:
    """A patient without a face: touches, looks, takes pictures, and says what it did."""

    def __init__(self, kiosk: Kiosk, store: Store, out: Path) -> None:
        self.kiosk, self.store, self.album = kiosk, store, Album(out)
        self.finger = Finger(kiosk.window.root, patience_s=PATIENCE_S)

    def touch(self, *names: str) -> None:
        """Touches one control after the other, as soon as one is there whose name begins so."""
        for name in names:
            self.finger.touch_at(self._settled(name).center())

    def see(self, text: str) -> None:
        """Waits until that text is on the screen."""
        self.wait_until(lambda: text in self.read(), f"{text!r} among {self.finger.names()}")

    def read(self) -> str:
        """All that can be read on the screen now."""
        return "\n".join(self.finger.names())

    def picture(self, name: str) -> None:
        """A screenshot of the page as it is now."""
        self.finger.wait_for_stillness()
        save_picture(self.kiosk.window.root.grabWindow(), self.album.file(name))

    def report(self, event: str, **facts: Any) -> None:
        """Says what was done, and which pictures were taken of it."""
        report(event, pictures=self.album.taken(), **facts)

    def wait_until(self, holds: Callable[[], bool], what: str = "it") -> None:
        """Waits for something, the window staying alive."""
        self.finger.wait_until(holds, what)

    def _settled(self, name: str) -> QRect:
        """Where the control is once the page has stopped moving under the finger."""
        self.wait_until(lambda: self._find(name) is not None, f"{name!r} in {self.read()!r}")
        self.finger.wait_for_stillness()
        found = self._find(name)
        return found.rect if found else QRect()

    def _find(self, name: str) -> Node | None:
        """The control whose name is, or else begins with, `name`."""
        texts = {"Heading", "StaticText"}
        controls = [n for n in self.finger.nodes() if n.focusable and n.role not in texts]
        exact = [node for node in controls if node.name == name]
        return next(iter(exact or [n for n in controls if n.name.startswith(name)]), None)

    def arabic(self, key: str) -> str:
        """A text of the window in Arabic."""
        return load_words(resource("translations")).say("ar", key)

    def waiting(self) -> int:
        """How many responses still wait for the central service."""
        with self.store.reading() as connection:
            return outbox.counts(connection).waiting

    def kept_answers(self) -> int:
        """How many answers of unfinished forms are durably kept."""
        with self.store.reading() as connection:
            return sum(draft.answered for draft in drafts.list_drafts(connection))


def report(event: str, **facts: Any) -> None:
    """Says on standard output what was done."""
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


def ordered() -> Any:
    """The next line on standard input."""
    return json.loads(sys.stdin.readline())


def until_killed(robot: Robot) -> None:
    """GAD-7 sent on line, pain today sent off line with a remark, and a form begun."""
    robot.picture("first-page")
    robot.report("first-page", startSeconds=round(time.monotonic() - _BEGAN, 2))
    _fill_gad7(robot)
    robot.report("gad7-sent", total=GAD7_TOTAL)
    ordered()
    _remark_on_pain(robot)
    robot.report("remark")
    _send_pain(robot)
    robot.report("pain-kept", waiting=robot.waiting())
    _pain_in_arabic(robot)
    robot.report("arabic", kept=robot.kept_answers())
    _begin_what_matters(robot)
    robot.report("in-the-middle", kept=robot.kept_answers())
    robot.wait_until(lambda: False)


def after_the_kill(robot: Robot) -> None:
    """The first page shows nothing; staff resume; the line comes back; the board has its line."""
    shown = robot.read()
    robot.picture("first-page-after-the-kill")
    robot.report("started-again", shows_nothing=MARKER not in shown)
    _staff_resume(robot)
    robot.report("finished", waiting=robot.waiting())
    ordered()
    robot.wait_until(lambda: robot.waiting() == 0)
    robot.report("nothing-waits")
    ordered()
    robot.kiosk.refresh_board()
    robot.see("We said, we did")
    robot.see(WORDS)
    robot.picture("first-page-with-the-board")
    robot.report("board", text=[text for text in robot.finger.names() if WORDS in text])


STAGES: Final = {
    "until-killed": (until_killed, PORTRAIT),
    "after-the-kill": (after_the_kill, LANDSCAPE),
}


def main(stage: str) -> None:
    """Opens the kiosk of the sample clinic named on standard input and walks one stage."""
    walk, place = STAGES[stage]
    where = ordered()
    clinic = SampleClinic(Path(where["directory"]), bytes.fromhex(where["key"]))
    settings = clinic.settings(central=where["central"])
    prepare_qt()
    application = QGuiApplication(["kiosk"])
    store = open_store(settings.store_directory, clinic.key)
    kiosk = Kiosk(store, settings, parts(settings), place)
    try:
        walk(Robot(kiosk, store, Path(where["out"])))
    finally:
        kiosk.close()
        store.close()
        application.quit()


def _fill_gad7(robot: Robot) -> None:
    robot.touch("English")
    robot.see("What would you like to tell us?")
    robot.picture("choose-a-form")
    robot.touch("Worries (GAD-7)")
    robot.see("Who is answering?")
    robot.picture("who-answers")
    robot.touch("I answer myself")
    for number, answer in enumerate(GAD7_ANSWERS):
        robot.see(f"question {number + 1} of {len(GAD7_ANSWERS)}")
        if number == 1:
            robot.picture("question")
        robot.touch(answer)
        if number == 1:
            robot.picture("question-answered")
        robot.touch("Continue")
    robot.see("Check your answers")
    robot.picture("check-your-answers")
    robot.touch("Send my answers")
    robot.see("Thank you. Your answers are safe.")
    robot.picture("thank-you")
    robot.touch("I have finished")
    robot.wait_until(lambda: robot.waiting() == 0)


def _remark_on_pain(robot: Robot) -> None:
    robot.touch("English", "Pain today", "I answer myself")
    robot.see("How bad is your pain right now?")
    robot.touch("6")
    robot.picture("pain")
    robot.touch("Continue", "Was this question OK?")
    robot.see("What was wrong with this question?")
    robot.picture("was-this-question-ok")
    robot.touch("No answer fits me", "Send this remark", "Go back to the question")
    robot.picture("where-it-hurts")


def _send_pain(robot: Robot) -> None:
    robot.touch("Others", "Show more", "All over", "Continue", "Send my answers")
    robot.see("Thank you. Your answers are safe.")
    robot.touch("I have finished")


def _pain_in_arabic(robot: Robot) -> None:
    robot.touch("العربية")
    robot.picture("choose-a-form-in-arabic")
    robot.touch("الألم اليوم", robot.arabic("who_self"))
    robot.touch("٣")
    robot.picture("pain-in-arabic")
    robot.touch(robot.arabic("leave"), robot.arabic("leave_delete"), robot.arabic("stop_yes"))


def _begin_what_matters(robot: Robot) -> None:
    robot.touch("English", "What matters to you today", "I answer myself")
    robot.touch("What would you most like to talk about today?")
    robot.finger.write(MARKER)
    robot.picture("writing")
    robot.touch("Done")
    robot.picture("what-matters")
    robot.wait_until(lambda: robot.kept_answers() == 1)


def _staff_resume(robot: Robot) -> None:
    robot.touch("Staff", *PIN, "OK", "Paused answers")
    robot.see("Resume")
    robot.picture("staff-paused-forms")
    robot.touch("Resume")
    robot.see(MARKER)
    robot.picture("resumed")
    robot.touch("Continue", "Continue", "Send my answers")
    robot.see("Thank you. Your answers are safe.")
    robot.touch("I have finished")


if __name__ == "__main__":
    main(sys.argv[1])
