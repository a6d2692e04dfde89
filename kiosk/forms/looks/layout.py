"""How an item's parts are laid out, as far as the form has a wish.

Sources: http://hl7.org/fhir/R4/extension-questionnaire-choiceorientation.html; SDC choiceColumn,
columnCount, collapsible, width.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from kiosk.forms import extensions as ext
from kiosk.forms.looks.markup import safe_text
from kiosk.forms.texts import Reader, chosen_text


class Width(msgspec.Struct, frozen=True):
    """A width: `unit` is "px", "%" or what the form says."""

    value: Decimal
    unit: str


class ChoiceColumn(msgspec.Struct, frozen=True):
    """One column of options that are shown as a table.

    Attributes:
        path: the code of a property, or "display"; for references a FHIRPath expression.
        label: the column's heading.
        width: None where the form is silent.
        for_display: whether it is part of what the chosen option is called.
    """

    path: str
    label: str
    width: Width | None
    for_display: bool


class Layout(msgspec.Struct, frozen=True):
    """The form's wishes.

    Attributes:
        orientation: of the options: "horizontal", "vertical"; "" if not said.
        column_count: over how many columns options are spread; None if not said.
        choice_columns: what is shown of each option.
        width: of the item as a column; None if not said.
        collapsible: "default-open", "default-closed"; "" where it can't be folded.
    """

    orientation: str = ""
    column_count: int | None = None
    choice_columns: tuple[ChoiceColumn, ...] = ()
    width: Width | None = None
    collapsible: str = ""


def layout_of(raw: Mapping[str, Any], reader: Reader) -> Layout:
    """The layout that an item asks for."""
    columns = (
        extension
        for extension in ext.mappings(raw, "extension")
        if ext.url_of(extension) == ext.CHOICE_COLUMN
    )
    return Layout(
        orientation=ext.code(ext.extension_value(raw, ext.CHOICE_ORIENTATION)),
        column_count=ext.extension_integer(raw, ext.COLUMN_COUNT),
        choice_columns=tuple(_choice_column(extension, reader) for extension in columns),
        width=_width(ext.extension_value(raw, ext.WIDTH)),
        collapsible=ext.code(ext.extension_value(raw, ext.COLLAPSIBLE)),
    )


def _choice_column(extension: Mapping[str, Any], reader: Reader) -> ChoiceColumn:
    parts = {ext.text(part, "url"): part for part in ext.mappings(extension, "extension")}
    label = chosen_text(parts.get("label", {}), "valueString", reader).words
    return ChoiceColumn(
        path=ext.text(parts.get("path", {}), "valueString"),
        label=safe_text(label),
        width=_width(parts.get("width", {}).get("valueQuantity")),
        for_display=parts.get("forDisplay", {}).get("valueBoolean") is True,
    )


def _width(quantity: Any) -> Width | None:
    value = quantity.get("value") if isinstance(quantity, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Width(Decimal(value), ext.text(quantity, "code") or ext.text(quantity, "unit") or "px")
