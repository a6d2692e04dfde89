"""The value sets that forms of the centre name and do not carry.

A service with terminology is asked to expand them; one without is asked for them as they are.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.errors import CentralError, Refused
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.sync.fetch.choosing import Canonical, chosen, content_of
from kiosk.sync.fetch.judging import NotUsable
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, searched
from kiosk.sync.verdict import Outcome

CODES_MAX: Final = 5_000
"""The largest lists people choose from by touch, by searching in them: jobs, medicines, places."""

_VERSIONS: Final = Limits(pages=4, resources=40, size=8 * 1024 * 1024)
_CANT: Final = (Outcome.NOT_TAKEN, Outcome.MISDIRECTED, Outcome.TROUBLE, Outcome.TOO_SLOW)
"""What comes of an operation that a service does not know, or takes too long over."""


def named_value_sets(form: Questionnaire) -> Iterator[str]:
    """The canonicals that a form names for its answers, each once, but for those it carries."""
    names = (ext.text(item.raw, "answerValueSet") for item in form.by_path.values())
    yield from dict.fromkeys(name for name in names if name and not name.startswith("#"))


def fetch_value_set(client: FhirClient, canonical: str) -> bytes:
    """A value set as FHIR JSON, with all its codes.

    Raises:
        NotUsable: it is not there, its codes are not, or there are too many.
        Unreachable, NotAuthorised: nothing can be learnt now.
    """
    wanted = Canonical.of(canonical)
    found = _expanded(client, wanted) or _as_it_is(client, wanted)
    options = ValueSets.of([found]).options(canonical, {})
    if not options:
        raise NotUsable(f"The codes of the value set {canonical} are not there, or not all.")
    if len(options) > CODES_MAX:
        raise NotUsable(f"The value set {canonical} has more than {CODES_MAX} codes.")
    return content_of(found)


def _expanded(client: FhirClient, wanted: Canonical) -> Mapping[str, Any] | None:
    asked = {"url": wanted.url, "count": str(CODES_MAX + 1)}
    if wanted.version:
        asked["valueSetVersion"] = wanted.version
    try:
        found = decode_json(client.search(f"ValueSet/$expand?{urlencode(asked)}").raw)
    except CentralError as error:
        if isinstance(error, Refused) or error.outcome in _CANT:
            return None
        raise
    except NotJson:
        return None
    if not isinstance(found, Mapping):
        return None
    is_it = found.get("resourceType") == "ValueSet" and wanted.names(found)
    return found if is_it and ValueSets.of([found]).options(wanted.text, {}) else None


def _as_it_is(client: FhirClient, wanted: Canonical) -> Mapping[str, Any]:
    try:
        found = searched(client, f"ValueSet?{urlencode({'url': wanted.url})}", _VERSIONS)
    except Refused as error:
        raise NotUsable(f"{error}") from error
    if not found.ended:
        raise NotUsable(found.why)
    newest = chosen(found.resources, "ValueSet", wanted)
    if newest is None:
        raise NotUsable(f"The value set {wanted.text} was taken back by the central service.")
    return newest
