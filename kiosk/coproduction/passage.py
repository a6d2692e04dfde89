"""What one person's time with a form adds to its counters: which questions, what befell them there.

No answer, nothing of what was taken back or said of a question, no person, no moment: that it was
shown, that it was left with an answer or without, that somebody went away there. Each at most once
in a sitting. The counters are sums by day. While somebody
sits there an answer is known by a number alone, which tells whether it is another one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, NamedTuple, Self

from kiosk.coproduction.evidence import DWELL_BINS, ItemCounts, dwell_bin
from kiosk.coproduction.unsure import is_unsure
from kiosk.forms.filler import FormFiller
from kiosk.forms.item import AnswerOption
from kiosk.forms.pages import Page

CHECK_PAGE: Final = ""
"""Stands for the page after the last question, where a question's linkId stands else."""

TIME_BINS: Final = (30, 60, 120, 180, 300, 480, 720)
"""Seconds below which the time of a bin lies; the last bin, after these, has no end."""

TROUBLE: Final = frozenset({"not_sure", "help"})
"""What is trouble with a question, besides going away there."""

_PICKED: Final = frozenset({"boolean", "choice", "coding"})

_NO_TIMES: Final = (0,) * (len(DWELL_BINS) + 1)


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
        mode: how the screen was used (`bands.MODES`); "" where that is not told.
        befell: by linkId, what else was so: "answered", "skipped", "not_sure", "help", "changed",
            "returned".
        dwell: by linkId, the bin of the time that it was on the screen.
    """

    questionnaire: str
    begun: bool
    sent: bool
    shown: frozenset[str]
    left_at: str | None = None
    time_bin: int | None = None
    mode: str = ""
    befell: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dwell: Mapping[str, int] = field(default_factory=dict)

    def bare(self) -> "Passage":
        """The same of a form of which no more is counted: what was shown, and where one left."""
        return replace(self, mode="", befell={}, dwell={})

    def counts(self) -> dict[str, ItemCounts]:
        """By linkId, what it adds to the counters of each question that was shown."""
        return {link_id: self._counts(link_id) for link_id in self.shown}

    def _counts(self, link_id: str) -> ItemCounts:
        left, befell = link_id == self.left_at, self.befell.get(link_id, frozenset())
        at = self.dwell.get(link_id)
        dwell = tuple(int(one == at) for one in range(len(_NO_TIMES)))
        return ItemCounts(
            shown=1, left_here=int(left), troubled=int(left or bool(befell & TROUBLE)),
            dwell=dwell, **dict.fromkeys(befell, 1),
        )  # fmt: skip


class Stop(NamedTuple):
    """A page on the screen.

    Attributes:
        link_id: of the question; `CHECK_PAGE`.
        path: tells occurrences of one question apart; `CHECK_PAGE`.
        at: its place among the pages, which grows towards the end.
        options: what the form lists as answers to the question.
        picked: each answer is given by one touch; letters, digits and slides come one by one.
    """

    link_id: str
    path: str = ""
    at: int = 0
    options: tuple[AnswerOption, ...] = ()
    picked: bool = False

    @classmethod
    def of(cls, page: Page | None, at: int) -> Self:
        """The page of a question; None is the check page."""
        if page is None:
            return cls(CHECK_PAGE, CHECK_PAGE, at)
        item = page.item
        bound = item.answer_constraint == "optionsOnly" and not item.repeats
        picked = item.type in _PICKED and bound
        return cls(item.link_id, page.path, at, item.answer_options, picked)


class Held(NamedTuple):
    """What a question holds.

    Attributes:
        mark: another number for another answer; None where there is none, or none will be given.
        unsure: the answer says that the person does not know.
    """

    mark: int | None = None
    unsure: bool = False


EMPTY: Final = Held()


def held_at(filler: FormFiller, stop: Stop | None) -> Held:
    """What the question of a page holds now; nothing, where it is no question's."""
    answers = filler.answers(stop.path) if stop is not None else ()
    if stop is None or not answers:
        return EMPTY
    # Python's hash is keyed anew in each process: no answer can be had from it.
    return Held(hash(filler.saved_row(stop.path)), is_unsure(answers, stop.options))


def time_bin(seconds: float) -> int:
    """The bin of a length of time."""
    return sum(seconds >= end for end in TIME_BINS)


@dataclass(eq=False)
class _Seen:
    """A page that was shown: how long, and what befell there."""

    link_id: str
    seconds: float = 0.0
    held: Held = EMPTY
    passed: bool = False
    changed: bool = False
    befell: set[str] = field(default_factory=set)

    def take(self, held: Held) -> None:
        """It holds that now; what was taken back before it was answered anew is no change."""
        if held.mark is None:
            self.changed = False
        elif self.held.mark not in {None, held.mark}:
            self.changed = True
        self.held = held


class Way:
    """Follows one person through a form.

    Attributes:
        resumed: somebody had begun it before: neither is it begun now, nor is its time known.
    """

    def __init__(self) -> None:
        self.resumed = False
        self._seen: dict[str, _Seen] = {}
        self._here: Stop | None = None
        self._last: str | None = None
        self._since: datetime | None = None
        self._seconds = 0.0

    @property
    def here(self) -> Stop | None:
        """The page that is shown; None where something else is."""
        return self._here

    def arrive(self, stop: Stop, now: datetime, left: Held = EMPTY, found: Held = EMPTY) -> None:
        """That page is shown from now on.

        Args:
            stop: the page.
            now: the moment.
            left: what the page holds that was shown until now.
            found: what this page holds, which counts as answered before where it was resumed.
        """
        before = self._here
        self.rest(now, left, onward=before is not None and before.at < stop.at)
        if stop.path not in self._seen:
            self._seen[stop.path] = _Seen(stop.link_id, held=found if self.resumed else EMPTY)
        elif stop.path not in {self._last, CHECK_PAGE}:
            self._seen[stop.path].befell.add("returned")
        self._here, self._last, self._since = stop, stop.path, now

    def pause(self, now: datetime) -> None:
        """Something lies over the page: its time stands still until `go_on`."""
        if self._since is not None:
            seconds = max(0.0, (now - self._since).total_seconds())
            self._seconds += seconds
            if self._here is not None:
                self._seen[self._here.path].seconds += seconds
        self._since = None

    def go_on(self, now: datetime) -> None:
        """Nothing lies over the page any more."""
        if self._here is not None and self._since is None:
            self._since = now

    def give(self, held: Held) -> None:
        """The page that is shown holds that now; looked at later where it comes bit by bit."""
        if self._here is not None and self._here.picked:
            self._seen[self._here.path].take(held)

    def call(self) -> None:
        """Help was asked for here."""
        if self._here is not None:
            self._seen[self._here.path].befell.add("help")

    def rest(self, now: datetime, left: Held = EMPTY, *, onward: bool = False) -> None:
        """Something else is shown from now on; `onward`: it comes later than the page."""
        self.pause(now)
        if self._here is not None:
            seen = self._seen[self._here.path]
            seen.take(left)
            seen.passed = seen.passed or onward
        self._here = None

    def passage(  # noqa: PLR0913 - keyword-only: how it ended
        self, questionnaire: str, now: datetime, *, left: Held = EMPTY, sent: bool = False,
        gave_up: bool = False, mode: str = "",
    ) -> Passage | None:  # fmt: skip
        """How it ended; None where no question was shown.

        Args:
            questionnaire: canonical `url|version`.
            now: the moment.
            left: what the page holds that was shown until now.
            sent: all of the form was sent.
            gave_up: its person went away, or deleted the answers; not: was called in.
            mode: how the screen was used.
        """
        here = self._here.link_id if self._here else None
        self.rest(now, left)
        if not self._seen:
            return None
        timed = sent and not self.resumed
        together = self._together()
        return Passage(
            questionnaire, begun=not self.resumed, sent=sent, shown=frozenset(together),
            left_at=here if gave_up else None,
            time_bin=time_bin(self._seconds) if timed else None, mode=mode,
            befell={link_id: _befell(link_id, seen) for link_id, seen in together.items()},
            dwell={link_id: _dwell(seen) for link_id, seen in together.items()},
        )  # fmt: skip

    def _together(self) -> dict[str, list[_Seen]]:
        """By linkId: a question in a group that repeats has several pages."""
        found: dict[str, list[_Seen]] = {}
        for seen in self._seen.values():
            found.setdefault(seen.link_id, []).append(seen)
        return found


def _befell(link_id: str, seen: Iterable[_Seen]) -> frozenset[str]:
    """What befell on any page of a question; of answers only what stands at the end."""
    pages = list(seen)
    found = {what for one in pages for what in one.befell}
    answered = [one for one in pages if one.held.mark is not None]
    if answered:
        found.add("answered")
    elif link_id != CHECK_PAGE and any(one.passed for one in pages):
        found.add("skipped")
    if any(one.held.unsure for one in answered):
        found.add("not_sure")
    if any(one.changed for one in answered):
        found.add("changed")
    return frozenset(found)


def _dwell(seen: Iterable[_Seen]) -> int:
    return dwell_bin(sum(one.seconds for one in seen))
