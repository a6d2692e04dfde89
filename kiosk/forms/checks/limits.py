"""Checks of limits: whether they can be read, fit the type, and leave something to answer."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS
from kiosk.forms.checks.scope import Found, Scope, say
from kiosk.forms.item import Item
from kiosk.forms.ordering import compare_values
from kiosk.forms.patterns import PatternRefused, compile_pattern
from kiosk.forms.shapes import SHAPES

_NUMBERS: Final = frozenset({"integer", "decimal", "quantity"})
_TEXTS: Final = frozenset({"string", "text", "url", "open-choice"})
_IN_ORDER: Final = frozenset({"integer", "decimal", "date", "dateTime", "time", "quantity"})
_FILES: Final = frozenset({"attachment"})
_QUANTITIES: Final = frozenset({"quantity"})


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return number and Decimal(value).is_finite() and value >= 0


def _is_any(value: Any) -> bool:
    return value is not None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


_LIMITS: Final[Mapping[str, tuple[str, frozenset[str], Callable[[Any], bool]]]] = {
    ext.MIN_VALUE: ("minValue", _IN_ORDER, _is_any),
    ext.MAX_VALUE: ("maxValue", _IN_ORDER, _is_any),
    ext.MIN_LENGTH: ("minLength", _TEXTS, _is_count),
    ext.MAX_DECIMAL_PLACES: ("maxDecimalPlaces", _NUMBERS, _is_count),
    ext.REGEX: ("regex", _TEXTS | _IN_ORDER, _is_text),
    ext.MAX_SIZE: ("maxSize", _FILES, _is_number),
    ext.MIME_TYPE: ("mimeType", _FILES, _is_text),
    ext.MIN_QUANTITY: ("minQuantity", _QUANTITIES, _is_object),
    ext.MAX_QUANTITY: ("maxQuantity", _QUANTITIES, _is_object),
    ext.SLIDER_STEP: ("sliderStepValue", _NUMBERS | {"choice"}, _is_number),
}
"""url → its name, the item types it fits, and whether a value can be read."""


def limits(item: Item, _scope: Scope) -> Found:
    """Every limit of an item."""
    for url, (name, types, readable) in _LIMITS.items():
        for value in _given(item, url):
            if item.type in VALUE_KEYS and item.type not in types:
                message = f"{name} does not fit a question of type {item.type}: it is left out."
                yield say("limit-on-type", item, message)
            elif not readable(value) or not _fits(item, url, value):
                message = f"The value of {name} can't be read: it is left out."
                yield say("bad-limit", item, message)
    yield from _length(item)
    yield from _pattern(item)
    yield from _occurs(item)
    yield from _contradictions(item)


def _given(item: Item, url: str) -> list[Any]:
    values = []
    for extension in ext.mappings(item.raw, "extension"):
        if ext.url_of(extension) == url:
            found = {key: value for key, value in extension.items() if key.startswith("value")}
            if "valueExpression" not in found and not any(k.startswith("_") for k in extension):
                values.append(next(iter(found.values()), None))
    return values


def _fits(item: Item, url: str, value: Any) -> bool:
    if url not in {ext.MIN_VALUE, ext.MAX_VALUE} or item.type not in _IN_ORDER:
        return True
    keys = VALUE_KEYS[item.type]
    if item.type in {"date", "dateTime"}:
        keys = ("valueDate", "valueDateTime")
    elif item.type in {"integer", "decimal", "quantity"}:
        keys = ("valueInteger", "valueDecimal", "valueQuantity")
    return any(SHAPES[key](value) for key in keys)


def _length(item: Item) -> Found:
    if (most := item.raw.get("maxLength")) is None or item.type not in VALUE_KEYS:
        return
    if not _is_count(most):
        message = "maxLength is no whole number: it is left out."
        yield say("bad-limit", item, message, f"{item.json_path}.maxLength")
    elif item.type not in _TEXTS | {"boolean", "decimal", "integer"}:
        message = f"maxLength has no meaning for a question of type {item.type}."
        yield say("max-length-on-type", item, message, f"{item.json_path}.maxLength")
    elif (least := ext.extension_integer(item.raw, ext.MIN_LENGTH)) is not None and least > most:
        yield say("no-value-possible", item, f"At least {least} letters and at most {most}.")


def _pattern(item: Item) -> Found:
    for pattern in ext.extension_values(item.raw, ext.REGEX):
        if _is_text(pattern):
            try:
                compile_pattern(pattern)
            except PatternRefused as cause:
                message = f"The regular expression is not run, its rule is left out: {cause}."
                yield say("regex", item, message)


def _occurs(item: Item) -> Found:
    for url, name in ((ext.MIN_OCCURS, "minOccurs"), (ext.MAX_OCCURS, "maxOccurs")):
        if any(not _is_count(value) for value in _given(item, url)):
            yield say("bad-limit", item, f"{name} is no whole number: it is left out.")
    least = ext.extension_integer(item.raw, ext.MIN_OCCURS) or 0
    stated = ext.extension_integer(item.raw, ext.MAX_OCCURS)
    if stated is not None and stated > 1 and not item.repeats:
        message = f"maxOccurs is {stated}, and the item does not repeat: one is allowed."
        yield say("occurs-without-repeats", item, message)
    if least and not item.required and item.type != "display":
        message = f"At least {least} are asked for, and it may be left out: it is not required."
        yield say("occurs-without-required", item, message)
    most = stated if item.repeats else 1
    if item.type != "display" and most is not None and least > most:
        message = f"At least {least} are needed and at most {most} allowed."
        yield say("occurs-impossible", item, message)


def _contradictions(item: Item) -> Found:
    pairs = ((ext.MIN_VALUE, ext.MAX_VALUE, ""), (ext.MIN_QUANTITY, ext.MAX_QUANTITY, "quantity"))
    for lowest, highest, kind in pairs:
        least = ext.extension_value(item.raw, lowest)
        most = ext.extension_value(item.raw, highest)
        key = VALUE_KEYS.get(kind or item.type, ("",))[0]
        if least is not None and most is not None and compare_values(key, least, most) == 1:
            message = "The lowest value allowed is above the highest: no answer is possible."
            yield say("no-value-possible", item, message)
