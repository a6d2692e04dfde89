"""Which of two answers is the greater, if that can be said.

Numbers, quantities, dates and times have an order, and text has one by code point. Codings and
booleans have none that FHIR states: two that are the same are equal, any others can't be compared.
Source: http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen.operator
"""

from collections.abc import Mapping
from typing import Any

from kiosk.forms.answers import MOMENT_KEYS, Answer, same_value
from kiosk.forms.moments import compare_moments
from kiosk.forms.quantities import compare_quantities, number_of, sign


def compare(one: Answer, other: Answer) -> int | None:
    """-1, 0 or 1 as `one` is less than, equal to or greater than `other`; None if unknowable."""
    if (one.key in MOMENT_KEYS) != (other.key in MOMENT_KEYS):
        return None
    return compare_values(one.key, one.value, other.value)


def compare_values(key: str, one: Any, other: Any) -> int | None:
    """The same for two bare values of the value[x] `key`."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if key == "valueQuantity":
            return compare_quantities(one, other)
        return 0 if same_value(Answer(key, one), Answer(key, other)) else None
    if isinstance(one, bool) and isinstance(other, bool):
        return 0 if one is other else None
    if isinstance(one, str) and isinstance(other, str):
        return compare_moments(one, other) if key in MOMENT_KEYS else sign(one, other)
    first, second = number_of(one), number_of(other)
    return None if first is None or second is None else sign(first, second)
