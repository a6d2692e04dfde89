"""How FHIR holds an expression."""

from typing import Any

from kiosk.forms.expressions import FHIRPATH


def fhirpath(text: str) -> dict[str, Any]:
    """An Expression in FHIRPath."""
    return {"language": FHIRPATH, "expression": text}


def expression_extension(url: str, text: str) -> dict[str, Any]:
    """An extension with an expression."""
    return {"url": url, "valueExpression": fhirpath(text)}
