"""Who could have said it: a remark is seen when at least five could.

A form that one person answered, or a question that one was asked behind a branch, leads from a
remark to that one's answers, however many others spoke of something else. So a question's remarks
wait until five people spoke of it, or five were asked it since its remarks were seen last.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kiosk.coproduction.feedback import GROUP_SIZE, Remark


class Spoken(NamedTuple):
    """A question of one version of a form."""

    questionnaire: str
    link_id: str


def of(remark: Remark) -> Spoken:
    """What it is about."""
    return Spoken(remark.questionnaire, remark.link_id)


def covered(
    waiting: Sequence[Remark],
    seen: Iterable[Remark],
    asked: Mapping[Spoken, Mapping[date, int]],
) -> tuple[Remark, ...]:
    """The waiting remarks that enough people could have made.

    Args:
        waiting: which nobody may see yet.
        seen: which may be seen, with the days since which they may.
        asked: question → day → how many were asked it.
    """
    on_days: dict[Spoken, set[date]] = {}
    for one in seen:
        if one.released_on is not None:
            on_days.setdefault(of(one), set()).add(one.released_on)
    releases = sorted(set().union(*on_days.values())) if on_days else []
    people: dict[Spoken, int] = {}
    for one in waiting:
        people[of(one)] = people.get(of(one), 0) + one.first
    enough = {
        about
        for about, spoke in people.items()
        if spoke >= GROUP_SIZE or _left(asked.get(about, {}), releases, on_days.get(about, set()))
    }
    return tuple(one for one in waiting if of(one) in enough)


def _left(asked: Mapping[date, int], releases: Sequence[date], own: set[date]) -> bool:
    """Whether enough were asked since a remark on it, had there been one, was seen the last time.

    A remark that was not seen then was not made by those who were asked before.
    """
    since = date.min
    for day in releases:
        if day in own or _between(asked, since, day) >= GROUP_SIZE:
            since = day
    return _between(asked, since, date.max) >= GROUP_SIZE


def _between(asked: Mapping[date, int], after: date, until: date) -> int:
    return sum(many for day, many in asked.items() if after < day <= until)
