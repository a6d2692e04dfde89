"""Least and greatest values of a field, as the extensions minValue and maxValue."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any, Final

from kiosk.authoring.redcap.columns import Column
from kiosk.authoring.redcap.elements import Raw, extend
from kiosk.authoring.redcap.table import Row
from kiosk.forms import extensions as ext

_ENDS: Final = ((Column.MIN, ext.MIN_VALUE), (Column.MAX, ext.MAX_VALUE))
_GREATEST_INTEGER: Final = 2**31 - 1
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,18}(?:[.,][0-9]{1,18})?")


def number_in(text: str) -> Decimal | None:
    """The number written there, with a point or a comma; None where it is none."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None


def add_bounds(item: Raw, row: Row) -> None:
    """Puts the limits of a field on its item; says which can't be kept."""
    kind = item["type"]
    found: dict[str, Any] = {}
    for column, url in _ENDS:
        if text := row.cells.get(column):
            value = _value(kind, text, column)
            if value is None:
                row.say(column, text, f"This limit is not kept: {_why(kind, text)}.")
            else:
                row.take(column)
                found[url] = value
    if len(found) == len(_ENDS) and found[ext.MIN_VALUE] > found[ext.MAX_VALUE]:
        row.say(Column.MIN, row.cells[Column.MIN], "It is above the greatest value: both left out.")
        return
    for url, value in found.items():
        extend(item, url, **{_KEYS[kind]: value})


def _why(kind: str, text: str) -> str:
    if "[" in text:
        return "it hangs on another answer"
    if text.casefold() in {"today", "now"}:
        return "it moves with the day"
    if kind == "dateTime":
        return "it says no time zone"
    return "it is none for this kind of answer"


def _value(kind: str, text: str, column: Column) -> Any:
    reader = _READERS.get(kind)
    return reader(text, column) if reader else None


def _integer(text: str, column: Column) -> int | None:
    number = number_in(text)
    if number is None or abs(number) > _GREATEST_INTEGER:
        return None
    # Whole numbers from 0.5 on are those from 1 on.
    return int(number.to_integral_value(ROUND_CEILING if column == Column.MIN else ROUND_FLOOR))


def _decimal(text: str, _column: Column) -> Decimal | None:
    return number_in(text)


def _date(text: str, _column: Column) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _date_time(text: str, column: Column) -> str | None:
    return _date(text, column)


def _time(text: str, _column: Column) -> str | None:
    try:
        return time.fromisoformat(text).isoformat("seconds")
    except ValueError:
        return None


_READERS: Final[Mapping[str, Callable[[str, Column], Any]]] = {
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "dateTime": _date_time,
    "time": _time,
}
_KEYS: Final[Mapping[str, str]] = {
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "time": "valueTime",
}
