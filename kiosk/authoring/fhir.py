"""FHIR Questionnaires of R4, R4B and R5 as drafts: what comes in goes out.

Only the status becomes "draft", and what R4 has under another name than R5 gets that name.
Extensions that are not known, the order of the elements and the digits of numbers stay.
"""

from collections.abc import Iterator
from typing import Any

from kiosk.authoring.fhir_r5 import as_r4
from kiosk.authoring.imported import Imported, NotUnderstood
from kiosk.errors import FormUnreadable, ImportRefused
from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.finding import ERROR, WARNING
from kiosk.forms.questionnaire import parse_questionnaire, read_questionnaire

_GOES = frozenset({"retired", "no-status", "unknown-status"})
"""Findings on the status that it came with."""


def read_fhir(content: bytes) -> Imported:
    """The draft in the bytes of a Questionnaire as JSON.

    Raises:
        ImportRefused: it is no Questionnaire, or one that the kiosk must not show.
    """
    try:
        read_questionnaire(content)
        raw: dict[str, Any] = _draft(as_r4(decode_json(content)))
        form = parse_questionnaire(raw)
    except FormUnreadable as cause:
        raise ImportRefused(str(cause), advice=cause.advice) from cause
    found = tuple(
        NotUnderstood(None, finding.path, finding.code, finding.message)
        for finding in check_questionnaire(form)
        if finding.severity in {ERROR, WARNING} and finding.code not in _GOES
    )
    return Imported(raw, found)


def _draft(raw: dict[str, Any]) -> dict[str, Any]:
    if "status" in raw:
        return {key: "draft" if key == "status" else value for key, value in raw.items()}
    return dict(_with_status(raw))


def _with_status(raw: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A status before the first element that FHIR has after it."""
    said = False
    for key, value in raw.items():
        if not said and key in {"item", "subjectType", "date", "publisher", "description"}:
            yield "status", "draft"
            said = True
        yield key, value
    if not said:
        yield "status", "draft"
