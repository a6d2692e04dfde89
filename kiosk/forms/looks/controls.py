"""The codes of itemControl: how an item is to be shown or answered.

Sources: http://hl7.org/fhir/R4/valueset-questionnaire-item-control.html, its version in the FHIR
extensions pack 5.2, SDC 3 and 4, and codes that published forms use beside them.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from kiosk.forms import extensions as ext

ControlKind = Literal["group", "text", "question"]


class Control(msgspec.Struct, frozen=True):
    """One code.

    Attributes:
        code: as forms write it.
        kind: what it may stand on: "group", "text" (a display item) or "question".
        meaning: what the interface is asked to do.
        standard: whether HL7 has it; others are taken from forms in use.
    """

    code: str
    kind: ControlKind
    meaning: str
    standard: bool = True


CONTROLS: Final[Mapping[str, Control]] = {
    control.code: control
    for control in (
        Control("list", "group", "the questions one below the other"),
        Control("table", "group", "questions are rows, their options columns"),
        Control("htable", "group", "questions are columns, their options rows"),
        Control("gtable", "group", "each repeat of the group is a row"),
        Control("atable", "group", "each answer of the group is a row"),
        Control("grid", "group", "each inner group is a row, its questions columns"),
        Control("header", "group", "shown at the top of every page"),
        Control("footer", "group", "shown at the bottom of every page"),
        Control("page", "group", "a page of its own"),
        Control("tab-container", "group", "each inner group is a tab"),
        Control("step", "group", "a step of its own", standard=False),
        Control("inline", "text", "stands in the line of the questions"),
        Control("prompt", "text", "stands before the answer"),
        Control("unit", "text", "stands after the answer"),
        Control("lower", "text", "words at the low end of a scale"),
        Control("upper", "text", "words at the high end of a scale"),
        Control("flyover", "text", "a short hint"),
        Control("help", "text", "help that is opened"),
        Control("legal", "text", "a legal text that is opened"),
        Control("highlight", "text", "set off from its surroundings", standard=False),
        Control("sidebar", "text", "stands beside the form", standard=False),
        Control("help-link", "text", "leads to an explanation elsewhere", standard=False),
        Control("autocomplete", "question", "choose by typing the first letters"),
        Control("drop-down", "question", "choose from a list that opens"),
        Control("check-box", "question", "boxes to tick"),
        Control("lookup", "question", "choose by searching"),
        Control("radio-button", "question", "one of several buttons"),
        Control("slider", "question", "a place on a line"),
        Control("spinner", "question", "a number with more and less"),
        Control("text-box", "question", "a box to write in"),
        Control("inline-choice", "question", "options in the line", standard=False),
        Control("open-choice", "question", "options and words of one's own", standard=False),
        Control("multi-select", "question", "several from a list that opens", standard=False),
        Control("year", "question", "a year alone", standard=False),
        Control("yearMonth", "question", "a month of a year", standard=False),
        Control("phone-number", "question", "digits to dial", standard=False),
        Control("body-map", "question", "places on a drawing of a body", standard=False),
        Control("data-receiver", "question", "shows what was answered elsewhere", standard=False),
    )
}

ALIASES: Final[Mapping[str, str]] = {
    "radio": "radio-button",
    "checkbox": "check-box",
    "dropdown": "drop-down",
    "Table": "table",
    "Matrix": "table",
    "grid-table": "gtable",
    "Lookup": "lookup",
    "Page": "page",
}
"""Spellings found in forms → the code that is meant."""


def control_codes(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Every itemControl code on an item, as given, in order."""
    return tuple(
        code
        for concept in ext.extension_values(raw, ext.ITEM_CONTROL)
        for coding in (*ext.mappings(concept, "coding"), concept)
        if (code := ext.text(coding, "code"))
    )


def known_control(raw: Mapping[str, Any]) -> Control | None:
    """The first control on an item that is known; None where there is none."""
    for code in control_codes(raw):
        if control := CONTROLS.get(ALIASES.get(code, code)):
            return control
    return None
