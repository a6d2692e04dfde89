"""How a ballot stands, in the words of the desk; of few choices no numbers."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QLocale

from kiosk.coproduction.ballots import LEAST_IN_ALL
from kiosk.coproduction.suppression import MIN_SITTINGS
from kiosk.desk.improving.balloting import USED, Seen
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

_TENTHS: Final = 10


class BallotWords:
    """Says it in the language of the desk."""

    def __init__(self, speaking: Speaking) -> None:
        self._speaking, self._say = speaking, speaking.say

    def line(self, seen: Seen, number: int) -> str:
        """In a line: which question, until when, how many choices."""
        return self._say(
            "vote_line", number=number, when=self.when(seen), choices=self.choices(seen)
        )

    def lines(self, seen: Seen) -> Iterator[str]:
        """All that is known of it."""
        yield self.when(seen)
        yield self.choices(seen)
        yield self.verdict(seen)
        if seen.outcome.choices >= LEAST_IN_ALL:
            yield from self._scores(seen)
            yield self._heard(seen)

    def when(self, seen: Seen) -> str:
        """Until when it is open, or since when it is not."""
        ballot, closed = seen.ballot, seen.held.closed
        if seen.is_open:
            return self._say("vote_open", day=self._day(ballot.until))
        return self._say("vote_over", day=self._day(closed or ballot.until))

    def choices(self, seen: Seen) -> str:
        """How many there were, from ten on."""
        count = seen.outcome.choices
        if count < MIN_SITTINGS:
            return self._say("vote_few")
        key = "vote_choices" if count >= LEAST_IN_ALL else "vote_early"
        return self._say(key, count=Counted(count))

    def verdict(self, seen: Seen) -> str:
        """What follows from it; "" before there are enough."""
        found, ballot = seen.outcome, seen.ballot
        if found.choices < LEAST_IN_ALL:
            return ""
        if found.against:
            return self._say(
                "vote_against", words=ballot.wordings[found.best],
                groups=self._groups(found.against),
            )  # fmt: skip
        if not found.winner:
            return self._say("vote_even")
        key = "vote_stay" if found.winner == USED else "vote_winner"
        return self._say(key, words=ballot.wordings[found.winner])

    def _scores(self, seen: Seen) -> Iterator[str]:
        scores = seen.outcome.scores
        for one in sorted(scores, key=lambda one: (-scores[one], one)):
            key = "vote_score_used" if one == USED else "vote_score"
            tenths = round(scores[one] * _TENTHS)
            yield self._say(key, words=seen.ballot.wordings[one], tenths=tenths)

    def _heard(self, seen: Seen) -> str:
        key = "vote_heard" if seen.heard else "vote_unheard"
        return self._say(key, groups=self._groups(seen.heard))

    def _groups(self, bands: tuple[str, ...]) -> str:
        return self._say("list_comma").join(map(self._group, bands))

    def _group(self, band: str) -> str:
        kind, _, name = band.partition(":")
        if kind == "language":
            return self._say("vote_group_language", name=self._speaking.all_words.name_of(name))
        return self._say(f"vote_group_{name}")

    def _day(self, day: date) -> str:
        shown = QDate(day.year, day.month, day.day)
        return QLocale(self._speaking.language).toString(shown, "d MMM yyyy")
