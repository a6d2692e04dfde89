"""Whether every text stands out from its ground, measured from the pixels."""

from collections.abc import Iterator
from typing import Final

from kiosk.trial.finding import LARGE_MM, Finding, Glass
from kiosk.trial.pixels import Pixels, text_contrast
from kiosk.trial.texts import SeenText

USUAL: Final = 7.0
LARGE: Final = 4.5
STRONG: Final = 15.0
ROWS: Final = 12
"""How many rows of a text are looked at first: enough to cross its letters."""

ROUNDING: Final = 0.005
"""Colours have 256 steps; a ratio is met that is met to two digits."""


def contrast_findings(texts: list[SeenText], pixels: Pixels, glass: Glass) -> Iterator[Finding]:
    """The texts that are too faint; a control that is switched off may be (WCAG 1.4.3)."""
    for text in texts:
        if text.item.isEnabled() and text.shown.area:
            least = _least(text, glass)
            measured = _measured(text, pixels, least)
            if measured < least - ROUNDING:
                why = f"has {measured:.1f}:1 instead of {least:g}:1"
                yield text.finding("low-contrast", why)


def _least(text: SeenText, glass: Glass) -> float:
    if glass.strong:
        return STRONG
    return LARGE if text.size >= LARGE_MM * glass.px_per_mm else USUAL


def _measured(text: SeenText, pixels: Pixels, least: float) -> float:
    """A few rows tell it mostly; all are looked at before a text is called faint."""
    colour = text.item.property("color")
    ink, part = colour.rgb() & 0xFFFFFF, float(colour.alphaF()) * text.opacity
    every = max(1, int(text.shown.height / ROWS))
    soon = text_contrast(pixels.colours(text.shown, every), ink, part)
    return soon if soon >= least else text_contrast(pixels.colours(text.shown), ink, part)
