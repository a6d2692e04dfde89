"""The flag of maintenance: a small file that closes the kiosks of a PC while it stands.

    {"since": "2026-03-02T10:00:00+00:00", "until": null, "reason": "upgrade"}

Only who looks after the PC may write it; every kiosk reads it. An empty or damaged file closes as
well: whoever put it there meant that.
"""

import contextlib
import json
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from kiosk.errors import RefusedError

REASON_MAX: Final = 200
FORGOTTEN: Final = timedelta(hours=24)
"""A flag without an end that stands for longer was forgotten."""

_MAX_BYTES: Final = 4096
_ALL_READ, _ALL_ENTER = 0o644, 0o755


class Flag(NamedTuple):
    """Maintenance, as its file says it.

    Attributes:
        since: when it began.
        until: when it ends by itself; None: when somebody ends it.
        reason: for IT; never shown to patients.
    """

    since: datetime
    until: datetime | None = None
    reason: str = ""

    def is_over(self, now: datetime) -> bool:
        """Whether its end has come."""
        return self.until is not None and now >= self.until

    def is_forgotten(self, now: datetime) -> bool:
        """Whether it has no end and stands for a day."""
        return self.until is None and now - self.since >= FORGOTTEN


def read_flag(file: Path) -> Flag | None:
    """The flag; None where there is none, or this user may not even look."""
    try:
        made = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        with file.open("rb") as stream:
            content = stream.read(_MAX_BYTES)
    except PermissionError:
        # It is there and can't be read: closed is the safe side.
        return Flag(datetime.now(UTC)) if _is_listed(file) else None
    except OSError:
        return None
    try:
        told = json.loads(content)
        return Flag(_moment(told["since"]), told["until"] and _moment(told["until"]),
                    str(told["reason"])[:REASON_MAX])  # fmt: skip
    except (ValueError, TypeError, KeyError, RecursionError):
        return Flag(made)


def flag_in_force(file: Path, now: datetime) -> Flag | None:
    """The flag while it closes; None where there is none, or its end has come."""
    flag = read_flag(file)
    return None if flag is None or flag.is_over(now) else flag


def raise_flag(file: Path, flag: Flag) -> None:
    """Put the flag there, whole or not at all; another one is replaced.

    Raises:
        RefusedError: this user may not, or the disk is full.
    """
    content = json.dumps({
        "since": flag.since.isoformat(timespec="seconds"),
        "until": flag.until and flag.until.isoformat(timespec="seconds"),
        "reason": flag.reason[:REASON_MAX],
    })  # fmt: skip
    try:
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True)
            file.parent.chmod(_ALL_ENTER)
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(content)
                if sys.platform != "win32":  # by its number: the kiosk's user may put another there
                    os.fchmod(stream.fileno(), _ALL_READ)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as cause:
        raise _not_ours(file, cause) from cause


def lower_flag(file: Path) -> bool:
    """Take the flag away; whether there was one.

    Raises:
        RefusedError: this user may not.
    """
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as cause:
        raise _not_ours(file, cause) from cause
    return True


def lower_if_over(file: Path, now: datetime) -> None:
    """Take a flag away whose end has come, where this user may; its end counts all the same."""
    flag = read_flag(file)
    if flag is not None and flag.is_over(now):
        with contextlib.suppress(RefusedError):
            lower_flag(file)


def _moment(told: Any) -> datetime:
    moment = datetime.fromisoformat(told)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _is_listed(file: Path) -> bool:
    """Whether there is such a file, as far as this user may see."""
    try:
        return file.exists()
    except OSError:
        return False


def _not_ours(file: Path, cause: OSError) -> RefusedError:
    return RefusedError(
        f"The flag of maintenance, {file}, can't be changed: {cause.strerror}.",
        advice="Run this as root, on Windows as an administrator.",
    )
