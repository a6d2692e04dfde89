"""A resource of the service with every digit of its decimals: what is written back has them all."""

from collections.abc import Mapping
from typing import Any

from kiosk.errors import Unreachable
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.sync.verdict import Outcome


def exact(content: bytes) -> Mapping[str, Any]:
    """The resource in these bytes of UTF-8 JSON.

    Raises:
        Unreachable: they are none; nothing is known of what the service has.
    """
    try:
        found: Mapping[str, Any] = decode_json(content)
    except NotJson as cause:
        raise Unreachable(
            f"What the central service has can't be read: {cause}.",
            advice="Nothing is lost. Those who run the service must look at it.",
            outcome=Outcome.STRANGE,
            sent=True,
            everything=False,
        ) from cause
    return found
