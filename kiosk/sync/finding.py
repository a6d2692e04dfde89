"""What a service has already, by its identifier, where it does not see to that itself."""

from typing import Any

from kiosk.errors import Refused, Unreachable
from kiosk.sync.fhir_client import FhirClient, condition
from kiosk.sync.reply import identifiers_of, version_tag
from kiosk.sync.verdict import Acknowledged, Outcome, not_told


def found(client: FhirClient, resource_type: str, identifier: str) -> Acknowledged | None:
    """The resource with that identifier; None where the service has none.

    Args:
        client: of the service.
        resource_type: of the resource.
        identifier: `system|value`.

    Raises:
        Unreachable, NotAuthorised: the service does not say; one that knows no such search has to
            say so.
    """
    try:
        page = client.search(f"{resource_type}?{condition(identifier)}").content or {}
    except Refused as error:
        raise not_told(error) from error
    entries = page.get("entry") or []
    for entry in entries if isinstance(entries, list) else []:
        there = _resource(entry)
        known = there.get("id")
        is_it = there.get("resourceType") == resource_type and identifier in identifiers_of(there)
        if is_it and isinstance(known, str) and known:
            return Acknowledged(version_tag(there), known)
    if page.get("resourceType") != "Bundle" or entries:  # it found what was not asked for
        raise Unreachable(
            "The central service can't be asked what it has already.",
            advice="IT must check that it offers updates by id, or search by identifier.",
            outcome=Outcome.STRANGE,
            sent=True,
        )
    return None


def _resource(entry: Any) -> dict[str, Any]:
    there = entry.get("resource") if isinstance(entry, dict) else None
    return there if isinstance(there, dict) else {}
