"""The forms of the clinic as the desk sees them: where each comes from, and how it is used."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final, Literal, Protocol

from kiosk.coproduction.locks import is_locked
from kiosk.forms.check import check_questionnaire
from kiosk.forms.finding import Finding
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import bundled_locks
from kiosk.resources import resource
from kiosk.store import fetched
from kiosk.store.database import Store
from kiosk.store.listing import Wanted, tally_responses
from kiosk.sync.fetch.at_hand import from_the_centre
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.responses_count import CountsThere
from kiosk.sync.responses_there import WantedThere

Source = Literal["bundled", "central", "own"]
"""With the program, from the central service, or a file of the clinic."""

COUNTED: Final = timedelta(days=7)
"""So far back answered forms are counted."""


@dataclass(frozen=True)
class OneForm:
    """One form.

    Attributes:
        form: itself.
        source: where it comes from.
        licence: of a validated instrument, whose wording is locked; "" for any other form.
        answered: how many finished it within `COUNTED`, in any of its versions; None where that is
            not known, or not yet.
    """

    form: Questionnaire
    source: Source
    licence: str
    answered: int | None


@dataclass(frozen=True)
class Refused:
    """A form of the central service that is not used.

    Attributes:
        name: its canonical or url.
        reason: why, in a sentence.
    """

    name: str
    reason: str


@dataclass(frozen=True)
class Forms:
    """The forms of a clinic, in its order, and what came and is not used."""

    forms: tuple[OneForm, ...]
    refused: tuple[Refused, ...] = ()


class FormBook(Protocol):
    """What the page of the forms reads; all of it is called off the GUI thread."""

    @property
    def far(self) -> bool:
        """Whether how often they are answered is known at the central service alone."""

    def look(self, forms: Iterable[Questionnaire]) -> Forms:
        """These forms, with what is known of each."""

    def answered(self, forms: Iterable[Questionnaire]) -> Mapping[str, int | None]:
        """How many finished each within `COUNTED`, by url; None where nobody says. By network.

        Raises:
            CentralError: the service did not answer.
        """

    def findings(self, form: Questionnaire) -> tuple[Finding, ...]:
        """What its author should know of it."""


class LocalForms:
    """On the store of this PC.

    Args:
        store: of this PC.
        value_sets: what forms may choose from.
        now: the clock.
    """

    def __init__(self, store: Store, value_sets: ValueSets, now: Callable[[], datetime]) -> None:
        self._store, self._value_sets, self._now = store, value_sets, now

    @property
    def far(self) -> bool:
        """They are answered here."""
        return False

    def look(self, forms: Iterable[Questionnaire]) -> Forms:
        """These forms, with what is known of each."""
        kinds = (fetched.FORM, fetched.TAGGED)
        with self._store.reading() as c:
            central = {form.content_hash for form in from_the_centre(c)}
            refused = [one for kind in kinds for one in fetched.refused(c, kind)]
        forms = tuple(forms)
        answered = {} if self.far else self.answered(forms)
        known = (self._known(form, central, answered.get(form.url)) for form in forms)
        return Forms(tuple(known), tuple(Refused(one.key, one.reason) for one in refused))

    def answered(self, forms: Iterable[Questionnaire]) -> Mapping[str, int | None]:
        """How many finished each at this PC."""
        with self._store.reading() as c:
            tallies = tally_responses(c, Wanted(since=self._now() - COUNTED))
        found: Counter[str] = Counter()
        for tally in tallies:
            found[_url(tally.questionnaire)] += tally.responses
        return {form.url: found[form.url] for form in forms}

    def findings(self, form: Questionnaire) -> tuple[Finding, ...]:
        """What its author should know of it."""
        return check_questionnaire(form, value_sets=self._value_sets)

    def _known(self, form: Questionnaire, central: set[str], answered: int | None) -> OneForm:
        locked = is_locked(form, self._locks)
        licence = str(self._locks[form.canonical]["licence"]) if locked else ""
        return OneForm(form, self._source(form, central), licence, answered)

    def _source(self, form: Questionnaire, central: set[str]) -> Source:
        if form.content_hash in central:
            return "central"
        return "bundled" if form.content_hash in self._bundled else "own"

    @cached_property
    def _locks(self) -> dict[str, dict[str, object]]:
        return dict(bundled_locks())

    @cached_property
    def _bundled(self) -> frozenset[str]:
        files = resource("forms").glob("*.json")
        return frozenset(read_questionnaire(file.read_bytes()).content_hash for file in files)


class CentralForms(LocalForms):
    """The same on a desk's PC without a kiosk: they are answered elsewhere.

    Args:
        store, value_sets, now: as at a kiosk.
        client: makes a client of the service.
    """

    def __init__(
        self,
        store: Store,
        value_sets: ValueSets,
        now: Callable[[], datetime],
        client: Callable[[], FhirClient],
    ) -> None:
        super().__init__(store, value_sets, now)
        self._make = client

    @property
    def far(self) -> bool:
        """They are answered at kiosks."""
        return True

    def answered(self, forms: Iterable[Questionnaire]) -> Mapping[str, int | None]:
        """How many of each the service has of these days: a search each."""
        since = self._now() - COUNTED
        with closing(self._make()) as client:
            counts = CountsThere(client)
            return {form.url: counts.of(WantedThere(form.url, since)) for form in forms if form.url}


def _url(canonical: str) -> str:
    return canonical.partition("|")[0]
