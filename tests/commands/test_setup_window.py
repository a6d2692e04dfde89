"""The set-up window by command: when it opens, and that it makes what `setup --from` makes."""

import argparse
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from sqlalchemy import func, inspect, select, table

from kiosk.cli import main
from kiosk.commands.first_start import set_up_at_screen
from kiosk.commands.set_up_shown import set_up_document, set_up_line
from kiosk.commands.setup_window import book_for, finished_at_screen
from kiosk.errors import KeyMissing, NotSetUp
from kiosk.resources import resource
from kiosk.setting_up import recovery, steps
from kiosk.settings import Settings, parse_settings
from kiosk.store import staff
from kiosk.store.database import Store
from kiosk.store.staff import NewStaff
from kiosk.trial.desk import DeskHands
from kiosk.ui.wording.words import load_words
from tests.commands.pc import PC, PIN, set_up
from tests.ui.setup.places import SetUpPlace

CHOSEN = {
    "clinic": {"name": "Riverside Practice", "kiosk": "Front desk left"},
    "patient": {"languages": ["en", "cy"], "draft_translations": ["cy"], "forms": ["phq-9"],
                "identity": "code"},
    "reception": {"responders": [{"name": "Duty nurse", "how": "extension 21"}]},
    "central": {"url": "https://fhir.example.org/fhir"},
}  # fmt: skip


@pytest.fixture(scope="module")
def app() -> QGuiApplication:
    """The one application of the process."""
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication([])


def by_window(folder: Path) -> tuple[Settings, Store]:
    """A kiosk whose every page was gone through."""
    place = SetUpPlace(folder)
    book = place.book()
    book.keep(steps.LANGUAGES, CHOSEN)
    book.make([NewStaff("Clinic lead", "lead", PIN)])
    now = book.now()
    book.confirm(now.groups[recovery.asked_group(now.kiosk_id) - 1])
    assert book.store is not None
    return parse_settings(place.file.read_bytes(), source="window"), book.store


def rows_of(store: Store) -> dict[str, int]:
    """So many rows in each table."""
    with store.reading() as c:
        return {
            name: c.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in inspect(c).get_table_names()
        }


def facts_of(store: Store) -> set[str]:
    with store.reading() as c:
        return set(c.exec_driver_sql("select name from kiosk").scalars())


def test_window_and_file_make_the_same_kiosk(
    secret_service: dict[str, str], tmp_path: Path
) -> None:
    settings, windows = by_window(tmp_path / "window")
    file = tmp_path / "from.toml"
    text = (tmp_path / "window" / "config" / "kiosk.toml").read_text()
    file.write_text(text.replace(str(tmp_path / "window" / "data"), str(tmp_path / "file")))
    pc = PC(secret_service, tmp_path / "file")
    made = pc("setup", "--from", file, "--sheet", tmp_path / "s.html", "--pin-stdin", text=PIN)
    assert made.returncode == 0, made.stderr

    by_file = parse_settings((tmp_path / "file" / "kiosk.toml").read_bytes(), source="file")
    same = {field: getattr(by_file, field) for field in settings.__struct_fields__}
    for field, value in same.items():
        if field != "store":
            assert value == getattr(settings, field), field
    with pc.opened() as files:
        for store in (windows, files):
            with store.transaction() as c:
                member = staff.check_pin(c, PIN, now=store_now())
                assert member is not None
                assert (member.name, member.role) == ("Clinic lead", "lead")
        # Only what the window notes of itself is more; each check of a PIN leaves a row in both.
        assert facts_of(windows) - facts_of(files) <= {"set_up", "recovery_proved"}
        ours, theirs = rows_of(windows), rows_of(files)
        assert {t for t in ours if ours[t] != theirs[t]} <= {"kiosk", "audit_event"}
    windows.close()


def store_now() -> datetime:
    return datetime.now(UTC)


def test_its_comments_are_those_of_the_sample(tmp_path: Path) -> None:
    _, store = by_window(tmp_path)
    store.close()
    text = (tmp_path / "config" / "kiosk.toml").read_text()
    assert "# the same on all kiosks of the clinic: by it they find one another" in text
    assert tomllib.loads(text)["patient"]["identity"] == "code"


def test_a_kiosk_left_for_the_screen_does_not_run_before(
    secret_service: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "kiosk.toml").write_text(f'[store]\ndirectory = "{tmp_path / "store"}"\n')
    pc = PC(secret_service, tmp_path)
    sheet = tmp_path / "s.html"
    made = pc("setup", "--finish-at-screen", "--sheet", sheet, "--pin-stdin", text=PIN)
    assert made.returncode == 0, made.stderr

    ran = pc("run", "--windowed")
    assert ran.returncode == 3
    assert "not finished" in ran.stderr
    assert pc.json("status")["setUp"]["finished"] is None
    assert "go on at its screen" in pc("status").stdout


def test_a_kiosk_by_command_says_nothing_of_a_window(
    secret_service: dict[str, str], tmp_path: Path
) -> None:
    assert set_up(secret_service, tmp_path).json("status")["setUp"] is None


def test_status_tells_who_ticked_what(tmp_path: Path) -> None:
    place = SetUpPlace(tmp_path)
    book = place.book()
    book.measure(5.9)
    book.make([NewStaff("Ann Lead", "lead", PIN)])
    book.tick("floor", by="Ann Lead", on=True)
    book.keep(steps.SOUND, skipped=True)
    now = book.now()
    book.confirm(now.groups[recovery.asked_group(now.kiosk_id) - 1])
    book.finish()
    assert book.store is not None
    document = set_up_document(book.store)
    assert document is not None
    assert document["placement"]["floor"] == {"by": "Ann Lead", "at": "2026-03-02T10:00:00+00:00"}
    assert document["placement"]["height"] is None
    assert set_up_line(document) == "placement 1 of 6 ticked; left out: sound"
    book.close()


@pytest.mark.parametrize("closed", [KeyMissing("gone"), NotSetUp("not yet")])
def test_where_nobody_looks_no_window_opens(closed: Any, app: Any, tmp_path: Path) -> None:
    del app
    file = tmp_path / "kiosk.toml"
    file.write_text("")
    arguments = argparse.Namespace(config=file, windowed=True)
    assert not set_up_at_screen(closed, arguments)  # this platform draws for nobody


def test_a_settings_file_that_is_named_and_missing_opens_none(tmp_path: Path) -> None:
    arguments = argparse.Namespace(config=tmp_path / "gone.toml", windowed=True)
    assert not set_up_at_screen(NotSetUp("not yet"), arguments)


def test_a_store_that_root_must_make_says_the_command(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[store]\nkeyring = "systemd-creds"\ndirectory = "{tmp_path / "store"}"\n')
    with pytest.raises(NotSetUp) as refused:
        book_for(file, "panel")
    assert "kiosk setup --user NAME --finish-at-screen" in refused.value.advice


def test_the_command_opens_the_window_and_leaves_what_was_chosen(
    app: QGuiApplication, tmp_path: Path
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[store]\ndirectory = "{tmp_path / "store"}"\n')
    seen: list[str] = []

    def leave() -> None:
        hands = DeskHands(next(w for w in app.topLevelWindows() if w.isVisible()))
        seen.extend(hands.names())
        hands.click("Continue")
        hands.wait_for("What are you called?")
        hands.click("Go on later")

    QTimer.singleShot(300, leave)
    finished = finished_at_screen(argparse.Namespace(config=file, windowed=True))

    assert not finished
    assert "Which languages do your patients speak?" in seen
    assert steps.first_open(book_for(file, "panel").now().known) == "names"


def test_help_tells_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["setup", "--help"])
    assert "--window" in capsys.readouterr().out


IN_ONE_PROCESS = """
import argparse, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from kiosk.commands.setup_window import book_for, finished_at_screen
from kiosk.running.on_this_pc import run
from kiosk.setting_up import recovery, steps
from kiosk.settings import read_settings
from kiosk.store.staff import NewStaff
from kiosk.trial.desk import DeskHands
from kiosk.ui.application import application_with_window
from kiosk.ui.staff.measuring import screen_key

file = Path(sys.argv[1])
app = application_with_window()
book = book_for(file, screen_key(app.primaryScreen()))
for step in ("languages", "names", "touch", "sound", "forms"):
    book.keep(step)
book.measure(5.0)
book.make([NewStaff("Ann Lead", "lead", "739182")])
now = book.now()
book.confirm(now.groups[recovery.asked_group(now.kiosk_id) - 1])
book.close()

def hands():
    shown = DeskHands(next(w for w in app.topLevelWindows() if w.isVisible()))
    shown._patience_s = 40
    return shown

def finish():
    window = hands()
    window.click("Leave out for now")
    window.wait_for("Look again")
    window.wait_until(lambda: any(name.startswith("To mend") for name in window.names()))
    window.click("Start the kiosk")

def look():
    print(hands().heading())
    app.exit(0)

QTimer.singleShot(300, finish)
arguments = argparse.Namespace(config=file, windowed=True)
assert finished_at_screen(arguments)
QTimer.singleShot(2500, look)
run(read_settings(file), windowed=True, flag_file=file.with_name("no-flag"))
"""


def test_the_patients_screen_opens_in_the_same_process(
    secret_service: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[store]\ndirectory = "{tmp_path / "store"}"\n')
    ended = subprocess.run(
        [sys.executable, "-c", IN_ONE_PROCESS, str(file)], env=secret_service,
        capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    # Not the page that measures: that was done in the window before.
    assert ended.stdout.strip() == load_words(resource("translations")).say("en", "attract_title")
