"""The FHIR extensions this engine reads, and how to read one.

Sources: FHIR R4 (http://hl7.org/fhir/R4/), SDC 3.0 (http://hl7.org/fhir/uv/sdc/STU3/); the last
ones are the project's own.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

_CORE: Final = "http://hl7.org/fhir/StructureDefinition/"
_SDC: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_OWN: Final = "http://clinic-kiosk.example/fhir/StructureDefinition/"

TRANSLATION: Final = _CORE + "translation"
DATA_ABSENT_REASON: Final = _CORE + "data-absent-reason"
HIDDEN: Final = _CORE + "questionnaire-hidden"
ITEM_CONTROL: Final = _CORE + "questionnaire-itemControl"
ORDINAL_VALUE: Final = _CORE + "ordinalValue"
ITEM_WEIGHT: Final = _CORE + "itemWeight"
MIN_VALUE: Final = _CORE + "minValue"
MAX_VALUE: Final = _CORE + "maxValue"
MIN_LENGTH: Final = _CORE + "minLength"
MAX_DECIMAL_PLACES: Final = _CORE + "maxDecimalPlaces"
MIN_OCCURS: Final = _CORE + "questionnaire-minOccurs"
MAX_OCCURS: Final = _CORE + "questionnaire-maxOccurs"
UNIT: Final = _CORE + "questionnaire-unit"
UNIT_OPTION: Final = _CORE + "questionnaire-unitOption"
MAX_SIZE: Final = _CORE + "maxSize"
MIN_QUANTITY: Final = _SDC + "minQuantity"
MAX_QUANTITY: Final = _SDC + "maxQuantity"
CALCULATED_EXPRESSION: Final = _SDC + "calculatedExpression"
INITIAL_EXPRESSION: Final = _SDC + "initialExpression"
ENABLE_WHEN_EXPRESSION: Final = _SDC + "enableWhenExpression"
ANSWER_EXPRESSION: Final = _SDC + "answerExpression"
CANDIDATE_EXPRESSION: Final = _SDC + "candidateExpression"
OPTIONS_TOGGLE_EXPRESSION: Final = _SDC + "answerOptionsToggleExpression"
LAUNCH_CONTEXT: Final = _SDC + "launchContext"
VARIABLE: Final = _CORE + "variable"
CQF_EXPRESSION: Final = _CORE + "cqf-expression"
CQF_CALCULATED_VALUE: Final = _CORE + "cqf-calculatedValue"
CONSTRAINT: Final = _CORE + "questionnaire-constraint"
TARGET_CONSTRAINT: Final = _CORE + "targetConstraint"
REGEX: Final = _CORE + "regex"
MIME_TYPE: Final = _CORE + "mimeType"
OPTION_EXCLUSIVE: Final = _CORE + "questionnaire-optionExclusive"
OPTION_PREFIX: Final = _CORE + "questionnaire-optionPrefix"
REFERENCE_RESOURCE: Final = _CORE + "questionnaire-referenceResource"
REFERENCE_PROFILE: Final = _CORE + "questionnaire-referenceProfile"
UNIT_VALUE_SET: Final = _CORE + "questionnaire-unitValueSet"
UNIT_OPEN: Final = _SDC + "unitOpen"

ALERT_RULE: Final = _OWN + "alert-rule"
NO_FEEDBACK_PROMPT: Final = _OWN + "no-feedback-prompt"
EXPECTED_MINUTES: Final = _OWN + "expected-minutes"
QUESTIONNAIRE_HASH: Final = _OWN + "questionnaire-hash"

READ: Final = frozenset(
    {
        TRANSLATION,
        DATA_ABSENT_REASON,
        HIDDEN,
        ITEM_CONTROL,
        ORDINAL_VALUE,
        ITEM_WEIGHT,
        MIN_VALUE,
        MAX_VALUE,
        MIN_LENGTH,
        MAX_DECIMAL_PLACES,
        MIN_OCCURS,
        MAX_OCCURS,
        UNIT_OPTION,
        MAX_SIZE,
        MIN_QUANTITY,
        MAX_QUANTITY,
        CALCULATED_EXPRESSION,
        ALERT_RULE,
        NO_FEEDBACK_PROMPT,
        EXPECTED_MINUTES,
    }
)
"""The extensions of a Questionnaire that the engine acts upon; `check` names all others."""

HARMLESS: Final = frozenset(
    {
        _CORE + "questionnaire-choiceOrientation",
        UNIT,
    }
)
"""Extensions that others read (the interface, the robot) or that change no answer."""


def mappings(element: object, key: str) -> tuple[Mapping[str, Any], ...]:
    """The objects in the array `element[key]`; anything else there is passed over."""
    if not isinstance(element, Mapping):
        return ()
    entries = element.get(key)
    if not isinstance(entries, list):
        return ()
    return tuple(entry for entry in entries if isinstance(entry, Mapping))


def text(element: object, key: str) -> str:
    """The string `element[key]`, or "" where there is none."""
    value = element.get(key) if isinstance(element, Mapping) else None
    return value if isinstance(value, str) else ""


def extension_values(element: object, url: str) -> Iterator[Any]:
    """Each value[x] of the element's extensions with this url, in order."""
    for extension in mappings(element, "extension"):
        if extension.get("url") == url:
            yield from (value for key, value in extension.items() if key.startswith("value"))


def extension_value(element: object, url: str) -> Any:
    """The first value[x] of the element's extension with this url, or None."""
    return next(extension_values(element, url), None)


def extension_integer(element: object, url: str) -> int | None:
    """The same, where it is a whole number."""
    value = extension_value(element, url)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
