"""The staff PIN, digit by digit; it is compared in the store, and forgotten at once."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.store import audit, staff
from kiosk.store.database import Store
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

MAX_DIGITS: Final = 12


class Opened(NamedTuple):
    """Whose PIN it was, and what was found for them on the disk lane."""

    actor: str
    found: Any


@QmlElement
class PinEntry(QObject):
    """What was entered, and whether it is being checked.

    Args:
        find: what a right PIN shall find, on the disk lane, after its event is written.

    Signals:
        opened: `Opened`.
        refused: the word for why not, and the seconds to wait where there is a wait.
    """

    changed = Signal()
    opened = Signal(object)
    refused = Signal(str, int)

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        store: Store,
        disk: Lane,
        speaking: Speaking,
        find: Callable[[], object],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now = store, disk, now
        self._speaking, self._find = speaking, find
        self._pin, self._checking = "", False
        # Who stands here now; by it a result that comes late is told from theirs.
        self._opening: object = None

    def begin(self) -> None:
        """Somebody else stands here: nothing entered, nothing awaited."""
        self._opening, self._pin, self._checking = object(), "", False
        self.changed.emit()

    @Slot(str)
    def press(self, digit: str) -> None:
        """One more digit."""
        if len(self._pin) < MAX_DIGITS:
            self._pin += digit
            self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last digit back."""
        self._pin = self._pin[:-1]
        self.changed.emit()

    @Slot()
    def enter(self) -> None:
        """Check it; on the disk lane, for it takes a moment by design."""
        pin, self._pin = self._pin, ""
        if pin and not self._checking:
            self._checking, opening = True, self._opening
            self._disk.run(lambda: self._check(pin), lambda future: self._checked(opening, future))
        self.changed.emit()

    def _check(self, pin: str) -> Opened | None:
        now, kiosk_id = self._now(), self._store.kiosk_id
        with self._store.transaction() as connection:
            # Commits by itself; what follows is one more transaction: no look without its event.
            member = staff.check_pin(connection, pin, now=now)
            action, actor = ("pin-wrong", "staff") if member is None else ("opened", member.name)
            audit.record(
                connection, actor=actor, action=f"staff.{action}", subject=kiosk_id, now=now
            )
        return Opened(actor, self._find()) if member else None

    def _checked(self, opening: object, future: Future[Opened | None]) -> None:
        failure = future.exception()
        if opening is self._opening:
            self._checking = False
            self.changed.emit()
            self._tell(failure, future.result() if failure is None else None)
        raise_bug(failure)

    def _tell(self, failure: BaseException | None, opened: Opened | None) -> None:
        if isinstance(failure, staff.PinLocked):
            self.refused.emit("pin_locked", failure.seconds)
        elif failure is not None:
            self.refused.emit("pin_trouble", 0)
        elif opened is None:
            self.refused.emit("pin_wrong", 0)
        else:
            self.opened.emit(opened)

    def _digits(self) -> int:
        return len(self._pin)

    def _entered(self) -> str:
        words, code = self._speaking.all_words, self._speaking.language
        return words.count(code, "pin_entered", len(self._pin)) if self._pin else ""

    _read_checking = attrgetter("_checking")
    digits = Property(int, _digits, notify=changed)
    entered = Property(str, _entered, notify=changed)
    checking = Property(bool, _read_checking, notify=changed)
