"""How a pilot is judged: those who got the new words against those who got the old ones.

*Before it starts* it is said how many sittings each arm needs, and so how many weeks here: two
shares, a two-sided test at 5 %, power 80 %.

*Who is compared.* The sittings of the same days, told apart by the version they were counted under.
What was counted before the pilot began is no control: a question is tried out because its numbers
were bad, and numbers that were picked for being bad get better by themselves.

*What people say* counts on the day since when it may be seen, in both arms: some days later than
who said it sat there, and not at all where that day is the first on which remarks were seen in the
pilot, for those may be older than it (`since_seen`). Whether they were in trouble otherwise too is
not known: it is reckoned that a third of them were, and so counted twice, by which the shares are
less certain than so many sittings would make them.

*The harm guard* looks at the end of each day on which the pilot arm has passed another ten
sittings, from 30 on, while the control arm has 30 at least. Counters by day have no order within
the day, so "an equal number of control sittings" is all those of the pilot's days, cut in
proportion to as many as the pilot arm has; where they are fewer, they count as they are. It stops
the pilot where the new words are worse with more than `harm_threshold`: strict at the first looks,
which rest on little, and again after 150 sittings, so that a long pilot is not stopped by chance
alone. So tuned it stops 20 → 35 % in some 93 % by 150 sittings, and no difference in some 11 %; one
threshold of 0.975 for all looks reaches 89 to 90 % and 9 % (`bench_pilots.py` prints both).

*The words* are "too early", "looks better", "looks worse" while it runs. "Clear" is said only at
the planned end, of the sittings before it and no later ones: however often that is looked at, it is
judged once. P(better) is that of two shares with Beta(1, 1) before anything was seen, by the normal
approximation.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt
from operator import add
from statistics import NormalDist
from typing import Final, Literal, NamedTuple

from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.pilots import Metric, Plan

Word = Literal["too-early", "looks-better", "looks-worse", "clear", "no-difference"]

FIRST_LOOK: Final = 30
"""Sittings in each arm, below which nothing is said and nothing stopped."""

CLEAR: Final = 0.975
"""P(better) above which it is clear, at the planned end."""

LOOKS: Final = 0.95
"""P(better), or P(worse), above which it looks so."""

_EACH: Final = 10
_GUARD_TO: Final = 150
_STRICT: Final = 0.985
_LEAST: Final = 0.95
_NORMAL: Final = NormalDist()
_ALPHA: Final = 0.05
_POWER: Final = 0.8
_TWICE: Final = 1 / 3
"""The part of those who spoke that was in trouble otherwise too."""


class Arm(NamedTuple):
    """How often it happened, in how many sittings that were shown the question.

    Attributes:
        hits, of: those two.
        said: of the hits those that are remarks.
    """

    hits: float
    of: float
    said: float = 0


class Day(NamedTuple):
    """What was counted on one day in both arms."""

    day: date
    pilot: Arm
    control: Arm


class Look(NamedTuple):
    """One look of the harm guard, at the end of a day.

    Attributes:
        pilot, control: the arms as they were compared; the control cut to the pilot's number.
        worse: P(worse).
        stops: it is worse with so much certainty that the pilot is stopped.
    """

    day: date
    pilot: Arm
    control: Arm
    worse: float
    stops: bool


@dataclass(frozen=True)
class Verdict:
    """What may be said of a pilot.

    Attributes:
        word: in one word.
        better: P(better), from 0 to 1.
        pilot, control: everything that was counted in it, for "2 of 60, before 9 of 60".
        at_end: its planned end has come: it was judged, and will be no more.
    """

    word: Word
    better: float
    pilot: Arm
    control: Arm
    at_end: bool


def per_arm(before: float, after: float) -> int:
    """How many sittings each arm needs to show that a share fell (or rose) so far.

    Raises:
        ValueError: a share is not between 0 and 1, or both are the same.
    """
    if not (0 <= before <= 1 and 0 <= after <= 1) or before == after:
        raise ValueError(f"{before} to {after} is no change of a share")
    middle = (before + after) / 2
    by_chance = _NORMAL.inv_cdf(1 - _ALPHA / 2) * sqrt(2 * middle * (1 - middle))
    missed = _NORMAL.inv_cdf(_POWER) * sqrt(before * (1 - before) + after * (1 - after))
    return ceil(((by_chance + missed) / (before - after)) ** 2)


def weeks_here(needed: int, *, weekly: float, share: float) -> int | None:
    """About how many weeks that takes here; None where nobody comes, or all get the same.

    Args:
        needed: sittings in each arm.
        weekly: sittings a week in which the question is shown.
        share: which part of them gets the pilot: the share, or that kiosk's part of the sittings.
    """
    smaller = weekly * min(share, 1 - share)
    return ceil(needed / smaller) if smaller > 0 else None


def probability_better(pilot: Arm, control: Arm) -> float:
    """P(the pilot's true share is lower), by what was counted in both arms."""
    (new, new_spread), (old, old_spread) = map(_posterior, (pilot, control))
    return _NORMAL.cdf((old - new) / sqrt(new_spread + old_spread))


def arm(counts: ItemCounts, metric: Metric) -> Arm:
    """The arm of a question's counters.

    On a day on which remarks came to be seen there may be more of them than sittings.
    """
    if metric == "troubled":
        return Arm(counts.troubled + counts.remarked, counts.shown, counts.remarked)
    return Arm(getattr(counts, metric.replace("-", "_")), counts.shown)


def since_seen(seen: Iterable[date], begin: date) -> date:
    """The day after which remarks that come to be seen were made since a day.

    All that wait and can be told come to be seen together: after the first time, none of those
    that were made before is left.

    Args:
        seen: the days on which any remarks came to be seen.
        begin: the first day of the pilot.
    """
    return min((day for day in seen if day >= begin), default=date.max)


def days_of(
    plan: Plan, pilot: Mapping[date, ItemCounts], control: Mapping[date, ItemCounts]
) -> tuple[Day, ...]:
    """The days of a pilot, the first one first; what was counted before and after is left out.

    Args:
        plan: of the pilot.
        pilot: day → counters of its question under the pilot's version.
        control: the same under the control's version.
    """
    nothing = ItemCounts()
    return tuple(
        Day(day, *(arm(counted.get(day, nothing), plan.metric) for counted in (pilot, control)))
        for day in sorted({*pilot, *control})
        if plan.begin <= day < plan.end
    )


def looks(days: Iterable[Day]) -> Iterator[Look]:
    """Every look that the harm guard makes; the first that stops it is the last that counts."""
    pilot = control = Arm(0, 0)
    made = 0
    for day in days:
        pilot, control = _more(pilot, day.pilot), _more(control, day.control)
        due = int(pilot.of - FIRST_LOOK) // _EACH + 1
        if due > made and min(pilot.of, control.of) >= FIRST_LOOK:
            made = due
            yield _look(day.day, pilot, control)


def harmed_on(days: Iterable[Day]) -> date | None:
    """The day at whose end the guard stops the pilot; None while it does not."""
    return next((look.day for look in looks(days) if look.stops), None)


def harm_threshold(sittings: float) -> float:
    """P(worse) above which the look that is due at so many pilot sittings stops it."""
    due = sittings // _EACH * _EACH
    if due > _GUARD_TO:
        return _STRICT
    passed = (due - FIRST_LOOK) / (_GUARD_TO - FIRST_LOOK)
    return _STRICT - (_STRICT - _LEAST) * passed


def judge(plan: Plan, days: Iterable[Day], today: date) -> Verdict:
    """What may be said of a pilot on a day; that day itself is not over and counts not yet.

    What the guard stopped is judged by the days up to then: it looks worse.
    """
    whole = tuple(day for day in days if day.day < today)
    stopped = harmed_on(whole)
    counted = [day for day in whole if stopped is None or day.day <= stopped]
    pilot = control = Arm(0, 0)
    for day in counted:
        pilot, control = _more(pilot, day.pilot), _more(control, day.control)
    better, at_end = probability_better(pilot, control), today >= plan.end
    word: Word = "looks-worse"
    if stopped is None:
        enough = min(pilot.of, control.of) >= FIRST_LOOK
        word = _word(better, at_end=at_end) if enough else "too-early"
    return Verdict(word, better, pilot, control, at_end=at_end)


def _posterior(counted: Arm) -> tuple[float, float]:
    """Mean and variance of the share, Beta(1 + hits, 1 + misses) of the sittings it is worth."""
    worth = 1 / _spread(counted)
    hits, of = worth * min(counted.hits, counted.of), worth * counted.of
    mean = (hits + 1) / (of + 2)
    return mean, mean * (1 - mean) / (of + 3)


def _spread(counted: Arm) -> float:
    """By how much the hits of a sitting vary more than where each has one at most."""
    if not (counted.said and counted.of):
        return 1
    mean = (min(counted.hits, counted.of) + 1) / (counted.of + 2)
    return 1 + 2 * _TWICE * counted.said / counted.of / (mean * (1 - mean))


def _more(before: Arm, day: Arm) -> Arm:
    return Arm(*map(add, before, day))


def _look(day: date, pilot: Arm, control: Arm) -> Look:
    part = min(1.0, pilot.of / control.of)
    equal = Arm(*(part * one for one in control))
    worse = 1 - probability_better(pilot, equal)
    return Look(day, pilot, equal, worse, stops=worse > harm_threshold(pilot.of))


def _word(better: float, *, at_end: bool) -> Word:
    if at_end and better > CLEAR:
        return "clear"
    if better > LOOKS:
        return "looks-better"
    if 1 - better > LOOKS:
        return "looks-worse"
    return "no-difference" if at_end else "too-early"
