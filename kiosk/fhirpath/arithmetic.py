"""The operators + - * / div mod & on values. None stands for empty.

Source: http://hl7.org/fhirpath/#math-2, #datetime-arithmetic
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from kiosk.fhirpath import moment_arithmetic, numbers, quantities
from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.moments import Moment
from kiosk.fhirpath.quantities import Quantity
from kiosk.fhirpath.scope import LONGEST_TEXT
from kiosk.fhirpath.values import as_quantity, is_number, kind_of


def add(left: Any, right: Any, operator: str) -> Any:
    """The sum, or with operator "-" the difference.

    Raises:
        FhirPathError: the two can't be added.
    """
    sign = -1 if operator == "-" else 1
    if is_number(left) and is_number(right):
        if isinstance(left, int) and isinstance(right, int):
            return numbers.like(left + right * sign, left, right)
        return (numbers.CONTEXT.add if sign > 0 else numbers.CONTEXT.subtract)(left, right)
    if isinstance(left, str) and isinstance(right, str) and sign > 0:
        return bounded(left + right)
    if isinstance(left, Moment) and isinstance(right, Quantity):
        unit = right.duration()
        if unit is None:
            raise FhirPathError(f"{right.text()} can't be added to a {left.kind}")
        return moment_arithmetic.add(left, right.value * sign, unit)
    one, two = as_quantity(left), as_quantity(right)
    if one is None or two is None:
        raise _unfit(left, right, operator)
    return _add_quantities(one, two, sign)


def _add_quantities(left: Quantity, right: Quantity, sign: int) -> Quantity | None:
    # A number beside a quantity is one of the quantity's unit (#addition, 1 + 2 'cm').
    if left.unit == "1" and right.unit != "1":
        left = Quantity(left.value, right.spelt, word=right.word)
    if right.unit == "1" and left.unit != "1":
        right = Quantity(right.value, left.spelt, word=left.word)
    return quantities.add(left, right, sign)


def multiply(left: Any, right: Any) -> Any:
    """The product.

    Raises:
        FhirPathError: the two can't be multiplied.
    """
    if is_number(left) and is_number(right):
        if isinstance(left, int) and isinstance(right, int):
            return numbers.like(left * right, left, right)
        return numbers.CONTEXT.multiply(left, right)
    one, two = as_quantity(left), as_quantity(right)
    if one is None or two is None:
        raise _unfit(left, right, "*")
    return quantities.multiply(one, two)


def divide(left: Any, right: Any) -> Any:
    """The quotient, a decimal or quantity.

    Raises:
        FhirPathError: the two can't be divided.
    """
    if is_number(left) and is_number(right):
        return numbers.divide(Decimal(left), Decimal(right))
    one, two = as_quantity(left), as_quantity(right)
    if one is None or two is None:
        raise _unfit(left, right, "/")
    return quantities.divide(one, two)


def _truncated(left: Any, right: Any) -> Any:
    if not (is_number(left) and is_number(right)):
        raise _unfit(left, right, "div")
    return numbers.whole_quotient(left, right)


def _remainder(left: Any, right: Any) -> Any:
    if not (is_number(left) and is_number(right)):
        raise _unfit(left, right, "mod")
    return numbers.remainder(left, right)


def negative(value: Any) -> Any:
    """The value with the other sign.

    Raises:
        FhirPathError: it has no sign.
    """
    if isinstance(value, Quantity):
        return Quantity(-value.value, value.spelt, word=value.word)
    if not is_number(value):
        raise FhirPathError(f"{kind_of(value)} has no sign")
    return numbers.like(-value, value) if isinstance(value, int) else -value


def bounded(text: str) -> str:
    """The text, unless it grows beyond bounds."""
    if len(text) > LONGEST_TEXT:
        raise FhirPathError(f"a text of more than {LONGEST_TEXT:,} characters")
    return text


def _unfit(left: Any, right: Any, operator: str) -> FhirPathError:
    return FhirPathError(f"{kind_of(left)} {operator} {kind_of(right)} has no meaning")


OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": lambda left, right: add(left, right, "+"),
    "-": lambda left, right: add(left, right, "-"),
    "*": multiply,
    "/": divide,
    "div": _truncated,
    "mod": _remainder,
}
