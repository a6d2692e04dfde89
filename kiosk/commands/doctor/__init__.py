"""`doctor`: what on this kiosk needs to be mended, and how. It opens no window.

groups.py      all checks; each group is a file of its own
checks.py      what a check is, and what comes of it
subject.py     what they look at: settings, store, line, service, each opened once
machine.py     the PC, by its files and tools
looking.py     does them side by side, within their time
telling.py     for a person, and for a program
guide.py       writes `kiosk guide doctor`
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing

from kiosk.commands.doctor.checks import Row, State
from kiosk.commands.doctor.groups import GROUPS
from kiosk.commands.doctor.looking import Told, look_at_all
from kiosk.commands.doctor.machine import Machine
from kiosk.commands.doctor.subject import Subject
from kiosk.commands.doctor.telling import document, is_well, progress, text
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.settings import Settings

__all__ = ["Row", "State", "doctor", "rows"]


def doctor(arguments: argparse.Namespace) -> Outcome:
    """Every check there is: 0 where all is well, 1 where something is to be mended or not known."""
    settings = settings_for(arguments)
    found = rows(settings, told=_progress() if sys.stderr.isatty() else lambda _: None)
    return Outcome(0 if is_well(found) else 1, document(found), text(found))


def rows(
    settings: Settings, *, machine: Machine | None = None, told: Told = lambda _: None
) -> Sequence[Row]:
    """What came of every check, within a minute and a half whatever hangs.

    Args:
        settings: of the kiosk.
        machine: the PC to look at; None: this one.
        told: is given each row as soon as it is known, by the thread that asks.
    """
    with closing(Subject(settings, machine)) as subject:
        return look_at_all(GROUPS, subject, told)


def _progress() -> Told:
    def say(line: str) -> None:
        sys.stderr.write(line)
        sys.stderr.flush()

    return progress(say, sum(len(group.checks) for group in GROUPS))
