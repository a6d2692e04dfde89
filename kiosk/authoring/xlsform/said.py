"""A piece of FHIRPath and what it gives."""

from typing import Final, NamedTuple

from kiosk.authoring.xlsform.questions import NotExact, literal

BOOLEAN: Final = "boolean"
STRING: Final = "string"
INTEGER: Final = "integer"
DECIMAL: Final = "decimal"
DATE: Final = "date"
NUMBERS: Final = frozenset({INTEGER, DECIMAL})
ORDERED: Final = frozenset({"date", "dateTime", "time"})


class Said(NamedTuple):
    """A piece of FHIRPath.

    Attributes:
        text: the expression.
        type: what it gives: "boolean", "string", "integer", "decimal", "date" …
        sure: it gives true or false whatever is answered, never nothing.
    """

    text: str
    type: str
    sure: bool = False


NOTHING: Final = Said("{}", "")
"""XPath's '' where a value is expected."""


def sure(said: Said) -> str:
    """True or false: what gives nothing is not true, as in XPath."""
    if said.type != BOOLEAN:
        raise NotExact("a yes or no is expected there")
    return said.text if said.sure else f"({said.text}).anyTrue()"


def number(said: Said) -> Said:
    """The number that it is, or that its text means; nothing where it means none."""
    if said.type in NUMBERS:
        return said
    if said.type == STRING:
        return Said(f"({said.text}).toDecimal()", DECIMAL)
    if said.type in ORDERED:
        raise NotExact("the time between two dates is not counted")
    raise NotExact("a number is expected there")


def words(said: Said) -> str:
    """It as text; a decimal is written in several ways, and so is none."""
    if said.type == STRING:
        return said.text
    if said.type in {INTEGER, DATE}:
        return f"({said.text}).toString()"
    raise NotExact("it can't be said for sure how that is written as text")


def quoted(text: str) -> Said:
    """A text."""
    return Said(literal(text), STRING)
