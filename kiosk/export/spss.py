"""SPSS: each table as CSV, and the syntax that reads it, with names, types, labels and missings.

Runs in IBM SPSS Statistics and in PSPP. Both read one case a line, so that a line end inside an
answer becomes a space; the CSV has no other difference to what was answered.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from typing import Final

from kiosk.export.files import Target
from kiosk.export.job import Job, Written
from kiosk.export.names import cut, utf8
from kiosk.export.programs import Program, write_for
from kiosk.export.statistics import (
    CLOCK,
    DATE,
    DATETIME,
    DECLINED,
    NUMERIC,
    STRING,
    Variable,
    as_number,
    legal_name,
    moment_of,
    one_line,
    plain_text,
)
from kiosk.export.tables import Table
from kiosk.export.values import Absent, Dated, Value

LONGEST_NAME: Final = 64
WIDEST: Final = 32_767
_LONGEST_LABEL, _LONGEST_VALUE_LABEL = 255, 120
_RESERVED: Final = frozenset(
    {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
)
legal: Final = partial(legal_name, reserved=_RESERVED)
"""Makes a name legal in SPSS."""
_MONTHS: Final = (
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
)  # fmt: skip
_FORMATS: Final = {NUMERIC: "F20.0", DATE: "SDATE10", DATETIME: "DATETIME20", CLOCK: "TIME8"}
_FRACTION: Final = "F20.4"
"""How it is shown; what is kept has all its digits."""


def write_spss(job: Job, target: Target) -> Written:
    """A folder: for each table its CSV and its syntax file."""
    count, variables = write_for(Program(".sps", LONGEST_NAME, legal, syntax, _cell), job, target)
    notes = [note for table, ones in variables.items() for note in _notes(table, ones)]
    return Written(count, tuple(notes))


def syntax(file: str, variables: list[Variable]) -> Iterator[str]:
    """The lines of the syntax that reads one CSV file."""
    yield "* Encoding: UTF-8."
    yield "* Run it in the folder of the file, or name that folder first:  CD 'C:\\folder'."
    yield "SET DECIMAL=DOT."
    yield "GET DATA"
    yield f"  /TYPE=TXT /FILE={quoted(file)} /ENCODING='UTF8'"
    yield "  /ARRANGEMENT=DELIMITED /DELCASE=LINE /FIRSTCASE=2"
    yield "  /DELIMITERS=',' /QUALIFIER='\"'"
    yield "  /VARIABLES="
    yield from (f"    {one.name} {_format(one)}" for one in variables)
    yield "  ."
    for one in variables:
        label = quoted(cut(one_line(one.label), _LONGEST_LABEL, utf8))
        yield f"VARIABLE LABELS {one.name} {label}."
    for one in variables:
        yield from _value_labels(one)
    declined = [one.name for one in variables if one.declined and one.kind == NUMERIC]
    yield from (f"MISSING VALUES {name} ({DECLINED})." for name in declined)
    yield "EXECUTE."


def quoted(text: str) -> str:
    """A text as SPSS reads it back."""
    return "'" + text.replace("'", "''") + "'"


def _value_labels(one: Variable) -> Iterator[str]:
    labels = dict(one.values)
    if one.declined and one.kind in {NUMERIC, STRING} and (labels or one.kind == NUMERIC):
        labels[str(DECLINED) if one.kind == NUMERIC else Absent.DECLINED.value] = "Declined"
    if not labels:
        return
    yield f"VALUE LABELS {one.name}"
    for value, label in labels.items():
        shown = value if one.kind == NUMERIC else quoted(value)
        yield f"  {shown} {quoted(cut(one_line(label), _LONGEST_VALUE_LABEL, utf8))}"
    yield "  ."


def _format(one: Variable) -> str:
    if one.kind == STRING:
        return f"A{min(one.width, WIDEST)}"
    return _FRACTION if one.kind == NUMERIC and not one.whole else _FORMATS[one.kind]


def _cell(value: Value, variable: Variable) -> str:
    if value is None:
        return ""
    value = as_number(value, variable)
    if isinstance(value, Dated) and variable.kind in {DATE, DATETIME, CLOCK}:
        return _dated(value.value, variable.kind)
    if variable.kind in {DATE, DATETIME, CLOCK}:
        return ""
    return one_line(plain_text(value))


def _dated(value: date | datetime | time, kind: str) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    if kind == DATE:
        return f"{value.year:04}/{value.month:02}/{value.day:02}"
    moment = moment_of(value)
    return "" if moment is None else _moment(moment)


def _moment(moment: datetime) -> str:
    return f"{moment.day:02}-{_MONTHS[moment.month - 1]}-{moment.year:04} {moment:%H:%M:%S}"


def _notes(table: Table, variables: list[Variable]) -> list[str]:
    return [
        f"{table.name}, {one.name}: SPSS reads only the first {WIDEST:,} bytes of a text; "
        "the CSV has all."
        for one in variables
        if one.kind == STRING and one.width > WIDEST
    ]
