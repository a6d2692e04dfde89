"""A blank form on paper, for the day the screen is down: any form, as it is asked on the screen.

The words of the form stand there exactly; what is hidden or worked out does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.forms.bidi import Direction
from kiosk.forms.onpaper.conditions import Say
from kiosk.forms.onpaper.pieces import (
    Boxes,
    Lines,
    Matrix,
    Note,
    Piece,
    Question,
    Scale,
    Table,
    Title,
)
from kiosk.papers.answer_space import AnswerSpace
from kiosk.papers.colours import INK, LINE, MUTED, PINE
from kiosk.papers.edges import draw_ends
from kiosk.papers.flow import Strip, beside, paginate, space, stacked, together
from kiosk.papers.shapes import box
from kiosk.papers.sheet import SIZES, Sheet, sheet_on
from kiosk.papers.tables import Tables
from kiosk.papers.text import Setter, Style

_SIDE: Final = 17.0
_TOP: Final = 16.0
_BOTTOM: Final = 22.0
_GUTTER: Final = 10.0
_LABEL: Final = (76.0, 27.0)
_LEVELS: Final = (14.0, 12.5, 11.5)
_LONG_TITLE: Final = 140
_KEPT_LINES: Final = 20
_TITLE_LINES: Final = 8

TITLE: Final = Style(20, bold=True)
CLINIC: Final = Style(10.5, bold=True, colour=PINE)
ABOUT: Final = Style(11)
QUESTION: Final = Style(12, bold=True)
NUMBER: Final = Style(12, bold=True, colour=PINE)
HINT: Final = Style(10.5, colour=MUTED)
HOW: Final = Style(10, italic=True, colour=MUTED)
CONDITION: Final = Style(10.5, italic=True, colour=PINE)
SMALL_PRINT: Final = Style(9, colour=MUTED)
LABEL: Final = Style(8.5, colour=MUTED)
END_WORDS: Final = Style(11, bold=True, colour=PINE)


@dataclass(frozen=True)
class BlankForm:
    """A form to be printed.

    Attributes:
        title: of the form.
        about: what it is about; "" for nothing.
        version: how it is named in the footer, with its version.
        clinic: whose paper it is; "" for nobody's.
        pieces: what is asked (`kiosk.forms.onpaper.planning.plan_form`).
        direction: which way its language runs.
        say: the words of paper in that language.
    """

    title: str
    about: str
    version: str
    clinic: str
    pieces: tuple[Piece, ...]
    direction: Direction
    say: Say


def write_blank(form: BlankForm, out: BinaryIO, *, paper: str = "a4") -> int:
    """The form as PDF; how many pages. Needs `kiosk.papers.fonts.paper_application`.

    Raises:
        OSError: it can't be written.
    """
    with sheet_on(out, SIZES[paper], title=form.title) as sheet:
        return _Blank(sheet, form).draw()


class _Blank:
    def __init__(self, sheet: Sheet, form: BlankForm) -> None:
        self._sheet, self._form, self._say = sheet, form, form.say
        self._setter = Setter(sheet, form.direction)
        self._mm = sheet.mm
        self._left = sheet.mm(_SIDE)
        self._width = sheet.width - 2 * self._left

    def draw(self) -> int:
        """All pages; how many they are."""
        room = self._sheet.height - self._mm(_TOP + _BOTTOM)
        pages = paginate(self._strips(), room)
        for number, page in enumerate(pages, start=1):
            self._sheet.page()
            for y, strip in page:
                strip.draw(self._sheet.painter, self._left, self._mm(_TOP) + y)
            self._foot(number, len(pages))
        return len(pages)

    def _foot(self, number: int, count: int) -> None:
        if number == count:
            top = self._sheet.height - self._mm(_BOTTOM - 1)
            self._setter.draw(self._say("paper_end"), END_WORDS, self._left, top, self._width)
        page = self._say("paper_page", number=number, count=count)
        y = self._sheet.height - self._mm(12)
        draw_ends(self._setter, (self._form.version, page), (self._left, y), self._width)

    def _strips(self) -> Iterator[Strip]:
        yield from self._head()
        for piece in self._form.pieces:
            yield from self._piece(piece)

    def _piece(self, piece: Piece) -> Iterator[Strip]:
        if isinstance(piece, Title):
            yield from self._title(piece)
        elif isinstance(piece, Note):
            yield from self._note(piece)
        elif isinstance(piece, Question):
            yield from self._question(piece)
        else:
            yield from self._table(piece)

    def _head(self) -> Iterator[Strip]:
        """The title, and room for the patient's label beside it."""
        wide, high = map(self._mm, _LABEL)
        words = self._width - wide - self._mm(6)
        setter = self._setter
        clinic = setter.lines(self._form.clinic, CLINIC, words) if self._form.clinic else []
        name = setter.lines(self._form.title, TITLE, words)
        title = stacked([*clinic, space(self._mm(1.5)), *name[:_TITLE_LINES]])
        caption = stacked(setter.lines(self._say("paper_label"), LABEL, wide - self._mm(4)))
        at_title, at_label = (
            setter.place(0, words, self._width),
            setter.place(self._width - wide, wide, self._width),
        )

        def draw(painter: QPainter, x: float, y: float) -> None:
            title.draw(painter, x + at_title, y)
            box(painter, QRectF(x + at_label, y, wide, high), self._sheet.per_mm, LINE)
            caption.draw(painter, x + at_label + self._mm(2), y + self._mm(1.2))

        yield Strip(max(title.height, high), draw)
        yield space(self._mm(4))
        if len(name) > _TITLE_LINES:  # all of it, where there is room
            yield from self._lines(self._form.title, ABOUT)
        if self._form.about:
            yield from self._lines(self._form.about, ABOUT)
            yield space(self._mm(1.5))
        yield from self._lines(self._say("paper_how"), HINT)
        yield space(self._mm(2))

    def _title(self, piece: Title) -> Iterator[Strip]:
        size = _LEVELS[min(piece.level, len(_LEVELS)) - 1]
        long = len(piece.text) > _LONG_TITLE
        style = Style(11.5 if long else size, bold=True, colour=INK if long else PINE)
        yield space(self._mm(7), keep=True)
        yield from self._condition(piece.condition, 0)
        if piece.text:
            lines = self._lines(piece.text, style)
            yield from together(lines, keep=True) if len(lines) < _KEPT_LINES else lines
        yield space(self._mm(1), keep=True)

    def _note(self, piece: Note) -> Iterator[Strip]:
        yield space(self._mm(3.5), keep=True)
        yield from self._condition(piece.condition, 0)
        style = SMALL_PRINT if piece.weight == "legal" else ABOUT
        for paragraph in filter(None, (part.strip() for part in piece.text.split("\n"))):
            yield from self._lines(paragraph, style)
            yield space(self._mm(1))

    def _condition(self, words: str, indent: float) -> list[Strip]:
        if not words:
            return []
        told = self._say("paper_only_if", condition=words)
        return self._setter.inset(told, CONDITION, self._width, start=indent, keep=True)

    def _question(self, piece: Question) -> Iterator[Strip]:
        begin = self._mm(_GUTTER * piece.level)
        start = begin + self._mm(_GUTTER)
        setter = self._setter
        number = stacked(setter.lines(piece.number, NUMBER, self._mm(_GUTTER)))
        at = setter.place(begin, self._mm(_GUTTER), self._width)
        yield space(self._mm(6), keep=True)
        yield from self._condition(piece.condition, start)
        wide = self._mm(_GUTTER) + setter.natural(piece.number, NUMBER)
        start = max(start, begin + wide - self._mm(_GUTTER) + self._mm(3))
        text = setter.inset(piece.text, QUESTION, self._width, start=start, keep=True)
        yield from beside(text, lambda painter, x, y: number.draw(painter, x + at, y))
        if piece.hints:
            yield space(self._mm(0.8), keep=True)
        for hint in piece.hints:
            yield from setter.inset(hint, HINT, self._width, start=start, keep=True)
        how = " ".join(filter(None, (self._how(piece), self._needed(piece.needed))))
        if how:
            yield from setter.inset(how, HOW, self._width, start=start, keep=True)
        yield space(self._mm(1.8), keep=True)
        room = AnswerSpace(setter, self._say, self._width - start).strips(piece.space)
        shift = setter.place(start, self._width - start, self._width)
        yield from (strip.moved(shift) for strip in room)

    def _how(self, piece: Question) -> str:
        if isinstance(piece.space, Scale):
            return self._say("paper_tick_number")
        if isinstance(piece.space, Lines):
            return self._say("paper_tick_unit") if len(piece.space.units) > 1 else ""
        if not isinstance(piece.space, Boxes):
            return ""
        if not piece.space.many:
            return self._say("paper_tick_one")
        if piece.most > 1:
            return self._say("paper_tick_most", count=piece.most)
        return self._say("paper_tick_all")

    def _needed(self, needed: bool) -> str:  # noqa: FBT001 - what it says
        return self._say("paper_needed") if needed else ""

    def _table(self, piece: Matrix | Table) -> Iterator[Strip]:
        tables = Tables(self._setter, self._width)
        yield space(self._mm(3), keep=True)
        rows = piece.columns if isinstance(piece, Table) else piece.rows
        how = [] if isinstance(piece, Table) else [self._say("paper_tick_rows")]
        how += [self._say("paper_needed")] if any(row.needed for row in rows) else []
        if how:
            yield from self._lines(" ".join(how), HOW, keep=True)
            yield space(self._mm(1.5), keep=True)
        drawn = tables.repeated(piece) if isinstance(piece, Table) else tables.matrix(piece)
        yield from drawn

    def _lines(self, text: str, style: Style, *, keep: bool = False) -> Sequence[Strip]:
        return self._setter.lines(text, style, self._width, keep=keep)
