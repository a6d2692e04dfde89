"""Any settings that are right, made from what the classes demand."""

from collections.abc import Mapping
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect
from msgspec.structs import fields

from kiosk.settings import Settings
from kiosk.settings.kinds import (
    Annotation,
    bounds,
    choices,
    element_of,
    is_right,
    may_be_none,
    plain_type,
    shape,
)
from kiosk.settings.opening_hours import WEEKDAYS
from kiosk.settings.schema import annotations, tables

_OF_HOURS: dict[str, st.SearchStrategy[Any]] = {
    "closed": st.lists(st.dates().map(str), max_size=3),
    "emergency": st.sampled_from(["", "999", "112 or 999"]),
} | dict.fromkeys(WEEKDAYS, st.sampled_from(["", "08:30-12:00, 13:30-18:00", "20:00-02:00"]))
"""What a class demands beyond its types: hours can be read."""


def any_value(annotation: Annotation) -> st.SearchStrategy[Any]:
    """Any right value, as JSON has it."""
    kind, (low, high) = plain_type(annotation), bounds(annotation)
    if isinstance(kind, inspect.StructType):
        return any_struct(kind.cls)
    least = int(low or 0)
    match shape(annotation):
        case "truth":
            found: st.SearchStrategy[Any] = st.booleans()
        case "choice":
            found = st.sampled_from(choices(annotation))
        case "whole":
            found = st.integers(least, None if high is None else int(high))
        case "decimal":
            found = st.floats(low, high, allow_nan=False, allow_infinity=False)
        case "text" if pattern := getattr(kind, "pattern", None):
            found = st.from_regex(pattern, fullmatch=True)
        case "text":
            least = max(least, int(may_be_none(annotation)))
            found = st.text(min_size=least, max_size=min(int(high or 12), 12))
        case _:
            found = st.lists(any_value(element_of(annotation)), min_size=least, max_size=3)
    return found.filter(lambda one: is_right(one, annotation))


def any_struct(struct: type[msgspec.Struct], table: str = "") -> st.SearchStrategy[dict[str, Any]]:
    """Any right table of that class; what has a default may be left out."""
    hints = annotations(struct)
    ways = {field.name: _any_field(field.name, hints, table) for field in fields(struct)}
    needed = {field.name: ways.pop(field.name) for field in fields(struct) if field.required}
    return st.fixed_dictionaries(needed, optional=ways).filter(lambda one: is_right(one, struct))


def _any_field(name: str, hints: Mapping[str, Annotation], table: str) -> st.SearchStrategy[Any]:
    if table == "hours" and name in _OF_HOURS:
        return _OF_HOURS[name]
    return any_value(hints[name])


def any_tables() -> st.SearchStrategy[dict[str, Any]]:
    """Any right settings by table and key, as a file has them."""
    each = {table.name: any_struct(table.struct, table.name) for table in tables()}
    found = st.fixed_dictionaries({}, optional=each)
    return found.filter(lambda one: is_right(one, Settings))
