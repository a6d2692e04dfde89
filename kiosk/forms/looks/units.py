"""The unit of a number: the one it has, or those to choose from.

Sources: http://hl7.org/fhir/R4/extension-questionnaire-unit.html, -unitoption.html, and SDC's
unitOpen and unitSupplementalSystem.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.forms import extensions as ext
from kiosk.forms.looks.markup import safe_text
from kiosk.forms.texts import Reader, chosen_text


class Unit(msgspec.Struct, frozen=True):
    """One unit.

    Attributes:
        code, system: as Quantity carries them; "" where the form does not say.
        label: what a person reads: the display, else the code.
    """

    code: str
    system: str
    label: str


class Units(msgspec.Struct, frozen=True):
    """Which unit the answer may have.

    Attributes:
        fixed: the unit of the question; None where there is a choice or none is said.
        options: the units to choose from.
        value_set: the canonical url of the units to choose from; "" if none.
        open: "optionsOnly", "optionsOrType" or "optionsOrString"; "" where the form is silent.
        supplemental_system: where units beside the options come from ("http://unitsofmeasure.org").
    """

    fixed: Unit | None = None
    options: tuple[Unit, ...] = ()
    value_set: str = ""
    open: str = ""
    supplemental_system: str = ""


def units_of(raw: Mapping[str, Any], reader: Reader) -> Units:
    """The units of an item."""
    options = tuple(
        unit_of_coding(coding, reader)
        for coding in ext.extension_values(raw, ext.UNIT_OPTION)
        if isinstance(coding, Mapping)
    )
    fixed = ext.extension_value(raw, ext.UNIT)
    return Units(
        fixed=unit_of_coding(fixed, reader) if isinstance(fixed, Mapping) else None,
        options=options,
        value_set=_word(raw, ext.UNIT_VALUE_SET),
        open=_word(raw, ext.UNIT_OPEN),
        supplemental_system=_word(raw, ext.UNIT_SUPPLEMENTAL_SYSTEM),
    )


def unit_of_coding(coding: Mapping[str, Any], reader: Reader) -> Unit:
    """A unit from its Coding."""
    code = ext.text(coding, "code")
    label = safe_text(chosen_text(coding, "display", reader).words)
    return Unit(code, ext.text(coding, "system"), label or code)


def _word(raw: Mapping[str, Any], url: str) -> str:
    value = ext.extension_value(raw, url)
    return value if isinstance(value, str) else ""
