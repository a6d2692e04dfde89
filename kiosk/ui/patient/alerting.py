"""Tells the store which forms of a visit ask for a person; on the disk lane, in its transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from kiosk.store.alerts import SENT, STOPPED, TIMED_OUT, Firing, Here, fire
from kiosk.ui.patient.shelf import Finished, Keeper, Left
from kiosk.ui.patient.store_keeper import StoreKeeper


class Alerting:
    """Raises alerts.

    Args:
        here: how an alert names this kiosk.
        now: the clock.
    """

    def __init__(self, here: Here, now: Callable[[], datetime]) -> None:
        self._here, self._now = here, now

    def sent(self, c: Any, finished: Iterable[Finished]) -> None:
        """These responses are on their way."""
        for one in finished:
            cause = STOPPED if one.stopped else SENT
            self._fire(c, one, cause, one.response_id)

    def left(self, c: Any, left: Iterable[Left]) -> None:
        """Their patient went away, and may be gone."""
        for one in left:
            self._fire(c, one, TIMED_OUT, None)

    def _fire(self, c: Any, one: Finished | Left, cause: str, response_id: str | None) -> None:
        if one.fired:
            sitting, visit_id = _whose(one.keeper, response_id)
            canonical = one.questionnaire.canonical
            firing = Firing(
                sitting, canonical, one.fired, cause, response_id, visit_id, changed=one.changed
            )  # fmt: skip
            fire(c, self._here, firing, now=self._now())


def _whose(keeper: Keeper, response_id: str | None) -> tuple[str, str | None]:
    if isinstance(keeper, StoreKeeper) and keeper.sitting:
        return keeper.sitting, keeper.visit_id
    return response_id or keeper.draft_id or "", None
