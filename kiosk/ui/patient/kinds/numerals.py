"""Numbers as people write them: read exactly, never guessed, and written in a language's figures.

What is read, in whatever figures (Latin, Arabic-Indic, Persian, …):

- The language's own decimal sign is the decimal sign: "1.234" is 1 and 234 thousandths in English.
- Another language's is taken where it can be nothing else ("37,5" in English). One that could
  as well stand between thousands ("1,234" in English, "1.234" in German) is `UNCLEAR`, and so is
  said to the patient: a wrong guess would be wrong by a thousand.
- What stands between groups of three figures is left out: blanks and apostrophes; a point or comma
  where there are several of it, or where the other one stands behind it ("1,234.5").
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

NOTHING: Final = "nothing"
NO_NUMBER: Final = "no number"
UNCLEAR: Final = "unclear"
TOO_LONG: Final = "too long"

MOST_FIGURES: Final = 18
"""As many figures as XML Schema asks every reader of a decimal to bear."""
_LONGEST: Final = 64
_LEFT_TO_RIGHT: Final = "\u200e"
_MINUS: Final = "\u2212"

_UNSEEN: Final = re.compile("[\u200b-\u200f\u061c\u2060\u2066-\u2069\u202a-\u202e\ufeff]")
_MINUSES: Final = re.compile("[-\u2010-\u2013\u2212\ufe63\uff0d]")
_BETWEEN: Final = re.compile("[\\s'\u2019\u066c]")
_COMMAS: Final = re.compile("[,\u060c\uff0c]")
_ALWAYS_DECIMAL: Final = "\u066b"
_SHAPE: Final = re.compile("([+-]?) ?([0-9., \u066b]*)")
_GROUPED: Final = r"[0-9]{{1,3}}(?:{0}[0-9]{{3}})+"
_GROUP: Final = 3


class Figures(msgspec.Struct, frozen=True):
    """How a language writes numbers.

    Attributes:
        digits: its ten figures, nought first.
        decimal: what stands before the tenths.
    """

    digits: str = "0123456789"
    decimal: str = "."


class Read(NamedTuple):
    """What a text was read as.

    Attributes:
        number: exact, with the decimal places that were written; None where it is none.
        problem: `NOTHING`, `NO_NUMBER`, `UNCLEAR`, `TOO_LONG`, or "".
    """

    number: Decimal | None = None
    problem: str = ""


def figures_of(say: Callable[..., str]) -> Figures:
    """The figures of the language that the screen speaks."""
    return Figures(say("digits"), say("decimal_sign"))


def read(text: str, figures: Figures) -> Read:
    """The number a text stands for."""
    plain = _plain(text[: _LONGEST + 1])
    if not plain:
        return Read(problem=NOTHING)
    found = _SHAPE.fullmatch(plain)
    if found is None:
        return Read(problem=NO_NUMBER)
    digits = sum(letter.isdigit() for letter in plain)
    if len(text) > _LONGEST or digits > MOST_FIGURES:
        return Read(problem=TOO_LONG)
    return _number(found[1], found[2], _plain(figures.decimal))


def write(number: Decimal | int, figures: Figures) -> str:
    """A number in figures, with the decimal places it has.

    A negative one begins with a mark that keeps its sign before it in text from right to left.
    """
    digits = format(abs(Decimal(number)), "f")
    written = "".join(_figure(letter, figures) for letter in digits)
    return f"{_LEFT_TO_RIGHT}{_MINUS}{written}" if number < 0 else written


def _figure(letter: str, figures: Figures) -> str:
    return figures.decimal if letter == "." else figures.digits[int(letter)]


def _plain(text: str) -> str:
    """The text in Latin figures: "." and "," as they came, one blank for all between groups."""
    seen = _UNSEEN.sub("", text).strip()
    seen = _COMMAS.sub(",", _BETWEEN.sub(" ", _MINUSES.sub("-", seen)))
    return "".join(_latin(letter) for letter in seen)


def _latin(letter: str) -> str:
    return str(unicodedata.decimal(letter, letter))


def _number(sign: str, written: str, decimal: str) -> Read:
    whole, mark, tenths = _parted(written, decimal)
    if mark is None:
        return Read(problem=UNCLEAR)
    grouped = [between for between in " .," if between in whole]
    fits = not grouped or (
        len(grouped) == 1
        and grouped[0] != mark
        and re.fullmatch(_GROUPED.format(re.escape(grouped[0])), whole)
    )
    figures = re.sub("[ .,]", "", whole)
    if not fits or not (figures or tenths) or not (tenths.isdigit() or not tenths):
        return Read(problem=NO_NUMBER)
    number = Decimal(f"{sign}{figures or 0}{'.' * bool(tenths)}{tenths}")
    return Read(number or abs(number))


def _parted(written: str, decimal: str) -> tuple[str, str | None, str]:
    """The whole part, the decimal sign ("" for none, None where that is unclear), the tenths."""
    if _ALWAYS_DECIMAL in written:
        whole, _, tenths = written.partition(_ALWAYS_DECIMAL)
        return whole, _ALWAYS_DECIMAL, tenths
    last = max(written.rfind("."), written.rfind(","))
    if last < 0:
        return written, "", ""
    whole, mark, tenths = written[:last], written[last], written[last + 1 :]
    if mark in whole:
        return written, "", ""  # several of them only ever stand between groups
    return whole, _sure(mark, whole, tenths, decimal), tenths


def _sure(mark: str, whole: str, tenths: str, decimal: str) -> str | None:
    """The mark where it can only be a decimal sign, None where it may stand between thousands."""
    other_between = any(between in whole for between in " .,")
    may_group = len(tenths) == _GROUP and bool(re.fullmatch("[1-9][0-9]{0,2}", whole))
    return mark if mark == decimal or other_between or not may_group else None
