"""What a kiosk keeps to itself."""

from collections.abc import Iterator
from typing import Final

from kiosk.commands.doctor.checks import SOON_S, Check, Found, Group, Remedy
from kiosk.commands.doctor.machine import ToolMissing
from kiosk.commands.doctor.subject import Subject
from kiosk.machine.secrecy import may_be_dumped
from kiosk.ui.screenshots import CAN


def pictured(subject: Subject) -> Iterator[str]:
    """Whether a picture of the screen would show what a patient writes."""
    if not subject.settings.panel.keep_from_screenshots:
        yield "The settings allow screenshots and remote support (keep_from_screenshots)."
    elif not CAN:
        yield "On Linux no program can keep its window out of screenshots."


def _dumped(subject: Subject) -> Iterator[str | Found]:
    if may_be_dumped():
        yield "A crash of this program could leave its memory in a file."
    try:
        limit = subject.unit().get("LimitCORE", "0")
    except ToolMissing:
        return
    if limit != "0":
        yield Found(f"The unit allows core dumps (LimitCORE={limit}); the program refuses them "
                    "itself.", known=True)  # fmt: skip


_CHECKS: Final = (
    Check(
        "screenshots",
        "A program of this PC that takes pictures of the screen sees what a patient writes. Let "
        "the kiosk's session run nothing else, and no remote support while patients are there.",
        "",
        pictured,
    ),
    Check(
        "core-dumps",
        "After a crash a file would hold what the memory held: answers, and the key.",
        Remedy(
            debian="LimitCORE=0 under [Service]: sudo systemctl edit clinic-kiosk",
            windows='As administrator: reg add "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error '
            'Reporting" /v Disabled /t REG_DWORD /d 1 /f',
            mac="ulimit -c 0 in what starts it.",
        ),
        _dumped,
        within_s=SOON_S,
    ),
)

PRIVACY: Final = Group("privacy", _CHECKS)
