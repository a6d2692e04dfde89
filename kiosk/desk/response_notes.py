"""Who did what to a response at this desk: refused by role, noted in the audit, told as history."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from kiosk.desk.responses import Happened
from kiosk.desk.roles import may
from kiosk.errors import RefusedError
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.staff import StaffMember

RIGHT: Final = "responses"
"""What a role must be allowed (`kiosk.desk.roles`)."""
OPENED: Final = "opened"
ASKED: Final = ".asked"
"""Behind what is about to be done where the line may break before it is known to be done."""
_THING: Final = "response."


class ResponseNotes:
    """The audit of responses.

    Args:
        store: of this PC.
        now: the clock, aware, UTC.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def tell(
        self, c: Any, response_id: str, what: str, by: StaffMember, *, reason: str = ""
    ) -> None:
        """It was done, for that reason, in a write transaction."""
        subject = f"{response_id}: {reason}" if reason else response_id
        audit.record(
            c, actor=by.name, action=f"{_THING}{what}", subject=subject, now=self._now()
        )  # fmt: skip

    def refuse_others(self, by: StaffMember, thing: str) -> None:
        """Only who has the right goes on; that somebody else tried is noted.

        Raises:
            RefusedError: the role has no right to responses.
        """
        if may(by.role, RIGHT):
            return
        with self._store.transaction() as c:
            self.tell(c, thing, "denied", by)
        raise RefusedError(
            "Your role may not see or change responses.", advice="Ask your IT which role you have."
        )


def history_of(c: Any, response_id: str) -> Iterator[Happened]:
    """What was done to it; that it was read, or was about to be changed, is not told."""
    for event in audit.events_about(c, response_id):
        reason = event.subject.partition(":")[2].strip()
        what = event.action.removeprefix(_THING)
        if what != OPENED and not what.endswith(ASKED):
            yield Happened(event.at, event.actor, what, reason)
