"""One page of the set-up window: what all of them have."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.setting_up.book import Book
from kiosk.setting_up.tools import Now
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Jobs, Lane
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Result = TypeVar("Result")


@dataclass(frozen=True)
class Shared:
    """What all pages work with.

    Attributes:
        book: keeps what is chosen; worked on in `jobs.disk` alone.
        jobs: the lanes.
        speaking: the language of the window.
        words: of the kiosk, in all its languages.
    """

    book: Book
    jobs: Jobs
    speaking: Speaking
    words: Words


@QmlElement
class SetUpPage(QObject):
    """A page: its QML binds to it.

    Attributes:
        step: which step of `kiosk.setting_up.steps` it is.
        now: how the set-up stands, as this page knows it.

    Signals:
        kept: the step is done, with how it stands now.
        refused: why it is not, for who reads; "" takes that back.
        learned: it stands otherwise now, and the page stays.
        worked: something begins (1) or ends (-1) that is waited for.
    """

    step = ""
    changed = Signal()
    kept = Signal(object)
    refused = Signal(str)
    learned = Signal(object)
    worked = Signal(int)

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shared = shared
        self.now: Now | None = None
        self._busy = 0

    def enter(self, now: Now) -> None:
        """It is shown from now on; what was chosen before is there again."""
        self.now = now
        self.changed.emit()

    def leave(self) -> None:
        """Another page is shown: what is secret, or sounds, ends."""

    def go_on(self) -> None:
        """Keep what stands there; where it is right, the next page comes."""
        self.keep({})

    def say(self, key: str, **values: object) -> str:
        """A text in the language of the window."""
        return self.shared.speaking.say(key, **values)

    def keep(self, changes: dict[str, dict[str, Any]], **more: Any) -> None:
        """The step is done with these values of settings."""
        book, step = self.shared.book, self.step
        self.work(lambda: book.keep(step, changes, **more), self.kept.emit)

    def work(
        self, work: Callable[[], Result], done: Callable[[Result], Any], *, lane: Lane | None = None
    ) -> None:
        """Do `work` on a lane (the disk's), then `done` with its result here.

        What the program refuses is said on the page; anything else is a bug.
        """
        self._count(1)
        self.refused.emit("")
        chosen = self.shared.jobs.disk if lane is None else lane
        chosen.run(work, lambda future: self._worked(future, done))

    def _worked(self, future: Future[Any], done: Callable[[Any], Any]) -> None:
        self._count(-1)
        failure = future.exception()
        if failure is None:
            done(future.result())
            return
        known = isinstance(failure, KioskError)
        advice = getattr(failure, "advice", "")
        self.refused.emit(f"{failure} {advice}".strip() if known else self.say("setup_trouble"))
        raise_bug(failure)

    def _count(self, by: int) -> None:
        self._busy += by
        self.worked.emit(by)
        self.changed.emit()

    def _is_busy(self) -> bool:
        return self._busy > 0

    busy = Property(bool, _is_busy, notify=changed)
