"""How the screen is drawn, as each patient wants it: the page, at once, for one patient."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.ui.patient.display import (
    LARGER_TEXT,
    STRONG_CONTRAST,
    THEMES,
    WITHIN_REACH,
    Display,
)

PANELS = [((1080, 1920), 3.6), ((1920, 1080), 3.6), ((1280, 800), 5.9)]


def drawn(display: Any) -> tuple[Any, ...]:
    return display.property("textStep"), display._theme, display._lowered


@pytest.mark.parametrize("panel", PANELS)
def test_every_setting_is_two_touches_away_and_acts_at_once(
    open_kiosk: Callable[..., Any], panel: Any
) -> None:
    kiosk = open_kiosk(panel=panel)
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.finger.touch("Display")
    kiosk.finger.touch("Large text")
    assert drawn(kiosk.patient._display) == (1, "light", False)
    kiosk.finger.touch("White on black")
    assert drawn(kiosk.patient._display) == (1, "contrast-dark", False)
    kiosk.finger.touch("Done")
    assert kiosk.finger.wait_for("Several days").checked


def test_the_setting_in_use_is_the_one_that_is_checked(kiosk: Any) -> None:
    kiosk.finger.touch("Display")
    kiosk.finger.touch("Dark")
    kiosk.finger.wait_until(lambda: kiosk.finger.find("Dark").checked)
    checked = {node.name for node in kiosk.finger.nodes() if node.checked}
    assert checked == {"Normal text", "Dark", "Whole screen"}


def test_back_to_normal_is_there_only_when_something_is_changed(kiosk: Any) -> None:
    kiosk.finger.touch("Display")
    assert not kiosk.finger.sees("Back to normal")
    kiosk.finger.touch("Largest text")
    kiosk.finger.touch("Back to normal")
    assert drawn(kiosk.patient._display) == (0, "light", False)


def test_the_buttons_come_down_on_a_tall_panel(kiosk: Any) -> None:
    kiosk.finger.touch("Display")
    kiosk.finger.touch("Bring the buttons down")
    kiosk.finger.touch("Done")
    kiosk.finger.wait_for_stillness()
    window = kiosk.window.root
    tops = [node.rect.top() for node in kiosk.finger.nodes() if node.name]
    assert min(tops) >= window.height() * 0.4
    kiosk.begin("Worries (GAD-7)")
    assert kiosk.finger.find("Back").rect.top() >= window.height() * 0.4


def test_a_low_panel_has_no_buttons_to_bring_down(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(panel=((1920, 1080), 3.6))
    kiosk.finger.touch("Display")
    kiosk.finger.wait_for("Largest text")
    assert not kiosk.finger.sees("Bring the buttons down")
    kiosk.patient._display.lower(lowered=True)
    kiosk.finger.wait_for_stillness()
    assert kiosk.finger.find("Done").rect.bottom() <= 1080
    assert kiosk.finger.find("Normal text").rect.top() < 1080 * 0.4


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ((), (0, "light", False)),
        ((LARGER_TEXT,), (1, "light", False)),
        ((STRONG_CONTRAST, "interpreter"), (0, "contrast", False)),
        ((LARGER_TEXT, STRONG_CONTRAST, WITHIN_REACH), (1, "contrast", True)),
    ],
)
def test_what_a_person_needs_is_applied(
    app: Any,  # noqa: ARG001 - must be there first
    needs: tuple[str, ...],
    expected: tuple[Any, ...],
) -> None:
    display = Display()
    display.apply(set(needs))
    assert drawn(display) == expected


def test_needs_take_nothing_away_from_what_was_chosen(
    app: Any,  # noqa: ARG001 - must be there first
) -> None:
    display = Display()
    display.setText(2)
    display.setTheme("contrast-dark")
    display.lower(lowered=True)
    display.apply({LARGER_TEXT, STRONG_CONTRAST})
    assert drawn(display) == (2, "contrast-dark", True)
    display.reset()
    assert drawn(display) == (0, "light", False)


@pytest.mark.parametrize("wrong", [-1, 3])
def test_an_unknown_size_or_theme_changes_nothing(
    app: Any,  # noqa: ARG001 - must be there first
    wrong: int,
) -> None:
    display = Display()
    display.setText(wrong)
    display.setTheme("purple")
    assert drawn(display) == (0, THEMES[0], False)
