"""What a form on paper is made of."""

from typing import Literal, NamedTuple

END = "end"
"""Where to go on when no question is left."""


class Box(NamedTuple):
    """An answer to tick; `go` is the number of the question to go on with, `END`, or ""."""

    label: str
    go: str = ""


class Boxes(NamedTuple):
    """Answers to tick.

    Attributes:
        boxes: in the order of the form.
        many: whether several may be ticked.
        own: what stands before a line for words of one's own; "" for no such line.
    """

    boxes: tuple[Box, ...]
    many: bool
    own: str = ""


class Scale(NamedTuple):
    """Numbers in a row, one to tick, with the words at its ends."""

    numbers: tuple[str, ...]
    low: str
    high: str


class Lines(NamedTuple):
    """Lines to write on.

    Attributes:
        lines: how many.
        width: of a line, as part of the page's.
        units: one stands after the line; of several one is to be ticked.
    """

    lines: int
    width: float = 1.0
    units: tuple[str, ...] = ()


class Figures(NamedTuple):
    """Boxes for single figures: of a day, a month, a year, an hour, minutes; `rows` of them."""

    parts: tuple[str, ...]
    rows: int = 1


class Signature(NamedTuple):
    """Room to sign."""


class Desk(NamedTuple):
    """What can't be written down: the desk takes it. `kind`: "attachment" or "reference"."""

    kind: str


Space = Boxes | Scale | Lines | Figures | Signature | Desk
"""Where the answer goes."""


class Title(NamedTuple):
    """The words of a group; `level` from 1, the deeper the smaller."""

    text: str
    level: int
    condition: str = ""


class Note(NamedTuple):
    """A text of the form to read; `weight`: "plain", or "legal" where it is small print."""

    text: str
    weight: Literal["plain", "legal"] = "plain"
    condition: str = ""


class Question(NamedTuple):
    """One question.

    Attributes:
        number: stands before it.
        text: what is asked, word for word.
        hints: the texts inside it.
        condition: when it is to be answered, in words; "" for always.
        needed: whether it must be answered.
        space: where the answer goes.
        level: how deep it stands inside other questions, from 0.
        most: how many boxes may be ticked; 0 where that is not bounded.
    """

    number: str
    text: str
    hints: tuple[str, ...]
    condition: str
    needed: bool
    space: Space
    level: int = 0
    most: int = 0


class Row(NamedTuple):
    """A question in a table."""

    number: str
    text: str
    needed: bool


class Matrix(NamedTuple):
    """Questions with the same answers: a row for each question, a column for each answer."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Table(NamedTuple):
    """A group that repeats: a column for each question, an empty row for each time.

    `columns` are the questions with their numbers, in the order of the form.
    """

    columns: tuple[Row, ...]
    rows: int


Piece = Title | Note | Question | Matrix | Table
