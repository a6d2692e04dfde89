"""Who may answer a form, and what each is told.

A patient answers for themselves, alone or helped (somebody reads aloud, interprets or touches the
screen, the answers are the patient's), or a proxy answers for them: a parent, a carer. Who helped
is told apart, for it says something of the answers: somebody close, an interpreter, the staff. Two
extensions of the project's own, under http://clinic-kiosk.example/fhir/StructureDefinition/, say
so:

- `answered-by` on the Questionnaire, repeatable, valueCode "self" or "proxy". Absent: both may.
  On the QuestionnaireResponse it says who did: one of `WHO`.
- `proxy-text` on a text (`_text`, `_title`, `_description`, `_valueString` or `_display` of an
  option …): valueString, the wording for a proxy, with translations of its own in `_valueString`.
  Where it is absent the usual wording is shown.
"""

from collections.abc import Mapping
from typing import Any, Final

from kiosk.forms import extensions as ext

SELF: Final = "self"
HELPED: Final = "helped"
INTERPRETER: Final = "interpreter"
STAFF: Final = "staff"
PROXY: Final = "proxy"
AIDED: Final = (HELPED, INTERPRETER, STAFF)
"""The patient answers, and is not alone."""

WHO: Final = (SELF, *AIDED, PROXY)
"""Who gives the answers, as the interface offers it."""

TYPED_IN: Final = "http://clinic-kiosk.example/fhir/StructureDefinition/typed-in"
"""Of a response: it was typed in from paper; `by` (valueString) whom, `at` (valueDateTime) when."""


def may_answer(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Those of `WHO` that may answer this Questionnaire; whoever may alone may be helped."""
    given = [
        value for value in ext.extension_values(raw, ext.ANSWERED_BY) if value in (SELF, PROXY)
    ]
    if not given:
        return WHO
    return tuple(who for who in WHO if (PROXY if who == PROXY else SELF) in given)


def unknown_answerers(raw: Mapping[str, Any]) -> tuple[Any, ...]:
    """What `answered-by` says that is not known."""
    values = ext.extension_values(raw, ext.ANSWERED_BY)
    return tuple(value for value in values if value not in (SELF, PROXY))


def with_people(
    response: Mapping[str, Any], who: str, subject: Mapping[str, str] | None
) -> dict[str, Any]:
    """A response that says whose answers it holds, and who gave them.

    Args:
        response: the QuestionnaireResponse.
        who: one of `WHO`; "" where it was not asked.
        subject: the patient's Identifier; None where nobody is known.

    Source: http://hl7.org/fhir/R4/questionnaireresponse-definitions.html (subject, source)
    """
    people = dict(response)
    if who:
        own = {"url": ext.ANSWERED_BY, "valueCode": who}
        people["extension"] = [*ext.mappings(response, "extension"), own]
    patient = {"type": "Patient", "identifier": dict(subject)} if subject else None
    if patient:
        people["subject"] = patient
    if who == PROXY:
        people["source"] = {"type": "RelatedPerson", "display": "Somebody for the patient"}
    elif patient and who:
        people["source"] = patient
    return people
