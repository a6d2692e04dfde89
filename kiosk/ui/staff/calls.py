"""The calls for help that nobody answered yet: since when, never from whom."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.store import help_calls
from kiosk.store.database import Store
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Asked = tuple[help_calls.HelpCall, ...]


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

    def find(self) -> Asked:
        """The open calls; runs on the disk lane."""
        with self._store.reading() as connection:
            return help_calls.open_calls(connection)

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
            for call in asked:
                help_calls.answer_call(connection, call.id, by=actor, now=self._now())

    def _marked(self, asked: Asked, future: Future[None]) -> None:
        failure = future.exception()
        if asked is self._asked:
            if failure is None:
                self.show(())
            self.answered.emit("" if failure is None else "calls_trouble")
        raise_bug(failure)

    def _lines(self) -> list[str]:
        words, code, now = self._speaking.all_words, self._speaking.language, self._now()
        minutes = (max(0, int((now - call.asked).total_seconds() // 60)) for call in self._asked)
        return [
            words.count(code, "calls_line", ago) if ago else words.say(code, "calls_line_now")
            for ago in minutes
        ]

    lines = Property(list, _lines, notify=changed)
