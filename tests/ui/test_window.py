"""The window around it all: closing, scale, and the page for IT."""

import ast
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.trial.touch import Finger, rest
from kiosk.ui.opening import _HERE, _LAST_WORDS, open_closed_page
from kiosk.ui.window import WindowPlace
from kiosk.ui.wording.words import Words

COVER = """
import gc
from PySide6.QtGui import QGuiApplication
from kiosk.ui.application import application_with_window
from kiosk.ui.opening import open_closed_page
from kiosk.ui.window import WindowPlace

application = application_with_window()
gc.disable()
screen = QGuiApplication.primaryScreen()  # older than the window, so collected before it
place = WindowPlace(px_per_mm=5.9, fullscreen=True)
window = open_closed_page(clinic="", body="", advice="", place=place)
application.processEvents()
window.root.itself = window.root
window.close()
gone = []
screen.destroyed.connect(lambda: gone.append(True))
del window, screen
gc.collect()
print("deleted" if gone else "still there", flush=True)
"""


def test_closing_is_refused_while_patients_use_it(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk()
    root = kiosk.window.root
    root.setProperty("mayClose", 0)
    root.close()
    rest(0.02)
    assert root.isVisible()


@pytest.mark.usefixtures("app", "qt_warnings")
def test_the_closed_page_speaks_to_the_patient_first_and_then_to_it() -> None:
    window = open_closed_page(
        clinic="Riverside Practice",
        body="There is no encrypted store on this PC.",
        advice="Run kiosk setup.",
        place=WindowPlace((1280, 800), 5.9),
    )
    finger = Finger(window.root)
    finger.wait_for("Close")
    assert finger.names() == [
        "This screen is closed. Ask at the desk.",
        "For IT",
        "There is no encrypted store on this PC.",
        "Run kiosk setup.",
        "Close",
    ]
    heights = {node.name: node.rect.height() for node in finger.nodes()}
    assert heights[finger.heading()] > heights["Run kiosk setup."] * 2
    finger.touch("Close")
    finger.wait_until(lambda: not window.root.isVisible())
    window.close()


@pytest.mark.usefixtures("app", "qt_warnings")
def test_the_closed_page_over_a_whole_screen_is_no_door() -> None:
    window = open_closed_page(
        clinic="Riverside Practice",
        body="There is no encrypted store on this PC.",
        advice="Run kiosk setup.",
        place=WindowPlace(px_per_mm=5.9, fullscreen=True, may_close=False),
    )
    finger = Finger(window.root)
    finger.wait_for("For IT")
    assert {node.role for node in finger.nodes()}.isdisjoint({"Button", "Link", "EditableText"})
    for key, held in (("Key_F4", "AltModifier"), ("Key_Escape", "NoModifier")):
        QTest.keyClick(window.root, getattr(Qt.Key, key), getattr(Qt.KeyboardModifier, held))
    window.root.close()
    QGuiApplication.quit()
    rest(0.02)
    assert window.root.isVisible()
    window.close()


def test_the_last_words_are_those_of_the_translations(words: Words) -> None:
    assert {key: words.table("en")[key] for key in _LAST_WORDS} == _LAST_WORDS


@pytest.mark.parametrize("ratio", [0.0, 5.9])
def test_an_unmeasured_panel_takes_the_scale_the_screen_tells(
    open_kiosk: Callable[..., Any], ratio: float
) -> None:
    kiosk = open_kiosk(panel=((1080, 1920), ratio))
    assert kiosk.window.root.property("pxPerMm") > 1


def test_python_files_keep_their_budget() -> None:
    for file in _HERE.rglob("*.py"):
        text = file.read_text()
        assert len(text.splitlines()) <= 300, file.name
        functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
        assert all((n.end_lineno or 0) - n.lineno < 50 for n in functions), file.name


def test_the_screen_outlives_a_window_that_covered_it() -> None:
    """In a process of its own: where the screen is deleted, whatever asks it next crashes."""
    told = subprocess.run(
        [sys.executable, "-c", COVER], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stdout) == (0, "still there\n"), told.stderr
