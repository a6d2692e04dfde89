"""A form to begin with: small, good, and with every kind of thing an author may want to change."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.forms import extensions as ext

_CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"


def first_form(title: str, url: str, today: date) -> dict[str, Any]:
    """A FHIR Questionnaire of three questions, the last one asked only after one answer.

    Args:
        title: its name for people.
        url: its canonical address.
        today: the day that stands in it.
    """
    return {
        "resourceType": "Questionnaire",
        "language": "en",
        "extension": [
            {"url": ext.CLINICAL_RISK, "valueCode": "none"},
            {"url": ext.EXPECTED_MINUTES, "valueInteger": 1},
            {"url": ext.MAX_ITEMS, "valueInteger": 6},
        ],
        "url": url,
        "version": "1.0.0",
        "title": title,
        "status": "draft",
        "subjectType": ["Patient"],
        "date": today.isoformat(),
        "description": "A few short questions. You can leave out any of them.",
        "purpose": "Say here which decision the answers are for.",
        "item": [_chosen(), _in_words(), _only_after()],
    }


def with_address(raw: Mapping[str, Any], url: str) -> dict[str, Any]:
    """The form with that address, and a version where it has none."""
    version = raw.get("version") or "1.0.0"
    return {**raw, "url": raw.get("url") or url, "version": version}


def _chosen() -> dict[str, Any]:
    answers = (
        ("good", "Good"), ("mixed", "Neither good nor bad"), ("bad", "Bad"),
        ("not-sure", "Not sure"),
    )  # fmt: skip
    return {
        "linkId": "visit",
        "text": "How was your visit today?",
        "type": "choice",
        "answerOption": [
            {"valueCoding": {"code": code, "display": words}} for code, words in answers
        ],
        "item": [
            {
                "linkId": "visit-help",
                "text": "Think of all of it, from the door to now.",
                "type": "display",
                "extension": [
                    {
                        "url": ext.ITEM_CONTROL,
                        "valueCodeableConcept": {"coding": [{"system": _CONTROLS, "code": "help"}]},
                    }
                ],
            }
        ],
    }


def _in_words() -> dict[str, Any]:
    return {"linkId": "better", "text": "What could we do better?", "type": "text"}


def _only_after() -> dict[str, Any]:
    return {
        "linkId": "what-happened",
        "text": "What went wrong?",
        "type": "text",
        "enableWhen": [
            {"question": "visit", "operator": "=", "answerCoding": {"code": "bad"}},
        ],
    }
