"""Responses as the central service has them: searched a page at a time, read, changed by version.

    a page      GET QuestionnaireResponse?questionnaire=&authored=ge…&subject:identifier=…
                &_sort=-authored&_count=50, then its `next` link
    one         GET QuestionnaireResponse/id
    a change    PUT with If-Match of the version that was looked at

A service that does not know `_sort` or the modifier says no: it is asked without. One that pays no
heed to what it does not know finds too much: what comes is looked at once more (`is_wanted`). One
that finds nothing of a patient, or of a form, is asked without that.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.coproduction.feedback import FORM as REMARKS
from kiosk.errors import Refused, Unreachable
from kiosk.forms import extensions as ext
from kiosk.forms.foreign import moment
from kiosk.store.heads import folded
from kiosk.store.moving import patient_of
from kiosk.store.outbox import RESPONSE
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import OnePage, one_page
from kiosk.sync.reply import version_tag
from kiosk.sync.verdict import Outcome

_PAGE: Final = 50
_FEWEST: Final = 5
_FORM: Final = "questionnaire"
_SORT, _PATIENT, _ELEMENTS = "_sort", "subject:identifier", "_elements"
_DISPENSABLE: Final = (_ELEMENTS, _SORT, _PATIENT)
_HEAD: Final = "identifier,questionnaire,status,subject,authored,language,extension"
"""What a list shows; a service that can leaves the answers out."""
_ESCAPED: Final = re.compile(r"([\\,|$])")


@dataclass(frozen=True)
class WantedThere:
    """Which responses.

    Attributes:
        form: url of a form, for all its versions; "" for any.
        since, until: when they were authored: from, and before; None for any time.
        patient: value of the patient's identifier; "" for any.
    """

    form: str = ""
    since: datetime | None = None
    until: datetime | None = None
    patient: str = ""


@dataclass
class ResponsesThere:
    """The responses of one service. Not for two threads at once.

    Attributes:
        client: the service.
        without: search parameters that it does not know.
        most: so many at once; fewer, where a page was too long or too slow.
    """

    client: FhirClient
    without: set[str] = field(default_factory=set)
    most: int = _PAGE

    def find(
        self, wanted: WantedThere, *, size: int, following: str = "", whole: bool = False
    ) -> OnePage:
        """One page, the newest first where the service can tell; or the one that follows.

        Without the answers, where the service can leave them out; `whole`: with them.

        Raises:
            Unreachable, NotAuthorised, Refused: see `kiosk.sync.paging.one_page`.
        """
        if following:
            return one_page(self.client, following)
        query = [
            *search_for(wanted), (_SORT, "-authored"), ("_count", str(min(size, self.most)))
        ]  # fmt: skip
        query += [] if whole else [(_ELEMENTS, _HEAD)]
        found = self._page(query)
        for narrowing in (_PATIENT, _FORM):
            if found.resources or narrowing not in dict(query):
                continue
            # Some know no modifier, or find a form by its version alone, and then find nothing at
            # all: it proves nothing.
            query = [(name, value) for name, value in query if name != narrowing]
            found = replace(self._page(query), wider=True)
        return found

    def _page(self, query: list[tuple[str, str]]) -> OnePage:
        while True:
            asked = [(name, value) for name, value in query if name not in self.without]
            try:
                return one_page(self.client, f"{RESPONSE}?{urlencode(asked, safe=',/:')}")
            except Refused as error:
                if error.outcome != Outcome.REFUSED or not self._goes_without(asked):
                    raise
            except Unreachable as error:
                if error.outcome == Outcome.TOO_SLOW and not error.everything:
                    self.most = max(_FEWEST, self.most // 2)  # for the next try
                raise

    def read(self, response_id: str) -> Mapping[str, Any] | None:
        """One as it is now; None where the service has none under that id.

        Raises:
            Unreachable, NotAuthorised, Refused: it did not say.
        """
        return self.client.read(RESPONSE, response_id, fresh=True)

    def change(self, response_id: str, payload: bytes, *, follows: str) -> str | None:
        """Put the next version of one; the ETag of that. None: others changed it meanwhile.

        Raises:
            Unreachable: no proof that it was stored; it may have been (`sent`).
            NotAuthorised, Refused: it was not.
        """
        try:
            return self.client.put(RESPONSE, response_id, payload, if_match=follows).etag or ""
        except Refused as error:
            if error.outcome == Outcome.CHANGED:
                return None
            raise

    def _goes_without(self, asked: list[tuple[str, str]]) -> bool:
        names = {name for name, _ in asked}
        known = next((name for name in _DISPENSABLE if name in names), None)
        if known is not None:
            self.without.add(known)
        return known is not None


def is_wanted(response: Mapping[str, Any], wanted: WantedThere) -> bool:
    """Whether it is one of them; what people remarked on questions is none at all."""
    form = ext.text(response, "questionnaire").partition("|")[0]
    if response.get("resourceType") != RESPONSE or form == REMARKS.partition("|")[0]:
        return False
    at, patient = authored(response), patient_of(response)
    return (
        wanted.form in ("", form)
        and (wanted.since is None or (at is not None and at >= wanted.since))
        and (wanted.until is None or (at is not None and at < wanted.until))
        and (
            not wanted.patient
            or (patient is not None and folded(patient.value) == folded(wanted.patient))
        )
    )


def authored(response: Mapping[str, Any]) -> datetime | None:
    """When its patient sent it; None where it does not say."""
    return moment(response.get("authored"))


def updated(response: Mapping[str, Any]) -> datetime | None:
    """When the service wrote it down as it is; None where that does not say."""
    meta = response.get("meta")
    return moment(meta.get("lastUpdated")) if isinstance(meta, Mapping) else None


def version_of(response: Mapping[str, Any]) -> str | None:
    """By what a change says which version it follows; None where the service names none."""
    return version_tag(response)


def search_for(wanted: WantedThere) -> list[tuple[str, str]]:
    """The parameters that ask for them, without order and page."""
    query = [(_FORM, wanted.form)] if wanted.form else []
    if wanted.since is not None:
        query.append(("authored", f"ge{wanted.since.isoformat(timespec='seconds')}"))
    if wanted.until is not None:
        query.append(("authored", f"lt{wanted.until.isoformat(timespec='seconds')}"))
    if wanted.patient:
        typed = dict.fromkeys((wanted.patient.strip(), "".join(wanted.patient.split())))
        query.append((_PATIENT, ",".join(_ESCAPED.sub(r"\\\1", one) for one in typed)))
    return query
