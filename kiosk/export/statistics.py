"""What SPSS and Stata need to know of a table: a legal name, a type and labels for each column."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from kiosk.export.columns import CODE, OPTION, OTHER, UNIT, VALUE, Column
from kiosk.export.names import unique, utf8
from kiosk.export.tables import Table
from kiosk.export.values import (
    AMOUNT,
    CHOICE,
    DAY,
    MOMENT,
    NUMBER,
    TIME,
    YES_NO,
    Absent,
    Dated,
    Value,
)

NUMERIC, STRING, DATE, DATETIME, CLOCK = "numeric", "string", "date", "datetime", "time"

DECLINED: Final = -999_999_999
"""What a number is where the person would rather not say; labelled, and missing to the program."""

_PLAIN: Final = re.compile(r"[^A-Za-z0-9_]+")
_CODE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
_MIDNIGHT: Final = time()
_FIXED: Final[Mapping[str, tuple[str, int]]] = {
    "completed": (DATETIME, 0),
    "authored": (DATETIME, 0),
    "index": (NUMERIC, 0),
    "form": (STRING, 255),
    "version": (STRING, 255),
    "status": (STRING, 32),
    "language": (STRING, 64),
    "sync": (STRING, 16),
    "response": (STRING, 64),
    "answered by": (STRING, 64),
}


@dataclass(frozen=True)
class Variable:
    """One column as a statistics program has it.

    Attributes:
        name: legal there, and the only one of its table.
        kind: numeric, string, date, datetime or time.
        label: what is asked.
        width: bytes of the longest text, at least 1; of a string.
        values: label of each value, where it has some.
        declined: somebody would rather not say.
        whole: of a number: none has a point.
    """

    name: str
    kind: str
    label: str
    width: int
    values: Mapping[str, str]
    declined: bool = False
    whole: bool = True


def variables_of(
    table: Table, *, longest: int, legal: Callable[[str], str], one_form: bool
) -> list[Variable]:
    """The variables of a table, in the order of its columns.

    Args:
        table: planned for codes.
        longest: bytes a name may have.
        legal: makes a name of letters, digits and underscores legal.
        one_form: the name of the form can be left out.
    """
    wished = [*table.fixed, *(_wished(column, one_form) for column in table.columns)]
    names = unique(
        (legal(_PLAIN.sub("_", name).strip("_")) for name in wished),
        longest=longest, again="_{}", size=utf8,
    )  # fmt: skip
    made = [_fixed(name, heading) for name, heading in zip(names, table.fixed, strict=False)]
    for name, column in zip(names[len(made) :], table.columns, strict=True):
        made.append(_variable(name, column))
    return made


def as_number(value: Value, variable: Variable) -> Value:
    """A value as the variable holds it: declined and yes or no as numbers, a moment in full."""
    if isinstance(value, Absent):
        return DECLINED if variable.kind == NUMERIC else _declined_text(variable)
    if variable.kind == NUMERIC and isinstance(value, bool):
        return int(value)
    return value


def moment_of(value: date | datetime | time) -> datetime | None:
    """A day as the moment it begins; None for a time without a day."""
    if isinstance(value, datetime):
        return value
    return None if isinstance(value, time) else datetime.combine(value, _MIDNIGHT)


def one_line(text: str) -> str:
    """A text without line ends, which neither program reads in a cell or a label."""
    return " ".join(text.replace("\0", " ").split()) if _has_breaks(text) else text


def plain_text(value: Value) -> str:
    """A value as text, as FHIR has it."""
    if value is None:
        return ""
    if isinstance(value, Dated):
        return value.text
    return str(value.value if isinstance(value, Absent) else value)


def _has_breaks(text: str) -> bool:
    if text.isprintable():  # as nearly every text: none of those signs is
        return False
    return len(text.splitlines()) > 1 or any(
        sign in text for sign in "\r\n\0\x0b\x0c\x85\u2028\u2029"
    )


def _declined_text(variable: Variable) -> Value:
    return Absent.DECLINED if variable.kind == STRING else None


def _wished(column: Column, one_form: bool) -> str:  # noqa: FBT001
    return column.heading.partition(".")[2] if one_form else column.heading


def _fixed(name: str, heading: str) -> Variable:
    kind, width = _FIXED.get(heading, (STRING, 1024))
    return Variable(name, kind, heading, width, {})


def _variable(name: str, column: Column) -> Variable:
    known = column.question.kinds[column.family]
    kind, values = _kind_of(column)
    width = known.widest
    if column.part == OTHER:
        width = column.question.other_widest
    elif column.part == UNIT:
        width = known.unit_widest
    if known.declined and kind == STRING:
        width = max(width, len(Absent.DECLINED.value))
    # several answers to one question stand in one cell only where they have no columns of their own
    width = width if column.part != CODE or not column.question.multiple else 32_767
    whole = column.part != VALUE or known.whole
    return Variable(name, kind, column.said, max(width, 1), values, known.declined, whole)


def _kind_of(column: Column) -> tuple[str, Mapping[str, str]]:
    known = column.question.kinds[column.family]
    if column.part == OPTION:
        return NUMERIC, {"0": "not chosen", "1": "chosen"}
    if column.family == YES_NO:
        return NUMERIC, {"0": "No", "1": "Yes"}
    if column.family == CHOICE and column.part == CODE:
        labels = {option.code: label for option, label in column.question.options.items()}
        numbers = bool(labels) and all(_CODE.fullmatch(code) for code in labels)
        return (NUMERIC if numbers and not column.question.multiple else STRING), labels
    if column.family in {NUMBER, AMOUNT} and column.part == VALUE:
        return NUMERIC, {}
    if known.odd:
        return STRING, {}
    return {DAY: DATE, MOMENT: DATETIME, TIME: CLOCK}.get(column.family, STRING), {}


def legal_name(name: str, reserved: Collection[str]) -> str:
    """A name that begins with a letter, and is no word of the program itself."""
    begun = name if name[:1].isalpha() else f"v_{name}"
    return f"{begun}_" if begun.casefold() in reserved else begun
