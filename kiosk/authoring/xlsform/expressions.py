"""How FHIR holds an expression."""

from typing import Any

from kiosk.authoring.xlsform.questions import NotExact
from kiosk.fhirpath import Expression, FhirPathError
from kiosk.forms.expressions import FHIRPATH


def fhirpath(text: str) -> dict[str, Any]:
    """An Expression in FHIRPath.

    Raises:
        NotExact: it is too long or too deep for the engine.
    """
    try:
        Expression(text).check()
    except FhirPathError as cause:
        raise NotExact(f"FHIRPath has no room for it: {cause}") from cause
    return {"language": FHIRPATH, "expression": text}


def expression_extension(url: str, text: str) -> dict[str, Any]:
    """An extension with an expression.

    Raises:
        NotExact: it is too long or too deep for the engine.
    """
    return {"url": url, "valueExpression": fhirpath(text)}
