"""Why a form of the clinic is not shown to patients. No Qt here."""

from collections.abc import Iterable
from functools import cached_property
from typing import Literal, NamedTuple

from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.ui.patient.kinds.all_kinds import unsupported


class Reason(NamedTuple):
    """Why it is not shown.

    Attributes:
        why: "empty": it asks nothing; "control": this screen can't ask a part of it; "alert": an
            answer may have to reach a person at once, so it is asked in a visit alone, and only
            while somebody would see that.
        link_ids: of the questions that can't be asked.
    """

    why: Literal["empty", "control", "alert"]
    link_ids: tuple[str, ...] = ()


def reason_to_withhold(form: Questionnaire, value_sets: ValueSets) -> Reason | None:
    """None where patients may see the form."""
    if not any(item.is_asked for item in form.by_path.values()):
        return Reason("empty")
    if link_ids := unsupported(form, value_sets):
        return Reason("control", link_ids)
    return Reason("alert") if form.has_alert_rule else None


class Screened:
    """The forms of a clinic as patients may see them.

    Looked at once, and not before anybody asks: each question of every form is.
    """

    def __init__(self, forms: Iterable[Questionnaire], value_sets: ValueSets) -> None:
        self._forms, self._value_sets = tuple(forms), value_sets

    def use(self, forms: Iterable[Questionnaire], value_sets: ValueSets) -> None:
        """The clinic has these forms from now on."""
        self._forms, self._value_sets = tuple(forms), value_sets
        for looked_at in ("shown", "alerting", "withheld", "_looked_at"):
            self.__dict__.pop(looked_at, None)

    @cached_property
    def shown(self) -> tuple[Questionnaire, ...]:
        """Those that patients may see, in the clinic's order."""
        return tuple(form for form, reason in self._looked_at if reason is None)

    @cached_property
    def alerting(self) -> tuple[Questionnaire, ...]:
        """Those that a known patient may see while an alert would be seen."""
        return tuple(form for form, reason in self.withheld if reason.why == "alert")

    @cached_property
    def withheld(self) -> tuple[tuple[Questionnaire, Reason], ...]:
        """Those that are not shown to whoever comes, each with why."""
        return tuple((form, reason) for form, reason in self._looked_at if reason)

    @cached_property
    def _looked_at(self) -> tuple[tuple[Questionnaire, Reason | None], ...]:
        return tuple((form, reason_to_withhold(form, self._value_sets)) for form in self._forms)
