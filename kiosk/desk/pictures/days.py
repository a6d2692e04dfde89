"""Forms that were sent: by day, week, month or year, so that no picture has too many bars."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from typing import Final

from kiosk.coproduction.suppression import Period, public_count
from kiosk.desk.pictures.figure import Bar, Figure, Phrases, full_length

_DAY: Final = timedelta(days=1)
_KINDS: Final[Mapping[str, int | None]] = {
    "days": 31, "weeks": 52 * 7, "months": 48 * 30, "years": None
}  # fmt: skip
"""How many days are shown so at most."""


def over_days(
    sent: Mapping[date, int], phrases: Phrases, *, since: date | None, until: date
) -> Figure:
    """How many forms were sent; days on which none was are shown, too.

    Args:
        sent: how many on each day; exact, for staff.
        phrases: what is said.
        since: the first day; None: the first on which one was sent.
        until: the last day.
    """
    first = since or min(sent, default=until)
    days = (until - first).days + 1
    kind = next(kind for kind, most in _KINDS.items() if most is None or days <= most)
    begin = {"days": _same, "weeks": _monday, "months": _of_month, "years": _of_year}[kind]
    held: Counter[date] = Counter({begin(day): 0 for day in _days(first, until)})
    for day, many in sent.items():
        if first <= day <= until:
            held[begin(day)] += many
    label = {"months": _month, "years": _year}.get(kind, _short)
    bars = tuple(Bar(label(day, phrases), many, str(many)) for day, many in sorted(held.items()))
    column = f"col_{kind.removesuffix('s')}"
    written = {"months": _month, "years": _year}.get(kind, day_text)
    note = [phrases.count("days_note", held.total())]
    if kind == "weeks":
        note.append(phrases.say("weeks_note"))
    return Figure(
        name="days", title=phrases.say(f"{kind}_title"), note=" ".join(note),
        bars=bars, full=full_length(bars), upright=True,
        heading=(phrases.say(column), phrases.say("col_sent")),
        rows=tuple((written(day, phrases), str(many)) for day, many in sorted(held.items())),
    )  # fmt: skip


def over_periods(periods: Sequence[Period], phrases: Phrases) -> Figure:
    """The same for everybody, in the portions in which it became public."""
    bars = tuple(_period_bar(one, phrases) for one in periods)
    note = phrases.say("periods_note" if bars else "too_few_note")
    return Figure(
        name="days", title=phrases.say("periods_title"), note=note,
        bars=bars, full=full_length(bars), upright=True,
        heading=(phrases.say("col_period"), phrases.say("col_sent")),
        rows=tuple(
            (_span(one, phrases), bar.said) for one, bar in zip(periods, bars, strict=True)
        ),
    )  # fmt: skip


def day_text(day: date, phrases: Phrases) -> str:
    """A day with its year."""
    return phrases.say("day_long", day=day.day, month=_name(day, phrases), year=str(day.year))


def _period_bar(one: Period, phrases: Phrases) -> Bar:
    rounded = public_count(one.sittings)
    said = phrases.say("fewer_than_8") if rounded is None else str(rounded)
    return Bar(_short(one.since, phrases), rounded, said)


def _span(one: Period, phrases: Phrases) -> str:
    since, until = day_text(one.since, phrases), day_text(one.until - _DAY, phrases)
    return phrases.say("range", low=since, high=until)


def _days(first: date, last: date) -> Iterator[date]:
    count = (last - first).days + 1
    return takewhile(lambda day: day <= last, (first + n * _DAY for n in range(count)))


def _same(day: date) -> date:
    return day


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _of_month(day: date) -> date:
    return day.replace(day=1)


def _of_year(day: date) -> date:
    return day.replace(month=1, day=1)


def _short(day: date, phrases: Phrases) -> str:
    return phrases.say("day_short", day=day.day, month=_name(day, phrases))


def _month(day: date, phrases: Phrases) -> str:
    return phrases.say("month_long", month=_name(day, phrases), year=str(day.year))


def _year(day: date, _phrases: Phrases) -> str:
    return str(day.year)


def _name(day: date, phrases: Phrases) -> str:
    return phrases.say(f"month_{day.month}")
