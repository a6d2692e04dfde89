"""A kiosk that can't start ends on a calm page, with a code, and goes on by itself."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.errors import RefusedError, SettingsInvalid, StoreBusy, StoreDamaged
from kiosk.machine.notify import PATIENCE
from kiosk.running import out_of_order, starts
from kiosk.running.out_of_order import Around, kept_from_looping, show_out_of_order, stat_of, wait
from kiosk.running.parts import utc_now
from kiosk.running.starts import FILE, LIMIT, noted_starts, read_state
from kiosk.setting_up.unfinished import SetUpLeft
from kiosk.settings import Patient, Settings
from kiosk.trial.touch import Finger
from kiosk.ui.application import application_with_window
from kiosk.ui.calm import OUT_OF_ORDER, open_calm_page, said_to_patients
from kiosk.ui.window import WindowPlace

ENGLISH = "This screen is out of order. Ask at the desk."


def around(tmp_path: Path, **more: Any) -> Around:
    told = {"settings": Settings, "changed": lambda: 0, "leaves": lambda: False} | more
    return Around(places=(tmp_path / "starts",), **told)


def fail(error: Exception) -> Callable[[], None]:
    def run() -> None:
        raise error

    return run


def fails(run: Callable[[], None], around: Around, times: int = LIMIT) -> None:
    for _ in range(times):
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it is
            kept_from_looping(run, around)


def texts(window: QQuickWindow) -> list[str]:
    return Finger(window).names()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """What stood on each page; it is looked at as soon as it is there, and IT changes something."""
    pages: list[list[str]] = []
    monkeypatch.setattr(out_of_order, "LOOK_MS", 50)
    application = application_with_window()
    look = QTimer(application, interval=5)

    def look_now() -> None:
        for window in QGuiApplication.topLevelWindows():
            if isinstance(window, QQuickWindow) and window.isVisible():
                found = texts(window)
                if found and (not pages or pages[-1] != found):
                    pages.append(found)

    look.timeout.connect(look_now)
    look.start()
    yield pages
    look.stop()


class Changes:
    """Another value once a page was seen: IT mended something."""

    def __init__(self, pages: list[list[str]]) -> None:
        self._pages = pages

    def __call__(self) -> int:
        return len(self._pages)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsInvalid("line 3"), "S1"),
        (StoreDamaged("damaged"), "D1"),
        (RefusedError("it can't set itself up"), "P3"),
        (ValueError("a bug"), "P1"),
    ],
    ids=["settings", "store", "else", "bug"],
)
def test_after_three_starts_that_failed_the_page_says_so_with_a_code(
    tmp_path: Path, seen: list[list[str]], error: Exception, code: str
) -> None:
    here = around(tmp_path, changed=Changes(seen))
    fails(fail(error), here)
    assert not seen
    assert kept_from_looping(lambda: "it runs again", here) == "it runs again"
    (page,) = seen
    assert page == [ENGLISH, f"For IT: code {code} · kiosk explain-code {code}"]


def test_after_the_page_one_failure_more_brings_it_back(
    tmp_path: Path, seen: list[list[str]]
) -> None:
    here = around(tmp_path, changed=Changes(seen))
    fails(fail(StoreDamaged("damaged")), here)
    fails(fail(SettingsInvalid("line 3")), here, times=1)
    assert read_state(tmp_path / "starts" / FILE).pauses == 0  # it was cut short
    kept_from_looping(lambda: None, here)
    assert [page[1][:16] for page in seen] == ["For IT: code D1 ", "For IT: code S1 "]


def test_a_pause_ends_by_itself(
    tmp_path: Path, seen: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starts, "PAUSES_S", (0.3, 0.3, 0.3))
    here = around(tmp_path)
    fails(fail(ValueError("a bug")), here)
    assert kept_from_looping(lambda: "again", here) == "again"
    assert len(seen) == 1
    assert read_state(tmp_path / "starts" / FILE).pauses == 1


def test_the_page_goes_when_the_programs_files_are_about_to_be_replaced(
    tmp_path: Path, seen: list[list[str]]
) -> None:
    here = around(tmp_path, leaves=lambda: len(seen) > 0)
    fails(fail(ValueError("a bug")), here)
    assert kept_from_looping(int, here) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without telling it")
def test_who_is_told_to_end_while_it_starts_did_not_fail(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    for _ in range(2 * LIMIT):
        with pytest.raises(SystemExit) as ended:
            kept_from_looping(lambda: os.kill(os.getpid(), signal.SIGTERM), around(tmp_path))
        assert ended.value.code == 0
    assert not read_state(tmp_path / "starts" / FILE).failed
    assert signal.getsignal(signal.SIGTERM) == before


def test_what_is_no_failure_of_the_kiosk_is_not_counted(tmp_path: Path) -> None:
    here = around(tmp_path)
    for error in (StoreBusy("runs already"), SetUpLeft("later")):
        fails(fail(error), here, times=2 * LIMIT)
    assert not read_state(tmp_path / "starts" / FILE).failed


def test_a_start_that_lasts_clears_what_was_before(tmp_path: Path) -> None:
    fails(fail(ValueError("a bug")), around(tmp_path), times=LIMIT - 1)
    file = tmp_path / "starts" / FILE

    def run() -> None:
        end = time.monotonic() + 10
        while read_state(file).failed and time.monotonic() < end:
            time.sleep(0.01)

    kept_from_looping(run, around(tmp_path, lasted_s=0.01))
    assert not read_state(file).failed


def test_the_page_is_drawn_where_settings_and_words_are_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application_with_window()
    monkeypatch.setattr("kiosk.ui.calm.resource", tmp_path.joinpath)
    window = show_out_of_order(None, "S1")
    assert texts(window.root) == [ENGLISH, "For IT: code S1 · kiosk explain-code S1"]
    window.close()


def test_a_file_that_changes_comes_or_goes_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    look = stat_of(file, tmp_path / "other")
    before = look()
    file.write_text("a")
    came = look()
    file.write_text("bc")
    changed = look()
    file.unlink()
    assert len({json.dumps(one) for one in (before, came, changed)}) == 3
    assert look() == before


CHILD = """
import os, signal, sys
from pathlib import Path
from kiosk.running.out_of_order import Around, kept_from_looping
def run():
    if sys.argv[2] == "fault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if sys.argv[2] == "hang":
        print("up", flush=True)
        sys.stdin.read()
    print("ran", flush=True)
def looks():
    print("looked", flush=True)
here = Around(lambda: None, lambda: 0, leaves=looks, places=(Path(sys.argv[1]),))
print(kept_from_looping(run, here))
"""


def child(place: Path, way: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(place), way], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def up(process: "subprocess.Popen[str]", word: str) -> None:
    """Wait until it says that."""
    stream = process.stderr if word.startswith("kiosk:") else process.stdout
    assert stream is not None
    assert word in stream.readline()


@pytest.mark.parametrize("way", ["fault", "hang"])
def test_who_crashes_or_hangs_without_a_word_is_counted_by_the_next(
    tmp_path: Path, way: str
) -> None:
    for _ in range(LIMIT):
        with child(tmp_path, way) as process:
            if way == "hang":
                up(process, "up")
                process.kill()
            process.communicate()
            assert process.returncode in {-signal.SIGSEGV, -signal.SIGKILL}
    with child(tmp_path, "well") as process:
        up(process, "kiosk: out of order, code P2; tried again in 60 s")
        up(process, "looked")  # the page stands, and its loop turns
        assert read_state(tmp_path / FILE).page
        process.terminate()
        said, _ = process.communicate()
    assert said.replace("looked\n", "") == "None\n"  # told to end: in order
    with child(tmp_path, "well") as process:  # started anew: tried at once
        said, _ = process.communicate()
    assert said == "ran\nNone\n"


def test_where_even_the_page_crashes_the_next_start_waits_without_one(
    tmp_path: Path, seen: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starts, "PAUSES_S", (0.3, 0.3, 0.3))
    here = around(tmp_path)
    fails(fail(ValueError("a bug")), here)
    with starts.noted_starts(here.places) as noted:
        assert noted is not None
        noted.page()  # and then nothing more: it crashed
    assert kept_from_looping(lambda: "again", here) == "again"
    assert not seen
    assert not read_state(tmp_path / "starts" / FILE).page


def test_a_pause_without_a_page_asks_the_service_manager_for_patience(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pauses are longer than a start may take: it would be ended in each, and never tried."""
    fails(fail(SettingsInvalid("broken")), around(tmp_path))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setattr(out_of_order, "LOOK_MS", 10)
        manager.settimeout(10)
        there = around(tmp_path, leaves=lambda: True)
        with noted_starts(there.places) as noted:
            assert noted is not None
            wait(noted, there)
        assert manager.recv(200).startswith(b"STATUS=Out of order")
        assert manager.recv(200) == PATIENCE.encode()


def test_in_a_window_or_unseen_nothing_is_counted(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", "run", "--config", str(tmp_path / "none.toml")],
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert not list(tmp_path.rglob(FILE))


@pytest.mark.parametrize(
    ("size", "least"), [((1280, 800), 1.0), ((1080, 1920), 1.0), ((800, 480), 0.7)]
)
def test_five_languages_are_as_large_as_the_screen_allows(
    size: tuple[int, int], least: float
) -> None:
    application = application_with_window()
    languages = ("en", "ar", "ur", "cy", "pl")
    patient = Patient(languages=languages, draft_translations=languages)
    said = said_to_patients(OUT_OF_ORDER, Settings(patient=patient), now=utc_now())
    place = WindowPlace(size=size, px_per_mm=3.6)
    window = open_calm_page(said, icon="attention", for_it="For IT: code K3", place=place)
    for _ in range(20):
        application.processEvents()
    (page,) = [
        one for one in window.root.contentItem().childItems() if one.property("shrunk") is not None
    ]
    assert len(said) == 5
    assert page.property("shrunk") >= least
    assert page.y() + page.height() <= page.property("room") + 2 * page.y()
    window.close()
