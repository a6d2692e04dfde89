"""Where an answer goes on paper: boxes to tick, lines to write on, boxes for figures."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from kiosk.forms import extensions as ext
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.controls import control_codes
from kiosk.forms.looks.markup import safe_text
from kiosk.forms.looks.option_presentation import present_option
from kiosk.forms.looks.units import unit_of_coding, units_of
from kiosk.forms.onpaper.pieces import (
    Box,
    Boxes,
    Desk,
    Figures,
    Lines,
    Scale,
    Signature,
    Space,
)
from kiosk.forms.quantities import number_of
from kiosk.forms.texts import Reader, extension_text

MOST_BOXES: Final = 60
"""More answers than that are written, not ticked: a list of all drugs is no paper form."""
WIDEST_SCALE: Final = 11
_SHORT: Final = 40
_LONG: Final = 400
_TEXT_LINES: Final = 4
_LONG_LINES: Final = 7
_REPEATED_LINES: Final = 3
_SEVERAL_DATES: Final = 2
_PARTS: Final = {
    "date": ("day", "month", "year"),
    "time": ("hour", "minute"),
    "dateTime": ("day", "month", "year", "hour", "minute"),
}
_COARSE: Final = {"year": ("year",), "yearMonth": ("month", "year")}
_NARROW: Final = 0.35

Say = Callable[..., str]


def space_for(item: Item, limits: Limits, language: str, say: Say) -> Space:
    """The room that a question's answer needs."""
    if item.type == "boolean":
        return Boxes((Box(say("yes")), Box(say("no"))), many=False)
    if scale := _scale(item, limits, language, say):
        return scale
    if limits.options and item.type != "attachment":
        return _boxes(item, limits, language, say)
    if item.type in _PARTS:
        return _figures(item)
    if item.type in {"attachment", "reference"}:
        return Signature() if _is_signature(item) else Desk(item.type)
    return _lines(item, limits, language)


def label_of(option: AnswerOption, language: str) -> str:
    """What stands beside a box: the option's prefix and its words, word for word."""
    look = present_option(option, language)
    return f"{look.prefix} {look.label.plain}".strip()


def _boxes(item: Item, limits: Limits, language: str, say: Say) -> Space:
    options = limits.options or ()
    if len(options) > MOST_BOXES:
        return Lines(_REPEATED_LINES if item.repeats else 1)
    reader = Reader(language, item.language)
    named = safe_text(extension_text(item.raw, ext.OPEN_LABEL, reader))
    own = (named or say("something_else")) if limits.open else ""
    return Boxes(tuple(Box(label_of(one, language)) for one in options), item.repeats, own)


def _scale(item: Item, limits: Limits, language: str, say: Say) -> Scale | None:
    """Whole numbers that fit in a row."""
    if item.type != "integer" or item.repeats or limits.open:
        return None
    if limits.options:
        numbers = [number_of(option.answer.value) for option in limits.options]
        labels = [label_of(option, language) for option in limits.options]
        if labels != [str(number) for number in numbers]:
            return None  # the form has words for them
    else:
        numbers = _from_to(limits)
    known = [number for number in numbers if number is not None]
    if not 1 < len(known) <= WIDEST_SCALE:
        return None
    low, high = (item.words(end, language) for end in ("lower", "upper"))
    numbers_said = tuple(say("paper_number", number=int(number)) for number in known)
    return Scale(numbers_said, low, high)


def _from_to(limits: Limits) -> list[Decimal | None]:
    low, high = number_of(limits.min_value), number_of(limits.max_value)
    if low is None or high is None or not 0 < high - low < WIDEST_SCALE:
        return []
    return [low + step for step in range(int(high - low) + 1)]


def _figures(item: Item) -> Figures:
    coarse = next((_COARSE[code] for code in control_codes(item.raw) if code in _COARSE), None)
    parts = coarse if coarse and item.type == "date" else _PARTS[item.type]
    return Figures(parts, _SEVERAL_DATES if item.repeats else 1)


def _units(item: Item, limits: Limits, language: str) -> tuple[str, ...]:
    reader = Reader(language, item.language)
    listed = [unit_of_coding(unit, reader).label for unit in limits.units or ()]
    fixed = units_of(item.raw, reader).fixed
    beside = item.words("unit", language)
    usual = [fixed.label] if fixed else [beside] if beside else []
    return tuple(filter(None, listed or usual))


def _lines(item: Item, limits: Limits, language: str) -> Lines:
    if item.type in {"integer", "decimal", "quantity"}:
        units = _units(item, limits, language)
        return Lines(_REPEATED_LINES if item.repeats else 1, _NARROW, units)
    longest = item.raw.get("maxLength")
    length = longest if isinstance(longest, int) else None
    if length is not None and length <= _SHORT and not item.repeats:
        return Lines(1, 0.5)
    return Lines(_how_many(item, length))


def _how_many(item: Item, length: int | None) -> int:
    if item.repeats:
        return _REPEATED_LINES
    if item.type == "text" and length is None:
        return _TEXT_LINES
    if length is None or length <= _LONG:
        return 2
    return _LONG_LINES if length > 2 * _LONG else _TEXT_LINES


def _is_signature(item: Item) -> bool:
    if item.type != "attachment":
        return False
    wanted = ext.extension_value(item.raw, ext.SIGNATURE_REQUIRED) is not None
    said = (item.link_id, ext.text(item.raw, "text"))
    return wanted or any("signature" in text.casefold() for text in said)
