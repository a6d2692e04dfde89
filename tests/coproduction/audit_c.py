"""The third question of AUDIT-C in British units, with the code of the American drinks."""

from typing import Any

UK_THIRD = (
    "How often have you had 6 or more units if female, or 8 or more if male, on a single occasion "
    "in the last year?"
)


def uk_audit_c(**more: Any) -> dict[str, Any]:
    """A clinic's form with that one question; `more` belongs to the form."""
    item = {
        "linkId": "third", "type": "string", "text": UK_THIRD,
        "code": [{"system": "http://loinc.org", "code": "68520-6"}],
    }  # fmt: skip
    return {
        "resourceType": "Questionnaire", "url": "http://clinic.example/audit-c", "version": "1.0.0",
        "status": "active", "title": "About alcohol", "language": "en", "item": [item],
    } | more  # fmt: skip
