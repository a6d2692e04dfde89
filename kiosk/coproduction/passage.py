"""What one person's time with a form adds to its counters: which questions, how long, its end.

No answer, nothing of what was taken back, no person, no moment: only that a question was shown, and
that somebody went away there. The counters are sums by day (reference coproduction 5.3,
`item_day`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

CHECK_PAGE: Final = ""
"""Stands for the page after the last question, where a question's linkId stands else."""

TIME_BINS: Final = (30, 60, 120, 180, 300, 480, 720)
"""Seconds below which the time of a bin lies; the last bin, after these, has no end."""


@dataclass(frozen=True)
class Passage:
    """A time with a form, at its end.

    Attributes:
        begun: it is the first one with these answers, none that went on with paused ones.
        sent: all of the form was sent.
        shown: linkIds of the questions that were shown; `CHECK_PAGE` among them.
        left_at: where somebody gave up; None where nobody did.
        time_bin: how long it took, an index into the bins of `TIME_BINS`; None where that is not
            known, or it was not sent.
    """

    questionnaire: str
    begun: bool
    sent: bool
    shown: frozenset[str]
    left_at: str | None = None
    time_bin: int | None = None


def time_bin(seconds: float) -> int:
    """The bin of a length of time."""
    return sum(seconds >= end for end in TIME_BINS)


class Way:
    """Follows one person through a form.

    Attributes:
        resumed: somebody had begun it before: neither is it begun now, nor is its time known.
    """

    def __init__(self) -> None:
        self.resumed = False
        self._shown: set[str] = set()
        self._here: str | None = None
        self._since: datetime | None = None
        self._seconds = 0.0

    def arrive(self, link_id: str, now: datetime) -> None:
        """A question is shown from now on."""
        self.rest(now)
        self._shown.add(link_id)
        self._here, self._since = link_id, now

    def rest(self, now: datetime) -> None:
        """Something else is shown from now on."""
        if self._since is not None:
            self._seconds += max(0.0, (now - self._since).total_seconds())
        self._here = self._since = None

    def passage(
        self, questionnaire: str, now: datetime, *, sent: bool = False, gave_up: bool = False
    ) -> Passage | None:
        """How it ended; None where no question was shown.

        Args:
            questionnaire: canonical `url|version`.
            now: the moment.
            sent: all of the form was sent.
            gave_up: its person went away, or deleted the answers; not: was called in.
        """
        here = self._here
        self.rest(now)
        if not self._shown:
            return None
        timed = sent and not self.resumed
        return Passage(
            questionnaire, begun=not self.resumed, sent=sent, shown=frozenset(self._shown),
            left_at=here if gave_up else None,
            time_bin=time_bin(self._seconds) if timed else None,
        )  # fmt: skip
