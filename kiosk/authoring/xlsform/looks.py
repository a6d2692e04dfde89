"""The column `appearance`: what of it the kiosk has, and what of it changes a question's meaning.

Where it only says how a screen of many questions is laid out there is nothing to say: the kiosk
asks one question a page. Source: https://docs.getodk.org/form-question-types/
"""

from collections.abc import Mapping
from typing import Any, Final

from kiosk.authoring.xlsform.outline import Node
from kiosk.authoring.xlsform.work import Work
from kiosk.forms.extensions import ITEM_CONTROL

CONTROL_SYSTEM: Final = "http://hl7.org/fhir/questionnaire-item-control"
HEADING_OF_TABLE: Final = "label"
_NO_QUESTION: Final = "The heading of a table of questions is no question: its label is shown."
MULTILINE: Final = "multiline"
_CHOICES: Final = frozenset({"choice", "open-choice"})
_CONTROLS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "minimal": ("drop-down", _CHOICES),
    "compact": ("radio-button", frozenset()),
    "likert": ("radio-button", _CHOICES),
    "horizontal": ("radio-button", _CHOICES),
    "autocomplete": ("autocomplete", _CHOICES),
    "autocomplete_chars": ("autocomplete", _CHOICES),
    "search": ("autocomplete", _CHOICES),
    "year": ("year", frozenset({"date"})),
    "month-year": ("yearMonth", frozenset({"date"})),
    "counter": ("spinner", frozenset({"integer"})),
}
"""Word → itemControl, and the item types it stands on."""
_FIRST_DAY: Final[Mapping[str, str]] = {"year": "-01-01", "month-year": "-01"}
_ONLY_LOOKS: Final = frozenset(
    {"quick", "quickcompact", "compact", "horizontal", "horizontal-compact", "vertical", "likert",
     "columns", "columns-pack", "no-buttons", "list", "list-nolabel", "field-list", "table-list",
     "no-calendar", "no-ticks", "picker", "rating", "thousands-sep", "new", "new-front", "front",
     "numbers", "multiline", "maximal", "minimal", "selfie", "draw", "annotate", "signature",
     "textarea", "url", "distress", "full-screen", "pages", "summary", "dark", "label-first",
     "calendar", "spinner", "slider", "month-year", "year", "counter", "autocomplete", "search",
     "autocomplete_chars", "placement-map", "maps"}
)  # fmt: skip
_LOOKS_BY_START: Final = ("columns-", "compact-", "quickcompact-", "w1", "w2", "w3", "w4", "w5",
                          "w6", "w7", "w8", "w9", "h1", "h2", "h3", "h4", "h5", "h6")  # fmt: skip


def words_of(node: Node) -> tuple[str, ...]:
    """The words of an appearance, in small letters."""
    return tuple(node.row.peek("appearance").lower().split())


def appearance(node: Node, type_: str, work: Work) -> list[dict[str, Any]]:
    """The extensions that follow from the appearance of a row."""
    text = node.row.take("appearance")
    # What follows a bracket or another program's name is no word of its own.
    words = () if "(" in text or text.lower().startswith("ex:") else words_of(node)
    if HEADING_OF_TABLE in words and type_ == "display":
        work.note(node.row, "appearance", text, _NO_QUESTION)
    elif text and not (words and all(map(_is_looks, words))):
        work.note(node.row, "appearance", text, "The kiosk has no such look or way to answer.")
    for word in words:
        control, types = _CONTROLS.get(word, ("", frozenset()))
        if type_ in types and not (control == "drop-down" and node.kind.name != "select_one"):
            return [item_control(control)]
    return []


def first_day(node: Node) -> str:
    """What makes a day of a date that is asked as a year or a month; "" where a day is asked.

    The first word that says so counts, as for its control.
    """
    return next((rest for word in words_of(node) if (rest := _FIRST_DAY.get(word))), "")


def item_control(code: str) -> dict[str, Any]:
    """The extension for a control."""
    coding = {"system": CONTROL_SYSTEM, "code": code}
    return {"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [coding]}}


def _is_looks(word: str) -> bool:
    return word in _ONLY_LOOKS or word.startswith(_LOOKS_BY_START)
