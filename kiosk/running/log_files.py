"""Log files, for where no journal keeps the log: bounded in size and age, by the same allow-list.

    run.log                            what is written now
    run-20260302T100000Z.log           what was, until it was full, or a day was over

A log is no reason for a kiosk to stop: what can't be written is lost, and tried again with the next
line.
"""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from logging.handlers import BaseRotatingHandler
from pathlib import Path
from typing import Final

from kiosk.logs import is_journal, line_formatter
from kiosk.settings import Settings
from kiosk.settings.logs import Logs

RUN: Final = "run"
DESK: Final = "reception"

_MB: Final = 1_000_000
_SHARE: Final = 5
"""One file takes no more than this part of what all may take."""


def keep_log_file(settings: Settings, name: str, *, now: Callable[[], datetime]) -> None:
    """From now on the log of this process goes to files, too, unless the journal has it.

    Asked again, as after a set-up at the screen, the new settings take the place of those before.

    Args:
        settings: where they lie, and how much of them is kept.
        name: of the program that writes them; each has its own.
        now: the clock.
    """
    if is_journal(sys.stderr):
        return
    directory = settings.log_directory
    with suppress(OSError):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    root = logging.getLogger()
    for before in [one for one in root.handlers if isinstance(one, _LogFile)]:
        root.removeHandler(before)
        before.close()
    root.addHandler(_LogFile(directory / f"{name}.log", settings.logs, now))


def log_files(directory: Path) -> list[Path]:
    """All that lie there, the oldest first; none where the folder can't be read."""
    found = []
    with suppress(OSError):
        for file in directory.glob("*.log"):
            with suppress(OSError):
                found.append((file.stat().st_mtime, file))
    return [file for _, file in sorted(found)]


class _LogFile(BaseRotatingHandler):
    """Begins another file every day and when one is full, and deletes what is too much."""

    def __init__(self, file: Path, settings: Logs, now: Callable[[], datetime]) -> None:
        super().__init__(file, "a", encoding="utf-8", delay=True)
        self.setFormatter(line_formatter())
        self._file, self._settings, self._now = file, settings, now
        self._day = ""

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802 - Python's name
        """Whether the next line begins another file."""
        there = _size(self._file)
        today = f"{self._now():%Y%m%d}"
        begun, self._day = self._day or _day_of(self._file), today
        full = there + len(self.format(record)) > self._settings.max_mb * _MB // _SHARE
        return bool(there) and (full or begun != today)

    def doRollover(self) -> None:  # noqa: N802 - Python's name
        """Put this file by, and delete what is too old or too much."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None
        stem, stamp = self._file.stem, f"{self._now():%Y%m%dT%H%M%SZ}"
        by, number = self._file.with_name(f"{stem}-{stamp}.log"), 1
        while by.exists():
            number += 1
            by = self._file.with_name(f"{stem}-{stamp}-{number}.log")
        self._file.rename(by)
        self._prune()

    def _prune(self) -> None:
        room = self._settings.max_mb * _MB * (_SHARE - 1) // _SHARE
        oldest = self._now() - timedelta(days=self._settings.keep_days)
        own = (one for one in log_files(self._file.parent) if self._is_own(one))
        for file in reversed(list(own)):  # the newest first
            with suppress(OSError):
                there = file.stat()
                room -= there.st_size
                if room < 0 or datetime.fromtimestamp(there.st_mtime, UTC) < oldest:
                    file.unlink()

    def _is_own(self, file: Path) -> bool:
        return file.name.startswith(f"{self._file.stem}-")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _day_of(file: Path) -> str:
    try:
        return f"{datetime.fromtimestamp(file.stat().st_mtime, UTC):%Y%m%d}"
    except OSError:
        return ""
