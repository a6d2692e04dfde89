"""The FHIR extensions this engine reads, and how to read one.

Sources: FHIR R4 (http://hl7.org/fhir/R4/), SDC 3.0 (http://hl7.org/fhir/uv/sdc/STU3/); the last
ones are the project's own.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

CORE: Final = "http://hl7.org/fhir/StructureDefinition/"
SDC: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_R5: Final = "http://hl7.org/fhir/5.0/StructureDefinition/extension-"
_OWN: Final = "http://clinic-kiosk.example/fhir/StructureDefinition/"

TRANSLATION: Final = CORE + "translation"
DATA_ABSENT_REASON: Final = CORE + "data-absent-reason"
HIDDEN: Final = CORE + "questionnaire-hidden"
ITEM_CONTROL: Final = CORE + "questionnaire-itemControl"
ORDINAL_VALUE: Final = CORE + "ordinalValue"
ITEM_WEIGHT: Final = CORE + "itemWeight"
MIN_VALUE: Final = CORE + "minValue"
MAX_VALUE: Final = CORE + "maxValue"
MIN_LENGTH: Final = CORE + "minLength"
MAX_DECIMAL_PLACES: Final = CORE + "maxDecimalPlaces"
MIN_OCCURS: Final = CORE + "questionnaire-minOccurs"
MAX_OCCURS: Final = CORE + "questionnaire-maxOccurs"
UNIT: Final = CORE + "questionnaire-unit"
UNIT_OPTION: Final = CORE + "questionnaire-unitOption"
MAX_SIZE: Final = CORE + "maxSize"
MIN_QUANTITY: Final = SDC + "minQuantity"
MAX_QUANTITY: Final = SDC + "maxQuantity"
CALCULATED_EXPRESSION: Final = SDC + "calculatedExpression"
INITIAL_EXPRESSION: Final = SDC + "initialExpression"
ENABLE_WHEN_EXPRESSION: Final = SDC + "enableWhenExpression"
ANSWER_EXPRESSION: Final = SDC + "answerExpression"
CANDIDATE_EXPRESSION: Final = SDC + "candidateExpression"
OPTIONS_TOGGLE_EXPRESSION: Final = SDC + "answerOptionsToggleExpression"
LAUNCH_CONTEXT: Final = SDC + "launchContext"
VARIABLE: Final = CORE + "variable"
CQF_EXPRESSION: Final = CORE + "cqf-expression"
CQF_CALCULATED_VALUE: Final = CORE + "cqf-calculatedValue"
CONSTRAINT: Final = CORE + "questionnaire-constraint"
TARGET_CONSTRAINT: Final = CORE + "targetConstraint"
REGEX: Final = CORE + "regex"
MIME_TYPE: Final = CORE + "mimeType"
OPTION_EXCLUSIVE: Final = CORE + "questionnaire-optionExclusive"
OPTION_PREFIX: Final = CORE + "questionnaire-optionPrefix"
REFERENCE_RESOURCE: Final = CORE + "questionnaire-referenceResource"
REFERENCE_PROFILE: Final = CORE + "questionnaire-referenceProfile"
UNIT_VALUE_SET: Final = CORE + "questionnaire-unitValueSet"
UNIT_OPEN: Final = SDC + "unitOpen"
UNIT_SUPPLEMENTAL_SYSTEM: Final = SDC + "unitSupplementalSystem"

RENDERING_STYLE: Final = CORE + "rendering-style"
RENDERING_MARKDOWN: Final = CORE + "rendering-markdown"
RENDERING_XHTML: Final = CORE + "rendering-xhtml"
CHOICE_ORIENTATION: Final = CORE + "questionnaire-choiceOrientation"
CHOICE_COLUMN: Final = SDC + "choiceColumn"
COLUMN_COUNT: Final = SDC + "columnCount"
SLIDER_STEP: Final = CORE + "questionnaire-sliderStepValue"
ENTRY_FORMAT: Final = CORE + "entryFormat"
DISPLAY_CATEGORY: Final = CORE + "questionnaire-displayCategory"
SUPPORT_LINK: Final = CORE + "questionnaire-supportLink"
USAGE_MODE: Final = CORE + "questionnaire-usageMode"
SIGNATURE_REQUIRED: Final = CORE + "questionnaire-signatureRequired"
SHORT_TEXT: Final = SDC + "shortText"
COLLAPSIBLE: Final = SDC + "collapsible"
WIDTH: Final = SDC + "width"
OPEN_LABEL: Final = SDC + "openLabel"
KEYBOARD: Final = SDC + "keyboard"
ITEM_MEDIA: Final = SDC + "itemMedia"
ITEM_ANSWER_MEDIA: Final = SDC + "itemAnswerMedia"
ENTRY_MODE: Final = SDC + "entryMode"
OPTIONAL_DISPLAY: Final = SDC + "optionalDisplay"
OBSERVATION_EXTRACT: Final = SDC + "observationExtract"
OBSERVATION_EXTRACT_CATEGORY: Final = SDC + "observation-extract-category"
ANSWER_CONSTRAINT: Final = _R5 + "Questionnaire.item.answerConstraint"
DISABLED_DISPLAY: Final = _R5 + "Questionnaire.item.disabledDisplay"

ALERT_RULE: Final = _OWN + "alert-rule"
NO_FEEDBACK_PROMPT: Final = _OWN + "no-feedback-prompt"
EXPECTED_MINUTES: Final = _OWN + "expected-minutes"
QUESTIONNAIRE_HASH: Final = _OWN + "questionnaire-hash"
ANSWERED_BY: Final = _OWN + "answered-by"
PROXY_TEXT: Final = _OWN + "proxy-text"
ALTERNATIVE_MEDIA: Final = _OWN + "alternative-media"
CLINICAL_RISK: Final = _OWN + "clinical-risk"
OWNER_ROLE: Final = _OWN + "owner-role"
MAX_ITEMS: Final = _OWN + "max-items"
MAX_MEDIAN_SECONDS: Final = _OWN + "max-median-seconds"
ITEM_PURPOSE: Final = _OWN + "item-purpose"

OTHER_SPELLINGS: Final[Mapping[str, str]] = {
    CORE + "questionnaire-initialExpression": INITIAL_EXPRESSION,
    CORE + "questionnaire-calculatedExpression": CALCULATED_EXPRESSION,
    CORE + "questionnaire-enableWhenExpression": ENABLE_WHEN_EXPRESSION,
    CORE + "questionnaire-answerExpression": ANSWER_EXPRESSION,
    CORE + "questionnaire-ordinalValue": ORDINAL_VALUE,
    CORE + "codesystem-ordinalValue": ORDINAL_VALUE,
    CORE + "valueset-ordinalValue": ORDINAL_VALUE,
    CORE + "questionnaire-targetConstraint": TARGET_CONSTRAINT,
    CORE + "questionnaire-variable": VARIABLE,
    CORE + "questionnaire-shortText": SHORT_TEXT,
    SDC + "entryFormat": ENTRY_FORMAT,
}
"""Spellings of drafts and of FHIR STU3 that real forms carry → the url that is meant."""

READ: Final[Mapping[str, str]] = {
    TRANSLATION: "any text in another language",
    DATA_ABSENT_REASON: "why an answer is missing",
    HIDDEN: "never shown",
    ITEM_CONTROL: "shown on the screen",
    ORDINAL_VALUE: "score of an option",
    ITEM_WEIGHT: "score of an option",
    MIN_VALUE: "rule",
    MAX_VALUE: "rule",
    MIN_LENGTH: "rule",
    MAX_DECIMAL_PLACES: "rule",
    MIN_OCCURS: "rule",
    MAX_OCCURS: "rule",
    MIN_QUANTITY: "rule",
    MAX_QUANTITY: "rule",
    REGEX: "rule",
    MAX_SIZE: "rule",
    MIME_TYPE: "rule",
    OPTION_EXCLUSIVE: "rule: chosen alone",
    REFERENCE_RESOURCE: "rule: what may be referred to",
    UNIT: "unit of a number",
    UNIT_OPTION: "rule: the units to choose from",
    UNIT_VALUE_SET: "the units to choose from",
    UNIT_OPEN: "whether other units may be given",
    UNIT_SUPPLEMENTAL_SYSTEM: "where other units may come from",
    CALCULATED_EXPRESSION: "the answer is worked out",
    INITIAL_EXPRESSION: "the first answer is worked out",
    ENABLE_WHEN_EXPRESSION: "whether it is asked is worked out",
    ANSWER_EXPRESSION: "the options are worked out",
    CANDIDATE_EXPRESSION: "suggested answers are worked out",
    OPTIONS_TOGGLE_EXPRESSION: "which options may be chosen is worked out",
    LAUNCH_CONTEXT: "what expressions may know of the patient",
    VARIABLE: "a name for a value in expressions",
    CQF_EXPRESSION: "a text is worked out",
    CQF_CALCULATED_VALUE: "a limit is worked out",
    CONSTRAINT: "rule across answers",
    TARGET_CONSTRAINT: "rule across answers",
    RENDERING_STYLE: "bold, italic, underlined",
    RENDERING_MARKDOWN: "text with marks, through the sanitiser",
    RENDERING_XHTML: "text with marks, through the sanitiser",
    OPTION_PREFIX: "shown on the screen",
    CHOICE_ORIENTATION: "known; of no use where a page asks one question",
    CHOICE_COLUMN: "known; of no use where a page asks one question",
    COLUMN_COUNT: "known; of no use where a page asks one question",
    SLIDER_STEP: "shown on the screen",
    ENTRY_FORMAT: "shown on the screen",
    DISPLAY_CATEGORY: "shown on the screen",
    SUPPORT_LINK: "shown on the screen as text",
    USAGE_MODE: "known; not acted upon yet",
    SIGNATURE_REQUIRED: "shown on the screen",
    SHORT_TEXT: "known; not acted upon yet",
    COLLAPSIBLE: "known; of no use where a page asks one question",
    WIDTH: "known; of no use where a page asks one question",
    OPEN_LABEL: "shown on the screen",
    KEYBOARD: "shown on the screen",
    ITEM_MEDIA: "shown on the screen, where the form carries it",
    ITEM_ANSWER_MEDIA: "shown on the screen, where the form carries it",
    ENTRY_MODE: "known; not acted upon yet",
    OPTIONAL_DISPLAY: "known; not acted upon yet",
    ANSWER_CONSTRAINT: "whether answers of one's own are allowed (R5 in R4)",
    DISABLED_DISPLAY: "hidden or protected while it is not asked (R5 in R4)",
    OBSERVATION_EXTRACT: "Observations are made of a completed response",
    OBSERVATION_EXTRACT_CATEGORY: "the category of such an Observation",
    ALERT_RULE: "an answer that must reach a responder",
    NO_FEEDBACK_PROMPT: "patients are not asked about the question",
    EXPECTED_MINUTES: "how long the form takes",
    ANSWERED_BY: "who may answer",
    PROXY_TEXT: "the wording for somebody who answers for the patient",
    ALTERNATIVE_MEDIA: "shown in Easy Read, a sign language or the like alone",
    CLINICAL_RISK: "who may change the form (none, low, high)",
    OWNER_ROLE: "who answers for the form",
    MAX_ITEMS: "how many questions it may have",
    MAX_MEDIAN_SECONDS: "how long it may take half of the patients",
    ITEM_PURPOSE: "which decision the question feeds",
}
"""The extensions that are acted upon or known, and as what; `check` names all others."""

_OBJECTS: Final = (dict, Mapping)
"""JSON objects; to ask for `dict` first takes a tenth of the time, and nearly all are."""


def mappings(element: object, key: str) -> tuple[Mapping[str, Any], ...]:
    """The objects in the array `element[key]`; anything else there is passed over."""
    if not isinstance(element, _OBJECTS):
        return ()
    entries = element.get(key)
    if not isinstance(entries, list):
        return ()
    return tuple([entry for entry in entries if isinstance(entry, _OBJECTS)])


def text(element: object, key: str) -> str:
    """The string `element[key]`, or "" where there is none."""
    value = element.get(key) if isinstance(element, _OBJECTS) else None
    return value if isinstance(value, str) else ""


def url_of(extension: Mapping[str, Any]) -> str:
    """The url of an extension, a draft's spelling made good; "" where it has none."""
    given = text(extension, "url")
    return OTHER_SPELLINGS.get(given, given)


def extension_values(element: object, url: str) -> Iterator[Any]:
    """Each value[x] of the element's extensions with this url, in order."""
    for extension in mappings(element, "extension"):
        if url_of(extension) == url:
            yield from (value for key, value in extension.items() if key.startswith("value"))


def extension_value(element: object, url: str) -> Any:
    """The first value[x] of the element's extension with this url, or None."""
    return next(extension_values(element, url), None)


def extension_integer(element: object, url: str) -> int | None:
    """The same, where it is a whole number."""
    value = extension_value(element, url)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def extension_number(element: object, url: str) -> Decimal | None:
    """The same, where it is a number."""
    value = extension_value(element, url)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(value))


def code(value: object) -> str:
    """The code in a code, a Coding or a CodeableConcept; "" where there is none."""
    if isinstance(value, str):
        return value
    codings = (value, *mappings(value, "coding"))
    return next((found for coding in codings if (found := text(coding, "code"))), "")
