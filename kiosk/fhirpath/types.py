"""What FHIR R4 says of its types: elements, choices, and which type builds on which.

Source: `r4_types.json`, written by `packaging/fhir_types.py` from HL7's definitions.
A type is written as FHIR writes it ("code", "HumanName"), a nested element by its path
("Patient.contact"), a type of the language itself with its namespace ("System.Integer").
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

SYSTEM_TYPES: Final = frozenset(
    f"System.{name}"
    for name in (
        "Any",
        "Boolean",
        "String",
        "Integer",
        "Long",
        "Decimal",
        "Date",
        "DateTime",
        "Time",
        "Quantity",
    )
)

PRIMITIVES: Final[Mapping[str, str]] = {
    "boolean": "System.Boolean",
    "integer": "System.Integer",
    "positiveInt": "System.Integer",
    "unsignedInt": "System.Integer",
    "integer64": "System.Long",
    "decimal": "System.Decimal",
    "date": "System.Date",
    "dateTime": "System.DateTime",
    "instant": "System.DateTime",
    "time": "System.Time",
    **dict.fromkeys(
        (
            "string",
            "code",
            "id",
            "markdown",
            "uri",
            "url",
            "canonical",
            "oid",
            "uuid",
            "base64Binary",
            "xhtml",
        ),
        "System.String",
    ),
}
"""FHIR's primitive types → the System type of their value."""

QUANTITIES: Final = frozenset(
    {"Quantity", "Age", "Count", "Distance", "Duration", "SimpleQuantity", "MoneyQuantity"}
)


class TypeFacts(msgspec.Struct, frozen=True):
    """The elements of one type, with those it inherits."""

    elements: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]  # "value" → {"valueCoding": "Coding", …}
    suffixed: Mapping[str, tuple[str, str]]  # "valueCoding" → ("value", "Coding")
    kinds: Mapping[str, str]  # every name that JSON may have → its type

    def knows(self, name: str) -> bool:
        """Whether FHIRPath may write `name` on this type."""
        return name in self.elements or name in self.choices


@cache
def facts(type_name: str) -> TypeFacts | None:
    """The facts of a FHIR type or nested path; None where R4 has none."""
    row = _table().get(type_name)
    if row is None:
        return None
    base, names = row
    inherited = facts(base) if base else None
    elements = dict(inherited.elements) if inherited else {}
    choices = dict(inherited.choices) if inherited else {}
    for kind, joined in names.items():
        for name in joined.split():
            if name.endswith("[x]"):
                choices[name[:-3]] = _choice(name[:-3], kind)
            else:
                elements[name] = kind
    suffixed = {key: (stem, kind) for stem in choices for key, kind in choices[stem].items()}
    kinds = elements | {key: kind for key, (_, kind) in suffixed.items()}
    return TypeFacts(elements, choices, suffixed, kinds)


def is_known(type_name: str) -> bool:
    """Whether it is a type of FHIR R4 or of FHIRPath."""
    return type_name in SYSTEM_TYPES or type_name in _table() or type_name in PRIMITIVES


def base_of(type_name: str) -> str:
    """The type that it builds on; "" for none."""
    if type_name.startswith("System."):
        return "" if type_name == "System.Any" else "System.Any"
    row = _table().get(type_name)
    return row[0] if row else ""


def builds_on(type_name: str, ancestor: str) -> bool:
    """Whether `type_name` is `ancestor` or a specialisation of it."""
    while type_name and type_name != ancestor:
        type_name = base_of(type_name)
    return bool(type_name)


def _choice(stem: str, kinds: str) -> dict[str, str]:
    names = _extension_types() if kinds == "*" else kinds.split("|")
    return {stem + name[0].upper() + name[1:]: name for name in names}


@cache
def _extension_types() -> tuple[str, ...]:
    # "*": every data type; in a file's text that is one character instead of fifty names.
    kinds = (name for name, (base, _) in _table().items() if base and "." not in name)
    return tuple(
        name
        for name in kinds
        if not builds_on(name, "Resource") and name not in {"BackboneElement", "Extension"}
    )


@cache
def _table() -> dict[str, tuple[str, dict[str, str]]]:
    text = Path(__file__).with_name("r4_types.json").read_text(encoding="utf-8")
    return {name: (base, names) for name, (base, names) in json.loads(text).items()}
