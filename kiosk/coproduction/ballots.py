"""Patients choose between two wordings at a time; which one is best, and for whom.

A wording's score is the chance that it beats a rival drawn at random, as in a wiki survey (Salganik
and Levy, PMC4439069). No group of ten choices or more may lose by the winner: where one would, both
wordings stay, as an alternative beside the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Final, NamedTuple

EVERYBODY: Final = ""
"""The band that counts every choice once."""

LEAST_OF_GROUP: Final = 10
"""A group is heard by itself from so many choices on."""

LEAST_IN_ALL: Final = 30
"""Before so many choices there is no winner."""

WORDINGS_MAX: Final = 6


@dataclass(frozen=True)
class Ballot:
    """A choice that is open to patients, between wordings that a moderator has read.

    Attributes:
        id: names it everywhere.
        canonical, link_id: of the question it is about.
        wordings: id → words; the one in use is among them.
        opened, until: its first day and its last.
        language: of the wordings, as the form has it.
    """

    id: str
    canonical: str
    link_id: str
    wordings: Mapping[str, str]
    opened: date
    until: date
    language: str = ""

    @property
    def url(self) -> str:
        """Of the form."""
        return self.canonical.partition("|")[0]

    @classmethod
    def of(cls, detail: Mapping[str, Any]) -> "Ballot | None":
        """As it stands in the event that opened it; None for what is no ballot."""
        try:
            wordings = {str(key): str(words) for key, words in detail["wordings"].items()}
            made = cls(
                str(detail["id"]), str(detail["canonical"]), str(detail["linkId"]), wordings,
                date.fromisoformat(detail["opened"]), date.fromisoformat(detail["until"]),
                str(detail.get("language", "")),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
        return made if 2 <= len(wordings) <= WORDINGS_MAX else None  # noqa: PLR2004 - a choice

    def to_json(self) -> dict[str, Any]:
        """As it stands in an event's `detail`."""
        return {
            "id": self.id, "canonical": self.canonical, "linkId": self.link_id,
            "wordings": dict(self.wordings), "opened": self.opened.isoformat(),
            "until": self.until.isoformat(), "language": self.language,
        }  # fmt: skip

    def is_open(self, today: date) -> bool:
        """Whether patients may choose on that day."""
        return self.opened <= today <= self.until


class Choice(NamedTuple):
    """How often one wording was chosen over another, by one band of people."""

    band: str
    winner: str
    loser: str
    times: int = 1


@dataclass(frozen=True)
class Outcome:
    """How a ballot stands.

    Attributes:
        scores: wording → the chance that it beats another one, 0 to 1.
        choices: how many there were.
        winner: the best wording that no group loses by; "" while there is none.
        against: the groups by which the best one loses; it may stand beside the old one for them.
        best: the wording with the highest score, winner or not; "" before enough choices.
    """

    scores: Mapping[str, float]
    choices: int
    winner: str
    against: tuple[str, ...]
    best: str


def summed(*counts: Iterable[Choice]) -> tuple[Choice, ...]:
    """What several days or kiosks counted as one; the same in whichever order they come."""
    times: dict[tuple[str, str, str], int] = {}
    for one in (one for count in counts for one in count):
        key = one.band, one.winner, one.loser
        times[key] = times.get(key, 0) + one.times
    return tuple(Choice(*key, times[key]) for key in sorted(times))


def next_pair(ballot: Ballot, choices: Iterable[Choice], random: Random) -> tuple[str, str]:
    """The two wordings of which least is known, in an order that favours neither."""
    seen: dict[frozenset[str], int] = {}
    for one in choices:
        if one.band == EVERYBODY:
            both = frozenset((one.winner, one.loser))
            seen[both] = seen.get(both, 0) + one.times
    ids = sorted(ballot.wordings)
    pairs = [(a, b) for place, a in enumerate(ids) for b in ids[place + 1 :]]
    random.shuffle(pairs)
    pair = list(min(pairs, key=lambda two: seen.get(frozenset(two), 0)))
    random.shuffle(pair)
    return pair[0], pair[1]


def outcome(ballot: Ballot, choices: Sequence[Choice]) -> Outcome:
    """How it stands by these choices; those of other ballots' wordings are left out."""
    known = [one for one in choices if {one.winner, one.loser} <= ballot.wordings.keys()]
    scores = _scores(ballot, known, EVERYBODY)
    cast = _cast(known, EVERYBODY)
    if cast < LEAST_IN_ALL:
        return Outcome(scores, cast, "", (), "")
    ranked = sorted(scores, key=lambda wording: (-scores[wording], wording))
    heard = groups_heard(known)
    lost = {wording: _lost_by(ballot, known, heard, wording) for wording in ranked}
    best = ranked[0]
    even = len(ranked) > 1 and scores[ranked[1]] == scores[best]
    winner = "" if even or lost[best] else best
    return Outcome(scores, cast, winner, lost[best], best)


def groups_heard(choices: Sequence[Choice]) -> tuple[str, ...]:
    """The groups that are large enough to be heard by themselves."""
    bands = sorted({one.band for one in choices} - {EVERYBODY})
    return tuple(band for band in bands if _cast(choices, band) >= LEAST_OF_GROUP)


def _lost_by(
    ballot: Ballot, choices: Sequence[Choice], heard: Iterable[str], wording: str
) -> tuple[str, ...]:
    """The groups that would rather have another one, of those that are heard."""
    return tuple(band for band in heard if _scores(ballot, choices, band)[wording] < 0.5)  # noqa: PLR2004


def _scores(ballot: Ballot, choices: Iterable[Choice], band: str) -> dict[str, float]:
    """The mean over its rivals of (wins + 1) / (choices + 2): Laplace's rule for each pair."""
    wins: dict[tuple[str, str], int] = {}
    for one in choices:
        if one.band == band:
            pair = one.winner, one.loser
            wins[pair] = wins.get(pair, 0) + one.times
    ids = list(ballot.wordings)
    return {
        mine: sum(_beats(wins, mine, rival) for rival in ids if rival != mine) / (len(ids) - 1)
        for mine in ids
    }


def _beats(wins: Mapping[tuple[str, str], int], mine: str, rival: str) -> float:
    won, lost = wins.get((mine, rival), 0), wins.get((rival, mine), 0)
    return (won + 1) / (won + lost + 2)


def _cast(choices: Iterable[Choice], band: str) -> int:
    return sum(one.times for one in choices if one.band == band)
