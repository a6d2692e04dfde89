"""Random answers that keep the rules of an item, for the robot that tries forms out."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS, Answer
from kiosk.forms.choice_rules import is_exclusive
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import OWN_WORDS, Limits, openness
from kiosk.forms.moments import Moment, day_text
from kiosk.forms.quantities import number_in, number_of, unit_parts
from kiosk.forms.robot.random_files import random_attachment
from kiosk.forms.robot.random_texts import USUAL, WORDS, CannotMake, some_words, text_like
from kiosk.forms.rules import problems_of

_TRIES: Final = 30
_INTEGER: Final = re.compile(r"-?[0-9]{1,10}")
_OWN_WORDS: Final = 0.2
_DAY: Final = 24 * 60
_FIRST_DAY: Final = 708_205 * _DAY  # 1940-01-01
_SPAN: Final = 30_000 * _DAY
_GREATEST: Final = Decimal(2**31 - 1)
_MOST_PLACES: Final = 6
_MOST_PLACES_READ: Final = 1000
_MORE: Final = 2

Make = Callable[[Item, Random, Limits], Any]


def random_answers(item: Item, rng: Random, *, limits: Limits) -> tuple[Answer, ...]:
    """Random answers that keep the item's rules; () where none were found.

    The same state of `rng` gives the same answers.
    """
    for _ in range(_TRIES):
        answers = _some(item, rng, limits)
        if answers and not problems_of(item, answers, limits=limits):
            return answers
    return ()


def _some(item: Item, rng: Random, limits: Limits) -> tuple[Answer, ...]:
    least = max(limits.min_occurs, 1)
    most = least + _MORE if limits.max_occurs is None else limits.max_occurs
    if least > most:
        return ()
    if limits.options is not None or limits.unproven:
        return _chosen(item, rng, limits, (least, most))
    key, make = _maker(item)
    number = rng.randint(least, min(most, least + _MORE)) if make else 0
    made = [make(item, rng, limits) for _ in range(number)] if make else []
    return () if None in made else tuple(Answer(key, value) for value in made)


def _maker(item: Item) -> tuple[str, Make | None]:
    if openness(item) == OWN_WORDS and item.type in {"open-choice", "coding", "choice"}:
        return "valueString", _text
    return VALUE_KEYS.get(item.type, ("",))[0], _MAKERS.get(item.type)


def _chosen(item: Item, rng: Random, limits: Limits, number: tuple[int, int]) -> tuple[Answer, ...]:
    options = limits.options or ()
    if limits.open and (not options or rng.random() < _OWN_WORDS):
        own = _own_words(item, rng, limits)
        more = _among(options, rng, (number[0] - 1, number[1] - 1))
        return (*(_answer_of(item, option) for option in more), *own)
    return tuple(_answer_of(item, option) for option in _among(options, rng, number))


def _own_words(item: Item, rng: Random, limits: Limits) -> tuple[Answer, ...]:
    if openness(item) == OWN_WORDS:
        return (Answer("valueString", _text(item, rng, limits)),)
    make = _MAKERS.get(item.type)
    if make is None:
        return (Answer("valueCoding", {"display": rng.choice(WORDS)}),)
    return (Answer(VALUE_KEYS[item.type][0], make(item, rng, limits)),)


def _among(
    options: Sequence[AnswerOption], rng: Random, number: tuple[int, int]
) -> list[AnswerOption]:
    """Some of the options in their order; one that stands alone is taken alone."""
    least, most = max(number[0], 0), min(number[1], len(options))
    if least > most or not options:
        return []
    chosen = sorted(rng.sample(range(len(options)), rng.randint(least, most)))
    alone = [options[index] for index in chosen if is_exclusive(options[index])]
    if alone and least <= 1:
        return [rng.choice(alone)]
    return [options[index] for index in chosen if not is_exclusive(options[index])]


def _answer_of(item: Item, option: AnswerOption) -> Answer:
    if item.type in {"string", "text"} and option.answer.key == "valueCoding":
        return Answer("valueString", ext.text(option.answer.value, "code"))
    return option.answer


def _boolean(_item: Item, rng: Random, _limits: Limits) -> bool:
    return rng.random() < 0.5  # noqa: PLR2004 - a coin


def _integer(item: Item, rng: Random, limits: Limits) -> int | None:
    if pattern := _pattern(item):
        text = _like(pattern, rng, 0)
        return int(text) if _INTEGER.fullmatch(text) else None
    bounds = _bounds(limits.min_value, limits.max_value)
    low, high = ceil(bounds[0]), min(floor(bounds[1]), int(_GREATEST))
    return rng.randint(low, high) if low <= high else None


def _decimal(item: Item, rng: Random, limits: Limits) -> Decimal | None:
    return _between(item, rng, _bounds(limits.min_value, limits.max_value))


def _between(item: Item, rng: Random, bounds: tuple[Fraction, Fraction]) -> Decimal | None:
    """A number within the bounds with few decimal places, and no more than allowed."""
    stated = ext.extension_integer(item.raw, ext.MAX_DECIMAL_PLACES)
    most = _MOST_PLACES if stated is None else max(0, min(stated, _MOST_PLACES))
    for places in range(min(1, most), most + 1):
        low, high = (ceil(bounds[0] * 10**places), floor(bounds[1] * 10**places))
        if low <= high:
            return Decimal(rng.randint(low, high)).scaleb(-places)
    return None


def _bounds(least: Any, most: Any) -> tuple[Fraction, Fraction]:
    low, high = _bound(least), _bound(most)
    if low is None:
        low = Fraction(0) if high is None or high >= 0 else high - 100
    return low, high if high is not None else low + 100


def _bound(value: Any) -> Fraction | None:
    number = number_of(value)
    if number is None or number.adjusted() < -_MOST_PLACES_READ:
        # A fraction of so small a number would have a denominator that fills the memory.
        return None if number is None else Fraction(0)
    return Fraction(max(-_GREATEST, min(_GREATEST, number)))


def _day(_item: Item, rng: Random, limits: Limits) -> str:
    return day_text(_minute(rng, limits, "day") // _DAY)


def _moment(_item: Item, rng: Random, limits: Limits) -> str:
    minute = _minute(rng, limits, "day")
    return f"{day_text(minute // _DAY)}T{_clock(minute)}Z"


def _time(_item: Item, rng: Random, limits: Limits) -> str:
    return _clock(_minute(rng, limits, "time"))


def _clock(minute: int) -> str:
    return f"{minute % _DAY // 60:02}:{minute % 60:02}:00"


def _minute(rng: Random, limits: Limits, kind: str) -> int:
    """A minute within the limits, as `Moment` counts them."""
    first, last = (0, _DAY - 1) if kind == "time" else (_FIRST_DAY, _FIRST_DAY + _SPAN)
    low, high = (_moment_of(limit, kind) for limit in (limits.min_value, limits.max_value))
    span = last - first
    if low is not None:
        # Minutes are whole, the limit may be some seconds later.
        first = low.first[0] + (low.first[1] > 0)
        last = max(last, first + (0 if kind == "time" else span))
    if high is not None:
        last = high.last[0] - (high.last != high.first)
        first = min(first, last) if low is None else first
    return rng.randint(first, max(first, last))


def _moment_of(limit: Any, kind: str) -> Moment | None:
    moment = Moment.of(limit) if isinstance(limit, str) else None
    return moment if moment is not None and moment.kind == kind else None


def _text(item: Item, rng: Random, _limits: Limits) -> str:
    least = ext.extension_integer(item.raw, ext.MIN_LENGTH) or 0
    if pattern := _pattern(item):
        return _like(pattern, rng, least)
    most = item.raw.get("maxLength")
    longest = most if isinstance(most, int) and not isinstance(most, bool) else None
    return some_words(rng, least=min(least, 100_000), most=longest) or "x"


def _pattern(item: Item) -> str:
    value = ext.extension_value(item.raw, ext.REGEX)
    return value if isinstance(value, str) else ""


def _like(pattern: str, rng: Random, least: int) -> str:
    if rng.random() < 0.2:  # noqa: PLR2004 - a pattern may be read wrongly
        return rng.choice(USUAL)
    try:
        return text_like(pattern, rng, reach=rng.choice((0, 3, 8, min(least, 1_000))))
    except CannotMake:
        return rng.choice(USUAL)


def _address(item: Item, rng: Random, limits: Limits) -> str:
    return (
        _text(item, rng, limits) if _pattern(item) else f"https://example.org/{rng.choice(WORDS)}"
    )


def _quantity(item: Item, rng: Random, limits: Limits) -> dict[str, Any] | None:
    unit = unit_parts(rng.choice(_units(item, limits)))
    bounds = (limits.min_quantity, limits.max_quantity)
    low, high = (number_in(q, unit) if isinstance(q, Mapping) else None for q in bounds)
    least, most = _bounds(limits.min_value, limits.max_value)
    if low is not None or high is not None:
        least = low if low is not None else min(Fraction(0), high or Fraction(0))
        most = high if high is not None else least + 100
    value = _between(item, rng, (least, most))
    return None if value is None else {"value": value, **unit}


def _units(item: Item, limits: Limits) -> list[Mapping[str, Any]]:
    """The units to choose from: those permitted, else the item's own, else those of its bounds."""
    if limits.units:
        return list(limits.units)
    own = [u for u in ext.extension_values(item.raw, ext.UNIT) if isinstance(u, Mapping)]
    if own:
        return own
    bounds = [q for q in (limits.min_quantity, limits.max_quantity) if isinstance(q, Mapping)]
    return [{**bound, "display": ext.text(bound, "unit")} for bound in bounds] or [{}]


def _attachment(item: Item, rng: Random, _limits: Limits) -> dict[str, Any] | None:
    wanted = [t for t in ext.extension_values(item.raw, ext.MIME_TYPE) if isinstance(t, str)]
    return random_attachment(wanted, rng)


def _reference(item: Item, rng: Random, _limits: Limits) -> dict[str, Any]:
    given = ext.extension_values(item.raw, ext.REFERENCE_RESOURCE)
    named = [name for name in given if isinstance(name, str) and name != "Resource"]
    return {"reference": f"{rng.choice(named or ['Patient'])}/example"}


_MAKERS: Final[Mapping[str, Make]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "date": _day,
    "dateTime": _moment,
    "time": _time,
    "string": _text,
    "text": _text,
    "url": _address,
    "quantity": _quantity,
    "attachment": _attachment,
    "reference": _reference,
}
"""Item types that can be answered without a list of options."""
