"""Brings the value sets that forms need, and brings them anew once a day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from kiosk.errors import FormUnreadable
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import bundled_value_sets
from kiosk.store import fetched
from kiosk.store.database import Store
from kiosk.sync.fetch.at_hand import value_sets_at_hand
from kiosk.sync.fetch.judging import NotUsable
from kiosk.sync.fetch.value_sets import fetch_value_set, named_value_sets
from kiosk.sync.fhir_client import FhirClient

AGAIN: Final = timedelta(hours=24)
STAYS: Final = timedelta(days=4)
"""A value set that no form names any more: a draft of the form before may be paused for 3 days."""

KEPT_MAX_BYTES: Final = 32 * 1024 * 1024
"""All value sets of the centre together: sixty of the largest that people can choose from."""

MOST: Final = 50
"""Value sets asked for in one run: a form that names thousands must not keep the line busy."""


class Bringing:
    """The value sets of one run."""

    def __init__(self, store: Store, client: FhirClient, now: datetime) -> None:
        self._store, self._client, self._now = store, client, now
        self._bundled = bundled_value_sets()
        self._asked: set[str] = set()

    def at_hand(self) -> ValueSets:
        """All that can be chosen from now."""
        return value_sets_at_hand(self._store)

    def bring_for(self, content: bytes) -> None:
        """What a new form needs; what can't be brought, its check will miss.

        Raises:
            Unreachable, NotAuthorised: nothing can be learnt now.
        """
        form = _read(content)
        for canonical in named_value_sets(form) if form is not None else ():
            if not self._is_fresh(canonical):
                self._bring(canonical)

    def renew_for(self, content: bytes) -> None:
        """What a form in use needs, where it grew old. Raises as `bring_for`."""
        with self._store.reading() as c:
            known = fetched.good(c, fetched.VALUE_SET).values()
        if any(self._now - one.fetched_at >= AGAIN for one in known):
            self.bring_for(content)

    def tidy(self, kinds: Iterable[str]) -> None:
        """Forget what no form of these kinds names any more, in a run that brought something."""
        if not self._asked:
            return
        with self._store.reading() as c:
            things = [*fetched.refused(c)]
            for kind in kinds:
                things += fetched.good(c, kind).values()
            kept = fetched.good(c, fetched.VALUE_SET).values()
        forms = [form for one in things if (form := _read(one.content)) is not None]
        named = {canonical for form in forms for canonical in named_value_sets(form)}
        named |= {one.key for one in kept if self._now - one.fetched_at < STAYS}
        with self._store.transaction() as c:
            fetched.forget_others(c, fetched.VALUE_SET, sorted(named))

    def _check_room(self, canonical: str, content: bytes) -> None:
        with self._store.reading() as c:
            kept = fetched.good(c, fetched.VALUE_SET).values()
        others = sum(len(one.content) for one in kept if one.key != canonical)
        if others + len(content) > KEPT_MAX_BYTES:
            raise NotUsable("All value sets of the central service together are too large.")

    def _is_fresh(self, canonical: str) -> bool:
        if canonical in self._asked or self._bundled.options(canonical, {}) is not None:
            return True
        with self._store.reading() as c:
            kept = fetched.one(c, fetched.VALUE_SET, canonical)
        return kept is not None and timedelta() <= self._now - kept.fetched_at < AGAIN

    def _bring(self, canonical: str) -> None:
        if len(self._asked) >= MOST:
            return
        self._asked.add(canonical)
        try:
            content = fetch_value_set(self._client, canonical)
            self._check_room(canonical, content)
        except NotUsable as why:
            with self._store.transaction() as c:
                fetched.keep_refused(
                    c, fetched.VALUE_SET, canonical, b"", reason=str(why), now=self._now
                )
            return
        with self._store.transaction() as c:
            fetched.keep_good(c, fetched.VALUE_SET, canonical, content, now=self._now)


def _read(content: bytes) -> Questionnaire | None:
    try:
        return read_questionnaire(content)
    except FormUnreadable:
        return None
