"""Stata: each table as CSV, and the do-file that reads it, with types, labels and missings.

A choice whose codes are numbers is labelled as it is; one whose codes are words stays text, and a
labelled number stands beside it. For Stata 14 and later (UTF-8).
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from typing import Final

from kiosk.export.files import Target
from kiosk.export.job import Job, Written
from kiosk.export.names import cut, unique, utf8
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
from kiosk.export.values import Dated, Value

LONGEST_NAME: Final = 32
_LONGEST_LABEL: Final = 80
_LONGEST_VALUE_LABEL: Final = 32_000
_MARK: Final = "_n"
_RESERVED: Final = frozenset(
    {
        "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n",
        "_pi", "_pred", "_rc", "_skip", "str", "strl", "using", "with",
    }
)  # fmt: skip
legal: Final = partial(legal_name, reserved=_RESERVED)
"""Makes a name legal in Stata."""


def write_stata(job: Job, target: Target) -> Written:
    """A folder: for each table its CSV and its do-file."""
    program = Program(".do", LONGEST_NAME - len(_MARK), legal, do_file, _cell)
    count, _ = write_for(program, job, target)
    return Written(count)


def do_file(file: str, variables: list[Variable]) -> Iterator[str]:
    """The lines of the do-file that reads one CSV file."""
    yield "version 14"
    yield f'* run it in the folder of {file}:  cd "folder"'
    yield (
        f'import delimited using "{file}", clear encoding("UTF-8") varnames(1) case(preserve) '
        "bindquote(strict) maxquotedrows(unlimited) stringcols(_all)"
    )
    for one in variables:
        yield from _typed(one)
    for one in variables:
        yield f"label variable {one.name} {quoted(cut(one_line(one.label), _LONGEST_LABEL, len))}"
    names = [one.name for one in variables]
    for one in variables:
        if one.values or (one.declined and one.kind == NUMERIC):
            yield from _value_labels(one, names)


def quoted(text: str) -> str:
    """A text between compound quotes, in which nothing is a macro."""
    plain = text.replace("`", "\N{LEFT SINGLE QUOTATION MARK}").replace("$", "\\$")
    return '`"' + plain.replace("\"'", '"\N{RIGHT SINGLE QUOTATION MARK}') + "\"'"


def _typed(one: Variable) -> Iterator[str]:
    if one.kind == NUMERIC:
        yield f"destring {one.name}, replace"
        if one.declined:
            yield f"mvdecode {one.name}, mv({DECLINED}=.d)"
        return
    reading = {
        DATE: ('daily({}, "YMD")', "%td"),
        DATETIME: ('clock({}, "YMDhms")', "%tc"),
        CLOCK: ('clock({}, "hms")', "%tcHH:MM:SS"),
    }.get(one.kind)
    if reading is not None:
        function, shown = reading
        yield f"generate double kiosk_read = {function.format(one.name)}"
        yield f"order kiosk_read, after({one.name})"
        yield f"drop {one.name}"
        yield f"rename kiosk_read {one.name}"
        yield f"format {one.name} {shown}"


def _value_labels(one: Variable, names: list[str]) -> Iterator[str]:
    labels = {
        value: cut(one_line(text), _LONGEST_VALUE_LABEL, utf8) for value, text in one.values.items()
    }
    if one.kind == NUMERIC:
        for value, label in labels.items():
            yield f"label define {one.name} {value} {quoted(label)}, add"
        if one.declined:
            yield f"label define {one.name} .d {quoted('Declined')}, add"
        yield f"label values {one.name} {one.name}"
        return
    (number,) = unique([one.name + _MARK], longest=LONGEST_NAME, again="_{}", taken=names)
    yield f"generate long {number} = ."
    for place, (value, label) in enumerate(labels.items(), start=1):
        yield f"replace {number} = {place} if {one.name} == {quoted(one_line(value))}"
        yield f"label define {number} {place} {quoted(label)}, add"
    yield f'replace {number} = .d if {one.name} == "asked-declined"'
    yield f"label values {number} {number}"
    yield f"order {number}, after({one.name})"


def _cell(value: Value, variable: Variable) -> str:
    if value is None:
        return ""
    value = as_number(value, variable)
    if isinstance(value, Dated) and variable.kind in {DATE, DATETIME, CLOCK}:
        return _dated(value.value, variable.kind)
    return plain_text(value) if variable.kind in {NUMERIC, STRING} else ""


def _dated(value: date | datetime | time, kind: str) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    if kind == DATE:
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    moment = moment_of(value)
    return "" if moment is None else f"{moment.year:04}-{moment:%m-%d %H:%M:%S}"
