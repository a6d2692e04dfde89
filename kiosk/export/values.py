"""What one answer gives to the cells of a table: a number, a day, a code, words."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Final, NamedTuple

from kiosk.forms.answers import MOMENT_KEYS, Answer
from kiosk.forms.bidi import unmarked

NUMBER, YES_NO, DAY, MOMENT, TIME = "number", "yes or no", "date", "date and time", "time"
TEXT, CHOICE, AMOUNT, FILE, REFERENCE = "text", "choice", "quantity", "file", "reference"

_FAMILIES: Final[Mapping[str, str]] = {
    "valueInteger": NUMBER,
    "valueDecimal": NUMBER,
    "valueBoolean": YES_NO,
    "valueDate": DAY,
    "valueDateTime": MOMENT,
    "valueInstant": MOMENT,
    "valueTime": TIME,
    "valueCoding": CHOICE,
    "valueQuantity": AMOUNT,
    "valueAttachment": FILE,
    "valueReference": REFERENCE,
}
_OF_TYPES: Final[Mapping[str, str]] = {
    "boolean": YES_NO,
    "decimal": NUMBER,
    "integer": NUMBER,
    "date": DAY,
    "dateTime": MOMENT,
    "time": TIME,
    "choice": CHOICE,
    "coding": CHOICE,
    "open-choice": CHOICE,
    "attachment": FILE,
    "reference": REFERENCE,
    "quantity": AMOUNT,
}


class Absent(Enum):
    """Why there is no answer."""

    DECLINED = "asked-declined"


class Dated(NamedTuple):
    """A day or a time, or both.

    Attributes:
        text: as FHIR has it.
        value: the same for a calendar; a moment as the clocks of this PC show it, without zone.
    """

    text: str
    value: date | datetime | time


class Option(NamedTuple):
    """One of the answers that a question offers, by what tells it from the others."""

    system: str
    code: str


Value = str | int | Decimal | bool | Dated | Absent | None
"""What a cell holds; text is `str`, and nothing else is."""


def family_of_type(item_type: str) -> str:
    """What kind of answer an item of that FHIR type has."""
    return _OF_TYPES.get(item_type, TEXT)


def family_of(answer: Answer) -> str:
    """What kind of answer this is."""
    return _FAMILIES.get(answer.key, TEXT)


def option_of(answer: Answer) -> Option:
    """Which option an answer chose."""
    if answer.key == "valueCoding" and isinstance(answer.value, Mapping):
        code = answer.value.get("code") or answer.value.get("display") or ""
        return Option(str(answer.value.get("system", "")), str(code))
    return Option("", str(answer.value))


def typed(answer: Answer) -> Value:
    """The answer as a cell holds it; for a quantity its number, for a choice its code.

    A day or time that no calendar has in full (`2026-03`) stays text.
    """
    value = answer.value
    if isinstance(value, Mapping):
        return _of_mapping(answer.key, value)
    if answer.key in MOMENT_KEYS:
        return _dated(answer.key, str(value))
    if isinstance(value, bool | int | Decimal):
        return value
    return str(value)


def words(answer: Answer) -> str:
    """The answer as a person reads it: without marks of direction, which lay out a line."""
    return unmarked(answer.label())


def _of_mapping(key: str, value: Mapping[str, Any]) -> Value:
    if key == "valueQuantity":
        number = value.get("value")
        return number if isinstance(number, int | Decimal) else None
    if key == "valueCoding":
        return option_of(Answer(key, value)).code
    if key == "valueAttachment":
        return str(value.get("title") or value.get("url") or value.get("contentType") or "file")
    identifier = value.get("identifier")
    named = identifier.get("value") if isinstance(identifier, Mapping) else None
    return str(value.get("reference") or value.get("display") or named or "")


def _dated(key: str, text: str) -> Value:
    try:
        if key == "valueTime":
            return Dated(text, time.fromisoformat(text))
        if len(text) < len("2026-03-02"):  # only a month, or a year
            return text
        if len(text) == len("2026-03-02"):
            return Dated(text, date.fromisoformat(text))
        return Dated(text, local(text))
    except (ValueError, OverflowError, OSError):
        return text


def local(text: str) -> datetime:
    """A moment as the clocks of this PC show it, without zone.

    Raises:
        ValueError, OverflowError, OSError: it is none, or out of reach of the calendar.
    """
    moment = datetime.fromisoformat(text)
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
