"""The form that a response at the central service answers: kept here, or fetched and checked.

It is shown, and corrections are checked by it, only where it is exactly the one that was answered,
and where a kiosk would take it, too. Forms hold no answers: they are kept on this PC.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.coproduction.locks import Locks
from kiosk.errors import Refused
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store import questionnaires
from kiosk.store.database import Store
from kiosk.sync.fetch.judging import NotUsable, judged
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, matches

LIMITS: Final = Limits(pages=2, resources=20)


class FormsThere:
    """Finds forms.

    Args:
        store: of this PC.
        client: the service; asked on the network lane alone.
        forms: that this PC has anyway.
        value_sets: what they may choose from.
        locks: of the validated instruments.
        now: the clock, aware.

    Attributes:
        value_sets: what forms may choose from.
    """

    def __init__(  # noqa: PLR0913 - keyword-only beyond the two
        self,
        store: Store,
        client: FhirClient,
        *,
        forms: Iterable[Questionnaire],
        value_sets: ValueSets,
        locks: Locks,
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._client, self._now = store, client, now
        self._forms, self._locks = tuple(forms), locks
        self._asked: set[tuple[str, str | None]] = set()
        self.value_sets: Final = value_sets

    @property
    def canonicals(self) -> tuple[str, ...]:
        """Of the forms that this PC has anyway."""
        return tuple(form.canonical for form in self._forms)

    def kept(self, c: Any, canonical: str, content_hash: str | None) -> bytes | None:
        """Exactly that form, as far as it is here; UTF-8 JSON."""
        for form in self._forms:
            if form.canonical == canonical and form.content_hash == content_hash:
                return encode_json(form.raw)
        return questionnaires.kept_questionnaire(c, canonical, content_hash=content_hash)

    def found(self, canonical: str, content_hash: str | None) -> bytes | None:
        """The same, outside of a transaction."""
        with self._store.reading() as c:
            return self.kept(c, canonical, content_hash)

    def everything(self) -> tuple[bytes, ...]:
        """All forms that are here, in all their versions; UTF-8 JSON."""
        with self._store.reading() as c:
            names = questionnaires.kept_canonicals(c)
            kept = [one for name in names for one in questionnaires.kept_versions(c, name)]
        return (*kept, *(encode_json(form.raw) for form in self._forms))

    def fetch(self, canonical: str, content_hash: str | None) -> None:
        """See that the form is here, if the service has exactly it; asked once while this runs.

        Raises:
            Unreachable, NotAuthorised: the service does not say.
        """
        with self._store.reading() as c:
            known = self.kept(c, canonical, content_hash) is not None
        if known or not canonical or (canonical, content_hash) in self._asked:
            return
        url, _, version = canonical.partition("|")
        asked = {"url": url} | ({"version": version} if version else {})
        try:
            found = matches(self._client, f"Questionnaire?{urlencode(asked, safe=':/')}", LIMITS)
        except Refused:
            return
        self._asked.add((canonical, content_hash))
        for one in found.resources:
            self._keep_if(one, canonical, content_hash)

    def _keep_if(self, resource: Any, canonical: str, content_hash: str | None) -> None:
        content = encode_json(resource)
        try:
            form = judged(content, before=None, locks=self._locks, value_sets=self.value_sets)
        except NotUsable:
            return
        if form.canonical != canonical or form.content_hash != content_hash:
            return
        with self._store.transaction() as c:
            questionnaires.keep_questionnaire(
                c, canonical=canonical, content_hash=form.content_hash, content=content,
                now=self._now(),
            )  # fmt: skip
