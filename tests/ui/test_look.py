"""Colours and sizes of the patient's screen: AC 2 and AC 3, computed from the theme."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.ui.patient.display import THEMES

ROOT = Path(__file__).resolve().parents[2]
PANELS = {
    '10" 1280x800': (1280, 800, 5.9),
    '24" 1920x1080': (1920, 1080, 3.6),
    '24" 1080x1920': (1080, 1920, 3.6),
    '15.6" 1080x1920': (1080, 1920, 5.6),
    '32" 2160x3840': (2160, 3840, 5.42),
}
# text on its grounds, wherever the pages use the pair
TEXTS = {
    "ink": ("paper", "rail", "card", "pineSoft", "notice"),
    "muted": ("paper", "rail", "card"),
    "pine": ("card", "pineSoft"),
    "pineInk": ("pine", "pinePressed", "error"),
    "coverInk": ("cover", "coverPressed"),
    "error": ("paper", "card"),
}
# outlines, marks, icons, focus
MARKS = {
    "line": ("paper", "card", "pineSoft"),
    "pine": ("paper", "rail", "card", "pineSoft", "track"),
    "coverLine": ("cover",),
    "error": ("paper",),
    "saffron": ("saffronEdge",),
    "noticeEdge": ("paper", "notice"),
}
TEXT_LEAST = {"light": 7.0, "dark": 7.0, "contrast": 15.0, "contrast-dark": 15.0}
MARK_LEAST = 3.0
CAP_MM, X_MM, ANGLE_MM = 4.8, 16 / 96 * 25.4, {400: 4.887, 500: 6.109}


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: QColor, two: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def theme(app: QGuiApplication, qt_warnings: list[str]) -> Iterator[Any]:  # noqa: ARG001 - must be there
    """The theme of an engine of its own."""
    use_fonts(resource("fonts"))
    engine = QQmlEngine()
    engine.addImportPath(str(ROOT))
    part = QQmlComponent(engine)
    source = b"import QtQuick\nimport kiosk.ui\nQtObject { property QtObject theme: Theme }"
    part.setData(source, QUrl("inline.qml"))
    holder = part.create()
    assert holder is not None, part.errorString()
    yield holder.property("theme")
    del holder


def poor(theme: Any, pairs: dict[str, tuple[str, ...]], least: float) -> dict[str, float]:
    ratios = {
        f"{one} on {two}": contrast(theme.property(one), theme.property(two))
        for one, grounds in pairs.items()
        for two in grounds
    }
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_of_text_and_ground_has_contrast(theme: Any, name: str) -> None:
    theme.setProperty("theme", name)
    assert poor(theme, TEXTS, TEXT_LEAST[name]) == {}


@pytest.mark.parametrize("name", THEMES)
def test_outlines_marks_and_focus_stand_out(theme: Any, name: str) -> None:
    theme.setProperty("theme", name)
    assert poor(theme, MARKS, MARK_LEAST) == {}
    ring = (theme.property("saffron"), theme.property("saffronEdge"))
    grounds = [
        theme.property(ground) for ground in ("paper", "rail", "card", "pineSoft", "pine", "cover")
    ]
    assert all(max(contrast(one, ground) for one in ring) >= MARK_LEAST for ground in grounds)


def test_every_theme_has_every_colour(theme: Any) -> None:
    themes = theme.property("themes").toVariant()
    assert set(themes) == set(THEMES)
    assert len({tuple(sorted(tokens)) for tokens in themes.values()}) == 1


def sizes(theme: Any, panel: str, step: int) -> dict[str, tuple[float, float]]:
    """Height of capitals and of small letters, in mm, of each kind of text."""
    width, height, scale = PANELS[panel]
    for name, value in (("width", width), ("height", height), ("pxPerMm", scale), ("step", step)):
        theme.setProperty(name, value)
    return {
        name: letters(theme.property(name), scale) for name in ("label", "small", "body", "heading")
    }


def letters(pixels: int, scale: float) -> tuple[float, float]:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(pixels)
    return QFontMetricsF(font).capHeight() / scale, QFontMetricsF(font).xHeight() / scale


@pytest.mark.parametrize("panel", PANELS)
def test_capitals_are_three_sixteenths_of_an_inch_in_normal_text(theme: Any, panel: str) -> None:
    assert [name for name, (cap, _) in sizes(theme, panel, 0).items() if cap < CAP_MM] == []


@pytest.mark.parametrize("panel", PANELS)
def test_large_text_is_seen_at_seven_tenths_of_a_degree(theme: Any, panel: str) -> None:
    found = sizes(theme, panel, 1)
    del found["label"]  # the fixed controls have their place, and no more
    angle = ANGLE_MM[400 if panel.startswith('10"') else 500]
    assert {n: s for n, s in found.items() if s[0] < angle or s[1] < X_MM} == {}


@pytest.mark.parametrize("panel", PANELS)
def test_the_largest_text_is_half_as_large_again(theme: Any, panel: str) -> None:
    large, largest = (sizes(theme, panel, step)["body"][0] for step in (1, 2))
    assert largest >= 1.5 * large


@pytest.mark.parametrize("panel", PANELS)
def test_no_text_is_smaller_in_a_larger_size(theme: Any, panel: str) -> None:
    steps = [sizes(theme, panel, step) for step in range(3)]
    for one, two in pairwise(steps):
        assert [name for name in one if two[name] < one[name]] == []
