"""The CapabilityStatement: what the trial endpoint does, and that it is for trials."""

from datetime import datetime
from typing import Any

from kiosk import __version__
from kiosk.central.bundle_entries import BATCH, TRANSACTION
from kiosk.central.checks import TYPES
from kiosk.central.indexing import indexes

FOR_TRIALS = (
    "For demonstrations, trials and tests only: no users, no authorisation, no backup. "
    "Never keep real patients' answers here."
)

_INTERACTIONS = ("read", "vread", "update", "history-instance", "create", "search-type")
_OF_ALL = (BATCH, TRANSACTION)
_EVERYWHERE = (("_id", "token"), ("identifier", "token"), ("_lastUpdated", "date"))


def capability_statement(
    *, base: str, now: datetime, max_bytes: int, max_entries: int
) -> dict[str, Any]:
    """The CapabilityStatement (R4) of the endpoint at `base`."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "experimental": True,
        "date": now.isoformat(timespec="seconds"),
        "kind": "instance",
        "software": {"name": "Clinic kiosk trial endpoint", "version": __version__},
        "implementation": {"description": FOR_TRIALS, "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "documentation": f"{FOR_TRIALS} A body may have {max_bytes} bytes, also unpacked "
                f"(Content-Encoding: gzip is read), a Bundle {max_entries} entries.",
                "resource": [_resource(resource_type) for resource_type in TYPES],
                "interaction": [{"code": code} for code in _OF_ALL],
            }
        ],
    }


def _resource(resource_type: str) -> dict[str, Any]:
    parameters = [*_EVERYWHERE]
    parameters += [(name, index.kind) for name, index in indexes(resource_type).items()]
    if resource_type == "QuestionnaireResponse":
        parameters.append(("questionnaire", "reference"))
    return {
        "type": resource_type,
        "interaction": [{"code": code} for code in _INTERACTIONS],
        "versioning": "versioned-update",
        "readHistory": True,
        "updateCreate": True,
        "conditionalCreate": True,
        "conditionalUpdate": False,
        "conditionalDelete": "not-supported",
        "searchParam": [{"name": name, "type": kind} for name, kind in parameters],
    }
