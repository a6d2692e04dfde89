"""Log files: bounded in size and age, by the allow-list, and no reason for a kiosk to stop."""

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.logs import LOG, tell
from kiosk.running.log_files import RUN, keep_log_file, log_files
from kiosk.settings import Settings
from kiosk.settings.logs import Logs
from tests.mounting import own_mounts, why_no_mounts

NERW = "nerwqz"
Write = Callable[[Settings], None]


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def keep(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Begins a log file; it is taken away again at the end."""
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    before = list(logging.getLogger().handlers)
    yield lambda settings: keep_log_file(settings, RUN, now=clock)
    for handler in set(logging.getLogger().handlers) - set(before):
        logging.getLogger().removeHandler(handler)
        handler.close()


def settings(place: Path, **more: int) -> Settings:
    return Settings(logs=Logs(directory=str(place / "logs"), **more))


def size(place: Path) -> int:
    return sum(file.stat().st_size for file in log_files(place / "logs"))


def test_a_log_that_is_begun_twice_says_each_line_once(tmp_path: Path, keep: Write) -> None:
    keep(settings(tmp_path))
    keep(settings(tmp_path))  # after a set-up at the screen the kiosk begins anew in this process
    tell(LOG, logging.ERROR, "sending failed:", count=3)
    (file,) = log_files(tmp_path / "logs")
    assert len(file.read_text("utf-8").splitlines()) == 1


def test_what_is_on_the_list_is_in_the_file_and_nothing_else(tmp_path: Path, keep: Write) -> None:
    keep(settings(tmp_path))
    tell(LOG, logging.ERROR, "sending failed:", count=3)
    logging.getLogger("sqlalchemy.pool").error("could not write %r", NERW[::-1])
    (file,) = log_files(tmp_path / "logs")
    lines = file.read_text().splitlines()
    assert lines[0].endswith(" error kiosk: sending failed: count=3")
    assert "[message withheld] at " in lines[1]
    assert NERW[::-1] not in file.read_text()
    if os.name == "posix":
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_however_much_is_written_the_files_stay_within_their_bound(
    tmp_path: Path, keep: Write, clock: Clock
) -> None:
    keep(settings(tmp_path, max_mb=1))
    for n in range(30_000):
        clock.now += timedelta(seconds=1)
        tell(LOG, logging.ERROR, "a line that is neither short nor very long", count=n)
    assert 600_000 < size(tmp_path) <= 1_000_000
    newest = (tmp_path / "logs" / "run.log").read_text().splitlines()[-1]
    assert newest.endswith("count=29999")


def test_a_day_later_another_file_begins_and_old_ones_go(
    tmp_path: Path, keep: Write, clock: Clock
) -> None:
    keep(settings(tmp_path, keep_days=3))
    for _ in range(8):
        tell(LOG, logging.ERROR, "once a day")
        os.utime(tmp_path / "logs" / "run.log", times=(clock.now.timestamp(),) * 2)
        clock.now += timedelta(days=1)
    assert len(log_files(tmp_path / "logs")) == 4


def test_files_of_others_stay(tmp_path: Path, keep: Write, clock: Clock) -> None:
    (tmp_path / "logs").mkdir()
    for name in ("reception-20000101T000000Z.log", "notes.txt"):
        (tmp_path / "logs" / name).write_text("theirs")
        os.utime(tmp_path / "logs" / name, times=(0, 0))
    keep(settings(tmp_path, keep_days=1))
    for _ in range(2):
        tell(LOG, logging.ERROR, "once a day")
        clock.now += timedelta(days=1)
    names = {file.name for file in (tmp_path / "logs").iterdir()}
    assert {"reception-20000101T000000Z.log", "notes.txt", "run.log"} <= names


def test_a_clock_that_goes_back_loses_no_line(tmp_path: Path, keep: Write, clock: Clock) -> None:
    keep(settings(tmp_path))
    for years in (0, -50, 60, -10):
        clock.now = datetime.now(UTC) + timedelta(days=365 * years)
        tell(LOG, logging.ERROR, "a line", count=years + 100)
    last = (tmp_path / "logs" / "run.log").read_text()
    assert "count=90" in last


@pytest.mark.parametrize("in_the_way", ["a file", "a folder that is gone"])
def test_a_folder_that_can_t_be_written_stops_nobody(
    tmp_path: Path, keep: Write, in_the_way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if in_the_way == "a file":
        (tmp_path / "logs").write_text("no folder")
    keep(settings(tmp_path))
    if in_the_way != "a file":
        (tmp_path / "logs").rmdir()
    raised, logging.raiseExceptions = logging.raiseExceptions, False  # as `logs.configure` does
    try:
        tell(LOG, logging.ERROR, "a line")
    finally:
        logging.raiseExceptions = raised
    assert "Traceback" not in capsys.readouterr().err


WRITE = """
import logging, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk import logs
from kiosk.running.log_files import keep_log_file
from kiosk.settings import Settings
from kiosk.settings.logs import Logs
logs.configure(sys.stderr)
keep_log_file(Settings(logs=Logs(directory=sys.argv[1])), "run", now=lambda: datetime.now(UTC))
for n in range(5000):
    logs.tell(logs.LOG, logging.ERROR, "a line", count=n)
print("alive")
"""


@pytest.mark.skipif(not own_mounts(), reason=why_no_mounts("-rm"))
def test_a_full_disk_stops_nobody(tmp_path: Path) -> None:
    mount = 'mount -t tmpfs -o size=64k tmpfs "$1"; shift; exec "$@"'
    ended = subprocess.run(
        [*own_mounts(), "sh", "-c", mount, "sh", tmp_path, sys.executable, "-c", WRITE, tmp_path],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.stdout == "alive\n"
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("error kiosk: a line") == 5000


def test_under_the_journal_there_are_no_files(
    tmp_path: Path, keep: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "journal").open("w") as stream:
        there = os.fstat(stream.fileno())
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setenv("JOURNAL_STREAM", f"{there.st_dev}:{there.st_ino}")
        keep(settings(tmp_path))
        tell(LOG, logging.ERROR, "a line")
    assert not (tmp_path / "logs").exists()
