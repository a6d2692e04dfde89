"""The bundled value sets are made from HL7's definitions by the project's own reader."""

import json
import subprocess
import sys
from pathlib import Path

from kiosk.resources import resource

ROOT = Path(__file__).parents[2]


def test_what_is_missing_among_the_definitions_is_said(tmp_path: Path) -> None:
    for name in ("valuesets.json", "v3-codesystems.json", "v2-tables.json"):
        (tmp_path / name).write_text('{"entry": []}')
    command = [sys.executable, ROOT / "packaging" / "value_sets.py", tmp_path, tmp_path / "out"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert "is not among the definitions" in done.stderr


def test_every_bundled_code_has_words() -> None:
    bundle = json.loads(resource("valuesets", "hl7.json").read_bytes())
    codes = [c for e in bundle["entry"] for c in e["resource"]["expansion"]["contains"]]
    assert len(codes) > 100
    assert all(code["system"] and code["code"] and code["display"] for code in codes)
