"""What one person opened, copied, wrote or answered is not there for the next."""

import gc
import sys
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard

from kiosk.trial.touch import rest
from kiosk.ui.guard import Guard
from kiosk.ui.patient.clipboard import empty

MIND = "What would you most like to talk about today?"


class Answer:
    """Something that must not outlive its sitting."""


class Boards:
    """Where X11 keeps things: a clipboard, and what is merely selected. Offscreen has no such."""

    def __init__(self) -> None:
        self.kept = {QClipboard.Mode.Clipboard: "a", QClipboard.Mode.Selection: "b"}

    def clear(self, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
        del self.kept[mode]

    def supportsSelection(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def supportsFindBuffer(self) -> bool:  # noqa: N802
        return False


@pytest.fixture
def guard(app: Any) -> Iterator[Guard]:  # noqa: ARG001 - must be there first
    made = Guard()
    made.install()
    yield made
    made.remove()


@pytest.mark.usefixtures("guard")
@pytest.mark.parametrize("chained", [True, False])
def test_a_bug_keeps_no_variable_alive_that_it_came_through(*, chained: bool) -> None:
    held = []

    def inside() -> None:
        answer = Answer()
        held.append(weakref.ref(answer))
        raise ValueError

    def outside() -> None:
        try:
            inside()
        except ValueError as cause:
            if chained:
                raise KeyError from cause
            raise

    gc.disable()
    QTimer.singleShot(0, outside)
    rest(0.05)
    gc.enable()
    assert [ref() for ref in held] == [None]
    assert not any(hasattr(sys, name) for name in ("last_exc", "last_value", "last_traceback"))


def test_what_was_merely_selected_is_forgotten_too() -> None:
    boards = Boards()
    empty(boards)  # type: ignore[arg-type]
    assert boards.kept == {}


def test_help_left_open_on_the_first_page_goes_by_itself(kiosk: Any) -> None:
    kiosk.finger.touch("I need help")
    kiosk.finger.wait_for("Help is wanted here")
    kiosk.nobody_touches_it()
    kiosk.finger.wait_for("English")


def test_on_the_bare_first_page_nobody_is_watched_for(kiosk: Any) -> None:
    kiosk.finger.touch("I need help")
    kiosk.finger.touch("Go on with the questions")
    kiosk.finger.wait_for("English")
    assert not kiosk.patient._idle._quiet.isActive()


def timers(kiosk: Any) -> dict[int, QObject]:
    found = (o for o in kiosk.window.root.findChildren(QObject) if o.inherits("QQmlTimer"))
    return {timer.property("interval"): timer for timer in found}


def test_words_are_kept_while_one_writes_without_a_pause(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    kiosk.finger.touch(MIND, "EditableText")
    pause, steady = timers(kiosk)[700], timers(kiosk)[3000]
    pause.setProperty("interval", 600_000)
    steady.setProperty("interval", 20)
    kiosk.finger.write("kn")
    kiosk.finger.wait_until(lambda: len(kiosk.drafts()) == 1)
    assert kiosk.finger.sees("Done")


def test_words_can_not_be_selected_by_touch(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    kiosk.finger.touch(MIND, "EditableText")
    fields = [o for o in kiosk.window.root.findChildren(QObject) if o.inherits("QQuickTextEdit")]
    assert [field.property("selectByMouse") for field in fields] == [False]
