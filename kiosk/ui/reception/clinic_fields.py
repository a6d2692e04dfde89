"""What the fields of the clinic's page hold while somebody writes in them, and what is wrong."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from kiosk.settings import Settings
from kiosk.settings.opening_hours import WEEKDAYS, read_day, read_spans

NAME: Final = "clinic.name"
CLOSED: Final = "hours.closed"
EMERGENCY: Final = "hours.emergency"
DAYS: Final = tuple(f"hours.{day}" for day in WEEKDAYS)
HOURS: Final = (*DAYS, CLOSED, EMERGENCY)
_LONGEST_NAME: Final = 200
_MOST_DAYS: Final = 100

Say = Callable[..., str]


class ClinicFields:
    """Texts by the names of their settings; those that nobody wrote in are as the settings are."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}
        self._written: dict[str, str] = {}

    @property
    def texts(self) -> dict[str, str]:
        """What stands in each field."""
        return self._kept | self._written

    def show(self, settings: Settings) -> bool:
        """The settings are these; whether a field shows something else now."""
        before = self.texts
        days = {f"hours.{day}": getattr(settings.hours, day) for day in WEEKDAYS}
        closed = ", ".join(map(_shown_day, settings.hours.closed))
        named = {NAME: settings.clinic.name, EMERGENCY: settings.hours.emergency}
        self._kept = {**days, CLOSED: closed, **named}
        return self.texts != before

    def write(self, key: str, text: str) -> None:
        """Somebody wrote that."""
        self._written[key] = text

    def forget(self, *keys: str) -> None:
        """These fields are as the settings are; all, where none is named."""
        for key in keys or tuple(self._written):
            self._written.pop(key, None)

    def problem(self, key: str, say: Say) -> str:
        """What is wrong with a field, for who wrote it; "" where nothing is."""
        text = self.texts.get(key, "").strip()
        try:
            if key in DAYS:
                read_spans(text)
            elif key == CLOSED:
                closed_days(text)
        except ValueError:
            return say("clinic_days_wrong" if key == CLOSED else "clinic_hours_wrong")
        if key == NAME and not (text.isprintable() and 0 < len(text) <= _LONGEST_NAME):
            return say("clinic_name_wrong")
        return ""

    def values(self, *keys: str) -> Mapping[str, Any]:
        """What they stand for, by the names of the settings; only fields with no problem."""
        texts = self.texts
        return {key: _value(key, texts[key].strip()) for key in keys if key in texts}


def closed_days(text: str) -> tuple[str, ...]:
    """The days of a text such as "25/12/2026, 2026-12-28", in order, each once.

    Raises:
        ValueError: one of them is no day, or they are too many.
    """
    parts = [part for part in text.replace(";", ",").replace("\n", ",").split(",") if part.strip()]
    days = sorted({_day(part.strip()) for part in parts})
    if len(days) > _MOST_DAYS:
        raise ValueError("too many days")
    return tuple(map(date.isoformat, days))


def _value(key: str, text: str) -> Any:
    return list(closed_days(text)) if key == CLOSED else text


def _day(text: str) -> date:
    for sign in "./":
        parts = text.split(sign)
        if [len(part) for part in parts][-1:] == [4] and all(map(str.isdecimal, parts)):
            day, month, year = map(int, parts)
            return date(year, month, day)
    return read_day(text)


def _shown_day(day: str) -> str:
    return f"{read_day(day):%d/%m/%Y}"
