"""The finger of `form_window.py`, before a window that opens straight at its form."""

import sys

from kiosk.forms.questionnaire import Questionnaire
from kiosk.trial.window import Trial
from tests.benchmarks.telling import told
from tests.benchmarks.touching import Touching

MOST_TRIES = 20


class OneForm(Touching):
    """Answers it, page after page, and begins anew at its end."""

    def __init__(self, trial: Trial, form: Questionnaire) -> None:
        super().__init__(trial)
        self._trial, self._form = trial, form

    def through(self, pages: int) -> None:
        """The first touch, and those on so many pages."""
        told(event="answered", touch=self.first())
        told(event="touched", **self.touch_pages(pages))
        sys.stdin.readline()

    def first(self) -> list[float]:
        """The touch on the first question."""
        for _ in range(MOST_TRIES):
            self.finger.wait_for_stillness()
            if took := self.choose():
                return took
        raise LookupError("the first question did not answer a touch")

    def begin(self) -> float:
        self._trial.begin(self._form)
        self.finger.wait_for_stillness()
        return 0.0
