"""Responses on paper: one after the other in one file, each beginning on a new page.

Read, written and let go of one by one, so that memory does not grow with their number.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from kiosk.forms.bidi import Direction
from kiosk.forms.summarising import Say
from kiosk.forms.summary import Line, Summary, score_words
from kiosk.papers.colours import HAIR, MUTED, NOTICE, NOTICE_EDGE, PINE, PINE_SOFT
from kiosk.papers.edges import draw_ends
from kiosk.papers.flow import Strip, paginate, space, stacked, together
from kiosk.papers.shapes import rule
from kiosk.papers.sheet import SIZES, Cancelled, Sheet, sheet_on
from kiosk.papers.text import Setter, Style

_SIDE: Final = 20.0
_TOP: Final = 24.0
_BOTTOM: Final = 20.0
_PAD: Final = 3.0
_PANEL_LINES: Final = 20
"""A panel is never cut, so it has to be lower than a page."""

TITLE: Final = Style(18, bold=True)
NOTICE_TEXT: Final = Style(12, bold=True)
FACT: Final = Style(9.5, colour=MUTED)
SCORE: Final = Style(12, bold=True)
HEADING: Final = Style(11.5, bold=True, colour=PINE)
QUESTION: Final = Style(10, colour=MUTED)
ANSWER: Final = Style(11.5, bold=True)
UNANSWERED: Final = Style(11, italic=True, colour=MUTED)


@dataclass(frozen=True)
class Letterhead:
    """What stands at the edge of every page.

    Attributes:
        clinic: its name.
        kiosk: what people call the kiosk; "" where they don't.
        printed: when, as a person reads it.
        say: `say(key, **values)`: the words of paper in the reader's language.
        paper: one of `SIZES`.
    """

    clinic: str
    kiosk: str
    printed: str
    say: Say
    paper: str = "a4"


DirectionOf = Callable[[str], Direction]


def _unheard(_done: int) -> None:
    """Nobody waits."""


def _never() -> bool:
    return False


def write_pdf(  # noqa: PLR0913 - keyword-only: who waits, and what of it
    summaries: Iterable[Summary],
    out: BinaryIO,
    letterhead: Letterhead,
    *,
    direction_of: DirectionOf,
    report: Callable[[int], None] = _unheard,
    cancelled: Callable[[], bool] = _never,
) -> int:
    """All responses into one PDF; how many there were. Needs `kiosk.papers.fonts`' application.

    Args:
        summaries: read one by one.
        out: a file opened for writing (`kiosk.export.files.whole_file`).
        letterhead: what stands at the edges.
        direction_of: which way a language runs.
        report: told after each how many are done.
        cancelled: asked before each.

    Raises:
        Cancelled: it was cancelled; the file is to be thrown away.
        OSError: it can't be written, the disk is full for instance.
    """
    done = 0
    size = SIZES[letterhead.paper]
    with sheet_on(out, size, title=letterhead.clinic) as sheet:
        for summary in summaries:
            if cancelled():
                raise Cancelled
            _Response(sheet, letterhead, summary, direction_of(summary.language)).draw()
            done += 1
            report(done)
    return done


class _Response:
    """One response on the pages of a sheet."""

    def __init__(
        self, sheet: Sheet, letterhead: Letterhead, summary: Summary, direction: Direction
    ) -> None:
        self._sheet, self._head, self._summary = sheet, letterhead, summary
        self._setter = Setter(sheet, direction)
        self._left = sheet.mm(_SIDE)
        self._width = sheet.width - 2 * self._left

    def draw(self) -> None:
        """Its pages, one after the other."""
        room = self._sheet.height - self._sheet.mm(_TOP + _BOTTOM)
        pages = paginate(self._strips(), room)
        for number, page in enumerate(pages, start=1):
            self._sheet.page()
            self._edges(number, len(pages))
            for y, strip in page:
                strip.draw(self._sheet.painter, self._left, self._sheet.mm(_TOP) + y)

    def _strips(self) -> Iterator[Strip]:
        summary, mm = self._summary, self._sheet.mm
        yield from self._lines(summary.title, TITLE)
        yield space(mm(2))
        for notice in summary.notices:
            yield from self._panel(self._inside(notice, NOTICE_TEXT), NOTICE, NOTICE_EDGE)
            yield space(mm(3))
        for name, value in summary.facts:
            yield from self._lines(f"{name}: {value}", FACT)
        if summary.scores:
            yield space(mm(4))
            scores = (f"{score.name}: {score_words(score)}" for score in summary.scores)
            lines = [strip for text in scores for strip in self._inside(text, SCORE)]
            few = len(lines) <= _PANEL_LINES
            yield from self._panel(lines, PINE_SOFT, PINE_SOFT) if few else lines
        for part in summary.parts:
            yield space(mm(5))
            if part.heading:
                yield from together(self._lines(part.heading, HEADING), keep=True)
                yield space(mm(1), keep=True)
            for line in part.lines:
                yield from self._line(line)

    def _line(self, line: Line) -> Iterator[Strip]:
        mm = self._sheet.mm
        style = ANSWER if line.state in {"answered", "stated"} else UNANSWERED
        yield space(mm(1.6))
        yield from self._lines(line.question, QUESTION, keep=True)
        yield space(mm(0.4), keep=True)
        yield from self._lines(line.answer, style, keep=True)
        yield Strip(mm(1.6), rule(self._width, mm(1.6), self._sheet.per_mm))

    def _lines(self, text: str, style: Style, *, keep: bool = False) -> list[Strip]:
        return self._setter.lines(text, style, self._width, keep=keep)

    def _inside(self, text: str, style: Style) -> list[Strip]:
        """Lines that leave room for the edge of a panel around them."""
        pad = self._sheet.mm(_PAD)
        return self._setter.inset(text, style, self._width, start=pad, end=pad)

    def _panel(self, lines: list[Strip], ground: str, edge: str) -> list[Strip]:
        """Lines on a coloured ground."""
        pad = self._sheet.mm(_PAD)
        inside = stacked(lines)
        height = inside.height + 2 * pad

        def draw(painter: QPainter, x: float, y: float) -> None:
            painter.setPen(QPen(QColor(edge), self._sheet.mm(0.3)))
            painter.setBrush(QColor(ground))
            painter.drawRect(QRectF(x, y, self._width, height))
            inside.draw(painter, x, y + pad)

        return [Strip(height, draw)]

    def _edges(self, number: int, count: int) -> None:
        sheet, say, mm = self._sheet, self._head.say, self._sheet.mm
        line = mm(_TOP - 6)
        painter = sheet.painter
        painter.setPen(QPen(QColor(HAIR), mm(0.2)))
        painter.drawLine(QLineF(self._left, line, self._left + self._width, line))
        place = " · ".join(filter(None, (self._head.clinic, self._head.kiosk)))
        self._ends(mm(12), place, say("paper_printed", moment=self._head.printed))
        identity = say("paper_response", id=self._summary.short_id)
        page = say("paper_page", number=number, count=count)
        self._ends(sheet.height - mm(13), identity, page)

    def _ends(self, y: float, first: str, last: str) -> None:
        draw_ends(self._setter, (first, last), (self._left, y), self._width)
