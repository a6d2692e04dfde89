"""The pilots of a form, those that are over too: what was counted, and who decided what of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.pilot_judging import Verdict, judge
from kiosk.coproduction.pilots import Pilot, pilots
from kiosk.desk.improving.trial import counted_days, read_version
from kiosk.forms.questionnaire import Questionnaire


@dataclass(frozen=True)
class Trial:
    """One pilot of a version.

    Attributes:
        pilot: as it was planned, and how it stands today.
        verdict: what may be said of it; of one that is over, what was known when it was decided
            about. None where its plan can't be read.
        question: what the question asks by which it is judged.
        form: the version that was tried; None where it is not kept here.
    """

    pilot: Pilot
    verdict: Verdict | None
    question: str
    form: Questionnaire | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to keep it or to take it back."""
        return self.pilot.state in {"running", "ended"}


def last_pilots(log: Iterable[FormEvent]) -> tuple[Pilot, ...]:
    """The pilots in the log of a form, the last one first; one that went on once more is one."""
    by_version = {one.canonical: one for one in pilots(log)}
    return tuple(reversed(by_version.values()))


def read_trial(c: Any, pilot: Pilot, kiosk_id: str, today: date) -> Trial:
    """A pilot with what was counted of it.

    Args:
        c: a view of the store.
        pilot: the one.
        kiosk_id: of the kiosk here; "" for none.
        today: the day.
    """
    plan, question = pilot.plan, ""
    if plan is not None:
        control = read_version(c, plan.control)
        item = control.by_link_id.get(plan.link_id) if control else None
        question = item.text(item.language) if item else plan.link_id
    verdict = judged(c, pilot, kiosk_id, today)
    return Trial(pilot.on(today), verdict, question, read_version(c, pilot.canonical))


def judged(c: Any, pilot: Pilot, kiosk_id: str, today: date) -> Verdict | None:
    """What may be said of a pilot today, or could be on the day that somebody decided about it.

    What is counted of the old words later has nobody beside it who got the new ones.
    """
    if pilot.plan is None:
        return None
    day = pilot.over.at.astimezone().date() if pilot.over else today
    return judge(pilot.plan, counted_days(c, pilot, kiosk_id), day)
