"""The elements of a Questionnaire, in FHIR R4, R4B and R5, and what kind of thing each is.

Sources: http://hl7.org/fhir/R4/questionnaire-definitions.html,
http://hl7.org/fhir/R5/questionnaire-definitions.html, http://hl7.org/fhir/R4/datatypes.html
"""

from collections.abc import Mapping
from typing import Any, Final

TEXT: Final = "a text"
FLAG: Final = "true or false"
NUMBER: Final = "a whole number"
LIST: Final = "a list"
OBJECT: Final = "an object"
ANY: Final = ""

Shape = Mapping[str, str]
"""Element → what kind of JSON value it is."""


def is_shape(value: Any, kind: str) -> bool:
    """Whether a JSON value is of this kind."""
    if kind == NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, _JSON.get(kind, object))


_JSON: Final[Mapping[str, type]] = {TEXT: str, FLAG: bool, LIST: list, OBJECT: Mapping}


def _all(kind: str, words: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), kind)


_ELEMENT: Final = _all(TEXT, "id") | _all(LIST, "extension")

QUESTIONNAIRE: Final[Shape] = {
    **_ELEMENT,
    **_all(
        TEXT,
        "resourceType implicitRules language url version name title status date publisher "
        "description purpose copyright approvalDate lastReviewDate copyrightLabel "
        "versionAlgorithmString",
    ),
    **_all(FLAG, "experimental"),
    **_all(OBJECT, "meta text effectivePeriod versionAlgorithmCoding"),
    **_all(
        LIST,
        "contained modifierExtension identifier derivedFrom subjectType contact useContext "
        "jurisdiction code item",
    ),
}
ITEM: Final[Shape] = {
    **_ELEMENT,
    **_all(
        TEXT,
        "linkId definition prefix text type enableBehavior answerValueSet answerConstraint "
        "disabledDisplay",
    ),
    **_all(FLAG, "required repeats readOnly"),
    **_all(NUMBER, "maxLength"),
    **_all(LIST, "modifierExtension code enableWhen answerOption initial item"),
}
ENABLE_WHEN: Final[Shape] = {
    **_ELEMENT,
    **_all(TEXT, "question operator"),
    **_all(
        ANY,
        "answerBoolean answerDecimal answerInteger answerDate answerDateTime answerTime "
        "answerString answerCoding answerQuantity answerReference",
    ),
}
_VALUES: Final = _all(
    ANY,
    "valueBoolean valueDecimal valueInteger valueDate valueDateTime valueTime valueString "
    "valueUri valueAttachment valueCoding valueQuantity valueReference",
)
ANSWER_OPTION: Final[Shape] = {**_ELEMENT, **_all(FLAG, "initialSelected"), **_VALUES}
INITIAL: Final[Shape] = {**_ELEMENT, **_VALUES}
CODING: Final[Shape] = {
    **_ELEMENT,
    **_all(TEXT, "system version code display"),
    **_all(FLAG, "userSelected"),
}
QUANTITY: Final[Shape] = {
    **_ELEMENT,
    **_all(ANY, "value"),
    **_all(TEXT, "comparator unit system code"),
}
REFERENCE: Final[Shape] = {
    **_ELEMENT,
    **_all(TEXT, "reference type display"),
    **_all(OBJECT, "identifier"),
}
ATTACHMENT: Final[Shape] = {
    **_ELEMENT,
    **_all(TEXT, "contentType language data url hash title creation"),
    **_all(ANY, "size height width frames duration pages"),
}

PARTS: Final[Mapping[str, Shape]] = {
    "enableWhen": ENABLE_WHEN,
    "answerOption": ANSWER_OPTION,
    "initial": INITIAL,
    "code": CODING,
    "valueCoding": CODING,
    "answerCoding": CODING,
    "valueQuantity": QUANTITY,
    "answerQuantity": QUANTITY,
    "valueReference": REFERENCE,
    "answerReference": REFERENCE,
    "valueAttachment": ATTACHMENT,
}
"""The name of an element → what may stand in it, or in each of its list."""

BEFORE_R4: Final[Mapping[str, str]] = {
    "option": "answerOption",
    "options": "answerValueSet",
    "concept": "code",
    "questions": "item",
    "hasAnswer": "operator “exists”",
    **{
        f"initial{kind}": f"initial[].value{kind}"
        for kind in [
            "Boolean",
            "Decimal",
            "Integer",
            "Date",
            "DateTime",
            "Time",
            "String",
            "Uri",
            "Attachment",
            "Coding",
            "Quantity",
            "Reference",
        ]
    },
}
"""Elements of FHIR before R4 → what R4 has in their place."""
