"""`export --format bundle`, `import`: from one kiosk of a clinic to another; a real keyring."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.forms.questionnaire import read_questionnaire
from kiosk.resources import resource
from kiosk.store.questionnaires import keep_questionnaire
from kiosk.store.submissions import submit
from tests.commands.pc import PC, set_up
from tests.store.finished_phq import finish

SECRET = "nobody-else-may-read-this"

FORM = read_questionnaire(resource("forms", "pain-today.json").read_bytes())


class Desk(PC):
    """A PC at which patients finish forms."""

    def finish(self, *ids: str, answer: str = SECRET) -> None:
        now = datetime.now(UTC)
        with self.opened() as store, store.transaction() as c:
            keep_questionnaire(
                c, canonical=FORM.canonical, content_hash=FORM.content_hash,
                content=resource("forms", "pain-today.json").read_bytes(), now=now,
            )  # fmt: skip
            for response_id in ids:
                submit(
                    c, draft_id=None, response_id=response_id, questionnaire=FORM.canonical,
                    payload=_response(response_id, answer), now=now,
                )  # fmt: skip

    def responses(self) -> list[str]:
        return sorted(one["response"] for one in self.json("responses")["responses"])


def _response(response_id: str, answer: str) -> bytes:
    resource = {
        "resourceType": "QuestionnaireResponse",
        "id": response_id,
        "questionnaire": FORM.canonical,
        "status": "completed",
        "item": [{"linkId": "note", "answer": [{"valueString": answer}]}],
    }
    return json.dumps(resource).encode()


Make = Callable[..., Desk]


@pytest.fixture
def make(secret_service: dict[str, str], tmp_path: Path) -> Make:
    def made(name: str, clinic: str = "Hill Surgery") -> Desk:
        place = tmp_path / name
        place.mkdir()
        pc = set_up(secret_service, place)
        pc.add_setting(f'[clinic]\nname = "{clinic}"\n')
        return Desk(pc.env, pc.place)

    return made


def test_from_one_kiosk_to_another_and_back(make: Make, tmp_path: Path) -> None:
    one, other, stick = make("one"), make("other", "hill  surgery"), tmp_path / "stick"
    one.finish("r1", "r2")

    told = one.export("--format", "bundle", "--unsynced", "--out", stick)
    said = json.loads(
        one.export("--format", "bundle", "--unsynced", "--out", stick, "--replace", "--json").stdout
    )
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
    assert other.export("--format", "csv", "--out", csv).returncode == 0
    assert SECRET in csv.read_text()


def test_an_alert_goes_along_and_is_open_where_it_came(make: Make, tmp_path: Path) -> None:
    one, other, stick = make("one"), make("other"), tmp_path / "stick"
    with one.opened() as store, store.transaction() as c:
        finish(c, "r1", 2, datetime.now(UTC))

    told = one.export("--format", "bundle", "--out", stick, "--replace", "--json")
    taken = other.json("import", stick, text=json.loads(told.stdout)["code"])

    assert "Alerts that go along" in json.loads(told.stdout)["notes"][0]
    assert taken["alerts"] == 1
    mine, theirs = (pc.json("alerts", "list")["alerts"] for pc in (one, other))
    assert mine[0]["open"]
    assert theirs[0]["open"]
    assert mine[0]["alert"] == theirs[0]["alert"]


def test_another_response_under_the_same_id_is_not_taken_and_named(
    make: Make, tmp_path: Path
) -> None:
    one, other, stick = make("one"), make("other"), tmp_path / "stick"
    one.finish("r1", "r2")
    other.finish("r2", answer="something else")

    code = json.loads(one.export("--format", "bundle", "--out", stick, "--json").stdout)["code"]
    ended = other("import", stick, text=code)

    assert ended.returncode == 1
    assert "New: 1. Here already: 0." in ended.stdout
    assert "\n  r2\n" in ended.stdout
    assert other.responses() == ["r1", "r2"]


def test_what_can_not_be_taken_is_told_and_changes_nothing(make: Make, tmp_path: Path) -> None:
    one, other, stick = make("one"), make("other", "Dale Surgery"), tmp_path / "stick"
    one.finish("r1")
    code = json.loads(one.export("--format", "bundle", "--out", stick, "--json").stdout)["code"]
    plain = tmp_path / "plain.json"
    told = one.export("--format", "bundle", "--plain", "--out", plain)
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
        (one.export("--format", "csv", "--plain", "--out", tmp_path / "c"), 2, "--plain"),
    ]

    for ended, exit_code, words in refused:
        assert (ended.returncode, words in ended.stderr) == (exit_code, True), ended.stderr
    assert other.responses() == []
    assert "NOT encrypted" in told.stdout
    assert other("import", plain, "--plain").returncode == 0
    assert other.responses() == ["r1"]


def test_an_export_of_nothing_is_no_error(make: Make, tmp_path: Path) -> None:
    one, stick = make("one"), tmp_path / "stick"

    said = json.loads(
        one.export("--format", "bundle", "--unsynced", "--out", stick, "--json").stdout
    )
    lines = one.export("--format", "ndjson", "--out", tmp_path / "lines")

    assert said["responses"] == 0
    assert one.json("import", stick, text=said["code"])["responses"] == 0
    assert (lines.returncode, (tmp_path / "lines").read_bytes()) == (0, b"")


def test_where_nothing_was_to_be_taken_it_says_so(make: Make, tmp_path: Path) -> None:
    told = make("one").export("--format", "bundle", "--unsynced", "--out", tmp_path / "stick")

    assert told.returncode == 0, told.stderr
    assert "nothing to take" in told.stdout
    assert "code" not in told.stdout
