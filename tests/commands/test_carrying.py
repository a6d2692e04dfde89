"""`export --format bundle`, `import`: from one kiosk of a clinic to another; a real keyring."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SECRET = "nobody-else-may-read-this"

FINISH = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.resources import resource
from kiosk.store.database import open_store
from kiosk.store.folder import read_card
from kiosk.store.key import load_key
from kiosk.store.questionnaires import keep_questionnaire
from kiosk.store.submissions import submit
directory = Path(sys.argv[1])
store = open_store(directory, load_key(read_card(directory).store_id))
form = read_questionnaire(resource("forms", "pain-today.json").read_bytes())
now = datetime.now(UTC)
with store.transaction() as c:
    keep_questionnaire(c, canonical=form.canonical, content_hash=form.content_hash,
                       content=resource("forms", "pain-today.json").read_bytes(), now=now)
    for response_id in sys.argv[3:]:
        payload = {"resourceType": "QuestionnaireResponse", "id": response_id,
                   "questionnaire": form.canonical, "status": "completed",
                   "item": [{"linkId": "note", "answer": [{"valueString": sys.argv[2]}]}]}
        submit(c, draft_id=None, response_id=response_id, questionnaire=form.canonical,
               payload=json.dumps(payload).encode(), now=now)
store.close()
"""


@dataclass
class PC:
    """A PC that was set up as a kiosk."""

    env: dict[str, str]
    place: Path

    def __call__(self, *words: object, text: str = "") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "kiosk", *map(str, words)]
        command += ["--config", str(self.place / "kiosk.toml")]
        return subprocess.run(
            command, env=self.env, input=text, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip

    def json(self, *words: object, text: str = "") -> Any:
        return json.loads(self(*words, "--json", text=text).stdout)

    def finish(self, *ids: str, answer: str = SECRET) -> None:
        """Patients finish forms."""
        command = [sys.executable, "-c", FINISH, str(self.place / "store"), answer, *ids]
        subprocess.run(command, env=self.env, check=True)

    def responses(self) -> list[str]:
        return sorted(one["response"] for one in self.json("responses")["responses"])


Make = Callable[..., PC]


@pytest.fixture
def make(secret_service: dict[str, str], tmp_path: Path) -> Make:
    def made(name: str, clinic: str = "Hill Surgery") -> PC:
        place = tmp_path / name
        place.mkdir()
        settings = f'[clinic]\nname = "{clinic}"\n[store]\ndirectory = "{place / "store"}"\n'
        (place / "kiosk.toml").write_text(settings)
        pc = PC(secret_service, place)
        setup = pc("setup", "--sheet", place / "s.html", "--pin-stdin", text="271828\n")
        assert setup.returncode == 0, setup.stderr
        return pc

    return made


def test_from_one_kiosk_to_another_and_back(make: Make, tmp_path: Path) -> None:
    one, other, stick = make("one"), make("other", "hill  surgery"), tmp_path / "stick"
    one.finish("r1", "r2")

    told = one("export", "--format", "bundle", "--unsynced", "--out", stick)
    said = one.json("export", "--format", "bundle", "--unsynced", "--out", stick)
    look = other("import", stick, "--look", text=said["code"])
    taken = other.json("import", stick, text=said["code"])
    again = other.json("import", stick, text=said["code"])

    assert told.returncode == 0, told.stderr
    assert "2 responses are in" in told.stdout
    assert "encrypted" in told.stdout
    assert SECRET.encode() not in stick.read_bytes()
    assert look.returncode == 0, look.stderr
    assert "holds 2 responses" in look.stdout
    assert "pain-today|" in look.stdout
    assert (taken["new"], taken["known"], taken["differing"], taken["forms"]) == (2, 0, [], 1)
    assert (again["new"], again["known"], again["forms"]) == (0, 2, 0)
    assert other.responses() == one.responses() == ["r1", "r2"]
    actions = [event["action"] for event in other.json("audit")["events"]]
    assert actions.count("response.imported") == 2
    assert actions.count("import") == 2
    actions = [event["action"] for event in one.json("audit")["events"]]
    assert actions.count("response.exported") == 4
    csv = other.place / "answers.csv"
    assert other("export", "--format", "csv", "--out", csv).returncode == 0
    assert SECRET in csv.read_text()


def test_another_response_under_the_same_id_is_not_taken_and_named(
    make: Make, tmp_path: Path
) -> None:
    one, other, stick = make("one"), make("other"), tmp_path / "stick"
    one.finish("r1", "r2")
    other.finish("r2", answer="something else")

    code = one.json("export", "--format", "bundle", "--out", stick)["code"]
    ended = other("import", stick, text=code)

    assert ended.returncode == 1
    assert "New: 1. Here already: 0." in ended.stdout
    assert "\n  r2\n" in ended.stdout
    assert other.responses() == ["r1", "r2"]


def test_what_can_not_be_taken_is_told_and_changes_nothing(make: Make, tmp_path: Path) -> None:
    one, other, stick = make("one"), make("other", "Dale Surgery"), tmp_path / "stick"
    one.finish("r1")
    code = one.json("export", "--format", "bundle", "--out", stick)["code"]
    plain = tmp_path / "plain.json"
    told = one("export", "--format", "bundle", "--plain", "--out", plain)
    damaged, strange, huge = tmp_path / "damaged", tmp_path / "strange", tmp_path / "huge"
    damaged.write_bytes(stick.read_bytes()[:-9])
    strange.write_bytes(b"PK\x03\x04")
    huge.touch()
    os.truncate(huge, 80 * 1024 * 1024)

    refused = [
        (other("import", stick, text=code), 1, "of another clinic: “Hill Surgery”"),
        (one("import", stick, text="AAAAA"), 1, "5 groups"),
        (one("import", stick), 1, "5 groups"),
        (one("import", damaged, text=code), 1, "damaged"),
        (one("import", strange), 1, "not made by kiosk export"),
        (one("import", huge), 1, "larger than any export"),
        (one("import", tmp_path), 2, "no file"),
        (one("import", tmp_path / "nowhere"), 2, "no file"),
        (other("import", plain), 1, "not encrypted"),
        (one("export", "--format", "csv", "--plain", "--out", tmp_path / "c"), 2, "--plain"),
    ]

    for ended, exit_code, words in refused:
        assert (ended.returncode, words in ended.stderr) == (exit_code, True), ended.stderr
    assert other.responses() == []
    assert "NOT encrypted" in told.stdout
    assert other("import", plain, "--plain").returncode == 0
    assert other.responses() == ["r1"]


def test_an_export_of_nothing_is_no_error(make: Make, tmp_path: Path) -> None:
    one, stick = make("one"), tmp_path / "stick"

    said = one.json("export", "--format", "bundle", "--unsynced", "--out", stick)
    lines = one("export", "--format", "ndjson", "--out", tmp_path / "lines")

    assert said["responses"] == 0
    assert one.json("import", stick, text=said["code"])["responses"] == 0
    assert (lines.returncode, (tmp_path / "lines").read_bytes()) == (0, b"")
