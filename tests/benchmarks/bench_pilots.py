"""How often pilots of forms end in false certainty, and how often harm is stopped (goal G5).

    .venv/bin/python tests/benchmarks/bench_pilots.py
        --pilots 1000   how many of each kind
        --seed 5        of the simulated patients

Each pilot is simulated day by day: patients come, each is given one of the two versions by chance,
each is in trouble with the probability of its version. Judged by `kiosk.coproduction.pilot_judging`
from the counters of the days alone, as the kiosk does.

    null        both versions alike: how often the guard stops it all the same, by 150 sittings in
                the pilot's arm and by its planned end, and which word is said at that end
    ever looks  in how many null pilots a look at the end of a week, while it ran, said
                "looks better" or "looks worse"
    harm        20 % of trouble with the old words, 35 % with the new: how often and when the guard
                stops it, counted in sittings of the pilot's arm
    one bound   the same with one threshold of 0.975 for all looks, as in the reference

Ends with 1 where a goal is missed: "clear" in at most 5 % of null pilots, false stops by 150 in at
most 12 %, harm stopped by 150 in at least 90 %.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from random import Random
from statistics import median
from time import perf_counter

from kiosk.coproduction.pilot_judging import Arm, Day, Look, judge, looks, per_arm
from kiosk.coproduction.pilots import Plan

BEGIN = date(2026, 3, 2)
GUARD_UNTIL = 150
MOST_CLEAR, MOST_FALSE_STOPS, LEAST_STOPPED = 0.05, 0.12, 0.90
ONE_BOUND = 0.975
HARM = (0.2, 0.35)
NULLS = ((0.03, 0.5), (0.1, 0.5), (0.2, 0.5), (0.3, 0.5), (0.2, 0.2))


@dataclass(frozen=True)
class Seen:
    """What became of one simulated pilot.

    Attributes:
        stopped: pilot sittings when the guard stopped it; None where it did not.
        one_bound: the same with one threshold for all looks.
        word: at the planned end.
        looked: it looked better or worse at the end of some week while it ran.
    """

    stopped: float | None
    one_bound: float | None
    word: str
    looked: bool


def main() -> int:
    """Prints the table; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pilots", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    start = perf_counter()
    missed = table(asked.pilots, asked.seed)
    print(f"\nseed {asked.seed}, {perf_counter() - start:.1f} s")
    print("\n".join(missed) or "all goals are reached")
    return bool(missed)


def table(many: int, seed: int) -> list[str]:
    """Prints what was seen of each kind of pilot; gives the goals that are missed."""
    needed = per_arm(0.2, 0.1)
    print(f"{many} pilots of each kind, {needed} sittings in each arm, 4 to 12 patients a day\n")
    missed = [goal for rate, share in NULLS for goal in null(many, rate, share, needed, seed)]
    return missed + [goal for share in (0.5, 0.2) for goal in harm(many, share, needed, seed)]


def null(many: int, rate: float, share: float, needed: int, seed: int) -> Iterator[str]:
    """Prints what was seen where both versions are alike; gives the goals that are missed."""
    kind = f"null, {rate:.0%} in both, {share:.0%} get it"
    seen = pilots(many, (rate, rate), share, needed, seed)
    words = Counter(one.word for one in seen)
    stops, one_bound = [one.stopped for one in seen], [one.one_bound for one in seen]
    false_stops = part_stopped(stops, by=GUARD_UNTIL)
    print(
        kind,
        f"  stopped by {GUARD_UNTIL}: {false_stops:.1%}, by the end: {part_stopped(stops):.1%}; "
        f"one bound: {part_stopped(one_bound, by=GUARD_UNTIL):.1%}, {part_stopped(one_bound):.1%}",
        "  at the end: " + ", ".join(f"{word} {n / many:.1%}" for word, n in sorted(words.items())),
        f"  ever looks better or worse: {sum(one.looked for one in seen) / many:.1%}",
        sep="\n",
    )
    if words["clear"] / many > MOST_CLEAR:
        yield f"{kind}: clear in more than {MOST_CLEAR:.0%}"
    if false_stops > MOST_FALSE_STOPS:
        yield f"{kind}: stopped in more than {MOST_FALSE_STOPS:.0%}"


def harm(many: int, share: float, needed: int, seed: int) -> Iterator[str]:
    """Prints what was seen where the new words do harm; gives the goal that is missed."""
    kind = f"harm, {HARM[0]:.0%} to {HARM[1]:.0%}, {share:.0%} get it"
    seen = pilots(many, HARM, share, needed, seed)
    stops, one_bound = [one.stopped for one in seen], [one.one_bound for one in seen]
    caught = part_stopped(stops, by=GUARD_UNTIL)
    print(
        kind,
        f"  stopped by {GUARD_UNTIL}: {caught:.1%}, by the end: {part_stopped(stops):.1%}, "
        f"median {median(filter(None, stops)):.0f} sittings; "
        f"one bound: {part_stopped(one_bound, by=GUARD_UNTIL):.1%}",
        sep="\n",
    )
    if caught < LEAST_STOPPED:
        yield f"{kind}: stopped in less than {LEAST_STOPPED:.0%}"


def pilots(
    many: int, rates: tuple[float, float], share: float, needed: int, seed: int
) -> list[Seen]:
    """So many pilots; `rates`: of trouble with the old words and with the new."""
    rng = Random(f"{seed} {rates} {share}")  # noqa: S311 - play, not secrets
    return [seen_of(list(simulated(rates, share, needed, rng))) for _ in range(many)]


def simulated(rates: tuple[float, float], share: float, needed: int, rng: Random) -> Iterator[Day]:
    """Day by day, until both arms have what they need."""
    day, of = BEGIN, [0, 0]
    while min(of) < needed:
        hits, shown = [0, 0], [0, 0]
        for _ in range(rng.randint(4, 12)):
            pilot = rng.random() < share
            shown[pilot] += 1
            hits[pilot] += rng.random() < rates[pilot]
        of = [of[0] + shown[0], of[1] + shown[1]]
        yield Day(day, Arm(hits[1], shown[1]), Arm(hits[0], shown[0]))
        day += timedelta(days=1)


def seen_of(days: Sequence[Day]) -> Seen:
    """What the kiosk would have said of these days."""
    end = days[-1].day + timedelta(days=1)
    plan = Plan("q", "http://example.org/f|1", BEGIN, end, 199, share=50)
    weeks = [BEGIN + timedelta(days=7 * n) for n in range(1, (end - BEGIN).days // 7)]
    made = tuple(looks(days))
    return Seen(
        stopped=first(look for look in made if look.stops),
        one_bound=first(look for look in made if look.worse > ONE_BOUND),
        word=judge(plan, days, end).word,
        looked=any(judge(plan, days, day).word != "too-early" for day in weeks),
    )


def first(stops: Iterator[Look]) -> float | None:
    """How many pilot sittings there were at the first of them."""
    return next((look.pilot.of for look in stops), None)


def part_stopped(at: Sequence[float | None], *, by: float = inf) -> float:
    """The part that was stopped at all, or at the look that is due at so many sittings."""
    # The look at 150 is made at the end of the day on which they are passed.
    return sum(one is not None and one < by + 10 for one in at) / len(at)


if __name__ == "__main__":
    raise SystemExit(main())
