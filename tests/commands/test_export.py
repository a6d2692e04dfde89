"""`kiosk export`: by whom, which responses, and where they go; a real keyring."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pyzipper

from kiosk.arguments import files
from kiosk.commands import export as command
from kiosk.export import exporting
from kiosk.export.exporting import Request
from kiosk.export.formats import FORMATS
from kiosk.store.submissions import submit
from kiosk.ui.printing.pdf_format import PDF
from tests.commands.pc import PC, PIN, set_up

SECRET = "nobody-else-may-read-this"


@pytest.fixture(scope="module")
def desk(secret_service: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> PC:
    """A PC with two responses, one of them of a known patient, and one of IT among the staff."""
    pc = set_up(secret_service, tmp_path_factory.mktemp("desk"))
    added = pc("staff", "add", "Ida", "--role", "IT", "--pin-stdin", text="864209\n")
    assert added.returncode == 0, added.stderr
    with pc.opened() as store, store.transaction() as c:
        for name, subject in (("r-1", "0000000001"), ("r-2", "")):
            submit(
                c, draft_id=None, response_id=name, questionnaire="http://x.example/f|1",
                payload=_response(name, subject), now=datetime.now(UTC),
            )  # fmt: skip
    return pc


def _response(name: str, subject: str) -> bytes:
    made = {
        "resourceType": "QuestionnaireResponse", "id": name, "status": "completed",
        "questionnaire": "http://x.example/f|1",
        "item": [{"linkId": "q", "answer": [{"valueString": SECRET}]}],
    }  # fmt: skip
    if subject:
        made["subject"] = {"identifier": {"system": "http://nhs", "value": subject}}
    return json.dumps(made).encode()


def actions(pc: PC, count: int = 1) -> list[tuple[str, str]]:
    events = pc.json("audit")["events"][:count]
    return [(event["actor"], event["action"]) for event in events]


def test_the_help_knows_every_format() -> None:
    assert set(files.FORMATS) == {*FORMATS, PDF}


def test_who_exports_stands_in_the_audit(desk: PC, tmp_path: Path) -> None:
    done = desk.export("--format", "csv", "--out", tmp_path / "a.csv")

    assert done.returncode == 0, done.stderr
    assert "2 responses are in" in done.stdout
    assert SECRET in (tmp_path / "a.csv").read_text()
    (name,) = (one["name"] for one in desk.json("staff", "list") if one["role"] == "lead")
    assert actions(desk) == [(name, "export")]


def test_without_a_pin_nothing_is_exported(desk: PC, tmp_path: Path) -> None:
    for words, text in (((), ""), (("--pin-stdin",), "")):
        done = desk("export", "--format", "csv", "--out", tmp_path / "a.csv", *words, text=text)
        assert done.returncode == 2
        assert "PIN" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_at_a_terminal_the_pin_is_asked_for_unseen(desk: PC, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "kiosk", "export", "--format", "csv", "--out"]
    words += [str(tmp_path / "a.csv"), "--config", str(desk.place / "kiosk.toml")]
    try:
        here, there = os.openpty()
    except OSError as cause:
        pytest.skip(f"there are no terminals here: {cause}")
    with subprocess.Popen(
        words, env=desk.env, stdin=there, stdout=subprocess.PIPE, stderr=there,
        start_new_session=True, text=True,
    ) as asked:  # fmt: skip
        os.close(there)
        seen = os.read(here, 100)
        os.write(here, f"{PIN}\n".encode())
        told, _ = asked.communicate(timeout=60)
        seen += os.read(here, 10_000)
    os.close(here)

    assert "2 responses are in" in told
    assert seen.startswith(b"Your staff PIN: ")
    assert PIN.encode() not in seen
    assert b"Exporting [########################] 4 of 4" in seen


def test_it_sees_no_answers(desk: PC, tmp_path: Path) -> None:
    words = ("export", "--format", "csv", "--out", tmp_path / "a.csv", "--pin-stdin")
    done = desk(*words, text="864209\n")

    assert done.returncode == 1
    assert "with the role IT" in done.stderr
    assert actions(desk) == [("Ida", "export.refused")]
    assert list(tmp_path.iterdir()) == []


def test_a_look_writes_nothing(desk: PC, tmp_path: Path) -> None:
    told = desk.export("--format", "csv", "--look")
    one = ("--patient", "http://nhs|0000000001", "--json")
    seen = desk.export("--format", "csv", "--look", *one)

    assert told.returncode == 0, told.stderr
    assert "2 responses are chosen" in told.stdout
    assert "f.q" in told.stdout
    assert SECRET not in told.stdout
    assert json.loads(seen.stdout)["responses"] == 1
    assert actions(desk)[0][1] == "export.looked"
    assert list(tmp_path.iterdir()) == []


def test_state_and_patient_choose(desk: PC, tmp_path: Path) -> None:
    for words, count in (
        (("--state", "waiting"), 2), (("--state", "sent"), 0), (("--patient", "|0000000001"), 1)
    ):  # fmt: skip
        out = tmp_path / "-".join(words).replace("|", "")
        done = desk.export("--format", "ndjson", "--out", out, *words)
        assert done.returncode == 0, done.stderr
        assert len(out.read_bytes().splitlines()) == count


def test_an_archive_has_a_password_from_a_file_or_one_that_was_made(
    desk: PC, tmp_path: Path
) -> None:
    (tmp_path / "word").write_text("correct horse battery\n")
    words = ("--format", "csv", "--out", tmp_path / "a.csv", "--archive")

    given = desk.export(*words, "--password-file", tmp_path / "word", "--json")
    again = desk.export(*words, "--replace", "--json")
    shown = desk.export(*words, "--replace")
    weak = tmp_path / "weak"
    weak.write_text("1234")
    refused = desk.export(*words, "--replace", "--password-file", weak)

    assert "password" not in json.loads(given.stdout)
    made = json.loads(again.stdout)
    assert made["files"] == [str(tmp_path / "a.csv.zip")]
    assert made["encrypted"] is True
    assert "shown only now" in shown.stdout
    assert SECRET.encode() not in (tmp_path / "a.csv.zip").read_bytes()
    assert refused.returncode == 1
    assert "12 signs" in refused.stderr
    desk.export(*words, "--replace", "--password-file", tmp_path / "word")
    with pyzipper.AESZipFile(tmp_path / "a.csv.zip") as archive:
        assert SECRET in archive.read("responses.csv", pwd=b"correct horse battery").decode()


def test_contradictions_are_wrong_usage(desk: PC, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "a")
    for words in (
        ("--format", "csv"),
        ("--format", "csv", "--archive", "--plain-files", *out),
        ("--format", "xlsx", "--out", tmp_path),
        ("--format", "spss", "--out", tmp_path / "a.sav"),
        ("--format", "csv", "--since", "2026-03-02", "--until", "2026-03-01", *out),
    ):
        assert desk.export(*words).returncode == 2


@pytest.fixture
def leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is written to a stick."""
    monkeypatch.setattr(exporting, "is_removable", lambda _path: True)


@pytest.mark.usefixtures("leaving")
@pytest.mark.parametrize(
    ("words", "archived"),
    [
        ("--format csv", True),
        ("--format csv --plain-files", False),
        ("--format bundle", False),
        ("--format bundle --plain", True),
        ("--format codebook", False),
    ],
)
def test_on_a_removable_drive_only_what_is_encrypted_unless_asked(
    tmp_path: Path,
    words: str,
    archived: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    from kiosk.arguments.command_line import command_line  # noqa: PLC0415 - the parser alone

    typed = ["export", *words.split(), "--out", str(tmp_path / "out")]
    typed += ["--password-file", str(tmp_path / "word")]
    (tmp_path / "word").write_text("correct horse battery")
    arguments = command_line().parse_args(typed)
    asked = Request(arguments.format, plain=arguments.plain)

    request, out, is_new = command._put_away(asked, FORMATS[arguments.format], arguments)

    assert (request.password is not None) == archived
    assert out == tmp_path / ("out.zip" if archived else "out")
    assert not is_new


def test_a_wrong_pin_is_refused_and_audited(desk: PC, tmp_path: Path) -> None:
    words = ("export", "--format", "csv", "--out", tmp_path / "a.csv", "--pin-stdin")

    wrong = desk(*words, text="999999\n")

    assert wrong.returncode == 1
    assert "wrong" in wrong.stderr
    assert actions(desk) == [("staff", "staff.pin-wrong")]
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_is_a_file_for_all_or_one_for_each(desk: PC, tmp_path: Path) -> None:
    (tmp_path / "sheets").mkdir()

    one = desk.export("--format", "pdf", "--out", tmp_path / "all.pdf")
    each = desk.export("--format", "pdf", "--out", tmp_path / "sheets", "--json")
    none = desk.export("--format", "pdf", "--out", tmp_path / "none.pdf", "--state", "sent")

    assert (one.returncode, each.returncode) == (0, 0), one.stderr + each.stderr
    assert "2 responses are in" in one.stdout
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
    assert len(json.loads(each.stdout)["files"]) == len([*(tmp_path / "sheets").iterdir()]) == 2
    assert "holds an empty page" in none.stdout


def test_the_settings_say_what_is_exported_by_itself(desk: PC, tmp_path: Path) -> None:
    settings = desk.place / "kiosk.toml"
    before, gone = settings.read_text(), tmp_path / "gone"
    nowhere = desk("export", "--scheduled")
    settings.write_text(f'{before}\n[export]\nfolder = "{gone}"\nformat = "ndjson"\n')
    try:
        failed = desk("export", "--scheduled")
        told = desk("status").stdout
        mend = desk.json("doctor")["checks"]
        gone.mkdir()
        made = desk.json("export", "--scheduled")
        again = desk("export", "--scheduled")
        stands = desk.json("status")["scheduledExport"]
        by_it = desk("export", "--schedule-password", "--pin-stdin", text="864209\n")
    finally:
        settings.write_text(before)

    assert nowhere.returncode == 2
    assert failed.returncode == 1
    assert "no such folder" in failed.stderr
    assert f"Scheduled export  {gone}, last: never" in told
    assert "It failed: There is no such folder" in told
    assert "export-scheduled" in {one["check"] for one in mend if one["mend"]}
    assert made["ran"] is True
    assert [Path(file).parent for file in made["files"]] == [gone]
    assert "Nothing is due" in again.stdout
    assert stands["trouble"] == []
    assert "archives that this password opens" in by_it.stdout
    assert ("schedule", "export") in actions(desk, 10)
