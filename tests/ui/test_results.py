"""What a form works out is shown to patients only where the clinic allows it (AC 24)."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.settings import Patient

SUM = "%resource.item.where(linkId = 'a').answer.value * 10"
FORM = {
    "resourceType": "Questionnaire",
    "url": "http://example.org/score",
    "title": "Score",
    "item": [
        {"linkId": "a", "type": "integer", "text": "How many?"},
        {
            "linkId": "total",
            "type": "integer",
            "text": "Your total",
            "readOnly": True,
            "extension": [
                {
                    "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
                    "valueExpression": {"language": "text/fhirpath", "expression": SUM},
                }
            ],
        },
        {"linkId": "b", "type": "boolean", "text": "Was that all?"},
    ],
}


@pytest.mark.parametrize("allowed", [False, True])
def test_a_total_is_seen_only_where_the_clinic_allows_it(
    open_kiosk: Callable[..., Any], *, allowed: bool
) -> None:
    settings = Patient(languages=("en",), show_results=allowed)
    kiosk = open_kiosk(forms=(parse_questionnaire(FORM),), settings=settings)
    kiosk.begin("Score")
    kiosk.finger.touch("7")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("Was that all?")
    assert any("70" in name for name in kiosk.finger.names()) is allowed
