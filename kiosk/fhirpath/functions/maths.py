"""Functions of numbers.

Source: http://hl7.org/fhirpath/#math, #aggregates
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from kiosk.fhirpath import moments, numbers
from kiosk.fhirpath.arithmetic import add, divide
from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.function import (
    Function,
    Functions,
    number,
    of_value,
    plain,
    results,
    whole,
)
from kiosk.fhirpath.nodes import EMPTY, Node
from kiosk.fhirpath.quantities import Quantity
from kiosk.fhirpath.values import order, value_of


def _of_amount(name: str, function: Callable[[int | Decimal], Any]) -> Function:
    # A quantity keeps its unit.
    def apply(value: Any) -> Any:
        if isinstance(value, Quantity):
            return Quantity(Decimal(function(value.value)), value.spelt, word=value.word)
        return function(number(value, name))

    return of_value(apply)


def _of_decimal(name: str, function: Callable[[Decimal], Any]) -> Function:
    return of_value(lambda value: function(Decimal(number(value, name))))


def _round(value: Any, digits: Any = 0) -> Any:
    places = whole(digits, "round")
    if not 0 <= places <= numbers.CONTEXT.prec:
        raise FhirPathError("round(): a number of digits from 0 to 28 expected")
    if isinstance(value, Quantity):
        return Quantity(numbers.round_to(value.value, places), value.spelt, word=value.word)
    return numbers.round_to(Decimal(number(value, "round")), places)


def _log(value: Any, base: Any) -> Decimal | None:
    return numbers.logarithm(Decimal(number(value, "log")), Decimal(number(base, "log")))


def _power(value: Any, exponent: Any) -> int | Decimal | None:
    return numbers.power(number(value, "power"), number(exponent, "power"))


def _folded(name: str, step: Callable[[Any, Any], Any]) -> Callable[[Sequence[Node]], Any]:
    def fold(nodes: Sequence[Node]) -> Any:
        total: Any = None
        for node in nodes:
            value = value_of(node)
            if isinstance(value, Node):
                raise FhirPathError(f"{name}(): {node.type or 'an object'} has no value")
            total = value if total is None else step(total, value)
            if total is None:
                return None
        return total

    return fold


def _sum(left: Any, right: Any) -> Any:
    if isinstance(left, str | moments.Moment):
        raise FhirPathError("sum(): numbers or quantities expected")
    return add(left, right, "+")


def _least(left: Any, right: Any) -> Any:
    return _chosen(left, right, 1)


def _greatest(left: Any, right: Any) -> Any:
    return _chosen(left, right, -1)


def _chosen(left: Any, right: Any, unwanted: int) -> Any:
    found = order(left, right)
    if found is None:
        return None
    return right if found == unwanted else left


_total = _folded("sum", _sum)


def _average(nodes: Sequence[Node]) -> Sequence[Node]:
    total = _total(nodes)
    return EMPTY if total is None else results(divide(total, Decimal(len(nodes))))


def _aggregate(name: str, step: Callable[[Any, Any], Any]) -> Function:
    fold = _folded(name, step)
    return plain(lambda nodes: results(fold(nodes)))


def _absolute(value: int | Decimal) -> int | Decimal:
    return numbers.like(abs(value), value) if isinstance(value, int) else abs(value)


FUNCTIONS: Final[Functions] = {
    "abs": _of_amount("abs", _absolute),
    "ceiling": _of_amount("ceiling", lambda value: _integral(value, ROUND_CEILING)),
    "floor": _of_amount("floor", lambda value: _integral(value, ROUND_FLOOR)),
    "truncate": _of_amount("truncate", lambda value: numbers.truncated(Decimal(value))),
    "exp": _of_decimal("exp", numbers.exponential),
    "ln": _of_decimal("ln", numbers.logarithm),
    "sqrt": _of_decimal("sqrt", numbers.square_root),
    "log": of_value(_log, 1),
    "power": of_value(_power, 1),
    "round": of_value(_round, 0, 1),
    "sum": _aggregate("sum", _sum),
    "min": _aggregate("min", _least),
    "max": _aggregate("max", _greatest),
    "avg": plain(_average),
}


def _integral(value: int | Decimal, rounding: str) -> int:
    return int(Decimal(value).to_integral_value(rounding=rounding))
