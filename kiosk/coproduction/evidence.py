"""What the counters of a question say, and how sure that is.

A question is *flagged* when even the lower end of Wilson's interval (95 %) of its troubled
sittings is above 5 %, with at least 30 sittings in which it was shown. One sitting is troubled
once, whatever happened at it, so this is a proportion. All shares are of the sittings that were
*shown* the question, never of those that began the form: a question behind a branch is judged by
who came to it.

What people *said* of a question is no part of what a sitting adds to the counters: on a day with
one visit it would lead from the remark to the response. It is known from the remarks that may be
seen, and whether one who spoke was in trouble otherwise too is not known: each counts as one more.

Each look is another chance of a false flag: look once a week, and show on how many sittings it
rests.
Source: E. B. Wilson, Probable inference, the law of succession, and
statistical inference, J. Am. Stat. Assoc. 22 (1927), 209-212.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from math import sqrt
from operator import add
from statistics import NormalDist
from typing import Final, Literal, NamedTuple

from kiosk.coproduction.suppression import LEAST_GROUP, MIN_SITTINGS
from kiosk.coproduction.tallies import middle_bin

DWELL_BINS: Final = (3, 6, 10, 15, 20, 30, 60)
"""Seconds at which a bin of time on a question ends; the last bin, after these, has no end."""

FLAG_SHARE: Final = 0.05
"""A question is flagged where the true share of troubled sittings is above this, very likely."""

FLAG_SITTINGS: Final = 30
"""Fewer than these never flag a question."""

TOP: Final = 3
"""So many questions are put before the clinic in a week."""

_Z: Final = NormalDist().inv_cdf(0.975)
_NO_TIMES: Final = (0,) * (len(DWELL_BINS) + 1)

Judgement = Literal["too-few", "too-early", "flagged", "not-flagged"]
"""What may be said of a question: nothing below 10 sittings, no flag below 30."""

Trouble = Literal["left-here", "help", "remarked", "not-sure"]

TROUBLES: Final[tuple[Trouble, ...]] = ("left-here", "help", "remarked", "not-sure")
"""What makes a sitting troubled; of several that happened equally often the first counts."""


@dataclass(frozen=True)
class ItemCounts:
    """In how many sittings something happened at one question: each at most once a sitting.

    Attributes:
        shown: it was on the screen; the denominator of all the others.
        answered, skipped: it was left with an answer, or without one.
        not_sure: it was answered by "not sure", "don't know" or the like.
        help: help was opened or somebody called there.
        changed: an answer was replaced later.
        returned: somebody came back to it.
        left_here: the form was given up there.
        remarked: remarks on it that may be seen; their sittings are not known.
        troubled: any of `TROUBLES` happened, what was said left aside.
        dwell: by the time it was on the screen, one number for each bin of `DWELL_BINS`.

    Raises:
        ValueError: a count is negative, or there is another number of bins.
    """

    shown: int = 0
    answered: int = 0
    skipped: int = 0
    not_sure: int = 0
    help: int = 0
    changed: int = 0
    returned: int = 0
    left_here: int = 0
    remarked: int = 0
    troubled: int = 0
    dwell: tuple[int, ...] = _NO_TIMES

    def __post_init__(self) -> None:
        if len(self.dwell) != len(_NO_TIMES):
            raise ValueError(f"{len(self.dwell)} bins of time, not {len(_NO_TIMES)}")
        if min(*(getattr(self, name) for name in COUNTED), *self.dwell) < 0:
            raise ValueError("a count below 0")

    @property
    def in_trouble(self) -> int:
        """In how many sittings it went wrong, as far as can be said; at most as many as `shown`."""
        # What another version of the program counted need not fit, nor what is said uncounted.
        return min(self.troubled + self.remarked, self.shown)

    def __add__(self, other: "ItemCounts") -> "ItemCounts":
        sums = {name: getattr(self, name) + getattr(other, name) for name in COUNTED}
        return ItemCounts(**sums, dwell=tuple(map(add, self.dwell, other.dwell)))


COUNTED: Final = tuple(one.name for one in fields(ItemCounts) if one.name != "dwell")
"""The counts of `ItemCounts` by name, the bins of time left aside."""

BY_SITTING: Final = tuple(name for name in COUNTED if name != "remarked")
"""Those of them to which a sitting adds."""


class Bounds(NamedTuple):
    """Between which shares the true one lies, very likely (95 %)."""

    low: float
    high: float


@dataclass(frozen=True)
class Evidence:
    """One question with what was heard of it.

    Attributes:
        questionnaire: canonical `url|version` of the form.
        link_id: of the question.
        counts: its counters.
        remarks: how many remarks on it were released; theirs are other sittings' than `counts`.
        notes: how many notes the front line made on it.
    """

    questionnaire: str
    link_id: str
    counts: ItemCounts = ItemCounts()
    remarks: int = 0
    notes: int = 0

    @property
    def judgement(self) -> Judgement:
        """What may be said of it."""
        return judge(self.counts)

    @property
    def low(self) -> float:
        """The share of troubled sittings at least, very likely; 0.0 while it is not judged."""
        return troubled_bounds(self.counts).low if self.judgement != "too-few" else 0.0

    @property
    def trouble(self) -> Trouble | None:
        """What happened most there; None while it is not judged, or where nothing happened."""
        return dominant_trouble(self.counts) if self.judgement != "too-few" else None


class Stratum(NamedTuple):
    """The counters of one group of sittings, or of several put together: which, and theirs."""

    names: tuple[str, ...]
    counts: ItemCounts


class DwellRange(NamedTuple):
    """A length of time in seconds, from `since` up to `until`; None where it has no end."""

    since: int
    until: int | None


def dwell_bin(seconds: float) -> int:
    """The bin of a time on one question."""
    return sum(seconds >= end for end in DWELL_BINS)


def summed(counts: Iterable[ItemCounts]) -> ItemCounts:
    """All of them together, in whatever order."""
    return sum(counts, ItemCounts())


def wilson(hits: float, of: float) -> Bounds:
    """Wilson's interval (95 %) of a share; (0, 1) of nothing.

    Raises:
        ValueError: there are more hits than tries, or fewer than none.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    if not of:
        return Bounds(0.0, 1.0)
    share, square = hits / of, _Z * _Z
    middle = share + square / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    scale = 1 + square / of
    return Bounds(max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale))


def troubled_bounds(counts: ItemCounts) -> Bounds:
    """Between which shares that of the troubled sittings lies."""
    return wilson(counts.in_trouble, counts.shown)


def judge(counts: ItemCounts) -> Judgement:
    """What may be said of a question, by the flag rule."""
    if counts.shown < MIN_SITTINGS:
        return "too-few"
    if counts.shown < FLAG_SITTINGS:
        return "too-early"
    return "flagged" if troubled_bounds(counts).low > FLAG_SHARE else "not-flagged"


def dominant_trouble(counts: ItemCounts) -> Trouble | None:
    """What happened most often there; None where nothing did."""
    often = {trouble: getattr(counts, trouble.replace("-", "_")) for trouble in TROUBLES}
    most = max(TROUBLES, key=often.__getitem__)
    return most if often[most] else None


def median_dwell(counts: ItemCounts) -> DwellRange | None:
    """The bin in which the median time lies; None below 10 sittings with a time."""
    middle = middle_bin(counts.dwell) if sum(counts.dwell) >= MIN_SITTINGS else None
    if middle is None:
        return None
    ends = (0, *DWELL_BINS)
    return DwellRange(ends[middle], ends[middle + 1] if middle < len(DWELL_BINS) else None)


def top_questions(heard: Iterable[Evidence], most: int = TOP) -> tuple[Evidence, ...]:
    """The questions to talk about this week, the worst first; fewer where fewer stand out.

    First what is flagged, by the lower end of its interval; then what patients or the front line
    spoke of, by how often. A question that is neither is left out: in a quiet week there are none.
    """
    standing_out = [one for one in heard if one.judgement == "flagged" or one.remarks or one.notes]
    return tuple(sorted(standing_out, key=_urgency)[:most])


def strata_for_staff(strata: Mapping[str, ItemCounts]) -> tuple[Stratum, ...]:
    """Groups of sittings (by access mode, by language) as staff may see them: none below 5.

    Those that are smaller stand together at the end, with the smallest of the others where they are
    still fewer than 5: what was left out can't be worked out from the sum. () where all together
    are fewer than 10 sittings.

    Args:
        strata: name of the group → counters of one question in it.
    """
    if sum(counts.shown for counts in strata.values()) < MIN_SITTINGS:
        return ()
    ordered = sorted(strata.items(), key=lambda one: (-one[1].shown, one[0]))
    alone = [one for one in ordered if one[1].shown >= LEAST_GROUP]
    together = [one for one in ordered if 0 < one[1].shown < LEAST_GROUP]
    while together and alone and sum(counts.shown for _, counts in together) < LEAST_GROUP:
        together.insert(0, alone.pop())
    shown = [Stratum((name,), counts) for name, counts in alone]
    if together:
        names = tuple(name for name, _ in together)
        shown.append(Stratum(names, summed(counts for _, counts in together)))
    return tuple(shown)


def _urgency(one: Evidence) -> tuple[bool, float, int, str, str]:
    flagged = one.judgement == "flagged"
    spoke = one.remarks + one.notes
    return (not flagged, -one.low if flagged else -spoke, -spoke, one.questionnaire, one.link_id)
