"""`maintenance`: closes the kiosk of this PC for a while, and opens it again."""

import argparse
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any, Final

from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import stamp, when
from kiosk.errors import KioskError, NotSetUp, UsageError
from kiosk.machine.places import maintenance_file
from kiosk.running.draining import Step, told_step
from kiosk.running.maintenance import Flag, lower_flag, raise_flag, read_flag
from kiosk.store.locks import is_held

STEP_S: Final = 0.5
STEPS: Final[dict[Step | None, str]] = {
    "occupied": "Somebody sits at the screen; they may finish, for 15 minutes at most.",
    "sending": "What waits is being sent to the central service.",
    "closing": "The store is being closed.",
    None: "A kiosk runs, or another program changes the store; it has not seen the flag yet.",
}


def begin(arguments: argparse.Namespace) -> Outcome:
    """Raises the flag; with --wait, until no kiosk holds the store any more.

    Raises:
        RefusedError: this user may not.
        UsageError: --until is no time.
        SettingsInvalid: with --wait: nobody knows which store to wait for; the flag stands.
    """
    file, now = arguments.flag or maintenance_file(), datetime.now(UTC)
    until, there = arguments.until and moment_of(arguments.until, now), read_flag(file)
    lasts = there is not None and not there.is_over(now)
    flag = Flag(there.since if there and lasts else now, until, arguments.reason)
    raise_flag(file, flag)
    directory = _store_directory(arguments) if arguments.wait is not None else None
    drained = directory is None or _drained(directory, arguments.wait, time.monotonic)
    document = _document(file, flag, now) | {"drained": drained if arguments.wait is not None
                                             else None}  # fmt: skip
    if drained:
        return Outcome(0, document, _begun(flag, waited=arguments.wait is not None))
    step = told_step(directory) if directory is not None else None
    document |= {"step": step}
    text = f"The flag stands, and the kiosk is not closed yet. {STEPS[step]}"
    return Outcome(1, document, text)


def end(arguments: argparse.Namespace) -> Outcome:
    """Takes the flag away: the kiosk starts again. Without a flag nothing happens.

    Raises:
        RefusedError: this user may not.
    """
    file = arguments.flag or maintenance_file()
    was_there = lower_flag(file)
    text = "The kiosk of this PC opens again." if was_there else ""
    return Outcome(0, {"flag": str(file), "maintenance": False, "ended": was_there}, text)


def status(arguments: argparse.Namespace) -> Outcome:
    """Whether the kiosk is closed for maintenance, and whether its store is let go."""
    file, now = arguments.flag or maintenance_file(), datetime.now(UTC)
    flag = read_flag(file)
    document = _document(file, flag, now)
    directory = None
    with suppress(KioskError):
        directory = _store_directory(arguments)
    held = directory is not None and is_held(directory)
    document |= {"storeHeld": held, "step": told_step(directory) if directory and held else None}
    return Outcome(0, document, "\n".join(_lines(flag, now, held=held, step=document["step"])))


def moment_of(text: str, now: datetime) -> datetime:
    """A time that somebody typed: "14:00", here and today, else tomorrow; or one of ISO 8601.

    Raises:
        UsageError: it is none, or has passed.
    """
    local = now.astimezone()
    try:
        if "T" in text or " " in text or "-" in text:
            moment = datetime.fromisoformat(text).astimezone()
        else:
            clock = time_of_day.fromisoformat(text)
            moment = datetime.combine(local.date(), clock).astimezone()
            if moment <= now:
                tomorrow = local.date() + timedelta(days=1)
                moment = datetime.combine(tomorrow, clock).astimezone()
    except (ValueError, OverflowError, OSError) as cause:
        raise UsageError(
            f"“{text}” is no time.", advice="For example: --until 14:00, or 2026-03-02T14:00"
        ) from cause
    if moment <= now:
        raise UsageError(f"{text} has passed.", advice="Name a time that is still to come.")
    return moment.astimezone(UTC)


def _store_directory(arguments: argparse.Namespace) -> Path | None:
    """Where the store is whose kiosk is to let go; None where nothing is set up."""
    try:
        return settings_for(arguments).store_directory
    except NotSetUp:
        return None


def _drained(directory: Path, seconds: float, clock: Callable[[], float]) -> bool:
    end = clock() + seconds
    while is_held(directory):
        if clock() >= end:
            return False
        time.sleep(STEP_S)
    return True


def _document(file: Path, flag: Flag | None, now: datetime) -> dict[str, Any]:
    return {
        "flag": str(file),
        "maintenance": flag is not None and not flag.is_over(now),
        "since": stamp(flag.since) if flag else None,
        "until": stamp(flag.until) if flag else None,
        "reason": flag.reason if flag else None,
        "forgotten": flag is not None and flag.is_forgotten(now),
    }


def _begun(flag: Flag, *, waited: bool) -> str:
    opens = f"until {when(stamp(flag.until))}" if flag.until else "until: kiosk maintenance end"
    if waited:
        return f"The kiosk of this PC is closed, and its store let go, {opens}"
    return f"The kiosk of this PC closes as soon as nobody sits at it, {opens}"


def _lines(flag: Flag | None, now: datetime, *, held: bool, step: Step | None) -> list[str]:
    if flag is None:
        return ["No maintenance: the kiosk of this PC is open."]
    if flag.is_over(now):
        return [f"Maintenance ended at {when(stamp(flag.until))}: the kiosk of this PC is open."]
    lines = [f"Closed for maintenance since {when(stamp(flag.since))}"]
    lines += [f"Until       {when(stamp(flag.until))}"] if flag.until else []
    lines += [f"Reason      {flag.reason}"] if flag.reason else []
    lines += [STEPS[step] if held else "Its store is let go."]
    if flag.is_forgotten(now):
        lines.append(
            "It stands for more than a day and has no end. Forgotten? kiosk maintenance end"
        )
    return lines
