"""An export as a whole: which responses, whole or not at all, and what the audit keeps of it."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pyzipper

from kiosk.errors import RefusedError, StoreBusy, UsageError
from kiosk.export import exporting
from kiosk.export.archive import archive_name, new_password, refuse_weak
from kiosk.export.exporting import Cancelled, Request, export_files, look
from kiosk.export.files import not_written
from kiosk.export.formats import FILE, FORMATS, Format
from kiosk.export.job import Job, Written
from kiosk.export.wanted import Wanted, count, told
from kiosk.store import audit
from kiosk.store.database import Store
from tests import mounting
from tests.export import twenty

NOW = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
PASSWORD = "correct horse battery"
EVERY = [
    (name, "" if way.place == "folder" or name == "csv" else way.suffix)
    for name, way in FORMATS.items()
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = twenty.store_with_twenty(tmp_path_factory.mktemp("kiosk") / "store")
    yield made
    made.close()


def last_event(store: Store) -> audit.AuditEvent:
    with store.reading() as c:
        return audit.events(c, 1)[0]


def export(store: Store, out: Path, name: str, **more: Any) -> exporting.Exported:
    return export_files(store, Request(name, **more), out, by="Sam Lee", now=NOW)


@pytest.mark.parametrize(
    ("wanted", "responses"),
    [
        (Wanted(), 20),
        (Wanted(questionnaire=twenty.URL), 20),
        (Wanted(questionnaire=f"{twenty.URL}|1"), 4),
        (Wanted(questionnaire=twenty.URL[:-1]), 0),
        (Wanted(since=twenty.BEGIN + timedelta(days=18)), 2),
        (Wanted(until=twenty.BEGIN + timedelta(days=18)), 18),
        (Wanted(state="refused"), 1),
        (Wanted(state="sent"), 3),
        (Wanted(unsynced=True), 17),
        (Wanted(patient=f"{twenty.NHS}|0000000007"), 1),
        (Wanted(patient="|0000000007"), 1),
        (Wanted(patient="http://other.example|0000000007"), 0),
        (Wanted(patient="Patient/7"), 0),
        (Wanted(patient="|"), 0),
    ],
)
def test_a_filter_takes_those_and_no_others(
    store: Store, tmp_path: Path, wanted: Wanted, responses: int
) -> None:
    made = export(store, tmp_path / "out", "ndjson", wanted=wanted)

    assert made.count == count(store, wanted) == responses
    assert len((tmp_path / "out").read_bytes().splitlines()) == responses


@pytest.mark.parametrize(("name", "suffix"), EVERY)
def test_one_event_says_who_what_how_many_and_the_sums(
    store: Store, tmp_path: Path, name: str, suffix: str
) -> None:
    made = export(store, tmp_path / f"out{suffix}", name, wanted=Wanted(state="sent"))

    event = last_event(store)
    assert (event.actor, event.action) == ("Sam Lee", "export")
    assert event.subject.startswith(f"{name}, {made.count} responses, state sent, ")
    assert set(made.sha256) == {file.name for file in made.files}
    for file in made.files:
        assert made.sha256[file.name] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert f"{file.name} sha256 {made.sha256[file.name]}" in event.subject
        assert file.stat().st_mode & 0o077 == 0


def test_the_audit_never_says_whose_responses_they_are(store: Store, tmp_path: Path) -> None:
    wanted = Wanted(patient=f"{twenty.NHS}|0000000007")
    export(store, tmp_path / "out", "ndjson", wanted=wanted)

    assert "of one patient" in last_event(store).subject
    assert "0000000007" not in last_event(store).subject


@pytest.mark.parametrize(("name", "suffix"), [one for one in EVERY if one[0] != "codebook"])
def test_stopped_in_the_middle_nothing_is_left_and_the_audit_knows(
    store: Store, tmp_path: Path, name: str, suffix: str
) -> None:
    seen: list[tuple[int, int]] = []

    with pytest.raises(Cancelled):
        export_files(
            store, Request(name), tmp_path / f"out{suffix}", by="Sam Lee", now=NOW,
            report=lambda done, total: seen.append((done, total)),
            cancelled=lambda: len(seen) >= 20 * FORMATS[name].passes - 5,
        )  # fmt: skip

    assert list(tmp_path.iterdir()) == []
    assert seen[-1] == (20 * FORMATS[name].passes - 5, 20 * FORMATS[name].passes)
    event = last_event(store)
    assert (event.action, event.subject) == ("export.failed", f"{name}, all: stopped")


def test_ctrl_c_leaves_no_half_file(store: Store, tmp_path: Path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done == 25:
            raise KeyboardInterrupt

    for request in (Request("csv"), Request("csv", password=PASSWORD)):
        with pytest.raises(KeyboardInterrupt):
            export_files(store, request, tmp_path / "o", by="Sam", now=NOW, report=interrupt)
        assert list(tmp_path.iterdir()) == []
        assert last_event(store).subject == "csv, all: stopped"


def test_the_steps_are_told_to_the_end(store: Store, tmp_path: Path) -> None:
    for number, password in enumerate((None, PASSWORD)):
        steps: list[tuple[int, int]] = []
        export_files(
            store, Request("csv", password=password), tmp_path / str(number), by="Sam", now=NOW,
            report=lambda done, total, steps=steps: steps.append((done, total)),
        )  # fmt: skip
        assert steps[-1][0] == steps[-1][1]
        assert [done for done, _ in steps] == list(range(1, steps[-1][0] + 1))


def test_an_export_that_can_not_be_recorded_is_not_made(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: Any, **__: Any) -> None:
        raise StoreBusy("held")

    monkeypatch.setattr(audit, "record", no)
    for name, suffix in EVERY:
        with pytest.raises(StoreBusy):
            export(store, tmp_path / f"out{suffix}", name)

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_as_it_is_unless_it_may_go(
    store: Store, tmp_path: Path
) -> None:
    out, folder = tmp_path / "out.csv", tmp_path / "out"
    out.write_text("mine")
    folder.mkdir()
    (folder / "responses.csv").write_text("mine")
    (folder / "notes.txt").write_text("mine")

    for place in (out, folder):
        for name in ("csv", "codebook") if place is out else ("csv", "spss"):
            with pytest.raises(RefusedError, match="is there already"):
                export(store, place, name)
    assert out.read_text() == (folder / "responses.csv").read_text() == "mine"
    assert last_event(store).action == "export.failed"

    export(store, folder, "csv", replace=True)
    export(store, out, "codebook", replace=True)
    assert out.read_text(encoding="utf-8-sig").startswith("form,")
    assert (folder / "responses.csv").read_text(encoding="utf-8-sig").startswith("response,")
    assert (folder / "notes.txt").read_text() == "mine"


def test_the_wrong_kind_of_place_is_told_with_the_right_one(store: Store, tmp_path: Path) -> None:
    for name, place, advice in (
        ("spss", tmp_path / "a.sav", f"--out {tmp_path / 'a'}"),
        ("xlsx", tmp_path, f"--out {tmp_path / 'answers.xlsx'}"),
        ("csv", tmp_path / "a.csv", f"--out {tmp_path / 'a'}"),
    ):
        with pytest.raises(UsageError) as told_so:
            export(store, place, name)
        assert advice in told_so.value.advice
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "why"), [("nowhere/out.csv", "not there"), ("file/out.csv", "not there")]
)
def test_a_drive_that_is_gone_is_told(store: Store, tmp_path: Path, place: str, why: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(RefusedError, match=why) as told_so:
        export(store, tmp_path / place, "codebook")

    assert "Nothing was lost" in told_so.value.advice
    assert last_event(store).subject == "codebook, all: RefusedError"


ON_A_SMALL_DRIVE = """
import shutil, subprocess, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.export.exporting import Request, export_files
from kiosk.export.formats import FORMATS
from kiosk.errors import RefusedError
from kiosk.store.database import open_store
drive, directory, key, option = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
subprocess.run(["mount", "-t", "tmpfs", "-o", option, "tmpfs", str(drive)], check=True)
store = open_store(directory, bytes.fromhex(key))
for name, way in FORMATS.items():
    for password in (None, "correct horse battery"):
        out = drive / ("out" + ("" if name == "csv" else way.suffix))
        try:
            export_files(store, Request(name, password=password), out, by="Sam",
                         now=datetime.now(UTC))
            print(name, "fits")
            shutil.rmtree(out) if out.is_dir() else out.unlink()
        except RefusedError as error:
            print(name, error)
        left = [file.name for file in drive.iterdir()]
        assert not left, (name, left)
store.close()
"""


@pytest.mark.parametrize(
    ("option", "why"), [("size=4k", "the drive is full"), ("ro", "nothing may be written there")]
)
def test_on_a_full_or_locked_drive_nothing_is_left(tmp_path: Path, option: str, why: str) -> None:
    if not mounting.own_mounts():
        pytest.skip(mounting.why_no_mounts("-rm"))
    key, drive = bytes(range(32)), tmp_path / "drive"
    drive.mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(twenty, "new_key", lambda: key)
        twenty.store_with_twenty(tmp_path / "store").close()
    arguments = [str(drive), str(tmp_path / "store"), key.hex(), option]
    done = subprocess.run(
        [*mounting.own_mounts(), sys.executable, "-c", ON_A_SMALL_DRIVE, *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    refused = {line.split()[0] for line in done.stdout.splitlines() if why in line}
    assert refused >= {"csv", "xlsx", "ndjson", "bundle", "spss", "stata"}
    assert all(why in line or "fits" in line for line in done.stdout.splitlines()), done.stdout
    assert option != "ro" or "fits" not in done.stdout


def test_an_archive_opens_by_its_password_and_holds_all_files(store: Store, tmp_path: Path) -> None:
    for name, way in FORMATS.items():
        out = archive_name(tmp_path / f"out{way.suffix or '-' + name}")
        made = export(store, out, name, password=PASSWORD, replace=True)

        assert made.files == (out,)
        assert "archive" in last_event(store).subject
        with pyzipper.AESZipFile(out) as archive:
            inside = archive.infolist()
            assert all(one.flag_bits & 1 for one in inside)
            with pytest.raises(RuntimeError):
                archive.read(inside[0].filename, pwd=b"wrong password")
            archive.setpassword(PASSWORD.encode())
            assert archive.testzip() is None
            contents = {one.filename: archive.read(one.filename) for one in inside}
        if name == "csv":
            export(store, tmp_path / "csv", name)
            there = {file.name: file.read_bytes() for file in (tmp_path / "csv").iterdir()}
            assert contents == there
    assert PASSWORD not in last_event(store).subject


def test_an_archive_is_aes_256_to_another_program(store: Store, tmp_path: Path) -> None:
    program = shutil.which("7z") or shutil.which("7zz")
    if program is None:
        pytest.skip("not installed: 7z (apt: 7zip)")
    out = tmp_path / "out.zip"
    export(store, out, "csv", password=PASSWORD)

    told_by = subprocess.run(
        [program, "l", "-slt", f"-p{PASSWORD}", out], capture_output=True, text=True, check=True
    ).stdout
    assert told_by.count("AES-256") == 4
    subprocess.run([program, "t", f"-p{PASSWORD}", out], check=True, capture_output=True)


def test_a_password_is_worth_the_name() -> None:
    for weak in ("", "short", "aaaaaaaaaaaaaaaa", "123456789012", "1234 5678 9012"):
        with pytest.raises(RefusedError):
            refuse_weak(weak)
    for strong in (PASSWORD, new_password(), "turtle-boat_moth!"):
        refuse_weak(strong)
    assert new_password() != new_password()


@pytest.mark.parametrize("sign", ["£", "é", "ł", "\0", "\n", "\ud800"])
def test_a_password_is_of_signs_that_are_the_same_bytes_to_every_program(sign: str) -> None:
    # 7-Zip on Windows takes the code page of the PC (github.com/ip7z/7zip/issues/87).
    with pytest.raises(RefusedError, match="no accents"):
        refuse_weak(f"correct horse {sign} battery")


def test_the_audit_knows_what_left_on_a_stick_in_clear(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "is_removable", lambda _path: True)

    export(store, tmp_path / "out", "ndjson")
    assert last_event(store).subject.startswith("ndjson, removable drive, 20 responses")

    export(store, tmp_path / "out.zip", "ndjson", password=PASSWORD)
    assert last_event(store).subject.startswith("ndjson, archive, removable drive, 20 responses")


def test_a_look_tells_count_and_columns_and_writes_nothing(store: Store) -> None:
    seen = look(store, Request("csv", Wanted(state="sent")), by="Sam", now=NOW)

    assert seen.count == 3
    assert list(seen.columns) == ["responses", "visit.pill", "visit.effect", "visit.phone"]
    assert "visit.note" in seen.columns["responses"]
    assert last_event(store).subject == "csv, 3 responses, state sent"
    assert last_event(store).action == "export.looked"


def test_another_module_can_add_a_format(store: Store, tmp_path: Path) -> None:
    def write_ids(job: Job, target: Any) -> Written:
        with target.file("ids.txt") as out:
            ids = [stored.id for stored in job.responses()]  # type: ignore[attr-defined]
            out.write("\n".join(ids).encode())
        return Written(len(ids))

    formats = {**FORMATS, "ids": Format("ids", "names only", FILE, ".txt", write_ids)}
    export_files(store, Request("ids"), tmp_path / "i.txt", by="Sam", now=NOW, formats=formats)

    assert (tmp_path / "i.txt").read_text().splitlines()[0] == "resp-00"


def test_the_reason_of_the_system_is_said_in_words() -> None:
    for number, words in ((28, "full"), (30, "nothing may be written"), (5, "taken out")):
        assert words in str(not_written(Path("/x/out"), OSError(number, "said by the system")))


def test_a_filter_is_told_by_days() -> None:
    begin = datetime(2026, 3, 2).astimezone()
    wanted = Wanted("http://f", begin, begin + timedelta(days=2), "waiting", unsynced=True)

    assert told(wanted) == (
        "form http://f, since 2026-03-02, until 2026-03-03, state waiting, only unsynced"
    )
    assert told(Wanted()) == "all"
