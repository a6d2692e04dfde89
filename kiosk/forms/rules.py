"""The rules an answer must keep, one small function each.

A refused answer is a value, not an error; wording is the interface's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS, Answer, same_value, unit_of
from kiosk.forms.item import Item
from kiosk.forms.ordering import compare_values

Broken = Iterator[Any]
"""The limit of each breach of a rule; nothing where the rule is kept."""


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
    item: Item, answers: Sequence[Answer], *, declined: bool = False
) -> tuple[Problem, ...]:
    """Every rule that the answers of an enabled item break.

    "I'd rather not say" is an answer to `required` and `minOccurs`: nobody is held back by a
    question they will not answer.
    """
    if declined and not answers:
        return ()
    return tuple(
        Problem(item.path, item.link_id, rule, limit)
        for rule, check in RULES.items()
        for limit in check(item, answers)
    )


def _required(item: Item, answers: Sequence[Answer]) -> Broken:
    if item.required and item.is_question and not answers:
        yield None


def _type(item: Item, answers: Sequence[Answer]) -> Broken:
    allowed = VALUE_KEYS.get(item.type, ())
    if any(answer.key not in allowed or not _well_formed(answer) for answer in answers):
        yield allowed


def _well_formed(answer: Answer) -> bool:
    shape = _SHAPES.get(answer.key, str)
    if answer.key == "valueBoolean":
        return isinstance(answer.value, bool)
    return isinstance(answer.value, shape) and not isinstance(answer.value, bool)


_SHAPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "valueDecimal": (int, float, Decimal),
    "valueInteger": int,
    "valueCoding": Mapping,
    "valueQuantity": Mapping,
    "valueReference": Mapping,
    "valueAttachment": Mapping,
}


def _option(item: Item, answers: Sequence[Answer]) -> Broken:
    options = item.answer_options
    if not options:
        return
    for answer in answers:
        own_words = item.type == "open-choice" and answer.key == "valueString"
        if not own_words and not any(same_value(option.answer, answer) for option in options):
            yield answer.label()


def _max_length(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = item.raw.get("maxLength")
    if isinstance(limit, int) and any(len(text) > limit for text in _texts(answers)):
        yield limit


def _min_length(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = ext.extension_integer(item.raw, ext.MIN_LENGTH)
    if limit is not None and any(len(text) < limit for text in _texts(answers)):
        yield limit


def _texts(answers: Sequence[Answer]) -> Iterator[str]:
    return (answer.value for answer in answers if isinstance(answer.value, str))


def _min_value(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = ext.extension_value(item.raw, ext.MIN_VALUE)
    if any(compare_values(a.key, a.value, limit) == -1 for a in answers):
        yield limit


def _max_value(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = ext.extension_value(item.raw, ext.MAX_VALUE)
    if any(compare_values(a.key, a.value, limit) == 1 for a in answers):
        yield limit


def _max_decimal_places(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = ext.extension_integer(item.raw, ext.MAX_DECIMAL_PLACES)
    numbers = (_number(answer) for answer in answers)
    if limit is not None and any(n is not None and _places(n) > limit for n in numbers):
        yield limit


def _number(answer: Answer) -> Decimal | None:
    value = answer.value.get("value") if isinstance(answer.value, Mapping) else answer.value
    return Decimal(str(value)) if _is_number(value) else None


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _min_quantity(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = ext.extension_value(item.raw, ext.MIN_QUANTITY)
    yield from _beyond_quantity(limit, answers, -1)


def _max_quantity(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = ext.extension_value(item.raw, ext.MAX_QUANTITY)
    yield from _beyond_quantity(limit, answers, 1)


def _beyond_quantity(limit: Any, answers: Sequence[Answer], beyond: int) -> Broken:
    # Units that can't be compared can't be proved to be within the limit.
    quantities = [a for a in answers if isinstance(a.value, Mapping)]
    if isinstance(limit, Mapping) and any(
        compare_values(a.key, a.value, limit) in {beyond, None} for a in quantities
    ):
        yield limit


def _unit(item: Item, answers: Sequence[Answer]) -> Broken:
    options = [o for o in ext.extension_values(item.raw, ext.UNIT_OPTION) if isinstance(o, Mapping)]
    allowed = {name for o in options for name in (o.get("code"), o.get("display")) if name}
    quantities = [a.value for a in answers if a.key == "valueQuantity"]
    if allowed and any(unit_of(value) not in allowed for value in quantities):
        yield sorted(allowed)


def _max_size(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = ext.extension_value(item.raw, ext.MAX_SIZE)
    sizes = [max(_length(a.value), a.value.get("size") or 0) for a in _attachments(answers)]
    if _is_number(limit) and any(size > limit for size in sizes):
        yield limit


def _size(_item: Item, answers: Sequence[Answer]) -> Broken:
    for attachment in (answer.value for answer in _attachments(answers)):
        if "size" in attachment and "data" in attachment:
            length = _length(attachment)
            if attachment["size"] != length:
                yield length


def _attachments(answers: Sequence[Answer]) -> list[Answer]:
    return [a for a in answers if a.key == "valueAttachment" and isinstance(a.value, Mapping)]


def _length(attachment: Mapping[str, Any]) -> int:
    """How many bytes the base64 text in it stands for."""
    letters = "".join(ext.text(attachment, "data").split()).rstrip("=")
    return len(letters) * 3 // 4


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | float) and not isinstance(value, bool)


def _max_occurs(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = ext.extension_integer(item.raw, ext.MAX_OCCURS) if item.repeats else 1
    if limit is not None and len(answers) > limit:
        yield limit


def _min_occurs(item: Item, answers: Sequence[Answer]) -> Broken:
    limit = ext.extension_integer(item.raw, ext.MIN_OCCURS)
    # An item that is not required may be left out altogether; once answered, the number counts.
    needed = item.is_question and (bool(answers) or item.required)
    if limit is not None and needed and len(answers) < limit:
        yield limit


RULES: Final[Mapping[str, Callable[[Item, Sequence[Answer]], Broken]]] = {
    "required": _required,
    "type": _type,
    "option": _option,
    "maxLength": _max_length,
    "minLength": _min_length,
    "minValue": _min_value,
    "maxValue": _max_value,
    "maxDecimalPlaces": _max_decimal_places,
    "minQuantity": _min_quantity,
    "maxQuantity": _max_quantity,
    "unit": _unit,
    "maxSize": _max_size,
    "size": _size,
    "maxOccurs": _max_occurs,
    "minOccurs": _min_occurs,
}
"""Name → check, in the order in which a person is told."""
