"""Which words a patient gets where others are tried out: the old ones, or those. No Qt here."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from kiosk.coproduction.pilots import Plan, untriable
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import Tried, bundled_locks
from kiosk.ui.patient.withholding import reason_to_withhold

_PERCENT = 100


class _Arm(NamedTuple):
    form: Questionnaire
    plan: Plan


class Arms:
    """Draws once for a visit and a form: whatever page is gone back to, its words stay.

    Args:
        kiosk_id: of this kiosk; some pilots are for one alone.
        now: the clock, aware. Before a pilot begins and after its end nobody gets its words, and
            so with a clock that stands in 1970.
        draw: a number from 0 up to 1, by chance.
    """

    def __init__(
        self, kiosk_id: str, now: Callable[[], datetime], draw: Callable[[], float]
    ) -> None:
        self._kiosk_id, self._now, self._draw = kiosk_id, now, draw
        self._locks = bundled_locks()
        self._arms: dict[str, _Arm] = {}

    @property
    def forms(self) -> tuple[Questionnaire, ...]:
        """The versions that are tried out."""
        return tuple(arm.form for arm in self._arms.values())

    def use(self, tried: Iterable[Tried], value_sets: ValueSets) -> None:
        """These are tried out from now on; those that this screen can't ask or may not try, not."""
        found = ((one.form, self._plan(one, value_sets)) for one in tried)
        self._arms = {form.url: _Arm(form, plan) for form, plan in found if plan is not None}

    def chosen(
        self, packet: Iterable[Questionnaire], language: str, drawn: dict[str, float]
    ) -> tuple[Questionnaire, ...]:
        """The forms of a visit in the words that its patient gets.

        Who would not find the new words in their language, and does find the old ones, gets those.

        Args:
            packet: the forms as everybody gets them.
            language: that is spoken.
            drawn: url → what was drawn for it in this visit; more may come.
        """
        return tuple(self._chosen(form, language, drawn) for form in packet)

    def _plan(self, tried: Tried, value_sets: ValueSets) -> Plan | None:
        """Its plan, where it is one for this kiosk."""
        if untriable(tried.form, self._locks) or reason_to_withhold(tried.form, value_sets):
            return None
        try:
            plan = Plan.of(tried.plan)
        except RefusedError:
            return None  # of another version of the program
        return plan if plan.kiosk in {"", self._kiosk_id} else None

    def _chosen(self, form: Questionnaire, language: str, drawn: dict[str, float]) -> Questionnaire:
        arm = self._arms.get(form.url)
        # What it is compared with is no more in use: a comparison would be none.
        if arm is None or arm.plan.control != form.canonical:
            return form
        runs = arm.plan.begin <= self._now().astimezone().date() < arm.plan.end
        if not runs or untriable(form, self._locks):
            return form
        if form.speaks(language) and not arm.form.speaks(language):
            return form
        if form.url not in drawn:
            drawn[form.url] = self._draw()
        return arm.form if drawn[form.url] * _PERCENT < (arm.plan.share or _PERCENT) else form
