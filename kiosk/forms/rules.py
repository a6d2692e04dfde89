"""The rules an answer must keep, one small function each.

A refused answer is a value, not an error; wording is the interface's. The rules on choosing from
a list are in `kiosk.forms.choice_rules`, those on quantities and attachments in
`kiosk.forms.complex_rules`.
Sources: http://hl7.org/fhir/R4/questionnaire-definitions.html,
http://hl7.org/fhir/uv/sdc/STU3/behavior.html
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kiosk.forms import choice_rules, complex_rules
from kiosk.forms import extensions as ext
from kiosk.forms.answers import MOMENT_KEYS, Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.ordering import compare_values
from kiosk.forms.patterns import PatternRefused, compile_pattern
from kiosk.forms.quantities import number_of
from kiosk.forms.shapes import SHAPES, is_integer

Broken = Iterator[Any]
"""The limit of each breach of a rule; nothing where the rule is kept."""

_ORDERED: Final = frozenset({"valueInteger", "valueDecimal", "valueQuantity", *MOMENT_KEYS})


@dataclass(frozen=True)
class Problem:
    """What is wrong with the answers of one item.

    Attributes:
        path, link_id: of the item.
        rule: a key of `RULES`.
        limit: what would have been right: a length, a value, the types allowed; None if the rule
            has no limit.
    """

    path: str
    link_id: str
    rule: str
    limit: Any = None


def problems_of(
    item: Item,
    answers: Sequence[Answer],
    *,
    limits: Limits | None = None,
    declined: bool = False,
) -> tuple[Problem, ...]:
    """Every rule that the answers of an enabled item break.

    "I'd rather not say" is an answer to `required` and `minOccurs`: nobody is held back by a
    question they will not answer.

    Args:
        item: the question.
        answers: what is given; any JSON is borne.
        limits: what counts now; without, what the item states itself.
        declined: the person would rather not say.
    """
    if declined and not answers:
        return ()
    now = Limits.of(item) if limits is None else limits
    return tuple(
        Problem(item.path, item.link_id, rule, limit)
        for rule, check in RULES.items()
        for limit in check(item, answers, now)
    )


def _required(item: Item, answers: Sequence[Answer], _limits: Limits) -> Broken:
    if item.required and item.is_question and not answers:
        yield None


def _type(item: Item, answers: Sequence[Answer], limits: Limits) -> Broken:
    allowed = choice_rules.value_keys(item, limits)
    if any(a.key not in allowed or not SHAPES[a.key](a.value) for a in answers):
        yield allowed


def _max_length(item: Item, answers: Sequence[Answer], _limits: Limits) -> Broken:
    """Characters are Unicode code points, as FHIR counts them."""
    limit = item.raw.get("maxLength")
    if (
        isinstance(limit, int)
        and is_integer(limit)
        and any(len(text) > limit for text in _written(answers))
    ):
        yield limit


def _min_length(item: Item, answers: Sequence[Answer], _limits: Limits) -> Broken:
    limit = ext.extension_integer(item.raw, ext.MIN_LENGTH)
    if limit is not None and any(len(text) < limit for text in _written(answers)):
        yield limit


def _regex(item: Item, answers: Sequence[Answer], _limits: Limits) -> Broken:
    expression = ext.extension_value(item.raw, ext.REGEX)
    if not isinstance(expression, str) or not expression.strip():
        return
    try:
        pattern = compile_pattern(expression)
    except PatternRefused:
        # `check` names it; nobody is held back by a rule that can't be run.
        return
    if any(pattern.fullmatch(text) is None for text in _written(answers)):
        yield expression


def _written(answers: Sequence[Answer]) -> Iterator[str]:
    """Each simple answer as it stands in JSON, without half characters, which are no text."""
    for answer in answers:
        value = answer.value
        if isinstance(value, bool):
            yield "true" if value else "false"
        elif isinstance(value, str):
            yield value.encode(errors="ignore").decode()
        elif isinstance(value, int):
            yield str(Decimal(value))  # Python's own text of an integer has a longest length
        elif isinstance(value, float | Decimal):
            yield str(value)


def _min_value(_item: Item, answers: Sequence[Answer], limits: Limits) -> Broken:
    yield from _beyond(answers, limits.min_value, -1, limits)


def _max_value(_item: Item, answers: Sequence[Answer], limits: Limits) -> Broken:
    yield from _beyond(answers, limits.max_value, 1, limits)


def _beyond(answers: Sequence[Answer], limit: Any, beyond: int, limits: Limits) -> Broken:
    ordered = [answer for answer in answers if answer.key in _ORDERED]
    # SDC: where the least is above the greatest, every value is refused.
    contradictory = any(
        compare_values(answer.key, limits.min_value, limits.max_value) == 1 for answer in ordered
    )
    if limit is not None and (
        contradictory or any(_compared(answer, limit) == beyond for answer in ordered)
    ):
        yield limit


def _compared(answer: Answer, limit: Any) -> int | None:
    value = answer.value
    if isinstance(value, Mapping) and not isinstance(limit, Mapping):
        value = value.get("value")  # a bare number bounds the number, whatever its unit
    return compare_values(answer.key, value, limit)


def _max_decimal_places(item: Item, answers: Sequence[Answer], _limits: Limits) -> Broken:
    limit = ext.extension_integer(item.raw, ext.MAX_DECIMAL_PLACES)
    if limit is not None and any(_places(answer) > limit for answer in answers):
        yield limit


def _places(answer: Answer) -> int:
    value = answer.value.get("value") if isinstance(answer.value, Mapping) else answer.value
    number = number_of(value)
    exponent = number.as_tuple().exponent if number is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _max_occurs(_item: Item, answers: Sequence[Answer], limits: Limits) -> Broken:
    if limits.max_occurs is not None and len(answers) > limits.max_occurs:
        yield limits.max_occurs


def _min_occurs(item: Item, answers: Sequence[Answer], limits: Limits) -> Broken:
    # An item that is not required may be left out altogether; once answered, the number counts.
    needed = item.is_question and (bool(answers) or item.required)
    if needed and len(answers) < limits.min_occurs:
        yield limits.min_occurs


RULES: Final[Mapping[str, Callable[[Item, Sequence[Answer], Limits], Broken]]] = {
    "required": _required,
    "type": _type,
    "valueSet": choice_rules.value_set,
    "option": choice_rules.option,
    "display": choice_rules.display,
    "optionExclusive": choice_rules.option_exclusive,
    "duplicate": choice_rules.duplicate,
    "maxLength": _max_length,
    "minLength": _min_length,
    "regex": _regex,
    "minValue": _min_value,
    "maxValue": _max_value,
    "maxDecimalPlaces": _max_decimal_places,
    "minQuantity": complex_rules.min_quantity,
    "maxQuantity": complex_rules.max_quantity,
    "unit": complex_rules.unit,
    "maxSize": complex_rules.max_size,
    "size": complex_rules.size,
    "mimeType": complex_rules.mime_type,
    "referenceResource": complex_rules.reference_resource,
    "maxOccurs": _max_occurs,
    "minOccurs": _min_occurs,
}
"""Name → check, in the order in which a person is told."""
