"""Whether every target of a page has a name, is large enough, and far enough from the others."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from kiosk.trial.finding import GAP_MM, KEY_MM, TARGET_MM, Box, Finding, Glass
from kiosk.trial.page import Page, Piece, Spoken

PIXEL: Final = 1.0
NEARLY_ALL: Final = 0.9
"""Of the window: an area that takes every touch, so that what is beneath gets none."""


def target_findings(page: Page, glass: Glass) -> Iterator[Finding]:
    """What is wrong with the targets of a page."""
    targets = page.targets()
    yield from _unnamed(page, targets)
    for node in targets:
        yield from _size(page, node, glass)
    yield from _gaps(page, targets, glass)


def _unnamed(page: Page, targets: list[Spoken]) -> Iterator[Finding]:
    for node in targets:
        if not node.name:
            yield Finding("unnamed-node", f"a {node.role} without a name", node.box)
    known, names = {node.piece for node in targets}, {node.name for node in targets}
    for kind in ("button", "area", "field"):
        for place in page.of_kind(kind):
            if known.isdisjoint({place, *page.ancestors(place)}) and _takes_touches(page, place):
                piece = page.pieces[place]
                if _repeats(piece, names):
                    continue
                what = piece.type.split("_QML", maxsplit=1)[0]
                yield Finding("unnamed-node", f"{what}: not in the tree", piece.box)


def _repeats(piece: Piece, names: set[str]) -> bool:
    """Whether it is one more place to touch for what is in the tree already: a body's other arm."""
    return bool(piece.item.property("unsaid")) and piece.item.property("label") in names


def _takes_touches(page: Page, place: int) -> bool:
    piece = page.pieces[place]
    whole = piece.kind == "area" and piece.shown.area >= NEARLY_ALL * page.window.area
    idle = piece.kind == "field" and piece.item.property("readOnly")
    return piece.item.isEnabled() and not whole and not idle


def _size(page: Page, node: Spoken, glass: Glass) -> Iterator[Finding]:
    shown = node.box if node.piece < 0 else page.pieces[node.piece].shown
    least = KEY_MM if page.is_key(node.piece) else TARGET_MM
    width, height = shown.width / glass.px_per_mm, shown.height / glass.px_per_mm
    if node.box.within(page.window.grown(PIXEL)) != node.box:
        yield Finding("off-window", f"{node.name} leaves the window", node.box)
    elif min(width, height) < least - PIXEL / glass.px_per_mm:
        yield Finding("small-target", f"{node.name}: {width:.1f} x {height:.1f} mm", node.box)


def _gaps(page: Page, targets: list[Spoken], glass: Glass) -> Iterator[Finding]:
    near = GAP_MM * glass.px_per_mm - PIXEL
    for one, other in combinations(targets, 2):
        if one.box.grown(near).meets(other.box) and not _nested(page, one, other):
            apart = _apart(one.box, other.box) / glass.px_per_mm
            what = f"{one.name} | {other.name}: {apart:.1f} mm"
            yield Finding("small-gap", what, one.box)


def _apart(one: Box, other: Box) -> float:
    across = max(one.left - other.right, other.left - one.right)
    return max(0.0, across, one.top - other.bottom, other.top - one.bottom)


def _nested(page: Page, one: Spoken, other: Spoken) -> bool:
    if one.piece < 0 or other.piece < 0:
        return False
    return one.piece in page.ancestors(other.piece) or other.piece in page.ancestors(one.piece)
