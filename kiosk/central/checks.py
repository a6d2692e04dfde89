"""What is refused at the door: enough to catch a broken sender, far from a full validator."""

import re
from typing import Any

from kiosk.central.interaction import InteractionError

# What a kiosk sends or fetches; a type that is missing here is answered with 404.
TYPES = (
    "AuditEvent",
    "Communication",
    "Device",
    "Library",
    "MeasureReport",
    "Patient",
    "Provenance",
    "Questionnaire",
    "QuestionnaireResponse",
    "Task",
    "ValueSet",
)

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_RESPONSE_STATUS = ("in-progress", "completed", "amended", "entered-in-error", "stopped")
_DEPTH = 100
_CANONICAL = re.compile(r"\S+")


def check_type(resource_type: str) -> None:
    """Raises a 404 for a resource type that this service does not keep."""
    if resource_type not in TYPES:
        raise InteractionError(
            404, "not-supported", f"This trial service keeps only {', '.join(TYPES)}."
        )


def check_id(resource_id: str) -> None:
    """Raises a 400 for what can't be a logical id (R4, datatypes, id)."""
    if _ID.fullmatch(resource_id) is None:
        raise InteractionError(
            400, "value", "An id is 1 to 64 of A-Z, a-z, 0-9, hyphen and full stop."
        )


def check_resource(resource: Any, *, resource_type: str, resource_id: str | None) -> dict[str, Any]:
    """The resource, if it may be stored under that type and id.

    Args:
        resource: a decoded JSON value.
        resource_type: the type in the URL.
        resource_id: the id in the URL; `None` where the service chooses it (create).

    Raises:
        InteractionError: 400 for the wrong envelope, 422 for wrong content.
    """
    if not isinstance(resource, dict):
        raise InteractionError(400, "structure", "A resource is one JSON object.")
    if resource.get("resourceType") != resource_type:
        raise InteractionError(
            400, "invalid", f"The body's resourceType is not {resource_type}.",
            expression="resourceType",
        )  # fmt: skip
    if resource_id is not None and resource.get("id") != resource_id:
        raise InteractionError(
            400,
            "invalid",
            "The body's id is not the id of the URL.",
            expression=f"{resource_type}.id",
        )
    _check_meta(resource)
    if resource_type == "QuestionnaireResponse":
        _check_response(resource)
    return resource


def _check_meta(resource: dict[str, Any]) -> None:
    meta = resource.get("meta", {})
    if not isinstance(meta, dict):
        raise InteractionError(
            400, "structure", "meta is one JSON object.",
            expression=f"{resource['resourceType']}.meta",
        )  # fmt: skip


def _check_response(resource: dict[str, Any]) -> None:
    status, questionnaire = resource.get("status"), resource.get("questionnaire")
    if status is None:
        raise _wrong("required", "status is missing.", "status")
    if status not in _RESPONSE_STATUS:
        raise _wrong("code-invalid", f"status is one of {', '.join(_RESPONSE_STATUS)}.", "status")
    if questionnaire is None:
        raise _wrong("required", "questionnaire is missing.", "questionnaire")
    if not (isinstance(questionnaire, str) and _CANONICAL.fullmatch(questionnaire)):
        raise _wrong("value", "questionnaire is a canonical URL.", "questionnaire")
    _check_items(resource.get("item", []), "item")


def _check_items(items: Any, path: str) -> None:
    if not isinstance(items, list):
        raise _wrong("structure", "item is a list.", path)
    if path.count(".") > _DEPTH:
        raise _wrong("too-long", f"Items are nested more than {_DEPTH} deep.", "item")
    for index, item in enumerate(items):
        _check_item(item, f"{path}[{index}]")


def _check_item(item: Any, path: str) -> None:
    if not isinstance(item, dict):
        raise _wrong("structure", "An item is one JSON object.", path)
    link_id = item.get("linkId")
    if not (isinstance(link_id, str) and link_id):
        raise _wrong("required", "linkId is missing.", f"{path}.linkId")
    _check_items(item.get("item", []), f"{path}.item")
    answers = item.get("answer", [])
    if not isinstance(answers, list):
        raise _wrong("structure", "answer is a list.", f"{path}.answer")
    for index, given in enumerate(answers):
        _check_answer(given, f"{path}.answer[{index}]")


def _check_answer(given: Any, path: str) -> None:
    if not isinstance(given, dict):
        raise _wrong("structure", "An answer is one JSON object.", path)
    if sum(key.startswith("value") for key in given) > 1:
        raise _wrong("structure", "An answer has one value[x].", path)
    _check_items(given.get("item", []), f"{path}.item")


def _wrong(code: str, text: str, path: str) -> InteractionError:
    return InteractionError(422, code, text, expression=f"QuestionnaireResponse.{path}")
