"""The forms of the clinic as the desk sees them: where each comes from, and how it is used."""

from collections import Counter
from collections.abc import Callable, Iterable
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
from kiosk.sync.fetch.at_hand import usable

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
        answered: how many finished it within `COUNTED`, in any of its versions.
    """

    form: Questionnaire
    source: Source
    licence: str
    answered: int


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

    def look(self, forms: Iterable[Questionnaire]) -> Forms:
        """These forms, with what is known of each."""

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

    def look(self, forms: Iterable[Questionnaire]) -> Forms:
        """These forms, with what is known of each."""
        kinds = (fetched.FORM, fetched.TAGGED)
        with self._store.reading() as c:
            came = [one.content for kind in kinds for one in fetched.good(c, kind).values()]
            refused = [one for kind in kinds for one in fetched.refused(c, kind)]
            tallies = tally_responses(c, Wanted(since=self._now() - COUNTED))
        answered: Counter[str] = Counter()
        for tally in tallies:
            answered[_url(tally.questionnaire)] += tally.responses
        central = {form.content_hash for form in map(usable, came) if form is not None}
        known = (self._known(form, central, answered[form.url]) for form in forms)
        return Forms(tuple(known), tuple(Refused(one.key, one.reason) for one in refused))

    def findings(self, form: Questionnaire) -> tuple[Finding, ...]:
        """What its author should know of it."""
        return check_questionnaire(form, value_sets=self._value_sets)

    def _known(self, form: Questionnaire, central: set[str], answered: int) -> OneForm:
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


def _url(canonical: str) -> str:
    return canonical.partition("|")[0]
