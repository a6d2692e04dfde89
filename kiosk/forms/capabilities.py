"""What the engine can do, said by the very tables it works with."""

from typing import Any

from kiosk.fhirpath.functions.registry import FUNCTIONS
from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS
from kiosk.forms.check import ITEM_TYPES
from kiosk.forms.enable_when import OPERATORS
from kiosk.forms.questionnaire import MAX_BYTES, MAX_DEPTH, MAX_ITEMS
from kiosk.forms.rules import RULES


def capabilities() -> dict[str, Any]:
    """A JSON object: topic → what is supported."""
    return {
        "itemTypes": {kind: list(VALUE_KEYS.get(kind, ())) for kind in ITEM_TYPES},
        "enableWhenOperators": list(OPERATORS),
        "rules": list(RULES),
        "extensions": sorted(ext.READ),
        "fhirpathFunctions": sorted(FUNCTIONS),
        "bounds": {"bytes": MAX_BYTES, "items": MAX_ITEMS, "depth": MAX_DEPTH},
    }
