"""Lines of the log, from its files and from the journal: only what has their shape.

A line of the log never holds a patient's words (`kiosk.logs`). It may name a file in what it tells
of an error: that is cut off. Whatever else was written to the same place is only counted.
"""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from kiosk.commands.support.asking import NAME, UNIT, said_by
from kiosk.running.log_files import log_files

MOST: Final = 5000
"""Lines; the newest."""

_PLACE: Final = r"[\w./:<>-]{1,120}"
_FACT: Final = rf"(?: (?:kind|code|count)=[\w.:/-]{{1,80}}| place={_PLACE}(?: \({_PLACE}\))?)"
_LINE: Final = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (?P<level>debug|info|warning|error|critical)"
    r" (?P<logger>[\w.]{1,60}):"
    rf" (?P<what>\[message withheld\] at {_PLACE}|[A-Za-z][\w ,.:;'()-]{{0,100}}?)"
    rf"(?P<facts>{_FACT}*)(?P<error> error=.*)?"
)


class Lines(NamedTuple):
    """Lines that may leave the PC, and how many others stood between them."""

    kept: tuple[str, ...]
    others: int


def log_lines(directory: Path, *, since: datetime) -> Lines:
    """The lines of the log since then, the newest at the end.

    Args:
        directory: of the log files.
        since: older ones are left out.
    """
    return allowed((*_in_files(directory), *_in_journal(since)), since=since)


def allowed(lines: Iterable[str], *, since: datetime) -> Lines:
    """Those that have the shape of the log's lines; what they quote of an error is cut off."""
    kept, others = deque[tuple[str, str]](maxlen=MOST), 0
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None or (at := _moment(found["at"])) is None:
            others += 1
        elif at >= since:
            error = " error=[left out]" if found["error"] else ""
            kept.append((found["at"], line[: found.end("facts")] + error))
    return Lines(tuple(line for _, line in sorted(kept, key=lambda one: one[0])), others)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _in_files(directory: Path) -> Iterator[str]:
    for file in log_files(directory):
        with suppress(OSError):
            yield from file.read_text("utf-8", errors="replace").splitlines()


def _in_journal(since: datetime) -> Iterator[str]:
    """What the service said; nothing where there is no journal, or this user may not read it."""
    said = said_by(
        "journalctl", "--since", f"@{int(since.timestamp())}", "--output", "json", "--no-pager",
        "--quiet", "--lines", str(MOST), f"SYSLOG_IDENTIFIER={NAME}", "+", f"_SYSTEMD_UNIT={UNIT}",
    )  # fmt: skip
    for line in said:
        with suppress(ValueError, KeyError, TypeError):
            entry = json.loads(line)
            at = datetime.fromtimestamp(int(entry["__REALTIME_TIMESTAMP"]) / 1e6, UTC)
            yield f"{at:%Y-%m-%dT%H:%M:%SZ} {entry['MESSAGE']}"
