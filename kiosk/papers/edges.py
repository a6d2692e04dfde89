"""What stands at the edges of every page, so that loose sheets are told apart."""

from typing import Final

from kiosk.papers.colours import MUTED
from kiosk.papers.text import Setter, Style

EDGE: Final = Style(8.5, colour=MUTED)
_MOST: Final = 500
"""No line at an edge has room for so many letters; what would be cut is not set on every page."""


def draw_ends(
    setter: Setter, texts: tuple[str, str], at: tuple[float, float], width: float
) -> None:
    """Two texts at the two ends of a line: the first where reading begins, cut if need be."""
    (first, last), (left, y) = texts, at
    gap = setter.sheet.mm(4)
    wide = min(setter.natural(last, EDGE) + setter.sheet.mm(1), width / 2)
    narrow = width - wide - gap
    if first:
        cut = setter.lines(first[:_MOST], EDGE, narrow)[0]
        cut.draw(setter.sheet.painter, left + setter.place(0, narrow, width), y)
    if last:
        setter.draw(last, EDGE, left + setter.place(width - wide, wide, width), y, wide)
