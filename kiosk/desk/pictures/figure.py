"""A picture before it is drawn: bars with what they say, and the same in a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class Bar(NamedTuple):
    """One bar.

    Attributes:
        label: what it stands for.
        length: between 0 and the figure's `full`; None where it is too small to be told.
        said: the number in words, beside the bar: a picture is read without its colours.
    """

    label: str
    length: float | None
    said: str


@dataclass(frozen=True)
class Figure:
    """What one picture shows.

    Attributes:
        name: of its kind, for programs and file names: "days", "forms", "completion" …
        title, note: above and below it; the note says of how many, and what was left out.
        bars: in the order in which they are drawn.
        full: the length of a bar from end to end; above 0.
        upright: bars stand beside one another, as over days; else they lie below one another.
        from_answers: it was read from answers.
        heading, rows: the same as a table; each row as long as the heading.
    """

    name: str
    title: str
    note: str
    bars: tuple[Bar, ...]
    full: float
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    upright: bool = False
    from_answers: bool = False


class Phrases(Protocol):
    """What pictures say, in one language: the keys of `desk/pictures.toml` without `pictures_`."""

    def say(self, key: str, **values: object) -> str:
        """One text, its `{places}` filled."""

    def count(self, key: str, number: int) -> str:
        """A text with the number it counts at `{count}`."""

    def language(self, code: str) -> str:
        """What a language is called."""


def full_length(bars: Iterable[Bar]) -> float:
    """The longest of the bars; 1 where none has a length."""
    return max((bar.length for bar in bars if bar.length), default=1.0)


def document(figure: Figure) -> dict[str, Any]:
    """The figure for programs: `figure`, `title`, `note`, and a row for each line of its table."""
    rows = [dict(zip(figure.heading, row, strict=True)) for row in figure.rows]
    return {"figure": figure.name, "title": figure.title, "note": figure.note, "rows": rows}
