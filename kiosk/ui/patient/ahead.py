"""Makes the sitting of the next form while the page before it is read.

A form of thousands of items takes longer to begin than a patient should wait after a touch.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.forms.questionnaire import Questionnaire
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.sitting import Sitting

SOON_MS: Final = 150
"""The page before is drawn first: two threads of Python take turns."""

Plan = Callable[[Questionnaire], Callable[[], Sitting]]
Making = Future[Sitting]


class Ahead(QObject):
    """One sitting without an answer, made or in the making.

    Args:
        lane: where it is made.
        plan: how the sitting of a form is made; what it returns touches no Qt.
    """

    def __init__(self, lane: Lane, plan: Plan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane, self._plan = lane, plan
        self._form: Questionnaire | None = None
        self._making: Making | None = None
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._make)

    def begin(self, form: Questionnaire) -> None:
        """That form will be the next."""
        if form is not self._form:
            self.forget()
            self._form = form
            self._soon.start()

    def take(self, form: Questionnaire) -> Sitting:
        """The sitting of a form, made by now or made at once."""
        made = self._making if form is self._form else None
        self.forget()
        if made is None or made.cancel():
            return self._plan(form)()
        return made.result()

    def forget(self) -> None:
        """No form will be the next."""
        self._soon.stop()
        self._form = self._making = None

    def practise(self, forms: Sequence[Questionnaire]) -> None:
        """Makes one of each and throws it away: what a form finds out of itself, it keeps."""
        for form in forms:
            self._lane.begin(partial(_throw_away, self._plan(form)))

    @Slot()
    def _make(self) -> None:
        if self._form is not None:
            self._making = self._lane.begin(self._plan(self._form))


def _throw_away(make: Callable[[], Sitting]) -> None:
    make()
