"""`kiosk run` as patients meet it, and a hand before it that writes a canary into every field.

    python canary_run.py CONFIG WAY

The first line on standard input is the canary, backwards. When every field holds it a line tells
so, and the next line on standard input says to go on, that WAY:

- send: the answers are sent; after one more line what could tell of them fails.
- bugs: with the answers on the screen everything fails that could tell of them, in their words.
- abort, fault: the process crashes.
"""

import gc
import json
import logging
import os
import signal
import sys
import threading
import traceback
import warnings
from typing import Any

from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest

from kiosk.cli import main
from kiosk.running import on_this_pc
from kiosk.running.app import Kiosk
from kiosk.trial.touch import Finger, rest
from kiosk.ui.jobs import Lane

FOLLOWED = on_this_pc.closes_for_maintenance
TOUCHED = 3
"""So many letters are written on the screen's own keyboard: it takes a person's time."""
ENTRIES = {
    "choice": {"chosen": [0]}, "several": {"chosen": [0]}, "search": {"chosen": [1]},
    "body": {"chosen": [0]}, "scale": {"chosen": [3]}, "number": {"text": "48213"},
    "stepper": {"text": "4"}, "slider": {"text": "40", "part": 0.4},
    "quantity": {"text": "48213", "unit": [0]}, "time": {"hour": "7", "minute": "31"},
    "date": {"day": "13", "month": "11", "year": "1931", "unknown": []},
}  # fmt: skip


def tell(event: str, **facts: Any) -> None:
    print(json.dumps({"event": event, **facts}), flush=True)


class Hand:
    """A patient who writes the same words wherever words can be written."""

    def __init__(self, kiosk: Kiosk, words: str) -> None:
        self.root, self.words, self.patient = kiosk.window.root, words, kiosk.patient
        self.finger = Finger(self.root, patience_s=20)
        self.written = 0

    def begin(self) -> None:
        self.finger.touch("English")
        self.finger.touch("I answer myself")

    def fill(self) -> None:
        """To the check page."""
        while self.patient.page != "review":
            if self.patient.page == "question":
                self.answer()
            self.go_on()

    def answer(self) -> None:
        asking = self.patient.shown
        view = asking.property("question")
        if view["kind"] == "text":
            self.write(view["text"])
            return
        if view["kind"] == "open":
            asking.enter({"chosen": [], "own": [{"on": True, "text": self.words}]})
            assert self.is_entered()
            self.written += 1
        for field in view.get("writing", ()):
            asking.write(field, self.words)
            self.written += 1
        if view["kind"] in ENTRIES:
            asking.enter(ENTRIES[view["kind"]])

    def write(self, label: str) -> None:
        """By touch on the screen's own keyboard, then with a keyboard that is plugged in."""
        self.finger.touch(label, "EditableText")
        self.finger.wait_for("Done")
        self.finger.write(self.words[:TOUCHED])
        for letter in self.words[TOUCHED:]:
            QTest.keyClick(self.root, letter)
        for mode in QClipboard.Mode:
            QGuiApplication.clipboard().setText(self.words, mode)
        self.finger.touch("Done")
        self.finger.wait_until(self.is_entered, "the words")
        self.written += 1

    def is_entered(self) -> bool:
        return self.words in str(self.patient.shown.property("entry"))

    def go_on(self) -> None:
        here = self.patient.page, self.patient.sitting and self.patient.sitting.place
        self.patient.goOn()
        rest(0.02)
        if (self.patient.page, self.patient.sitting and self.patient.sitting.place) == here:
            self.patient.shown.decline()
            rest(0.02)

    def send(self) -> None:
        self.finger.touch("Send my answers")
        self.finger.touch("I have finished")
        self.finger.wait_for("English")

    def tell_boards(self) -> None:
        board = QGuiApplication.clipboard()
        tell("boards", held=[bool(board.text(mode)) for mode in QClipboard.Mode])

    def boards(self) -> list[str]:
        """Where somebody could paste the words from now."""
        board = QGuiApplication.clipboard()
        return [mode.name for mode in QClipboard.Mode if board.text(mode) == self.words]


class Bugs:
    """Whatever may come to tell a canary, doing so."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.lane = Lane("canary")

    def fail(self, *_: Any) -> None:
        answer = {"answer": self.words}
        try:
            int(self.words)
        except ValueError as cause:
            raise KeyError(f"no {answer}") from cause

    def __del__(self) -> None:
        raise ValueError(self.words)

    def all(self) -> None:
        QTimer.singleShot(0, self.fail)
        self.lane.run(self.fail, lambda future: future.result())
        thread = threading.Thread(target=self.fail)
        thread.start()
        thread.join()
        qWarning(f"{self.words} is no answer")
        warnings.warn(f"{self.words} is no answer", stacklevel=1)
        for name in ("sqlalchemy.engine", "keyring.backend", "asyncio", "httpx2", "kiosk.ui"):
            logging.getLogger(name).error(
                "INSERT %r", [self.words], exc_info=ValueError(self.words)
            )
        rest(0.2)
        self.lane.close()


def fail_in_all_ways(hand: Hand) -> None:
    bugs = Bugs(hand.words)
    bugs.all()
    del bugs
    gc.collect()
    hand.finger.touch("Go to the first page")
    hand.finger.wait_for("English")
    hand.tell_boards()
    tell("ready to end", pid=os.getpid())


def drive(kiosk: Kiosk, way: str, words: str) -> None:
    hand = Hand(kiosk, words)
    hand.begin()
    hand.fill()
    tell("filled", fields=hand.written, boards=hand.boards())
    sys.stdin.readline()
    if way == "send":
        hand.send()
        hand.tell_boards()
        sys.stdin.readline()
        fail_in_all_ways(hand)
    elif way == "bugs":
        fail_in_all_ways(hand)
    else:
        os.kill(os.getpid(), {"abort": signal.SIGABRT, "fault": signal.SIGSEGV}[way])


def watched(kiosk: Kiosk) -> None:
    try:
        drive(kiosk, sys.argv[2], CANARY)
    except BaseException:  # noqa: BLE001 - told to the test, whatever it is
        tell("failed", why=traceback.format_exc())
        os._exit(99)


def with_a_hand(kiosk: Kiosk, *rest: Any, **more: Any) -> Any:
    """As `kiosk run` does it, and the hand begins as soon as the window lives."""
    QTimer.singleShot(0, lambda: watched(kiosk))
    return FOLLOWED(kiosk, *rest, **more)


if __name__ == "__main__":
    CANARY = sys.stdin.readline().strip()[::-1]
    on_this_pc.closes_for_maintenance = with_a_hand
    raise SystemExit(main(["run", "--windowed", "--config", sys.argv[1]]))
