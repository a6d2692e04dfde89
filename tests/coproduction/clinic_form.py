"""A small form of a clinic, for tests of how forms are changed."""

from typing import Any

from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

URL = "https://clinic.example/Questionnaire/sleep"

_TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_CALCULATED = (
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
)


def polish(text: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": "pl"}, {"url": "content", "valueString": text}]
    return {"extension": [{"url": _TRANSLATION, "extension": parts}]}


def scored(code: str, words: str, score: int) -> dict[str, Any]:
    return {
        "valueCoding": {"system": "http://loinc.org", "code": code, "display": words},
        "extension": [{"url": _ORDINAL, "valueDecimal": score}],
    }


def raw_form() -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "url": URL,
        "version": "1.0.0",
        "status": "active",
        "language": "en",
        "title": "Your sleep",
        "x-unknown": {"kept": [1, "two"]},
        "item": [
            {
                "linkId": "sleep",
                "type": "choice",
                "text": "Over the last 2 weeks, how did you sleep?",
                "_text": polish("Jak Pan/Pani spał(a)?"),
                "code": [{"system": "http://loinc.org", "code": "93159-2"}],
                "required": True,
                "answerOption": [
                    {"valueCoding": {"code": "well", "display": "Well"}},
                    {"valueCoding": {"code": "badly", "display": "Badly"}},
                    {"valueCoding": {"code": "mixed", "display": "Now and then well"}},
                ],
            },
            {
                "linkId": "why",
                "type": "text",
                "text": "What keeps you awake?",
                "enableWhen": [
                    {"question": "sleep", "operator": "=", "answerCoding": {"code": "badly"}}
                ],
            },
            {
                "linkId": "tired",
                "type": "choice",
                "text": "How tired are you?",
                "answerOption": [scored("LA1", "A little", 1), scored("LA2", "Very", 2)],
            },
            {
                "linkId": "score",
                "type": "decimal",
                "readOnly": True,
                "text": "Score",
                "extension": [
                    {
                        "url": _CALCULATED,
                        "valueExpression": {
                            "language": "text/fhirpath",
                            "expression": "%resource.item.where(linkId = 'tired')"
                            ".answer.value.ordinal()",
                        },
                    }
                ],
            },
            {"linkId": "note", "type": "text", "text": "Anything else?"},
        ],
    }


def clinic_form() -> Questionnaire:
    return parse_questionnaire(raw_form())
