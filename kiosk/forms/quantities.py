"""Quantities with units, compared exactly.

Units of the same dimension are converted (UCUM codes); any other two units can be compared only
if they are the same.
Sources: http://hl7.org/fhir/R4/datatypes.html#Quantity, https://ucum.org/ucum
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from kiosk.fhirpath.ucum import Dimensions, measure
from kiosk.forms import extensions as ext

UCUM: Final = "http://unitsofmeasure.org"

_LARGEST_EXPONENT: Final = 400
"""Beyond this a number is no measurement; turning it into a fraction would take too long."""

_ONE: Final = Decimal(1)
_TWO: Final = Decimal(2)
_FAHRENHEIT: Final = Fraction(5, 9)
_TEMPERATURES: Final[Mapping[str, tuple[Fraction, Fraction]]] = {
    "Cel": (Fraction(1), Fraction(27_315, 100)),
    "[degF]": (_FAHRENHEIT, Fraction(45_967, 100) * _FAHRENHEIT),
}
"""UCUM code → factor to kelvin, and what is added after that."""


def unit_of(quantity: Mapping[str, Any]) -> str:
    """The code of a quantity's unit, or its unit in words; "" if it has none."""
    return ext.text(quantity, "code") or ext.text(quantity, "unit")


def unit_parts(unit: Mapping[str, Any]) -> dict[str, str]:
    """What a unit's Coding puts into a Quantity: `unit`, and `system` and `code` where both stand.

    A code without system is words to FHIR (qty-3).
    """
    system, code = ext.text(unit, "system"), ext.text(unit, "code")
    words = ext.text(unit, "display") or code
    named = {"unit": words} if words else {}
    return named | ({"system": system, "code": code} if system and code else {})


def compare_quantities(one: Mapping[str, Any], other: Mapping[str, Any]) -> int | None:
    """-1, 0 or 1 as `one` is less than, equal to or greater than `other`; None if unknowable.

    A quantity that is itself a bound ("< 5 mg") can't be compared.
    """
    first, second = number_of(one.get("value")), number_of(other.get("value"))
    if first is None or second is None or one.get("comparator") or other.get("comparator"):
        return None
    if _same_unit(one, other):
        return sign(first, second)
    mine, theirs = _in_base(one, first), _in_base(other, second)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return None
    return sign(mine[1], theirs[1])


def number_in(quantity: Mapping[str, Any], unit: Mapping[str, Any]) -> Fraction | None:
    """The number of a quantity in another's unit; None where that can't be known."""
    number = number_of(quantity.get("value"))
    if number is None or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    if _same_unit(quantity, unit):
        return Fraction(number)
    here, one, two = (_in_base(q, n) for q, n in ((quantity, number), (unit, _ONE), (unit, _TWO)))
    if here is None or one is None or two is None or here[0] != one[0]:
        return None
    step = two[1] - one[1]
    return (here[1] - one[1]) / step + 1


def number_of(value: Any) -> Decimal | None:
    """A JSON number as exact decimal; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def sign(one: Any, other: Any) -> int:
    """-1, 0 or 1 as `one` is less than, equal to or greater than `other`."""
    return int(one > other) - int(one < other)


def _same_unit(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    systems = {system for q in (one, other) if (system := ext.text(q, "system"))}
    return unit_of(one) == unit_of(other) and len(systems) <= 1


def _in_base(quantity: Mapping[str, Any], number: Decimal) -> tuple[Dimensions, Fraction] | None:
    """The dimensions and the exact number in base units; None for a unit not known here."""
    code, system = ext.text(quantity, "code"), ext.text(quantity, "system")
    if not code or system not in {"", UCUM}:
        return None
    if max(abs(number.adjusted()), len(number.as_tuple().digits)) > _LARGEST_EXPONENT:
        return None
    factor, added = _TEMPERATURES.get(code, (None, Fraction(0)))
    measured = measure("K" if factor is not None else code)
    if measured is None:
        return None
    return measured[1], Fraction(number) * (factor or measured[0]) + added
