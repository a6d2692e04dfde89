"""The table of FHIR's types is made from HL7's definitions, and from nothing else."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BASE = "http://hl7.org/fhir/StructureDefinition/"


def element(path: str, *codes: str, **more: Any) -> dict[str, Any]:
    types = [{"code": code} for code in codes]
    return {"path": path, "type": types, "base": {"path": path}, **more}


def definition(name: str, base: str, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "StructureDefinition",
        "name": name,
        "type": name,
        "kind": "resource",
        "derivation": "specialization",
        "baseDefinition": BASE + base,
        "snapshot": {"element": [{"path": name}, *elements]},
        **more,
    }


def test_elements_choices_nesting_and_references_are_told(tmp_path: Path) -> None:
    form = definition(
        "Form",
        "DomainResource",
        element("Form.id", "id", base={"path": "Resource.id"}),
        element("Form.value[x]", "string", "Coding"),
        element("Form.item", "BackboneElement"),
        element("Form.item.text", "string"),
        {
            "path": "Form.item.item",
            "contentReference": "#Form.item",
            "base": {"path": "Form.item.item"},
        },
    )
    word = definition("word", "string", kind="primitive-type")
    profile = definition("vital", "Form", type="Form", derivation="constraint")
    for name, content in (("resources", [form, profile]), ("types", [word])):
        bundle = {"entry": [{"resource": one} for one in content]}
        (tmp_path / f"profiles-{name}.json").write_text(json.dumps(bundle), encoding="utf-8")

    subprocess.run(
        [sys.executable, ROOT / "packaging" / "fhir_types.py", tmp_path, tmp_path / "table.json"],
        check=True,
    )

    assert json.loads((tmp_path / "table.json").read_text(encoding="utf-8")) == {
        "Form": ["DomainResource", {"string|Coding": "value[x]", "Form.item": "item"}],
        "Form.item": ["BackboneElement", {"string": "text", "Form.item": "item"}],
        "word": ["string", {}],
    }
