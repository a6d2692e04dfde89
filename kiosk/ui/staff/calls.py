"""Calls for help and alerts of this kiosk that nobody saw to yet: since when, never of whom."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.store import help_calls
from kiosk.store.alert_list import Alert, open_alerts
from kiosk.store.alerts import Here, acknowledge
from kiosk.store.database import Store
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.staff.moments import in_words
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Asked = tuple[help_calls.HelpCall | Alert, ...]


@QmlElement
class Calls(QObject):
    """The list as it was when the PIN was entered.

    Args:
        store: where the calls are.
        disk: its lane.
        speaking: the language of the desk.
        now: the clock.

    Signals:
        answered: marking them was tried; the word for what went wrong, or "".
    """

    changed = Signal()
    answered = Signal(str)

    def __init__(
        self,
        *,
        store: Store,
        disk: Lane,
        speaking: Speaking,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now = store, disk, now
        self._speaking = speaking
        self._asked: Asked = ()
        self._here: Here | None = None

    def use(self, here: Here) -> None:
        """List alerts, too, of a kiosk that goes by this name."""
        self._here = here

    def find(self) -> Asked:
        """The open alerts, then the open calls; runs on the disk lane."""
        with self._store.reading() as connection:
            alerts = open_alerts(connection) if self._here else ()
            return (*alerts, *help_calls.open_calls(connection))

    def show(self, asked: Asked) -> None:
        """List these; () when nobody looks any more."""
        self._asked = asked
        self.changed.emit()

    def answer(self, actor: str) -> None:
        """Somebody has come to all that are listed; `actor` is the member of staff."""
        asked = self._asked
        self._disk.run(lambda: self._mark(asked, actor), lambda future: self._marked(asked, future))

    def line(self) -> str:
        """What the menu says of them; "" where there are none."""
        lines = self._lines()
        return lines[0] if lines else ""

    def _mark(self, asked: Asked, actor: str) -> None:
        with self._store.transaction() as connection:
            for one in asked:
                if not isinstance(one, Alert):
                    help_calls.answer_call(connection, one.id, by=actor, now=self._now())
                elif self._here is not None:
                    acknowledge(connection, self._here, one.id, by=actor, now=self._now())

    def _marked(self, asked: Asked, future: Future[None]) -> None:
        failure = future.exception()
        if asked is self._asked:
            if failure is None:
                self.show(())
            self.answered.emit("" if failure is None else "calls_trouble")
        raise_bug(failure)

    def _lines(self) -> list[str]:
        words, code, now = self._speaking.all_words, self._speaking.language, self._now()
        calls = (one for one in self._asked if not isinstance(one, Alert))
        minutes = (max(0, int((now - call.asked).total_seconds() // 60)) for call in calls)
        asked = [
            words.count(code, "calls_line", ago) if ago else words.say(code, "calls_line_now")
            for ago in minutes
        ]
        alerts = (one for one in self._asked if isinstance(one, Alert))
        times = (in_words(self._speaking, one.fired, now=now) for one in alerts)
        return [*(words.say(code, "calls_look", time=time) for time in times), *asked]

    lines = Property(list, _lines, notify=changed)
