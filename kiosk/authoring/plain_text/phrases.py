"""The fixed phrases of a form's text, each with what it stands for."""

from collections.abc import Mapping
from typing import Final

CHOOSE: Final[Mapping[str, tuple[str, str]]] = {
    "choice": ("Choose one", "Choose one or more"),
    "open-choice": (
        "Choose one, or answer in your own words",
        "Choose one or more, or answer in your own words",
    ),
}
"""Type → what is said above its options, for one answer and for several."""

KINDS: Final[Mapping[str, str]] = {
    "boolean": "Yes or no",
    "integer": "A whole number",
    "decimal": "A number",
    "quantity": "An amount with its unit",
    "date": "A date",
    "dateTime": "A date and time",
    "time": "A time of day",
    "string": "A few words",
    "text": "Words on several lines",
    "url": "A web address",
    "attachment": "A file or picture",
    "reference": "Somebody or something in the record",
}
"""Type → which kind of answer it wants."""

SEVERAL: Final = ", more than one"
OTHER_TYPE: Final = "Kind of answer: "
"""Before the name of a type that has no phrase."""

REQUIRED: Final = "Must be answered"
HIDDEN: Final = "Not shown to patients"
READ_ONLY: Final = "Shown, not asked"
REPEATS: Final = "May be filled in several times"
FROM_LIST: Final = "From the list"
ONLY_IF: Final = "Only if"
AND_IF: Final = "and if"
OR_IF: Final = "or if"
RULE: Final = "Only if this is true:"

BESIDE: Final[Mapping[str, str]] = {"help": "Help:", "lower": "Low end:", "upper": "High end:"}
"""itemControl → what stands before such a text."""

HEADERS: Final[Mapping[str, str]] = {
    "url": "Address:",
    "version": "Version:",
    "language": "Language:",
    "description": "About:",
    "purpose": "Purpose:",
}
"""Element of the form → what stands before it, in this order."""

OPERATORS: Final[Mapping[str, str]] = {
    "!=": "is not",
    ">=": "is at least",
    "<=": "is at most",
    ">": "is more than",
    "<": "is less than",
    "=": "is",
}
"""Operator → its words; the longer ones first, as they are read."""

ANSWERED: Final[Mapping[str, str]] = {"no": "is not answered", "yes": "is answered"}
"""Value of the operator “exists” → its words."""

MARKS: Final[Mapping[str, str]] = {"group": "##", "display": ">"}
"""Type → what its line begins with; a question's with “-”."""


def kind_phrase(kind: str, *, several: bool) -> str:
    """The phrase for a question of that type, without full stop or colon."""
    if kind in CHOOSE:
        return CHOOSE[kind][several]
    return KINDS[kind] + (SEVERAL if several else "")


KIND_BY_PHRASE: Final[Mapping[str, tuple[str, bool]]] = {
    kind_phrase(kind, several=several).casefold(): (kind, several)
    for kind in (*CHOOSE, *KINDS)
    for several in (False, True)
}
"""Phrase in small letters → type, and whether several answers may be given."""
