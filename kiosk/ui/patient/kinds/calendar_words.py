"""Days and times as people of a language write and read them. No Qt here."""

from datetime import UTC, datetime, tzinfo
from typing import Final

from kiosk.forms.moments import Moment
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.wording.words import in_digits

MONTHS: Final = 12
NOON: Final = 12
TWELVE_HOURS: Final = "12"
_LEAST_LETTERS: Final = 3
"""Of the name of a month: "jan"."""


def months(around: Around) -> list[str]:
    """The names of the months, January first."""
    return [around.say(f"month_{number}") for number in range(1, MONTHS + 1)]


def number_in(text: str) -> int | None:
    """The whole number that the digits of any script stand for; None where it is none."""
    return int(text) if text.isdecimal() else None


def month_in(text: str, around: Around) -> int | None:
    """1 to 12 for a number, a name or the beginning of a name; None where it is none of them."""
    number = number_in(text)
    if number is not None:
        return number if 1 <= number <= MONTHS else None
    if len(text) < _LEAST_LETTERS:
        return None
    # By itself and after a day: "styczeń" and "stycznia".
    names = [
        (one, around.say(f"month_{one}{bent}")) for one in range(1, 13) for bent in ("", "_of")
    ]
    meant = {place for place, name in names if name.casefold().startswith(text.casefold())}
    return meant.pop() if len(meant) == 1 else None


def date_words(value: str, around: Around) -> str:
    """A FHIR date in words: "3 March 1950", "March 1950", "1950"; as it is where it is none."""
    moment = Moment.of(value)
    if moment is None or moment.kind != "day":
        return value
    year, month, day = (*value[:10].split("-"), "", "")[:3]
    if not month:
        return in_digits(year, around.say("digits"))
    bent = "_of" if day else ""
    said = {"month": around.say(f"month_{int(month)}{bent}"), "year": int(year)}
    if not day:
        return around.say("date_month_year", **said)
    return around.say("date_day_month_year", day=int(day), **said)


def time_words(value: str, around: Around) -> str:
    """A FHIR time in words: "8:30 pm", "20:30"; as it is where it is none."""
    moment = Moment.of(value)
    if moment is None or moment.kind != "time":
        return value
    hour, half = hour_and_half(int(value[:2]), around)
    said = {"hour": hour, "minute": in_digits(value[3:5], around.say("digits"))}
    if half:
        return around.say("time_half", half=around.say(f"time_{half}"), **said)
    return around.say("time_whole", **said)


def date_time_words(value: str, around: Around) -> str:
    """A FHIR date or dateTime in words, on the kiosk's clocks: "3 March 2026, 8:30 am"."""
    local = local_time(value, around.zone)
    if local is None:
        return date_words(value, around)
    day = date_words(local.date().isoformat(), around)
    return around.say("date_and_time", date=day, time=time_words(f"{local:%H:%M}", around))


def local_time(value: str, zone: tzinfo) -> datetime | None:
    """A FHIR dateTime on the clocks of a zone; None for a date alone, or what is no dateTime.

    One without a zone of its own is taken to be of that zone.
    """
    if "T" not in value or Moment.of(value) is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError):  # a leap second; the first or the last day there is
        return None


def exists(moment: datetime) -> bool:
    """Whether the clocks of its zone showed it: not in the hour that summer time leaves out."""
    try:
        seen = moment.astimezone(UTC).astimezone(moment.tzinfo)
    except OverflowError:  # in UTC it would be before the first or after the last day there is
        return True
    return seen.replace(tzinfo=None) == moment.replace(tzinfo=None)


def has_halves(around: Around) -> bool:
    """Whether the language counts the hours of a day twice, before and after noon."""
    return around.say("clock") == TWELVE_HOURS


def hour_and_half(hour: int, around: Around) -> tuple[int, str]:
    """An hour of 0 to 23 as it is said, and "am" or "pm"; "" where the day is counted through."""
    if not has_halves(around):
        return hour, ""
    return (hour % NOON or NOON), ("am" if hour < NOON else "pm")
