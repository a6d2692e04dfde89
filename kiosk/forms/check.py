"""What a form author should know of a form before patients see it.

Nothing is silently left out: what the engine can't do with a form is named here, with its place.
The codes and their weights are in `kiosk.forms.checks.codes`.
"""

from collections.abc import Callable
from typing import Final

from kiosk.forms.checks.alerts import alerts
from kiosk.forms.checks.codes import CODES
from kiosk.forms.checks.conditions import conditions
from kiosk.forms.checks.expressions import form_expressions, item_expressions
from kiosk.forms.checks.limits import limits
from kiosk.forms.checks.looks import looks, looks_of_form
from kiosk.forms.checks.options import options
from kiosk.forms.checks.scope import Found, Scope
from kiosk.forms.checks.structure import ITEM_TYPES, structure
from kiosk.forms.checks.unknown import unknown_in_form, unknown_in_item
from kiosk.forms.checks.values import values_in_form, values_in_item
from kiosk.forms.checks.whole import whole
from kiosk.forms.finding import Finding
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets

__all__ = ["CODES", "ITEM_TYPES", "check_questionnaire"]

_OF_THE_FORM: Final[tuple[Callable[[Scope], Found], ...]] = (
    whole,
    looks_of_form,
    form_expressions,
    alerts,
    unknown_in_form,
    values_in_form,
)
_OF_AN_ITEM: Final[tuple[Callable[[Item, Scope], Found], ...]] = (
    structure,
    conditions,
    item_expressions,
    options,
    limits,
    looks,
    unknown_in_item,
    values_in_item,
)


def check_questionnaire(
    questionnaire: Questionnaire, *, value_sets: ValueSets | None = None
) -> tuple[Finding, ...]:
    """Every finding on a readable form, those on the whole first, then in its order.

    `value_sets` are those at hand beside the form's own.
    """
    scope = Scope(questionnaire, value_sets or ValueSets())
    found = [finding for look in _OF_THE_FORM for finding in look(scope)]
    for item in questionnaire.by_path.values():
        for look_at in _OF_AN_ITEM:
            found += look_at(item, scope)
    return tuple(found)
