"""Whether a page is read in the order it is seen, begins with its heading, and the focus is there.

Reading order and visual order agree where nothing that is read later stands straight above, or on
the same line before, what was read earlier. Columns may be read one after the other.
"""

from collections.abc import Iterator
from typing import Final

from kiosk.trial.finding import Box, Finding, Glass
from kiosk.trial.page import READ, UNSEEN, Page, Spoken

BEGINNINGS: Final = frozenset({"Heading", "AlertMessage"})
"""Where a page begins to be read: at its heading, or at what is wrong with the answer."""

FIELDS: Final = "FieldRow"
SHARED: Final = 0.5
"""Of the smaller of two: so much must be on the same line, or in the same column."""


def reading_findings(page: Page, glass: Glass) -> Iterator[Finding]:
    """What is wrong with the way a page is read."""
    yield from _headings(page)
    yield from _order(page, rtl=glass.rtl)
    yield from _focus(page, fresh=glass.fresh)


def _headings(page: Page) -> Iterator[Finding]:
    headings = [node for node in page.nodes if node.role == "Heading"]
    if not headings:
        yield Finding("no-heading", "nothing says what this page is", page.window)
    if len(headings) > 1:
        names = " | ".join(node.name for node in headings)
        yield Finding("many-headings", names, headings[1].box)


def _order(page: Page, *, rtl: bool) -> Iterator[Finding]:
    read = [node for node in page.nodes if node.name and _is_read(page, node)]
    boxes = [_shown(page, node) for node in read]
    for place, node in enumerate(read):
        for one, box in zip(read[:place], boxes, strict=False):
            keys = _are_keys(page, node, one)
            before = _comes_before(boxes[place], box, rtl=rtl and not keys)
            if before and not (_inside(page, node, one) or _as_written(page, node, one)):
                yield Finding("order", f"{node.name} is read after {one.name}", node.box)
                break


def _is_read(page: Page, node: Spoken) -> bool:
    """Whether it says something of its own: what only helps eyes may stand anywhere."""
    unsaid = node.piece >= 0 and page.pieces[node.piece].item.property("unsaid")
    return not unsaid and (node.interactive or node.role in READ)


def _shown(page: Page, node: Spoken) -> Box:
    """What is seen of it: a text that is turned to may go on where nothing is seen of it."""
    return node.box if node.piece < 0 else page.pieces[node.piece].shown


def _as_written(page: Page, node: Spoken, other: Spoken) -> bool:
    """Whether both are fields of one date or time, which stand as that language writes them."""
    rows = [_around(page, one, FIELDS) for one in (node, other)]
    return rows[0] is not None and rows[0] == rows[1]


def _around(page: Page, node: Spoken, kind: str) -> int | None:
    places = page.ancestors(node.piece) if node.piece >= 0 else ()
    return next((one for one in places if page.pieces[one].type.startswith(kind)), None)


def _are_keys(page: Page, node: Spoken, other: Spoken) -> bool:
    """Whether both are keys of a keyboard, which begins at the left in every language."""
    both = (node.piece, other.piece)
    return all(place >= 0 and page.is_key(place) for place in both)


def _comes_before(one: Box, other: Box, *, rtl: bool) -> bool:
    if not (one.area and other.area):
        return False
    if one.bottom <= other.top + 1:
        lap = min(one.right, other.right) - max(one.left, other.left)
        return lap > SHARED * min(one.width, other.width)
    lap = min(one.bottom, other.bottom) - max(one.top, other.top)
    beside = one.left >= other.right - 1 if rtl else one.right <= other.left + 1
    return beside and lap > SHARED * min(one.height, other.height)


def _inside(page: Page, node: Spoken, other: Spoken) -> bool:
    return node.piece >= 0 and other.piece in page.ancestors(node.piece)


def _focus(page: Page, *, fresh: bool) -> Iterator[Finding]:
    for piece in page.pieces:
        hidden = piece.opacity < UNSEEN or not piece.shown.within(page.window).area
        if hidden and piece.item.activeFocusOnTab() and piece.item.isEnabled():
            name = piece.type.split("_QML", maxsplit=1)[0]
            yield Finding("focus", f"{name} can have the focus and is not seen", piece.box)
    focused = [node for node in page.nodes if node.focused]
    if fresh and not any(node.role in BEGINNINGS for node in focused):
        names = " | ".join(f"{node.role} {node.name}" for node in focused) or "nothing"
        box = focused[0].box if focused else page.window
        yield Finding("focus", f"is on {names}, not on the heading", box)
