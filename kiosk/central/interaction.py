"""What goes over the wire: FHIR JSON, ETags, and OperationOutcomes for every no."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from starlette.responses import Response

MEDIA_TYPE = "application/fhir+json"

# A decimal keeps its digits: FHIR says 1.10 is not 1.1 (R4, datatypes, decimal).
_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_SORTED_ENCODER = msgspec.json.Encoder(decimal_format="number", order="sorted")


class InteractionError(Exception):
    """The service says no to one request; the caller sees an OperationOutcome.

    Attributes:
        status: the HTTP status code.
        code: from the value set IssueType (R4), e.g. `required`, `conflict`, `not-found`.
        expression: FHIRPath of the element that is wrong, or "".
    """

    def __init__(self, status: int, code: str, text: str, *, expression: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.expression = expression


def decode(content: bytes) -> Any:
    """The JSON value of `content`, decimals as `Decimal`.

    Raises:
        InteractionError: 400, it is no JSON, or nested beyond reason.
    """
    try:
        return _DECODER.decode(content)
    except (ValueError, RecursionError) as cause:
        raise InteractionError(400, "structure", f"The body is no JSON: {cause}") from cause


def encode(value: Any) -> bytes:
    """JSON bytes (UTF-8) in the order given."""
    return _ENCODER.encode(value)


def encode_sorted(value: Any) -> bytes:
    """JSON bytes (UTF-8) with sorted keys: equal for equal content."""
    return _SORTED_ENCODER.encode(value)


def answer(
    content: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """An HTTP response that carries FHIR JSON."""
    return Response(content, status, headers, media_type=MEDIA_TYPE)


def outcome(error: InteractionError) -> dict[str, Any]:
    """The OperationOutcome (R4) that says why not."""
    issue: dict[str, Any] = {
        "severity": "error",
        "code": error.code,
        "diagnostics": str(error),
    }
    if error.expression:
        issue["expression"] = [error.expression]
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def weak_etag(version: int) -> str:
    """The ETag of a version, as FHIR writes it: `W/"3"` (R4, http, versioning)."""
    return f'W/"{version}"'


def version_of(etag: str) -> int:
    """The version that an If-Match header names.

    Raises:
        InteractionError: 400, it is no ETag that this service gave.
    """
    number = etag.strip().removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit() and len(number) <= 9):  # noqa: PLR2004 - an int
        raise InteractionError(400, "value", 'If-Match must be an ETag such as W/"1".')
    return int(number)
