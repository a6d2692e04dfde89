"""The few declarations of a CSS style that are followed; colours and sizes are the kiosk's own.

A form's colours would break strong contrast, its sizes the larger text that a patient chose.
Source: http://hl7.org/fhir/R4/extension-rendering-style.html
"""

from collections.abc import Iterator
from typing import Final

from kiosk.forms.looks.markup import Marks

_BOLD: Final = frozenset({"bold", "bolder", "600", "700", "800", "900"})


def marks_of_style(style: str, under: Marks) -> Marks:
    """The marks under `under` once the style is laid on it."""
    bold, italic = under.bold, under.italic
    underlined, struck = under.underlined, under.struck
    for name, value in _declarations(style):
        words = value.split()
        match name:
            case "font-weight":
                bold = value in _BOLD
            case "font-style":
                italic = "italic" in words or "oblique" in words
            case "text-decoration" | "text-decoration-line":
                underlined = underlined or "underline" in words
                struck = struck or "line-through" in words
    return Marks(bold, italic, underlined, struck)


def dropped_from_style(style: str) -> tuple[str, ...]:
    """What of it is left out: "style:color"."""
    return tuple(f"style:{name}" for name, _ in _declarations(style) if name not in FOLLOWED)


FOLLOWED: Final = frozenset(
    {"font-weight", "font-style", "text-decoration", "text-decoration-line"}
)


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon and name.strip():
            yield name.strip()[:40], value.replace("!important", "").strip()
