"""Extensions that the kiosk leaves out: notes, work of other programs, what can't be done."""

from collections.abc import Mapping
from typing import Final

from kiosk.forms.extensions import CORE, REFERENCE_PROFILE, SDC

_BY_SERVERS: Final = "no server is asked for codes; give the value sets along with the form"
_BY_OTHERS: Final = "the kiosk sends the answers, other programs take resources out of them"
_POPULATED: Final = "the kiosk fills in from what it is told at the start alone"
_PROFILES: Final = "whether a resource fits a profile, its server knows"
_KNOWLEDGE: Final = "decision support is no part of the kiosk"

ELSEWHERE: Final[Mapping[str, str]] = {
    REFERENCE_PROFILE: _PROFILES,
    SDC + "preferredTerminologyServer": _BY_SERVERS,
    CORE + "preferredTerminologyServer": _BY_SERVERS,
    CORE + "terminology-server": _BY_SERVERS,
    SDC + "itemExtractionContext": _BY_OTHERS,
    SDC + "targetStructureMap": _BY_OTHERS,
    SDC + "definitionExtract": _BY_OTHERS,
    SDC + "definitionExtractValue": _BY_OTHERS,
    SDC + "templateExtract": _BY_OTHERS,
    SDC + "templateExtractBundle": _BY_OTHERS,
    SDC + "templateExtractContext": _BY_OTHERS,
    SDC + "templateExtractValue": _BY_OTHERS,
    SDC + "extractAllocateId": _BY_OTHERS,
    SDC + "endpoint": "the kiosk sends to the service in its settings alone",
    SDC + "itemPopulationContext": _POPULATED,
    SDC + "contextExpression": _POPULATED,
    SDC + "sourceQueries": _POPULATED,
    SDC + "sourceStructureMap": _POPULATED,
    SDC + "prepopulate-subject": _POPULATED,
    SDC + "observationLinkPeriod": _POPULATED,
    CORE + "cqf-library": _KNOWLEDGE,
    "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-knowledgeCapability": _KNOWLEDGE,
    "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-knowledgeRepresentationLevel": _KNOWLEDGE,
}
"""Extensions whose work is done elsewhere → why the kiosk leaves them out."""

HARMLESS: Final = frozenset(
    {
        CORE + "designNote",
        CORE + "questionnaire-fhirType",
        CORE + "questionnaire-baseType",
        SDC + "isSubject",
        SDC + "performerType",
        SDC + "assembledFrom",
        SDC + "assemble-expectation",
        SDC + "assembleContext",
        CORE + "questionnaire-derivationType",
    }
)
"""Notes for authors and for programs around a form: leaving them out changes nothing asked."""

_NOTES: Final = tuple(
    CORE + start for start in ("structuredefinition-", "resource-", "artifact-", "cqf-scope")
)
"""How the urls of such notes on any published resource begin: who, when, how mature."""

UNSUPPORTED: Final[Mapping[str, str]] = {
    SDC + "subQuestionnaire": "the kiosk puts no forms together; bring the assembled form",
    SDC + "questionnaireAdaptive": "the kiosk asks no server for the next question",
    SDC + "lookupQuestionnaire": "the kiosk asks no server",
    CORE + "questionnaire-referenceFilter": "the kiosk asks no server",
}
"""Extensions without which the form is not what its author meant → what to know of it."""


def is_note(url: str) -> bool:
    """Whether an extension is a note, which leaves everything asked as it is."""
    return url in HARMLESS or url.startswith(_NOTES)
