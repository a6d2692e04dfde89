"""The clock: answers carry the time, certificates and tokens are judged by it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from kiosk.commands.doctor.checks import SOON_S, Check, DoesNotApply, Group, NotKnown, Remedy
from kiosk.commands.doctor.machine import ToolMissing
from kiosk.commands.doctor.network import ANSWERS_S
from kiosk.commands.doctor.subject import Subject
from kiosk.errors import KioskError
from kiosk.store.clock import EARLIEST
from kiosk.sync.access.clocks import clock_text, is_wrong
from kiosk.sync.tls_errors import Untrusted
from kiosk.sync.verdict import Outcome

_W32TM_NOT_SYNCHRONIZED: Final = "3("
"""Leap Indicator: 3(not synchronized), in every language of Windows with that number."""


def _wrong(subject: Subject) -> Iterator[str]:
    now = subject.machine.now()
    if now < EARLIEST:
        yield f"This PC's clock says {now:%Y-%m-%d}: before this program was written."
        return
    try:
        line = subject.line()
    except KioskError as cause:
        raise NotKnown("the central service's time is not known") from cause
    if line is None:
        return
    ahead = None if line.ahead_s is None else timedelta(seconds=-line.ahead_s)
    if ahead is not None and is_wrong(ahead):
        yield f"{clock_text(ahead)} By the central service's time."
    elif line.untrusted == Untrusted.NOT_YET or _by_access(line.error):
        yield f"{line.error}"
    elif ahead is None:
        raise NotKnown("the central service does not say what time it has")


def _by_access(error: KioskError | None) -> bool:
    return getattr(error, "outcome", None) == Outcome.WRONG_CLOCK


def _unset(subject: Subject) -> Iterator[str]:
    machine = subject.machine
    if machine.in_container:
        raise DoesNotApply("a container has the clock of its host")
    if machine.is_linux:
        yield from _unset_linux(subject)
    elif machine.platform == "win32":
        yield from _unset_windows(subject)
    else:
        raise NotKnown("it was not looked for on this system")


def _unset_linux(subject: Subject) -> Iterator[str]:
    if not subject.machine.has_systemd:
        raise NotKnown("systemd does not run here")
    try:
        said = subject.machine.run("timedatectl", "show")
    except ToolMissing as cause:
        raise NotKnown(str(cause)) from cause
    told = dict(line.split("=", 1) for line in said.splitlines() if "=" in line)
    if told.get("NTPSynchronized") == "yes":
        return
    if told.get("NTP") == "yes":
        yield "A time service runs, and has not found the time yet (timedatectl)."
    else:
        yield "No time service runs (timedatectl)."


def _unset_windows(subject: Subject) -> Iterator[str]:
    try:
        said = subject.machine.run("w32tm", "/query", "/status")
    except ToolMissing:
        yield "The time service of Windows does not run (w32tm)."
        return
    first = said.strip().partition("\n")[0].partition(":")[2].strip()
    if first.startswith(_W32TM_NOT_SYNCHRONIZED):
        yield "The time service of Windows has not found the time (w32tm)."


_CHECKS: Final = (
    Check(
        "clock-right",
        "Answers get a wrong time, certificates and tokens are refused, and what is to be deleted "
        "by its age is kept.",
        Remedy(
            "Set date, time and time zone:",
            debian="sudo timedatectl set-timezone Europe/London; sudo timedatectl set-ntp true. "
            "If it is wrong again after the next start, the battery on the board is empty.",
            windows="w32tm /resync (as administrator); Set-TimeZone",
            mac="sudo sntp -sS time.apple.com",
        ),
        _wrong,
        within_s=ANSWERS_S,
    ),
    Check(
        "clock-kept",
        "The clock will drift away from the time, some seconds a day.",
        Remedy(
            debian="sudo apt install systemd-timesyncd && sudo timedatectl set-ntp true. Without "
            "the internet, name the clinic's own time server: NTP= in /etc/systemd/timesyncd.conf.",
            windows="sc config w32time start= auto && net start w32time && w32tm /resync (as "
            "administrator)",
        ),
        _unset,
        within_s=SOON_S,
    ),
)

CLOCK: Final = Group("clock", _CHECKS)
