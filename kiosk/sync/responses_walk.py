"""All responses that a search finds at the central service, page by page; or how many there are.

Memory does not grow with their number. Where the way breaks off behind a page (a service that
counts only so far, a search that it remembers no longer, a page that is too long), it is asked anew
from there, by the moment that was reached: they come the newest first. What arrives meanwhile moves
the pages: what comes twice is given once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.coproduction.feedback import FORM as REMARKS
from kiosk.errors import CentralError, Refused, Unreachable
from kiosk.forms import extensions as ext
from kiosk.store.outbox import RESPONSE
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, OnePage, one_page
from kiosk.sync.responses_there import (
    ResponsesThere,
    WantedThere,
    authored,
    is_wanted,
    search_for,
)
from kiosk.sync.verdict import Outcome

_SIZE: Final = 50
_TICK: Final = timedelta(seconds=1)
"""To the second a moment is asked for."""
_REMEMBERED: Final = 4 * _SIZE
_COUNTING: Final = (
    [("_summary", "count")], [("_total", "accurate"), ("_count", "1")], [("_count", "1")],
)  # fmt: skip
"""How a service may be asked for a number, the cheapest way first."""


def count_there(client: FhirClient, wanted: WantedThere) -> int | None:
    """How many responses match; None where the service does not say. Not of one patient.

    Raises:
        Unreachable, NotAuthorised: it did not answer.
    """
    found = _count(client, wanted)
    if found is None or wanted.form:
        return found
    remarks = _count(client, replace(wanted, form=REMARKS.partition("|")[0]))
    return None if remarks is None else max(found - remarks, 0)


def _count(client: FhirClient, wanted: WantedThere) -> int | None:
    for how in _COUNTING:
        try:
            asked = urlencode([*search_for(wanted), *how], safe=",/:")
            total = one_page(client, f"{RESPONSE}?{asked}").total
        except Refused as error:
            if error.outcome != Outcome.REFUSED:
                return None
        else:
            if total is not None:
                return total
    return None


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
    _met: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asked = self.wanted

    def new_on(self, page: OnePage) -> list[Mapping[str, Any]]:
        """What is on a page and was not on those just before."""
        if len(page.resources) >= Limits().resources:
            raise _too_many()
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
        until = self.reached + _TICK if self.reached and self._sorted else None
        if until is None or (self.asked.until is not None and until >= self.asked.until):
            return False
        self.asked, self.following = replace(self.wanted, until=until), ""
        self.reached, self._most = None, 0
        return True


def _too_many() -> Unreachable:
    return Unreachable(
        "The central service gives more at once than it was asked for; it can't be told whether "
        "that is all.",
        advice="Take fewer days, or one form. Those who run the service should know _count.",
        outcome=Outcome.STRANGE,
        sent=True,
        everything=False,
    )
