"""Numbers: Python integers and decimals, within the bounds of the language.

Source: http://hl7.org/fhirpath/#integer, #decimal. A result beyond the bounds is empty, which
these functions say as None.
"""

from decimal import (
    ROUND_DOWN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from typing import Any, Final

from kiosk.fhirpath.errors import FhirPathError

CONTEXT: Final = Context(
    prec=28,
    rounding=ROUND_HALF_UP,
    Emin=-999,
    Emax=999,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""Decimal arithmetic: 28 significant digits, as the language asks at least."""

WIDE: Final = Context(
    prec=40,
    rounding=ROUND_HALF_UP,
    Emin=-9999,
    Emax=9999,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""Room for the steps between, so that log(16, 2) is 4 and not 4.000…01."""

_INTEGER: Final = 2**31
_LONG: Final = 2**63
_LARGEST: Final = Decimal(10) ** 28


class Long(int):
    """An integer of 64 bits, where the language's own has 32."""

    __slots__ = ()


def like(result: int, *operands: object) -> int:
    """The result as a Long where an operand is one."""
    return Long(result) if Long in map(type, operands) else result


def as_decimal(number: Any) -> Decimal:
    """An int, Decimal or float of JSON as the decimal that was written."""
    return number if isinstance(number, Decimal) else Decimal(str(number))


def decimals_of(number: Decimal) -> int:
    """The digits after the point, without trailing zeros."""
    exponent = number.normalize(CONTEXT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(number: Fraction) -> int:
    """To the next whole number, half away from zero."""
    doubled = abs(number) * 2
    whole = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return whole if number >= 0 else -whole


def similar(left: Decimal, right: Decimal) -> bool:
    """Equality at the precision of the less precise one, as equivalence asks."""
    scale = 10 ** min(decimals_of(left), decimals_of(right))
    return rounded(Fraction(left) * scale) == rounded(Fraction(right) * scale)


def from_fraction(number: Fraction) -> Decimal:
    """The nearest decimal of 28 digits."""
    return CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))


def in_range(number: int | Decimal) -> bool:
    """Whether the language can hold it."""
    if isinstance(number, Decimal):
        return number.is_finite() and abs(number) < _LARGEST
    bound = _LONG if isinstance(number, Long) else _INTEGER
    return -bound <= number < bound


def divide(left: Decimal, right: Decimal) -> Decimal | None:
    """The quotient; None for division by zero."""
    return CONTEXT.divide(left, right) if right else None


def whole_quotient(left: int | Decimal, right: int | Decimal) -> int | Decimal | None:
    """`div`: the quotient without its fraction."""
    if not right:
        return None
    exact = Fraction(left) / Fraction(right)
    whole = abs(exact.numerator) // exact.denominator
    whole = -whole if exact < 0 else whole
    if isinstance(left, int) and isinstance(right, int):
        return like(whole, left, right)
    return Decimal(whole)


def remainder(left: int | Decimal, right: int | Decimal) -> int | Decimal | None:
    """`mod`: what the truncated division leaves; it has the sign of the left."""
    whole = whole_quotient(left, right)
    if whole is None:
        return None
    rest = left - right * whole
    return like(rest, left, right) if isinstance(rest, int) else rest


def power(base: int | Decimal, exponent: int | Decimal) -> int | Decimal | None:
    """Base to the exponent; None where it is no real number or out of range."""
    try:
        result = WIDE.power(Decimal(base), Decimal(exponent))
    except DecimalException:
        return None
    if isinstance(base, int) and isinstance(exponent, int) and exponent >= 0:
        return int(result) if in_range(result) else None
    return CONTEXT.plus(result)


def logarithm(number: Decimal, base: Decimal | None = None) -> Decimal | None:
    """To `base`, or the natural one; None to base 1.

    Raises:
        FhirPathError: the number or the base is not above 0.
    """
    if number <= 0 or (base is not None and base <= 0):
        raise FhirPathError("only a number above 0 has a logarithm")
    if base == 1:
        return None
    natural = WIDE.ln(number)
    return CONTEXT.plus(natural if base is None else WIDE.divide(natural, WIDE.ln(base)))


def exponential(number: Decimal) -> Decimal | None:
    """The number e to this power."""
    try:
        return CONTEXT.exp(number)
    except DecimalException:
        return None


def square_root(number: Decimal) -> Decimal | None:
    """None of a negative number."""
    return CONTEXT.sqrt(number) if number >= 0 else None


def round_to(number: Decimal, digits: int) -> Decimal:
    """Half up, to `digits` after the point."""
    if decimals_of(number) <= digits:
        return number
    return number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=WIDE)


def truncated(number: Decimal) -> int:
    """Without its fraction."""
    return int(number.to_integral_value(rounding=ROUND_DOWN))
