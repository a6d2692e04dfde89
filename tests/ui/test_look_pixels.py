"""AC 3 from the pixels: real pages in every theme, their texts, outlines and marks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kiosk.trial.finding import Glass
from kiosk.trial.inspect import inspect
from kiosk.trial.touch import rest
from kiosk.ui.patient.display import THEMES

PANELS = {"low": ((1280, 800), 5.9), "upright": ((1080, 1920), 3.6), "lying": ((1920, 1080), 3.6)}
FAINT = {"low-contrast", "low-contrast-edge"}
ERROR = "#9e1b12"
SHEETS = ("display", "language", "help", "hidden")


def pages(kiosk: Any) -> Iterator[str]:
    yield "attract"
    for sheet in SHEETS:
        kiosk.patient.openSheet(sheet)
        yield sheet
    kiosk.patient.closeSheet()
    kiosk.patient.help.goBack()
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    yield "choice"
    kiosk.finger.touch("Continue")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for_stillness()
    yield "next"


def faint(kiosk: Any, theme: str, px_per_mm: float) -> list[str]:
    glass = Glass(px_per_mm=px_per_mm, strong=theme.startswith("contrast"), rtl=False, fresh=False)
    found = []
    for page in pages(kiosk):
        kiosk.patient._display.setTheme(theme)
        rest(0.05)
        seen = inspect(kiosk.window.root, glass)
        found += [f"{page}: {one.what}" for one in seen if one.code in FAINT]
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_everything_on_the_screen_stands_out(kiosk: Any, theme: str) -> None:
    assert faint(kiosk, theme, 3.6) == []


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("step", [1, 2])
def test_everything_stands_out_on_every_panel_in_larger_text(
    open_kiosk: Callable[..., Any], panel: str, step: int, theme: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel])
    kiosk.patient._display.setText(step)
    assert faint(kiosk, theme, PANELS[panel][1]) == []


def test_a_button_that_deletes_is_in_the_colour_of_an_error(kiosk: Any) -> None:
    kiosk.staff.open()
    kiosk.staff._go("discard")
    kiosk.finger.wait_for_stillness()
    box = kiosk.finger.find(kiosk.staff.speaking.say("discard_yes")).rect
    image = kiosk.window.root.grabWindow()
    assert image.pixelColor(box.left() + box.width() // 8, box.center().y()).name() == ERROR


def test_the_lower_part_of_a_tall_panel_has_a_line_above_it_in_a_contrast_theme(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(panel=((1080, 1920), 2.7))
    kiosk.patient._display._set(lowered=True)
    lines = {}
    for theme in THEMES:
        kiosk.patient._display.setTheme(theme)
        kiosk.finger.wait_for_stillness()
        image = kiosk.window.root.grabWindow()
        colours = [image.pixelColor(540, y).name() for y in range(1920 - 1920 * 6 // 10)]
        lines[theme] = len(set(colours)) > 1
    assert lines == {theme: theme.startswith("contrast") for theme in THEMES}
