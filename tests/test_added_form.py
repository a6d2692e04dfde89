"""A form is added by a file alone: dropped into the folder, it is known by its name."""

import json
import shutil
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.resources import resource
from tests.papers.reading import text_of

FORM = {
    "resourceType": "Questionnaire", "url": "http://clinic.example/Questionnaire/tea",
    "version": "1.0.0", "status": "active", "language": "en", "title": "Tea", "item": [
        {"linkId": "tea", "type": "boolean", "text": "Would you like some tea?"},
    ],
}  # fmt: skip


def test_a_form_that_was_dropped_in_is_printed_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(resource(), tmp_path / "_resources")
    monkeypatch.setattr("kiosk.resources._PACKAGE", tmp_path)
    dropped = tmp_path / "_resources" / "forms" / "tea.json"
    dropped.write_text(json.dumps(FORM), "utf-8")
    paper = tmp_path / "tea.pdf"

    assert main(["form", "check", str(dropped)]) == 0
    assert main(["form", "print", "tea", "--out", str(paper)]) == 0, capsys.readouterr().err

    assert "Would you like some tea?" in text_of(paper)
