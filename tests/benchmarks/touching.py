"""A finger before an open window, and the time until what it did is seen."""

import sys
from collections.abc import Callable
from typing import Any

from kiosk.trial.measure import FrameWatch
from kiosk.trial.touch import Finger, Node, rest
from tests.benchmarks.telling import told

FIXED = ("back", "display", "language", "listen", "help", "hide", "staff", "stop", "remark")
MOST_TOUCHES = 8
READING_S = 1.0
"""Nobody reads a page in less."""


class Touching:
    """A finger before an open kiosk, or the window of a trial: both have a patient and a window."""

    def __init__(self, kiosk: Any) -> None:
        self.patient = kiosk.patient
        self.watch = FrameWatch(kiosk.window.root)
        self.watch.after(kiosk.window.root.update, patience_s=5)
        told(event="first")
        self.finger = Finger(kiosk.window.root)

    def all(self, pages: int, visits: int) -> None:
        """Everything there is to measure, told as it is found."""
        self.begin()
        told(event="question")
        sys.stdin.readline()  # the memory is looked at
        told(event="touched", **self.touch_pages(pages))
        sys.stdin.readline()
        told(event="begun", begin=[self.begin_anew() for _ in range(visits)])
        sys.stdin.readline()

    def asks(self) -> bool:
        return bool(self.patient.page == "question")

    def touch_pages(self, pages: int) -> dict[str, list[float]]:
        """The times of choosing answers, and of going on."""
        touches, turns = [], []
        for _ in range(pages):
            if not self.asks():
                self.patient.leave(delete=True)
                self.patient.closeSheet()
                self.begin()
            self.finger.wait_for_stillness()
            touches += self.choose()
            turns += self.turn()
        return {"touch": touches, "page": turns}

    def choose(self) -> list[float]:
        options = self.buttons("RadioButton")
        return self.timed(options[0], lambda: self.is_checked(options[0].name)) if options else []

    def is_checked(self, name: str) -> bool:
        return any(node.checked and node.name == name for node in self.finger.nodes())

    def turn(self) -> list[float]:
        heading = self.finger.heading()
        going_on = self.finger.find(self.patient.speaking.say("continue"))
        return self.timed(going_on, lambda: self.finger.heading() not in {heading, ""})

    def begin(self) -> float:
        """From the first page to the first question, by as many touches as it takes."""
        whole = 0.0
        for _ in range(MOST_TOUCHES):
            if self.asks():
                return whole
            rest(READING_S)
            before = self.patient.page
            way_on = self.way_on()
            whole += sum(self.timed(way_on, lambda page=before: self.patient.page != page))
        raise LookupError(f"no question after {MOST_TOUCHES} touches")

    def begin_anew(self) -> float:
        self.patient.leave(delete=False)
        self.finger.wait_for_stillness()
        return self.begin()

    def way_on(self) -> Node:
        """The first button that is not one of those that are always there."""
        fixed = {self.patient.speaking.say(key) for key in FIXED}
        return next(node for node in self.buttons("Button") if node.name not in fixed)

    def buttons(self, role: str) -> list[Node]:
        return [node for node in self.finger.nodes() if node.role == role]

    def timed(self, node: Node, shown: Callable[[], bool]) -> list[float]:
        measured = self.watch.touch(self.finger, node.rect.center(), shown)
        return [] if measured is None else [measured]
