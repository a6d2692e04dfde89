"""`kiosk form new | add | list | retire`: the forms of one's own clinic, by a real keyring."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands.own_forms import new
from kiosk.errors import UsageError
from kiosk.forms.check import check_questionnaire
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.resources import resource
from tests.commands.pc import PC, PIN, set_up
from tests.coproduction.audit_c import uk_audit_c

RECEPTION = "864209"


@pytest.fixture(scope="module")
def pc(secret_service: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> PC:
    """A PC whose first member of staff is a lead, and one of reception."""
    made = set_up(secret_service, tmp_path_factory.mktemp("own"))
    added = made("staff", "add", "Ria", "--role", "reception", "--pin-stdin", text=RECEPTION + "\n")
    assert added.returncode == 0, added.stderr
    return made


def form(pc: PC, *words: object, pin: str = PIN) -> Any:
    return pc("form", *words, "--pin-stdin", text=f"{pin}\n")


def listed(pc: PC, title: str) -> dict[str, Any]:
    return next(one for one in pc.json("form", "list") if one["title"] == title)


def actions(pc: PC, count: int) -> list[str]:
    return [event["action"] for event in pc.json("audit")["events"][:count]]


def test_a_form_to_begin_with_is_good_and_overwrites_nothing(tmp_path: Path) -> None:
    file = tmp_path / "visit.json"
    made = new("How was it?", file)

    read = read_questionnaire(file.read_bytes())
    assert made.document == {"file": str(file), "url": read.url}
    assert read.title("") == "How was it?"
    assert [one.severity for one in check_questionnaire(read) if one.severity == "error"] == []
    with pytest.raises(UsageError, match="is there already"):
        new("How was it?", file)


def test_a_form_is_added_listed_retired_and_brought_back(pc: PC, tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    new("Our visit", file)
    added = form(pc, "add", file)
    assert added.returncode == 0, added.stderr
    assert "is offered to the next patient" in added.stdout
    assert listed(pc, "Our visit")["inUse"] == "1.0.0"

    gone = form(pc, "retire", "our visit")
    assert gone.returncode == 0, gone.stderr
    assert (listed(pc, "Our visit")["inUse"], listed(pc, "Our visit")["retired"]) == (None, True)
    assert form(pc, "retire", "Our visit", "--back").returncode == 0
    assert listed(pc, "Our visit")["inUse"] == "1.0.0"
    assert actions(pc, 3) == ["form.restored", "form.retired", "form.added"]


def test_a_form_without_an_address_is_given_one(pc: PC, tmp_path: Path) -> None:
    file = tmp_path / "g.json"
    item = {"linkId": "q", "type": "text", "text": "What else?"}
    file.write_text(
        json.dumps({"resourceType": "Questionnaire", "title": "Bare", "status": "draft",
                    "item": [item]})
    )  # fmt: skip
    added = pc.json("form", "add", file, "--pin-stdin", text=f"{PIN}\n")

    assert added["url"].startswith("urn:uuid:")
    assert added["version"] == "1.0.0"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, "not word for word"),
        ({"version": "9.9.9"}, "not word for word"),
        ({"url": "https://clinic.example/phq"}, "its words are others"),
    ],
)
def test_what_passes_for_a_validated_instrument_is_refused(
    pc: PC, tmp_path: Path, changed: dict[str, str], why: str
) -> None:
    raw = json.loads(resource("forms", "gad-7.json").read_bytes())
    raw["item"][0]["item"][0]["text"] = "Feeling jumpy?"
    file = tmp_path / "fake.json"
    file.write_text(json.dumps(raw | changed))
    done = form(pc, "add", file)

    assert done.returncode == 1
    assert why in done.stderr


def test_the_american_code_does_not_stay_on_the_british_question(pc: PC, tmp_path: Path) -> None:
    file = tmp_path / "audit-c.json"
    file.write_text(json.dumps(uk_audit_c()))
    added = pc.json("form", "add", file, "--pin-stdin", text=f"{PIN}\n")
    code = {"system": "http://loinc.org", "code": "68520-6"}
    assert added["droppedCodes"] == [{"link_id": "third", **code}]

    again = form(pc, "add", file)  # once more is the same form
    assert again.returncode == 0, again.stderr
    assert "The code 68520-6 of http://loinc.org stands for other words" in again.stdout


def test_a_form_with_errors_and_an_older_one_are_refused(pc: PC, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    new("Broken", broken)
    raw = json.loads(broken.read_text())
    raw["item"][1]["linkId"] = raw["item"][0]["linkId"]
    broken.write_text(json.dumps(raw))
    done = form(pc, "add", broken)
    assert done.returncode == 1
    assert "The form has errors" in done.stdout

    file = tmp_path / "h.json"
    new("Aging", file)
    assert form(pc, "add", file).returncode == 0
    raw = json.loads(file.read_text()) | {"version": "0.9.0"}
    file.write_text(json.dumps(raw))
    older = form(pc, "add", file)
    assert older.returncode == 1
    assert "Version 1.0.0 of this form is in use" in older.stderr


def test_only_the_lead_adds_and_retires(pc: PC, tmp_path: Path) -> None:
    file = tmp_path / "i.json"
    new("By reception", file)
    done = form(pc, "add", file, pin=RECEPTION)

    assert done.returncode == 1
    assert "may not do this with the role reception" in done.stderr
    assert form(pc, "retire", "pain-today", pin=RECEPTION).returncode == 1
    assert form(pc, "retire", "no such form").returncode == 1
    assert form(pc, "add", tmp_path / "nowhere.json").returncode == 2
