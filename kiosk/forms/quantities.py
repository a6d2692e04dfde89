"""Quantities with units, compared exactly.

Units of the same dimension are converted (UCUM codes); any other two units can be compared only
if they are the same.
Sources: http://hl7.org/fhir/R4/datatypes.html#Quantity, https://ucum.org/ucum
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from kiosk.forms import extensions as ext

UCUM: Final = "http://unitsofmeasure.org"

_LARGEST_EXPONENT: Final = 400
"""Beyond this a number is no measurement; turning it into a fraction would take too long."""

_ONE: Final = Decimal(1)
_TWO: Final = Decimal(2)
_INCH: Final = Fraction(254, 10_000)
_POUND: Final = Fraction(45_359_237, 100_000)
_FAHRENHEIT: Final = Fraction(5, 9)

_UNITS: Final[Mapping[str, tuple[str, Fraction, Fraction]]] = {
    **{
        code: ("mass", Fraction(factor), Fraction(0))
        for code, factor in {
            "kg": Fraction(1000),
            "g": Fraction(1),
            "mg": Fraction(1, 1000),
            "ug": Fraction(1, 10**6),
            "ng": Fraction(1, 10**9),
            "t": Fraction(10**6),
            "[lb_av]": _POUND,
            "[oz_av]": _POUND / 16,
            "[stone_av]": _POUND * 14,
        }.items()
    },
    **{
        code: ("length", factor, Fraction(0))
        for code, factor in {
            "km": Fraction(1000),
            "m": Fraction(1),
            "dm": Fraction(1, 10),
            "cm": Fraction(1, 100),
            "mm": Fraction(1, 1000),
            "um": Fraction(1, 10**6),
            "nm": Fraction(1, 10**9),
            "[in_i]": _INCH,
            "[ft_i]": _INCH * 12,
            "[yd_i]": _INCH * 36,
            "[mi_i]": _INCH * 63_360,
        }.items()
    },
    **{
        code: ("time", factor, Fraction(0))
        for code, factor in {
            "ms": Fraction(1, 1000),
            "s": Fraction(1),
            "min": Fraction(60),
            "h": Fraction(3600),
            "d": Fraction(86_400),
            "wk": Fraction(604_800),
            "mo": Fraction(31_557_600, 12),
            "a": Fraction(31_557_600),
        }.items()
    },
    **{
        code: ("volume", factor, Fraction(0))
        for code, factor in {
            "L": Fraction(1),
            "l": Fraction(1),
            "dL": Fraction(1, 10),
            "dl": Fraction(1, 10),
            "cL": Fraction(1, 100),
            "cl": Fraction(1, 100),
            "mL": Fraction(1, 1000),
            "ml": Fraction(1, 1000),
            "uL": Fraction(1, 10**6),
            "ul": Fraction(1, 10**6),
            "m3": Fraction(1000),
            "dm3": Fraction(1),
            "cm3": Fraction(1, 1000),
        }.items()
    },
    "K": ("temperature", Fraction(1), Fraction(0)),
    "Cel": ("temperature", Fraction(1), Fraction(27_315, 100)),
    "[degF]": ("temperature", _FAHRENHEIT, Fraction(45_967, 100) * _FAHRENHEIT),
    "kPa": ("pressure", Fraction(1000), Fraction(0)),
    "Pa": ("pressure", Fraction(1), Fraction(0)),
    "mbar": ("pressure", Fraction(100), Fraction(0)),
    "bar": ("pressure", Fraction(10**5), Fraction(0)),
    "mm[Hg]": ("pressure", Fraction(133_322, 1000), Fraction(0)),
    "1": ("number", Fraction(1), Fraction(0)),
    "%": ("number", Fraction(1, 100), Fraction(0)),
    "mol": ("substance", Fraction(1), Fraction(0)),
    "mmol": ("substance", Fraction(1, 1000), Fraction(0)),
    "umol": ("substance", Fraction(1, 10**6), Fraction(0)),
}
"""UCUM code → dimension, factor to its base unit, and what is added after that (temperatures)."""


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


def _in_base(quantity: Mapping[str, Any], number: Decimal) -> tuple[str, Fraction] | None:
    """The dimension and the exact number in its base unit; None for a unit not known here."""
    unit = _UNITS.get(ext.text(quantity, "code"))
    if unit is None or ext.text(quantity, "system") not in {"", UCUM}:
        return None
    if (
        abs(number.adjusted()) > _LARGEST_EXPONENT
        or len(number.as_tuple().digits) > _LARGEST_EXPONENT
    ):
        return None
    dimension, factor, added = unit
    return dimension, Fraction(number) * factor + added
