"""Whether outlines, focus rings and marks of what is chosen stand out: 3:1, from the pixels.

An edge is crossed at a dozen places from outside to inside. A colour there that is darker than
both its neighbours, or lighter, is a line; one between them is only the soft edge of a line.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from kiosk.trial.finding import Box, Finding, Glass
from kiosk.trial.page import Page, Piece, Spoken
from kiosk.trial.pixels import Pixels, contrast, luminance

LEAST: Final = 3.0
OUTSIDE_MM: Final = 1.4
INSIDE_MM: Final = 2.5
PLACES: Final = (0.4, 0.5, 0.6)
"""Parts of a side at which it is crossed: away from round corners."""

MOST: Final = 0.5
"""Of the crossings: a line that fewer show is no outline."""

MARK_MM2: Final = 4.0
"""What is chosen has so much more of a strong colour, beside its words, than what is not."""

SIMILAR: Final = 0.1
WINDOW: Final = 0.9

Crossings = list[list[int]]


def edge_findings(page: Page, pixels: Pixels, glass: Glass) -> Iterator[Finding]:
    """What of the controls of a page is drawn too faintly."""
    targets = [node for node in page.targets() if _seen(page, node)]
    for node in targets:
        yield from _outline(page, node, pixels, glass)
        yield from _ring(page, node, pixels, glass)
    yield from _marks(page, targets, pixels, glass)


def _seen(page: Page, node: Spoken) -> bool:
    if node.piece < 0:
        return False
    piece = page.pieces[node.piece]
    return bool(piece.item.isEnabled() and piece.shown.area)


def _outline(page: Page, node: Spoken, pixels: Pixels, glass: Glass) -> Iterator[Finding]:
    field = node.role == "EditableText"
    box = _frame(page, node) if field else page.pieces[node.piece].shown
    crossings = _crossings(pixels, box, glass)
    line = _line(crossings)
    best = _standing_out(crossings, line)
    if best < LEAST and (field or line is not None):
        yield Finding("low-contrast-edge", f"{node.name}: outline {best:.1f}:1", node.box)


def _frame(page: Page, node: Spoken) -> Box:
    """Where the outline of a field is: that of the smallest rectangle around it."""
    for place in page.ancestors(node.piece):
        piece = page.pieces[place]
        if piece.kind == "rectangle" and piece.shown.area < WINDOW * page.window.area:
            return piece.shown
    return page.pieces[node.piece].shown


def _ring(page: Page, node: Spoken, pixels: Pixels, glass: Glass) -> Iterator[Finding]:
    piece = page.pieces[node.piece]
    if not node.focused or not piece.item.property("visualFocus"):
        return
    rings = [one for one in page.inside(node.piece) if one.type.startswith("FocusRing")]
    if not rings:
        yield Finding("low-contrast-edge", f"{node.name}: no focus ring", node.box)
        return
    best = _best_stripe(_crossings(pixels, rings[0].shown, glass))
    if best < LEAST:
        yield Finding("low-contrast-edge", f"{node.name}: focus ring {best:.1f}:1", node.box)


def _marks(page: Page, targets: list[Spoken], pixels: Pixels, glass: Glass) -> Iterator[Finding]:
    chosen = [node for node in targets if node.checked]
    for node in chosen:
        here = _strong_px(page, node, pixels)
        rest = (one for one in targets if not one.checked and _alike(node, one))
        other = next(rest, None)
        there = 0 if other is None else _strong_px(page, other, pixels)
        if here - there < MARK_MM2 * glass.px_per_mm**2:
            yield Finding("low-contrast-edge", f"{node.name}: no mark of the choice", node.box)


def _alike(one: Spoken, other: Spoken) -> bool:
    close = abs(one.box.area - other.box.area) <= SIMILAR * one.box.area
    return one.role == other.role and close


def _strong_px(page: Page, node: Spoken, pixels: Pixels) -> int:
    """How many pixels beside its words stand out from the ground of a control."""
    words = [piece.shown for piece in _words(page, node)]
    found = pixels.colours(page.pieces[node.piece].shown, without=words)
    ground = found.most_common(1)[0][0] if found else 0
    return sum(n for colour, n in found.items() if contrast(colour, ground) >= LEAST)


def _words(page: Page, node: Spoken) -> list[Piece]:
    return [one for one in page.inside(node.piece) if one.kind == "text" and one.shown.area]


def _crossings(pixels: Pixels, box: Box, glass: Glass) -> Crossings:
    out, deep = OUTSIDE_MM * glass.px_per_mm, INSIDE_MM * glass.px_per_mm
    found: Crossings = []
    for part in PLACES:
        y, x = box.top + part * box.height, box.left + part * box.width
        found += (
            pixels.row(y, box.left - out, box.left + deep),
            pixels.row(y, box.right - deep, box.right + out)[::-1],
            pixels.column(x, box.top - out, box.top + deep),
            pixels.column(x, box.bottom - deep, box.bottom + out)[::-1],
        )
    return [[colour for colour, _ in groupby(one)] for one in found]


def _stripes(crossing: list[int]) -> set[int]:
    light = [luminance(colour) for colour in crossing]
    return {
        crossing[i]
        for i in range(1, len(crossing) - 1)
        if (light[i] - light[i - 1]) * (light[i] - light[i + 1]) > 0
    }


def _line(crossings: Crossings) -> int | None:
    """The colour of the outline; None where there is none."""
    counted = Counter(colour for one in crossings for colour in _stripes(one))
    colour, count = counted.most_common(1)[0] if counted else (0, 0)
    return colour if count >= MOST * len(crossings) else None


def _standing_out(crossings: Crossings, line: int | None) -> float:
    """How an edge stands out: its line, or what it holds, from what is around it or in it."""
    edges = [max(contrast(one[0], one[-1]), _from_line(one, line)) for one in crossings]
    return sorted(edges)[len(edges) // 2]


def _from_line(crossing: list[int], line: int | None) -> float:
    if line is None or line not in crossing:
        return 1.0
    return max(contrast(line, crossing[0]), contrast(line, crossing[-1]))


def _best_stripe(crossings: Crossings) -> float:
    best = [
        max((contrast(colour, one[0]) for colour in _stripes(one)), default=1.0)
        for one in crossings
    ]
    return sorted(best)[len(best) // 2]
