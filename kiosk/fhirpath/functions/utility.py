"""Navigation, the clock, FHIR's own functions and the rest.

Source: http://hl7.org/fhirpath/#tree-navigation, #utility-functions,
http://hl7.org/fhir/fhirpath.html#functions
"""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from kiosk.fhirpath import moments, quantities
from kiosk.fhirpath.boundaries import boundary, digits_of
from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.conversion import to_date
from kiosk.fhirpath.functions.function import (
    Arguments,
    Function,
    Functions,
    argument,
    of_value,
    results,
    text_of,
    whole,
)
from kiosk.fhirpath.moment_arithmetic import fraction_digits
from kiosk.fhirpath.moments import DAY, HOUR, Moment
from kiosk.fhirpath.nodes import EMPTY, Node, literal
from kiosk.fhirpath.quantities import Quantity
from kiosk.fhirpath.scope import Apply, Context, constant
from kiosk.fhirpath.values import as_quantity, boolean, single, value_of


def children(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
    """Every element of every node."""
    context.run.spend(len(nodes))
    found = [child for node in nodes for child in node.children()]
    context.run.spend(len(found))
    return found


def descendants(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
    """Every element below every node."""
    found: list[Node] = []
    level: Sequence[Node] = nodes
    while level:
        level = children(context, level)
        found += level
    return found


def _extension(arguments: Arguments) -> Apply:
    url = arguments.evaluate[0]

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        wanted = argument(context, url, "extension")
        if wanted is None:
            return EMPTY
        context.run.spend(len(nodes))
        return [
            extension
            for node in nodes
            for extension in node.child("extension")
            if any(one.data == wanted for one in extension.child("url"))
        ]

    return apply


def _clock(kind: str) -> Function:
    def build(arguments: Arguments) -> Apply:
        def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
            del nodes
            now = context.run.scope.now
            if now is None:
                raise FhirPathError(f"{arguments.name}() needs the time, and none is given")
            return (literal(_read_clock(now, kind)),)

        return apply

    return Function(0, 0, build)


def _read_clock(now: datetime, kind: str) -> Moment | None:
    moment = moments.of_datetime(now)
    if kind == "date":
        return to_date(moment)
    if kind == "time":
        return moments.parse_time(now.time().isoformat(timespec="milliseconds"))
    return moment


def _define(arguments: Arguments) -> Apply:
    name, *value = arguments.evaluate

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        own = text_of(argument(context, name, "defineVariable"), "defineVariable")
        defined = context.defined or {}
        taken = own in defined or own in {"context", "resource", "rootResource"}
        if taken or own in context.run.scope.variables or constant(own) is not None:
            raise FhirPathError(f"there is a variable %{own} already")
        found = value[0](context.on(nodes)) if value else nodes
        context.defined = {**defined, own: found}
        return nodes

    return apply


def _boundary(name: str) -> Function:
    def apply(value: Any, digits: Any = None) -> Any:
        wanted = None if digits is None else whole(digits, name)
        return boundary(value, wanted, high=name == "highBoundary")

    return of_value(apply, 0, 1)


def _comparable(value: Any, other: Any) -> bool | None:
    one, two = as_quantity(value), as_quantity(other)
    return None if one is None or two is None else quantities.ratio(one, two) is not None


def _has_value(arguments: Arguments) -> Apply:
    del arguments
    return lambda _, nodes: boolean(
        len(nodes) == 1 and not isinstance(value_of(nodes[0]), Node | Quantity)
    )


def _get_value(arguments: Arguments) -> Apply:
    del arguments

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        del context
        node = single(nodes, "getValue()")
        value = None if node is None else value_of(node)
        return EMPTY if isinstance(value, Node | Quantity) else results(value)

    return apply


def _part(at: int) -> Function:
    def apply(value: Any) -> int | None:
        if not isinstance(value, Moment) or len(value.fields) < at:
            return None
        return None if value.kind == "time" and at <= DAY else int(value.fields[at - 1])

    return of_value(apply)


def _milliseconds(value: Any) -> int | None:
    if not isinstance(value, Moment) or not fraction_digits(value):
        return None
    return int(Decimal(value.fields[5]) % 1 * 1000)


def _offset(value: Any) -> Decimal | None:
    zone = value.zone if isinstance(value, Moment) else None
    return None if zone is None else Decimal(zone) / 60


def _time_of(value: Any) -> Moment | None:
    if not isinstance(value, Moment) or len(value.fields) < HOUR:
        return None
    return moments.parse_time(re.split("[Z+-]", value.text.rpartition("T")[2])[0])


FUNCTIONS: Final[Functions] = {
    "children": Function(0, 0, lambda _: children),
    "descendants": Function(0, 0, lambda _: descendants),
    "extension": Function(1, 1, _extension),
    "now": _clock("dateTime"),
    "today": _clock("date"),
    "timeOfDay": _clock("time"),
    "defineVariable": Function(1, 2, _define),
    "lowBoundary": _boundary("lowBoundary"),
    "highBoundary": _boundary("highBoundary"),
    "precision": of_value(digits_of),
    "comparable": of_value(_comparable, 1),
    "hasValue": Function(0, 0, _has_value),
    "getValue": Function(0, 0, _get_value),
    "yearOf": _part(1),
    "monthOf": _part(2),
    "dayOf": _part(3),
    "hourOf": _part(4),
    "minuteOf": _part(5),
    "secondOf": _part(6),
    "millisecondOf": of_value(_milliseconds),
    "timezoneOffsetOf": of_value(_offset),
    "dateOf": of_value(to_date),
    "timeOf": of_value(_time_of),
}
