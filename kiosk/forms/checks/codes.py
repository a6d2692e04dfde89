"""Every code that `kiosk form check` may say, with its weight.

An error: the form is wrong, or an answer can't be collected as asked. A warning: something asked
for is left out. Information: worth knowing.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.forms.finding import ERROR, INFORMATION, WARNING, Severity

_ERRORS: Final = {
    "unreadable": "the kiosk refuses the form",
    "wrong-shape": "an element is not what FHIR says: no list, no text, no object",
    "modifier-extension": "an extension that may change the meaning of a part",
    "no-linkId": "an item has no linkId",
    "duplicate-linkId": "a linkId is used more than once",
    "unknown-type": "the type of an item is not known",
    "items-in-text": "questions inside a text",
    "unknown-question": "a condition on a question that is not there",
    "ambiguous-question": "a condition on a doubled linkId",
    "no-question": "a condition on a group or a text",
    "unknown-operator": "a condition with an unknown operator",
    "unknown-enableBehavior": "neither all nor any",
    "no-comparison": "a condition that compares with nothing",
    "exists-without-boolean": "a condition “exists” without true or false",
    "comparison-type": "a condition compares with what the answer can't be",
    "order-without-order": "a condition asks for more or less of what has no order",
    "expression": "an expression that is no FHIRPath",
    "duplicate-variable": "two variables of one name at one place",
    "variable-is-context": "a variable named like something given from outside",
    "no-options": "a choice without anything to choose",
    "options-and-value-set": "both a list of options and a value set",
    "initial-not-an-option": "the first answer is none of the options",
    "initial-type": "the first answer is none for this type of item",
    "no-value-possible": "the lowest limit is above the highest",
    "occurs-impossible": "more answers are needed than may be given",
}
_WARNINGS: Final = {
    "no-url": "the form has no url",
    "no-version": "the form has no version",
    "no-status": "the form has no status",
    "no-title": "the form has no title",
    "unknown-status": "the status is none of FHIR's",
    "retired": "the form says that it is retired",
    "other-subject": "the form is not about a patient",
    "unknown-answerer": "who may answer is not known",
    "nothing-asked": "nobody can answer anything in the form",
    "element": "an element that is not supported",
    "extension": "an extension that is not supported",
    "extension-value": "an extension whose value is of another kind than FHIR says",
    "extension-place": "an extension that stands where it has no meaning",
    "no-control": "items of this type can't be answered by touch yet",
    "no-text": "a question without words",
    "empty-group": "a group with nothing in it",
    "text-with-answer": "a text with what only questions have",
    "no-enableBehavior": "several conditions, and not said whether all must hold",
    "comparison-not-an-option": "a condition compares with what is none of the options",
    "two-conditions": "both enableWhen and enableWhenExpression",
    "expression-language": "an expression in a language that is not worked out here",
    "empty-expression": "an expression with nothing in it",
    "no-variable-name": "a variable without a name",
    "unknown-variable": "an expression reads a variable that nobody declares",
    "unknown-function": "an expression calls a function that is not there",
    "expression-question": "an expression names a linkId that is not there, or doubled",
    "value-set": "a value set that is not at hand",
    "toggle": "options that come and go are none of the item's",
    "options-on-type": "options on an item of a type that has none",
    "option-type": "an option that is no answer for this type of item",
    "option-without-value": "an option without a value",
    "duplicate-option": "the same option twice",
    "unknown-answerConstraint": "none of FHIR's answer constraints",
    "unknown-disabledDisplay": "neither hidden nor protected",
    "several-initial": "several first answers where one is allowed",
    "initial-on-type": "a first answer on a group or a text",
    "two-initials": "both a first answer and an expression for it",
    "bad-limit": "a limit whose value can't be read",
    "limit-on-type": "a limit on a type that it does not fit",
    "occurs-without-repeats": "several answers allowed where the item does not repeat",
    "regex": "a regular expression that is not run",
    "required-hidden": "must be answered, and nobody sees it",
    "required-read-only": "must be answered, and nobody may",
    "unknown-control": "an itemControl code that is not known",
    "remote-media": "a picture, sound or film that would have to be fetched",
    "media-type": "a picture, sound or film of a type that is not shown",
    "markup": "marks in a text that are left out",
    "markup-broken": "marks in a text that do not close",
    "translation": "a translation without language or words",
}
_INFORMATION: Final = {
    "draft": "the form says that it is a draft",
    "extension-elsewhere": "an extension for other programs",
    "language-incomplete": "a language in which not everything is said",
    "style": "colours, sizes and other looks are the kiosk's own",
    "direction": "a turn of direction that is not turned back",
    "control-on-type": "an itemControl code meant for another kind of item",
    "media-without-title": "a picture, sound or film without words for it",
    "option-without-words": "an option that shows its code for want of words",
    "initial-beside-options": "initial beside options, where FHIR has initialSelected",
    "max-length-on-type": "maxLength on a type without length",
    "signature": "a signature is asked for",
}

CODES: Final[Mapping[str, tuple[Severity, str]]] = {
    **{code: (ERROR, meaning) for code, meaning in _ERRORS.items()},
    **{code: (WARNING, meaning) for code, meaning in _WARNINGS.items()},
    **{code: (INFORMATION, meaning) for code, meaning in _INFORMATION.items()},
}
"""Code → severity, and what it stands for."""
