"""The patient's own words beside a list, as an answer of the type the form asks for."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import ANY_OF_TYPE, OWN_WORDS, Limits, openness
from kiosk.forms.shapes import is_integer
from kiosk.ui.patient.kinds import numerals

_FIELD: Final = "own"


def own_field(index: int) -> str:
    """The field that the writing page has for the own words at that place."""
    return f"{_FIELD}{index}"


def place_of_field(field: str) -> int | None:
    """The place of own words in the entry; None for another field."""
    number = field.removeprefix(_FIELD)
    return int(number) if field.startswith(_FIELD) and number.isdecimal() else None


def takes_own(item: Item, limits: Limits) -> bool:
    """Whether an answer beside the list can be written in words here.

    With `optionsOrString` it is a text. With `optionsOrType` it is a value of the item's type: a
    coding without a code, a text, an address or a number. Days, times, quantities, references and
    files beside a list can't be written in words.
    """
    if not limits.open:
        return False
    return _openness(item) == OWN_WORDS or item.type in _OF_TYPE


def own_answer(item: Item, text: str) -> Answer | None:
    """Those words as an answer; None where they are none, as "ten" or "1,234" for a number.

    Numbers are read as `numerals` reads them, and never guessed: "1,234" may be either of two.
    """
    made = Answer("valueString", text)
    if _openness(item) == ANY_OF_TYPE:
        key, read = _OF_TYPE.get(item.type, ("valueString", str))
        try:
            made = Answer(key, read(text))
        except ValueError:
            return None
    return made


def keyboard_of(item: Item) -> str:
    """Which keyboard they are written on."""
    return _KEYBOARDS.get(item.type, "text") if _openness(item) == ANY_OF_TYPE else "text"


def _openness(item: Item) -> str:
    # Options that were worked out may be open though the item says nothing.
    return openness(item) or OWN_WORDS


def _coding(text: str) -> Mapping[str, Any]:
    return {"display": text}


def _decimal(text: str) -> Decimal:
    number = numerals.read(text, numerals.Figures()).number
    if number is None:
        raise ValueError(text)
    return number


def _integer(text: str) -> int:
    number = _decimal(text)
    if number.as_tuple().exponent != 0 or not is_integer(int(number)):
        raise ValueError(text)
    return int(number)


_OF_TYPE: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    "choice": ("valueCoding", _coding),
    "coding": ("valueCoding", _coding),
    "open-choice": ("valueCoding", _coding),
    "string": ("valueString", str),
    "text": ("valueString", str),
    "url": ("valueUri", str),
    "integer": ("valueInteger", _integer),
    "decimal": ("valueDecimal", _decimal),
}
_KEYBOARDS: Final = {"integer": "number", "decimal": "number", "url": "url"}
