"""Whether every text of a page can be read: whole, large enough, and aloud."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import digit

from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtQml import QQmlExpression, qmlContext

from kiosk.trial.finding import CAPITAL_MM, Box, Code, Finding, Glass
from kiosk.trial.page import Page, Piece, Spoken, plain

LEAN: Final = 0.1
"""Of a letter's size: the last glyph of a line may lean over its own advance."""

SWEPT: Final = "\u06d2"
"""Urdu's yeh barree: it reaches back under its word, which Qt counts as if it went on."""

BACK: Final = 0.4
"""Of a letter's size: so far it reaches back at most."""

CUT: Final = 0.2
"""Of a letter's size: so much of a line's height is air."""

SAID_ANYWHERE: Final = 12
"""A text of so many letters may be said by a node that is elsewhere; a shorter one is found in
others by chance.
"""

OPAQUE: Final = 0.3
PIXEL: Final = 1.0
QUOTED: Final = 60
DRAWN: Final = (
    "[effectiveHorizontalAlignment, verticalAlignment, leftPadding, topPadding, fontInfo.pixelSize]"
)
ALIGNED: Final = {1: 0.0, 2: 1.0, 4: 0.5, 32: 0.0, 64: 1.0, 128: 0.5}
"""Qt.AlignmentFlag to how much of the free room is before the text."""


class SeenText:
    """A text as it is drawn.

    Attributes:
        place: its place in `Page.pieces`.
        words: what it says.
        size: of its font in pixels.
        box: where its lines are, as if nothing clipped them.
        shown: what of that is left by what clips.
    """

    def __init__(self, page: Page, place: int) -> None:
        piece = page.pieces[place]
        item = piece.item
        self.place, self.item, self.opacity = place, item, piece.opacity
        self.words: str = item.property("text") or ""
        self.font: QFont = item.property("font")
        self.size = float(self.font.pixelSize())
        self.wide = self._width(piece.box.width)
        self.high = float(item.property("contentHeight") or 0)
        self.box = self._lines(piece.box) if piece.kind == "text" else piece.box
        self.shown = self.box.within(piece.shown.grown(self.size * LEAN, self.size * CUT))

    @property
    def core(self) -> Box:
        """Where its letters are: without the air around them."""
        return self.shown.grown(-self.size * LEAN, -self.size * CUT)

    def finding(self, code: Code, why: str) -> Finding:
        """A finding about it."""
        words = plain(self.words)
        return Finding(code, f"“{words[:QUOTED]}” {why}".rstrip(), self.box)

    def _width(self, place: float) -> float:
        wide = float(self.item.property("contentWidth") or 0)
        back = self.size * BACK if SWEPT in self.words else 0.0
        return wide - min(back, max(0.0, wide - place))

    def _lines(self, box: Box) -> Box:
        context = qmlContext(self.item)
        if context is None:  # made by Qt itself, in no file
            return box
        told = QQmlExpression(context, self.item, DRAWN).evaluate()[0]
        across, down, left, top, size = told.toVariant()
        self.size = float(size)  # a text may be drawn smaller than was asked for
        x = box.left + left + ALIGNED.get(int(across), 0.0) * max(0.0, box.width - self.wide)
        y = box.top + top + ALIGNED.get(int(down), 0.0) * max(0.0, box.height - self.high)
        return Box(x, y, x + self.wide, y + self.high)


def seen_texts(page: Page) -> dict[int, SeenText]:
    """All texts that say something and are drawn, by their place in `Page.pieces`."""
    found = ((place, SeenText(page, place)) for place in page.of_kind("text"))
    return {place: text for place, text in found if text.words.strip()}


def text_findings(page: Page, texts: dict[int, SeenText], glass: Glass) -> Iterator[Finding]:
    """What is wrong with the texts of a page."""
    painted = [place for place in range(len(page.pieces)) if _paints(page, place, texts)]
    for text in texts.values():
        over = (texts.get(place, page.pieces[place]) for place in painted if place > text.place)
        yield from _whole(page, text, over)
        capital = capital_px(text.font.family(), int(text.size), text.font.weight())
        if capital < CAPITAL_MM * glass.px_per_mm - PIXEL / 2:
            yield text.finding("small-text", f"has capitals of {capital / glass.px_per_mm:.1f} mm")
        if not _said(page.nodes, text):
            yield text.finding("unseen-text", "is read by nobody")
    for place in page.of_kind("field"):
        field = SeenText(page, place)
        if field.wide > page.pieces[place].box.width + field.size:
            yield field.finding("clipped-text", "is wider than its field")


@lru_cache(maxsize=64)
def capital_px(family: str, size: int, weight: int) -> float:
    """The height of a capital letter in pixels."""
    font = QFont(family)
    font.setPixelSize(max(1, size))
    font.setWeight(QFont.Weight(weight))
    return QFontMetricsF(font).capHeight()


def _whole(page: Page, text: SeenText, over: Iterator[SeenText | Piece]) -> Iterator[Finding]:
    if not _contains(page.window, text.shown, text.size * LEAN):
        yield text.finding("off-window", "leaves the window")
    elif why := _cut(page, text):
        yield text.finding("clipped-text", why)
    elif (cover := _covering(text, over)) is not None:
        yield text.finding("clipped-text", f"is covered by {_called(cover)}")
    lines = int(text.item.property("lineCount") or 1)
    if lines > len(text.words.split()) + text.words.count("\n"):
        yield text.finding("broken-word", f"has {lines} lines")


def _cut(page: Page, text: SeenText) -> str:
    piece = page.pieces[text.place]
    if text.item.property("truncated"):
        return "is truncated"
    if text.wide > piece.box.width + text.size * LEAN:
        return "is wider than its place"
    if text.high > piece.box.height + text.size * CUT:
        return "is higher than its place"
    cut = text.shown.width < text.box.width - PIXEL or text.shown.height < text.box.height - PIXEL
    return "is cut off" if cut and not _pages(page, text.place) else ""


def _pages(page: Page, place: int) -> bool:
    """Whether what clips a text has a button close to it that shows the rest."""
    for around in page.ancestors(place):
        clip = page.pieces[around]
        if clip.item.clip():
            beside = [one for one in page.inside(clip.above) if one.above == clip.above]
            near = [one for one in beside if clip.shown.grown(one.box.height).meets(one.shown)]
            return any(one.kind == "button" for one in near)
    return False


def _covering(text: SeenText, over: Iterator[SeenText | Piece]) -> SeenText | Piece | None:
    """The first of what is painted later that lies on the middle of a text."""
    core = text.core
    if not core.area:
        return None
    meeting = (one for one in over if core.meets(_core(one)))
    return next((one for one in meeting if not _within(one, text)), None)


def _core(one: SeenText | Piece) -> Box:
    return one.core if isinstance(one, SeenText) else one.shown


def _within(one: SeenText | Piece, text: SeenText) -> bool:
    item = one.item.parentItem()
    while item is not None and item != text.item:
        item = item.parentItem()
    return item is not None


def _paints(page: Page, place: int, texts: dict[int, SeenText]) -> bool:
    piece = page.pieces[place]
    if piece.opacity < OPAQUE or not piece.shown.area:
        return False
    if piece.kind == "rectangle":
        return float(piece.item.property("color").alphaF()) >= OPAQUE
    if piece.kind == "image":
        return bool(piece.item.property("source").toString())
    return place in texts or piece.kind == "field"


def _called(one: SeenText | Piece) -> str:
    if isinstance(one, SeenText):
        return f"“{plain(one.words)[:QUOTED]}”"
    return one.type.split("_QML", maxsplit=1)[0]


def _said(nodes: list[Spoken], text: SeenText) -> bool:
    words = _latin(plain(text.words).casefold())
    if not any(map(str.isalnum, words)):  # a sign, which is said by its name
        around = (node.box.grown(text.size * LEAN) for node in nodes if node.name)
        return any(box.within(text.box) == text.box for box in around)
    anywhere = len(words) >= SAID_ANYWHERE
    return any(
        words in _latin(node.said) and (anywhere or node.box.meets(text.box)) for node in nodes
    )


def _latin(words: str) -> str:
    """The same with its digits as 0 to 9: a key may show another script than its name."""
    return words if words.isascii() else "".join(str(digit(one, one)) for one in words)


def _contains(window: Box, box: Box, lean: float) -> bool:
    outer = window.grown(max(PIXEL, lean))
    return box.within(outer) == box
