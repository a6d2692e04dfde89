"""Does all checks, side by side, each within its own time: nothing that hangs holds up the rest.

What waits for something else than a file of this PC (a keyring, a name, a service, a tool) is done
by a thread of its own, which is left behind where it takes too long. The rest is done by whoever
asks: Qt wants its fonts looked at by the thread that made its application.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from kiosk.commands.doctor.checks import (
    Check,
    DoesNotApply,
    Group,
    NotKnown,
    Row,
    State,
    row_of,
)
from kiosk.commands.doctor.subject import Subject
from kiosk.errors import KioskError

Told = Callable[[Row], None]

_A_LITTLE_S: Final = 0.05


class _Look(threading.Thread):
    """One check, in a thread that nobody has to wait for."""

    def __init__(self, group: str, check: Check, subject: Subject) -> None:
        super().__init__(name=f"doctor {check.name}", daemon=True)
        self.check, self._group, self._subject = check, group, subject
        self._row: Row | None = None
        self._bug: Exception | None = None

    def run(self) -> None:
        try:
            self._row = look(self._group, self.check, self._subject)
        except Exception as bug:  # noqa: BLE001 - it is raised where it is asked for
            self._bug = bug

    def row(self, until: float) -> Row:
        """What came of it, or by `until` that nothing did. Raises what no check may raise."""
        self.join(max(until - time.monotonic(), _A_LITTLE_S))
        if self._bug is not None:
            raise self._bug
        if self._row is not None:
            return self._row
        why = f"no answer within {self.check.within_s:g} seconds"
        return _without(self._group, self.check, State.UNKNOWN, why)


def look_at_all(
    groups: Iterable[Group], subject: Subject, told: Told = lambda _: None
) -> Sequence[Row]:
    """What came of all checks, in their order.

    Args:
        groups: of the checks.
        subject: what they look at.
        told: is given each row as soon as it is known.
    """
    began = time.monotonic()
    checks = [(group.name, check) for group in groups for check in group.checks]
    slow = {
        check.name: _Look(group, check, subject)
        for group, check in checks
        if check.within_s is not None
    }
    for thread in slow.values():
        thread.start()
    rows = dict[str, Row]()
    for group, check in checks:
        if check.name not in slow:
            rows[check.name] = look(group, check, subject)
            told(rows[check.name])
    for name, thread in slow.items():
        rows[name] = thread.row(began + (thread.check.within_s or 0.0))
        told(rows[name])
    return [rows[check.name] for _, check in checks]


def look(group: str, check: Check, subject: Subject) -> Row:
    """What comes of one check, however long it takes."""
    try:
        return row_of(group, check, check.look(subject), subject.machine.platform)
    except DoesNotApply as why:
        return _without(group, check, State.NOT_HERE, str(why))
    except NotKnown as why:
        return _without(group, check, State.UNKNOWN, str(why))
    except KioskError as why:
        return _without(group, check, State.UNKNOWN, f"{why}")


def _without(group: str, check: Check, state: State, why: str) -> Row:
    return Row(group, check.name, state, check.means, why=why)
