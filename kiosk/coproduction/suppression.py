"""Numbers that must not point at anybody: what is left out, rounded, or put together.

*For everybody* (`public_count`, `public_periods`): nothing of fewer than 10 sittings; 1 to 7 is
"fewer than 8", anything else the nearest 5; newer numbers come at the end of a week, and only with
at least 10 sittings more, so that nobody is found by the difference of two looks. No sums stand
beside such counts. Source: GP Patient Survey, NHS Digital HES.

*For staff* (`joined`): counts of sittings by day and by form are what the desk works with, and are
exact. What parts people into groups, by an answer (scores) or by their language, is put together
until no group has 1 to 4 people (5.5, 2). So the sum is that of the groups, and no number that was
left out can be worked out from it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

MIN_SITTINGS: Final = 10
"""Fewer than these say nothing of a form, a question or a score."""

LEAST_PUBLIC: Final = 8
"""From 1 up to here a count is not public."""

LEAST_GROUP: Final = 5
"""So many people are in the smallest group that staff see by itself."""

_NEAREST: Final = 5
_WEEK: Final = timedelta(days=7)


class Group(NamedTuple):
    """Neighbouring groups as one: the indexes of its first and last, and how many people."""

    first: int
    last: int
    people: int


class Period(NamedTuple):
    """Whole weeks that were made public together: their first day, the day after, sittings."""

    since: date
    until: date
    sittings: int


def public_count(count: int) -> int | None:
    """A count as everybody may read it: 0, the nearest 5; None for 1 to 7 ("fewer than 8")."""
    if 0 < count < LEAST_PUBLIC:
        return None
    return _NEAREST * ((2 * count + _NEAREST) // (2 * _NEAREST))


def public_periods(sittings: Mapping[date, int], today: date) -> tuple[Period, ...]:
    """Which sittings are public by now, in the portions in which they became so.

    A portion ends with a Sunday and has at least 10 sittings. What is public on a day follows from
    the days before it alone: looking more often shows no more.

    Args:
        sittings: how many on each day.
        today: nothing of its own week is public yet.
    """
    periods: list[Period] = []
    if not sittings:
        return ()
    since = monday = _monday(min(sittings))
    held = 0
    while monday + _WEEK <= today:
        held += sum(sittings.get(monday + timedelta(days=day), 0) for day in range(_WEEK.days))
        monday += _WEEK
        if held >= MIN_SITTINGS:
            periods.append(Period(since, monday, held))
            since, held = monday, 0
    return tuple(periods)


def joined(counts: Sequence[int], least: int = LEAST_GROUP) -> tuple[Group, ...]:
    """Neighbours put together until none has from 1 up to `least` people; empty ones stay.

    () where all together are fewer than `least`.
    """
    groups: list[Group] = []
    first, held = 0, 0
    for index, count in enumerate(counts):
        held += count
        if held == 0 or held >= least:
            groups.append(Group(first, index, held))
            first, held = index + 1, 0
    if held:
        while groups and held < least:
            before = groups.pop()
            first, held = before.first, held + before.people
        groups.append(Group(first, len(counts) - 1, held))
    return tuple(groups) if sum(counts) == 0 or sum(counts) >= least else ()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
