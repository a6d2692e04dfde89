"""Pictures of the responses at the central service, for a desk's PC without a kiosk.

How many came is counted from their heads, without an answer, where the service can leave those out.
Who began and did not send, how long it took and where people left is counted at each kiosk, and
goes to no service: that can't be drawn here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime

from kiosk.desk.bringing import Lines, Service, bring_responses
from kiosk.desk.forms_there import FormsThere
from kiosk.desk.pictures.book import Found
from kiosk.desk.pictures.figure import Figure
from kiosk.desk.pictures.gather import Asker, arrived_figures, score_figures
from kiosk.desk.response_rows import row_of
from kiosk.desk.response_rules import midnight
from kiosk.errors import CentralError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store.amending import MISTAKE
from kiosk.store.database import Store
from kiosk.store.figures import Span
from kiosk.store.passing import passing_store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.responses_there import ResponsesThere, WantedThere
from kiosk.sync.responses_walk import each_response


class CentralPictures:
    """A `kiosk.desk.pictures.book.PictureBook` on the central service.

    Args:
        store: the small store of this PC.
        client: makes a client of the service.
        find: what finds the forms that responses answer, by such a client.
        forms: that this PC has anyway.
        now: the clock, aware, UTC.
    """

    def __init__(
        self,
        store: Store,
        client: Callable[[], FhirClient],
        *,
        find: Callable[[FhirClient], FormsThere],
        forms: tuple[Questionnaire, ...],
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._lines, self._find = store, Lines(client), find
        self._forms, self._now = forms, now

    @property
    def far(self) -> bool:
        """They are made of responses alone."""
        return True

    def figures(self, span: Span, asker: Asker, *, goes_on: Callable[[], bool]) -> Found | None:
        """How many came on each day, and of which forms; what was a mistake counts for none."""
        arrived = self._arrived(span, self._while_open(goes_on))
        if arrived is None:
            return None
        return arrived_figures(self._store, arrived, span, asker, self._forms)

    def scores(
        self, span: Span, asker: Asker, *, by: str, goes_on: Callable[[], bool]
    ) -> tuple[Figure, ...] | None:
        """What is read from the answers to one form: they are fetched for it, and not kept."""
        wanted = self._while_open(goes_on)

        def stopped(_fetched: int) -> None:
            if not wanted():
                raise _GivenUpError

        with passing_store(self._store.directory) as here:
            try:
                with self._lines.one() as client:
                    service = Service(ResponsesThere(client), self._find(client))
                    bring_responses(service, _there(span), here, goes_on=stopped)
            except (_GivenUpError, CentralError):
                if wanted():
                    raise
                return None
            return score_figures(
                here, span, asker, by=by, now=self._now, goes_on=wanted, notes=self._store
            )

    def close(self) -> None:
        """What hangs in the network is given up."""
        self._lines.close()

    def _while_open(self, goes_on: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: not self._lines.closed.is_set() and goes_on()

    def _arrived(
        self, span: Span, goes_on: Callable[[], bool]
    ) -> Mapping[str, Mapping[date, int]] | None:
        found: dict[str, Counter[date]] = defaultdict(Counter)
        if not goes_on():
            return None
        with self._lines.one() as client:
            try:
                for page in each_response(ResponsesThere(client), _there(span), whole=False):
                    for row in map(row_of, page):
                        if row.status != MISTAKE:
                            found[row.questionnaire][row.completed_at.astimezone().date()] += 1
                    if not goes_on():
                        return None
            except CentralError:
                if not goes_on():
                    return None
                raise
        return found


class _GivenUpError(Exception):
    """Nobody waits for it any more."""


def _there(span: Span) -> WantedThere:
    since = midnight(span.since)
    until = None if span.until is None else midnight(span.until, days=1)
    return WantedThere(span.form or "", since, until)
