"""How many responses the central service has, without fetching them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.coproduction.feedback import FORM as REMARKS
from kiosk.errors import Refused
from kiosk.forms import extensions as ext
from kiosk.store.outbox import RESPONSE
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import one_page
from kiosk.sync.responses_there import WantedThere, search_for
from kiosk.sync.verdict import Outcome

_WAYS: Final = (
    (("_summary", "count"),), (("_total", "accurate"), ("_count", "1")), (("_count", "1"),),
)  # fmt: skip
"""How a service may be asked for a number, the cheapest way first."""


class CountsThere:
    """Counts at one service. Not for two threads at once.

    Args:
        client: the service.
    """

    def __init__(self, client: FhirClient) -> None:
        self._client = client
        self._ways = list(_WAYS)
        self._finds_forms: bool | None = None

    def of(self, wanted: WantedThere) -> int | None:
        """How many match; None where the service does not say. Not of one patient.

        That there are none of a form is believed of a service that finds any form by its address:
        some do by its version alone.

        Raises:
            Unreachable, NotAuthorised: it did not answer.
        """
        found = self._count(wanted)
        if wanted.form:
            return found if found or self._knows_forms() else None
        if not found:
            return found
        remarks = self._count(replace(wanted, form=REMARKS.partition("|")[0]))
        return None if remarks is None else max(found - remarks, 0)

    def _count(self, wanted: WantedThere) -> int | None:
        while self._ways:
            try:
                total = self._page(wanted, self._ways[0])[0]
            except Refused as error:
                if error.outcome != Outcome.REFUSED:
                    return None
            else:
                if total is not None:
                    return total
            del self._ways[0]
        return None

    def _knows_forms(self) -> bool:
        """Whether a response that is there is found by the address of its form."""
        if self._finds_forms is None:
            form = self._any_form()
            self._finds_forms = not form or bool(self._count(WantedThere(form)))
        return self._finds_forms

    def _any_form(self) -> str:
        """The address of a form that was answered; "" where none is seen at once."""
        try:
            _, found = self._page(WantedThere(), (("_count", "10"),))
        except Refused:
            return ""
        forms = (ext.text(one, "questionnaire").partition("|") for one in found)
        return next((url for url, _, version in forms if url and version), "")

    def _page(
        self, wanted: WantedThere, more: tuple[tuple[str, str], ...]
    ) -> tuple[int | None, tuple[Mapping[str, Any], ...]]:
        asked = urlencode([*search_for(wanted), *more], safe=",/:")
        page = one_page(self._client, f"{RESPONSE}?{asked}")
        return page.total, page.resources
