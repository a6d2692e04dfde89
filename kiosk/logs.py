"""The log: lines on standard error, for a person or the journal, by an allow-list.

    2026-03-02T10:00:00Z error kiosk.ui: unexpected kind=ValueError place=kiosk/ui/idle.py:88
    2026-03-02T10:00:01Z error sqlalchemy.pool: [message withheld] at sqlalchemy/pool/base.py:991

Only what `tell` was given is written. A message of any other library, of Python's warnings or of
an exception may quote an answer: of these only the logger, the level, the kind and the place
in the code remain.
"""

import contextlib
import logging
import os
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from kiosk.errors import KioskError

LOG: Final = logging.getLogger("kiosk")
WITHHELD: Final = "[message withheld]"
_FACTS: Final = "facts"
_OWN: Final = Path(__file__).resolve().parent
_PARTS: Final = 3
_CODE: Final = re.compile(r"[\w.:/-]{1,60}", re.ASCII)
_NOWHERE: Final = "an unknown place"
_PRIORITY: Final = {"critical": 2, "error": 3, "warning": 4, "info": 6, "debug": 7}
"""Of syslog; the journal takes it from the beginning of a line."""


def tell(  # noqa: PLR0913 - keyword-only beyond the three
    logger: logging.Logger,
    level: int,
    what: str,
    *,
    kind: type[BaseException] | None = None,
    place: str = "",
    code: str = "",
    count: int | None = None,
    error: KioskError | None = None,
) -> None:
    """Write one line to the log.

    Args:
        logger: in whose name.
        level: of `logging`.
        what: what happened, a literal of the program; a test sees to that.
        kind: of the exception that was met.
        place: `file:line`, from `place_of`.
        code: a language, the name of an SQLite error, a category of Qt: at most 60 letters, digits
            and `.:/-`; anything else is left out.
        count: how many.
        error: one of ours about settings or files, whose message is for a person to read.
    """
    facts = {
        "kind": kind and kind.__name__,
        "place": place,
        "code": code if _CODE.fullmatch(code) else "",
        "count": count,
        "error": error and str(error),
    }
    told = [what, *(f"{name}={fact}" for name, fact in facts.items() if fact not in {None, ""})]
    logger.log(level, "%s", " ".join(told), extra={_FACTS: " ".join(told)}, stacklevel=2)


def configure(stream: TextIO, *, journal: bool = False) -> None:
    """From now on this is the only way anything gets into the log of this process.

    Also what nobody caught, on any thread or in a finaliser, and Python's warnings.

    Args:
        stream: where the lines go.
        journal: it is the systemd journal, which keeps the time itself and wants priorities.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_AllowList(journal=journal))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.raiseExceptions = False  # else a record that can't be written is printed in full
    logging.lastResort = None
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _lost("uncaught on a thread", told.exc_type, told.exc_value)
    sys.unraisablehook = lambda told: _lost("uncaught on the way", told.exc_type, told.exc_value)
    warnings.showwarning = _warned


def is_journal(stream: TextIO) -> bool:
    """Whether lines to that stream go straight to the systemd journal (systemd.exec(5))."""
    with contextlib.suppress(OSError, ValueError):
        there = os.fstat(stream.fileno())
        return os.environ.get("JOURNAL_STREAM") == f"{there.st_dev}:{there.st_ino}"
    return False


def place_of(trace: TracebackType | None) -> str:
    """`file:line` of the last frame, and of the last of ours where that is another."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)
    if not frames:
        return _NOWHERE
    last = place_in(frames[-1].filename, frames[-1].lineno)
    ours = [one for one in frames if _is_ours(Path(one.filename))]
    if not ours or ours[-1] is frames[-1]:
        return last
    return f"{last} ({place_in(ours[-1].filename, ours[-1].lineno)})"


def _is_ours(file: Path) -> bool:
    """A frozen program tells no more of its files than `kiosk/…`."""
    return _OWN in file.parents or file.parts[:1] == (_OWN.name,)


def way_of(bug: BaseException) -> Iterator[str]:
    """The way an exception took and the ways of those before it, a line each, without any value."""
    met: set[int] = set()
    one: BaseException | None = bug
    while one is not None and id(one) not in met:
        met.add(id(one))
        yield f"{type(one).__name__}, raised by way of"
        for frame in traceback.StackSummary.extract(
            traceback.walk_tb(one.__traceback__), lookup_lines=False
        ):
            yield f"  {place_in(frame.filename, frame.lineno)} in {frame.name}"
        one = one.__cause__ or one.__context__


def place_in(file: str, line: int | None) -> str:
    """The end of a path: enough to find it by, and not where on this PC it lies."""
    return f"{'/'.join(Path(file).parts[-_PARTS:])}:{line or 0}"


def line_formatter() -> logging.Formatter:
    """Makes the lines of a log that is a file."""
    return _AllowList(journal=False)


class _AllowList(logging.Formatter):
    """A record as one line; of what did not come from `tell`, no word and no argument."""

    def __init__(self, *, journal: bool) -> None:
        super().__init__()
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        level = record.levelname.lower()
        told = getattr(record, _FACTS, None)
        line = f"{level} {record.name}: {told or self._withheld(record)}".replace("\n", " ")
        if self._journal:
            return f"<{_PRIORITY.get(level, 5)}>{line}"
        moment = datetime.fromtimestamp(record.created, UTC)
        return f"{moment:%Y-%m-%dT%H:%M:%SZ} {line}"

    @staticmethod
    def _withheld(record: logging.LogRecord) -> str:
        told = f"{WITHHELD} at {place_in(record.pathname, record.lineno)}"
        failure = record.exc_info[1] if record.exc_info else None
        if failure is None:
            return told
        return f"{told} kind={type(failure).__name__} place={place_of(failure.__traceback__)}"


def _uncaught(
    kind: type[BaseException], value: BaseException, _trace: TracebackType | None
) -> None:
    _lost("uncaught", kind, value)


def _lost(what: str, kind: type[BaseException], value: BaseException | None) -> None:
    if issubclass(kind, SystemExit):
        return
    place = place_of(value.__traceback__ if value is not None else None)
    tell(LOG, logging.ERROR, what, kind=kind, place=place)


def _warned(  # noqa: PLR0913, PLR0917 - Python's own signature
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del message, file, line
    tell(LOG, logging.WARNING, "a warning", kind=category, place=place_in(filename, lineno))
