"""What can be chosen from on the Export page, in words. No Qt objects are made here."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from kiosk.store.tables import REFUSED, SENT, WAITING
from kiosk.ui.reception.export_choice import BUNDLE, KINDS, SPANS, VALUES, months

Say = Callable[..., str]
Listed = list[dict[str, str]]

_STATES: Final = (WAITING, SENT, REFUSED)


class ExportLists:
    """The lists of its controls.

    Args:
        say: a text in the language of the desk.
        far: what is exported is at the central service.
    """

    def __init__(self, say: Say, *, far: bool) -> None:
        self._say, self._far = say, far

    @property
    def kinds(self) -> Listed:
        """As what; what is at the service already goes to no other kiosk."""
        return self._of("export_kind_", (one for one in KINDS if not (self._far and one == BUNDLE)))

    @property
    def states(self) -> Listed:
        """How far they came: at the service all of them did."""
        every = {"id": "", "label": self._say("responses_any_state")}
        return [] if self._far else [every, *self._of("responses_state_", _STATES)]

    @property
    def spans(self) -> Listed:
        """Of which days."""
        return self._of("export_span_", SPANS)

    @property
    def values(self) -> Listed:
        """A choice as its code, its words, or both."""
        return self._of("export_values_", VALUES)

    def months(self, today: date) -> Listed:
        """Of the monthly return."""
        return [{"id": f"{one:%Y-%m}", "label": self._month(one)} for one in months(today)]

    def _month(self, first: date) -> str:
        month = self._say(f"pictures_month_{first.month}")
        return self._say("pictures_month_long", month=month, year=str(first.year))

    def _of(self, prefix: str, names: Iterable[str]) -> Listed:
        return [{"id": one, "label": self._say(f"{prefix}{one}")} for one in names]
