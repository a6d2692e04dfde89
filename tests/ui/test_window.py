"""The window around it all: closing, scale, and the page for IT."""

import ast
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.demo.touch import Finger, rest
from kiosk.ui.window import _HERE, open_closed_page, open_window


def test_closing_is_refused_while_patients_use_it(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk()
    root = kiosk.window.root
    root.setProperty("mayClose", 0)
    root.close()
    rest(0.02)
    assert root.isVisible()


@pytest.mark.usefixtures("app", "qt_warnings")
def test_the_closed_page_says_what_happened_and_what_to_do() -> None:
    window = open_closed_page(
        clinic="Riverside Practice",
        heading="This kiosk is not set up yet",
        body="There is no encrypted store on this PC.",
        advice="IT: run kiosk setup",
        size=(1280, 800),
        px_per_mm=5.9,
    )
    finger = Finger(window.root)
    rest(0.05)
    assert finger.heading() == "This kiosk is not set up yet"
    assert finger.sees("IT: run kiosk setup")
    finger.touch("Close")
    rest(0.05)
    assert not window.root.isVisible()
    window.close()


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


def test_the_window_is_opened_by_one_function() -> None:
    assert open_window.__doc__
