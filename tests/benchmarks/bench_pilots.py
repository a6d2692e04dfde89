"""How often pilots of forms end in false certainty, and how often harm is stopped (goal G5).

    .venv/bin/python -m tests.benchmarks.bench_pilots
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
    one bound   the same with one threshold of 0.975 for all looks
    said        many speak: of those in trouble a third say something of it and do nothing else that
                is counted, a sixth do both. What is said comes to be seen when five spoke, and the
                counters do not tell who did both

Ends with 1 where a goal is missed: "clear" in at most 5 % of null pilots, false stops by 150 in at
most 12 %, harm stopped by 150 in at least 90 %; that last one is no goal where many speak.
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
from typing import NamedTuple

from kiosk.coproduction.feedback import GROUP_SIZE
from kiosk.coproduction.pilot_judging import Arm, Day, Look, judge, looks, per_arm, since_seen
from kiosk.coproduction.pilots import Plan
from tests.benchmarks.figure import Bar, Figure, Measured, Row

BEGIN = date(2026, 3, 2)
GUARD_UNTIL = 150
MOST_CLEAR, MOST_FALSE_STOPS, LEAST_STOPPED = 0.05, 0.12, 0.90
ONE_BOUND = 0.975
ONLY_SAY, ALSO_SAY = 1 / 3, 1 / 6


class Kind(NamedTuple):
    """A kind of pilot.

    Attributes:
        old, new: the shares in trouble with the words in use and with those that are tried.
        share: which part of the sittings gets the new ones.
        speak: many say something.
    """

    old: float
    new: float
    share: float
    speak: bool = False

    @property
    def told(self) -> str:
        """In words."""
        rates = f"null, {self.old:.0%} in both" if self.old == self.new else (
            f"harm, {self.old:.0%} to {self.new:.0%}"
        )  # fmt: skip
        return f"{rates}, {self.share:.0%} get it{', many speak' if self.speak else ''}"


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


NULLS = (
    *(Kind(rate, rate, 0.5) for rate in (0.03, 0.1, 0.2, 0.3)), Kind(0.2, 0.2, 0.2),
    Kind(0.2, 0.2, 0.5, speak=True), Kind(0.3, 0.3, 0.5, speak=True),
)  # fmt: skip
HARMS = (Kind(0.2, 0.35, 0.5), Kind(0.2, 0.35, 0.2), Kind(0.2, 0.35, 0.5, speak=True))


ROWS = (
    Row("null pilots that end “clear”, the worst kind (G5)", "%", bar=Bar(most=100 * MOST_CLEAR),
        short=True),
    Row("null pilots stopped by 150 sittings, the worst kind (G5)", "%",
        bar=Bar(most=100 * MOST_FALSE_STOPS)),
    Row("harm stopped by 150 sittings, the worst kind (G5)", "%",
        bar=Bar(least=100 * LEAST_STOPPED), short=True),
    Row("the same where many speak", "%"),
)  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_pilots", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("--pilots", type=int, default=1000)
    made.add_argument("--seed", type=int, default=5)
    return made


def measured(asked: argparse.Namespace) -> dict[Kind, list[Seen]]:
    """So many pilots of each kind."""
    needed = per_arm(0.2, 0.1)
    return {kind: pilots(asked.pilots, kind, needed, asked.seed) for kind in (*NULLS, *HARMS)}


def figures(asked: argparse.Namespace) -> list[Figure]:
    """The worst of the kinds that have a goal."""
    seen = measured(asked)
    clear = max(part_clear(seen[kind]) for kind in NULLS)
    false = max(caught(seen[kind]) for kind in NULLS)
    silent, speaking = (
        min(caught(seen[kind]) for kind in HARMS if kind.speak is speak) for speak in (False, True)
    )
    told = (clear, false, silent, speaking)
    return [
        Figure(row.name, Measured(100 * part, n=asked.pilots))
        for row, part in zip(ROWS, told, strict=True)
    ]


def main() -> int:
    """Prints the table; 1 where a goal is missed."""
    asked, start = parser().parse_args(), perf_counter()
    print(f"{asked.pilots} pilots of each kind, {per_arm(0.2, 0.1)} sittings in each arm, "
          "4 to 12 patients a day\n")  # fmt: skip
    missed = []
    for kind, seen in measured(asked).items():
        missed += null(kind, seen) if kind in NULLS else harm(kind, seen)
    print(f"\nseed {asked.seed}, {perf_counter() - start:.1f} s")
    print("\n".join(missed) or "all goals are reached")
    return bool(missed)


def part_clear(seen: Sequence[Seen]) -> float:
    """The part of which the last word is "clear"."""
    return sum(one.word == "clear" for one in seen) / len(seen)


def caught(seen: Sequence[Seen]) -> float:
    """The part that the guard stopped by 150 sittings."""
    return part_stopped([one.stopped for one in seen], by=GUARD_UNTIL)


def null(kind: Kind, seen: Sequence[Seen]) -> Iterator[str]:
    """Prints what was seen where both versions are alike; gives the goals that are missed."""
    many, words = len(seen), Counter(one.word for one in seen)
    stops, one_bound = [one.stopped for one in seen], [one.one_bound for one in seen]
    print(
        kind.told,
        f"  stopped by {GUARD_UNTIL}: {caught(seen):.1%}, by the end: {part_stopped(stops):.1%}; "
        f"one bound: {part_stopped(one_bound, by=GUARD_UNTIL):.1%}, {part_stopped(one_bound):.1%}",
        "  at the end: " + ", ".join(f"{word} {n / many:.1%}" for word, n in sorted(words.items())),
        f"  ever looks better or worse: {sum(one.looked for one in seen) / many:.1%}",
        sep="\n",
    )
    if part_clear(seen) > MOST_CLEAR:
        yield f"{kind.told}: clear in more than {MOST_CLEAR:.0%}"
    if caught(seen) > MOST_FALSE_STOPS:
        yield f"{kind.told}: stopped in more than {MOST_FALSE_STOPS:.0%}"


def harm(kind: Kind, seen: Sequence[Seen]) -> Iterator[str]:
    """Prints what was seen where the new words do harm; gives the goal that is missed."""
    stops, one_bound = [one.stopped for one in seen], [one.one_bound for one in seen]
    print(
        kind.told,
        f"  stopped by {GUARD_UNTIL}: {caught(seen):.1%}, by the end: {part_stopped(stops):.1%}, "
        f"median {median(filter(None, stops)):.0f} sittings; "
        f"one bound: {part_stopped(one_bound, by=GUARD_UNTIL):.1%}",
        sep="\n",
    )
    if caught(seen) < LEAST_STOPPED and not kind.speak:
        yield f"{kind.told}: stopped in less than {LEAST_STOPPED:.0%}"


def pilots(many: int, kind: Kind, needed: int, seed: int) -> list[Seen]:
    """So many pilots."""
    rng = Random(f"{seed} {kind[:2]} {kind.share}")  # noqa: S311 - play, not secrets
    return [seen_of(list(simulated(kind, needed, rng))) for _ in range(many)]


def simulated(kind: Kind, needed: int, rng: Random) -> Iterator[Day]:
    """Day by day, until both arms have what they need."""
    day, of, said, after = BEGIN, [0, 0], [0, 0], date.max
    while min(of) < needed:
        hits, shown, seen = [0, 0], [0, 0], [0, 0]
        for _ in range(rng.randint(4, 12)):
            pilot = rng.random() < kind.share
            shown[pilot] += 1
            if rng.random() < (kind.old, kind.new)[pilot]:
                how = rng.random() if kind.speak else 1
                said[pilot] += how < ONLY_SAY + ALSO_SAY
                hits[pilot] += how >= ONLY_SAY
        of = [of[0] + shown[0], of[1] + shown[1]]
        if sum(said) >= GROUP_SIZE:
            seen, said = said if day > after else seen, [0, 0]
            after = since_seen([after, day], BEGIN)
        arms = [Arm(hits[n] + seen[n], shown[n], seen[n]) for n in range(2)]
        yield Day(day, pilot=arms[1], control=arms[0])
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
