"""A robot that fills any form with seeded random answers.

It gives what the rules allow and leaves an item empty where it can't: an attachment, a reference,
a value set that is not at hand.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS, Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.rules import problems_of

_WORDS: Final = ("rest", "walking", "sleep", "family", "knee", "tablets", "morning", "worry")
_FIRST_DAY: Final = date(1940, 1, 1)
_DAYS: Final = 30_000
_SKIPPED: Final = 0.1
_TRIES: Final = 20
_MOST_PAGES: Final = 50_000


def fill(questionnaire: Questionnaire, *, seed: int, language: str = "en") -> FormFiller:
    """A filler with the robot's answers, on the review page; the same seed, the same answers."""
    rng = Random(seed)  # noqa: S311 - play, not secrets
    filler = FormFiller(questionnaire, language=language)
    for _ in range(_MOST_PAGES):
        page = filler.page
        if page is None:
            break
        answers = random_answers(page.item, rng)
        if answers and (page.item.required or rng.random() >= _SKIPPED):
            filler.answer(page.path, answers)
        filler.forward()
    return filler


def random_answers(item: Item, rng: Random) -> tuple[Answer, ...]:
    """Random answers that keep the item's rules; () where none were found."""
    for _ in range(_TRIES):
        answers = _some(item, rng)
        if answers and not problems_of(item, answers):
            return answers
    return ()


def _some(item: Item, rng: Random) -> tuple[Answer, ...]:
    options = item.answer_options
    least = ext.extension_integer(item.raw, ext.MIN_OCCURS) or 1
    if options:
        most = len(options) if item.repeats else 1
        number = rng.randint(min(least, most), most)
        chosen = sorted(rng.sample(range(len(options)), number))
        return tuple(options[index].answer for index in chosen)
    make = _MAKERS.get(item.type)
    if make is None or "answerValueSet" in item.raw:
        return ()
    number = rng.randint(least, least + 1) if item.repeats else 1
    return tuple(Answer(VALUE_KEYS[item.type][0], make(item, rng)) for _ in range(number))


def _boolean(_item: Item, rng: Random) -> bool:
    return rng.random() < 0.5  # noqa: PLR2004 - a coin


def _integer(item: Item, rng: Random) -> int:
    low, high = _bounds(item)
    return rng.randint(int(low), max(int(low), int(high)))


def _decimal(item: Item, rng: Random) -> Decimal:
    low, high = _bounds(item)
    places = ext.extension_integer(item.raw, ext.MAX_DECIMAL_PLACES)
    step = Decimal(10) ** -(1 if places is None else min(places, 3))
    return (low + (high - low) * Decimal(rng.randint(0, 1000)) / 1000).quantize(step)


def _bounds(item: Item) -> tuple[Decimal, Decimal]:
    low, high = (ext.extension_value(item.raw, url) for url in (ext.MIN_VALUE, ext.MAX_VALUE))
    least = Decimal(low) if _is_number(low) else None
    most = Decimal(high) if _is_number(high) else None
    if least is None:
        least = Decimal(0) if most is None or most >= 0 else most - 100
    return least, most if most is not None else least + 100


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | float) and not isinstance(value, bool)


def _day(_item: Item, rng: Random) -> str:
    return (_FIRST_DAY + timedelta(days=rng.randrange(_DAYS))).isoformat()


def _moment(item: Item, rng: Random) -> str:
    return f"{_day(item, rng)}T{_time(item, rng)}Z"


def _time(_item: Item, rng: Random) -> str:
    return f"{rng.randrange(24):02}:{rng.randrange(60):02}:00"


def _words(item: Item, rng: Random) -> str:
    text = " ".join(rng.sample(_WORDS, rng.randint(1, 4)))
    most = item.raw.get("maxLength")
    least = ext.extension_integer(item.raw, ext.MIN_LENGTH) or 0
    text = text.ljust(least, ".")
    return text[:most].strip() or "x" if isinstance(most, int) else text


def _address(_item: Item, rng: Random) -> str:
    return f"https://example.org/{rng.choice(_WORDS)}"


def _quantity(item: Item, rng: Random) -> dict[str, Any]:
    units = [
        value
        for url in (ext.UNIT, ext.UNIT_OPTION)
        for value in ext.extension_values(item.raw, url)
        if isinstance(value, Mapping)
    ]
    unit = rng.choice(units) if units else {}
    named = {"unit": unit.get("display"), "system": unit.get("system"), "code": unit.get("code")}
    return {"value": _decimal(item, rng)} | {key: value for key, value in named.items() if value}


_MAKERS: Final[Mapping[str, Callable[[Item, Random], Any]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "date": _day,
    "dateTime": _moment,
    "time": _time,
    "string": _words,
    "text": _words,
    "url": _address,
    "quantity": _quantity,
}
"""Item types that can be answered without a list of options."""
