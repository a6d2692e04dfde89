"""All responses that a search finds at the central service, page by page.

Memory does not grow with their number. Where the way breaks off behind a page (a service that
counts only so far, a search that it remembers no longer, a page that is too long, one that names no
next although there are more), it is asked anew from there, by the moment that was reached: they
come the newest first. What arrives meanwhile moves the pages: what comes twice is given once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.errors import CentralError, Refused, Unreachable
from kiosk.forms import extensions as ext
from kiosk.sync.paging import Limits, OnePage
from kiosk.sync.responses_there import (
    ResponsesThere,
    WantedThere,
    authored,
    is_wanted,
)
from kiosk.sync.verdict import Outcome

_SIZE: Final = 50
_TICK: Final = timedelta(seconds=1)
"""To the second a moment is asked for."""
_REMEMBERED: Final = 4 * _SIZE


def each_response(
    there: ResponsesThere, wanted: WantedThere, *, whole: bool
) -> Iterator[tuple[Mapping[str, Any], ...]]:
    """The responses that are wanted, page by page, the newest first where the service can tell.

    Args:
        there: the service; not used for anything else meanwhile.
        wanted: which.
        whole: with their answers.

    Raises:
        Unreachable, NotAuthorised, Refused: a page did not come.
    """
    walk = _Walk(wanted)
    while not walk.ended:
        try:
            page = there.find(walk.asked, size=_SIZE, following=walk.following, whole=whole)
        except (Refused, Unreachable) as error:
            if not walk.goes_on_anew(error, most=there.most):
                raise
            continue
        yield tuple(one for one in walk.new_on(page) if is_wanted(one, wanted))
        walk.see_to_the_rest(page, full=min(_SIZE, there.most))


@dataclass
class _Walk:
    """How far it came.

    Attributes:
        wanted: which.
        asked: the search that is walked.
        following: its next page; "" for the first.
        reached: when the last response was authored; None: in no order, or not known.
    """

    wanted: WantedThere
    asked: WantedThere = field(init=False)
    following: str = ""
    ended: bool = False
    reached: datetime | None = None
    _sorted: bool = True
    _most: int = 0
    _seen: int = 0
    _total: int | None = None
    _met: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asked = self.wanted

    def new_on(self, page: OnePage) -> list[Mapping[str, Any]]:
        """What is on a page and was not on those just before."""
        if len(page.resources) >= Limits().resources:
            raise _too_many()
        if not self.following:
            self._seen, self._total = 0, page.total
        self._seen += len(page.resources)
        self.following, self.ended = page.following, not page.following
        new = [one for one in page.resources if ext.text(one, "id") not in self._met]
        for moment in map(authored, new):
            after = self.reached is not None and (moment is None or moment > self.reached)
            self._sorted = self._sorted and moment is not None and not after
            self.reached = moment
        self._met |= dict.fromkeys(ext.text(one, "id") for one in new)
        for old in list(self._met)[: max(len(self._met) - _REMEMBERED, 0)]:
            del self._met[old]
        return new

    def goes_on_anew(self, error: CentralError, *, most: int) -> bool:
        """Whether another search leads on from where this one broke off."""
        away = isinstance(error, Unreachable) and error.everything
        if not self.following:  # the search itself: once more, only where fewer are asked for
            shorter, self._most = most != self._most, most
            return error.outcome == Outcome.TOO_SLOW and not away and shorter
        if away and error.outcome not in (Outcome.NOT_TAKEN, Outcome.MISDIRECTED):
            return False
        return self._turns_back()

    def see_to_the_rest(self, page: OnePage, *, full: int) -> None:
        """A last page is none where the service said that there are more.

        Raises:
            Unreachable: then what is left can't be asked for.
        """
        if not self.ended or self._total is None or self._seen >= self._total:
            return
        if self._turns_back():
            self.ended = False
        elif not self._sorted or len(page.resources) >= full:
            raise _no_rest()

    def _turns_back(self) -> bool:
        """Whether it is asked anew from the moment that was reached, for that is further on."""
        until = self.reached + _TICK if self.reached and self._sorted else None
        before = self.asked.until
        if until is None or (before is not None and until >= before):
            return False
        self.asked, self.following = replace(self.wanted, until=until), ""
        self.reached, self._most = None, 0
        return True


def _too_many() -> Unreachable:
    return _strange("The central service gives more at once than it was asked for.")


def _no_rest() -> Unreachable:
    return _strange("The central service has more responses, and does not say how to ask for them.")


def _strange(text: str) -> Unreachable:
    return Unreachable(
        f"{text} It can't be told whether these are all.",
        advice="Take fewer days, or one form. Those who run the service must look at its pages.",
        outcome=Outcome.STRANGE,
        sent=True,
        everything=False,
    )
