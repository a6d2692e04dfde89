"""One export at work on a lane of its own: how far it is, and a way to stop it."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from threading import Event
from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.export.exporting import Exported
from kiosk.export.watching import Cancelled
from kiosk.ui.guard import raise_bug
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_LOOK_MS: Final = 200
_SHORT: Final = 12
"""So many digits of a sum are shown: enough to compare two by eye."""


class Steps:
    """What the lane tells of itself; read by the window from time to time."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0
        self.stop = Event()

    def report(self, done: int, total: int) -> None:
        """So many of so many."""
        self.done, self.total = done, total


Work = Callable[[Steps], Exported]


@QmlElement
class ExportRun(QObject):
    """The one that is at work, or what came of the last; it goes on while the window is locked.

    What came of it, a code that opens its file among it, is told to nobody but who began it.

    Args:
        page: whose it is; told of nothing but what its words need.
    """

    changed = Signal()
    ended = Signal()

    def __init__(self, page: DeskPage) -> None:
        super().__init__(page)
        self._page = page
        self._steps: Steps | None = None
        self._lines: list[str] = []
        self._by, self._problem, self._code = "", "", ""
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.changed)

    def start(self, work: Work, by: str) -> None:
        """Begin; one at a time."""
        if self._steps is not None:
            return
        self.dismiss()
        steps = Steps()
        self._steps, self._by = steps, by
        self._look.start()
        self._page.desk.jobs.export.run(partial(work, steps), self._worked)
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """Nobody wants it any more."""
        if self._steps is not None:
            self._steps.stop.set()
            self.changed.emit()

    @Slot()
    def dismiss(self) -> None:
        """What came of the last one was read."""
        self._lines, self._problem, self._code = [], "", ""
        self.changed.emit()

    def enter(self) -> None:
        """Somebody is here who may be another than before."""
        self.changed.emit()

    def _worked(self, future: Future[Exported]) -> None:
        self._steps = None
        self._look.stop()
        failure = future.exception()
        if failure is None:
            self._tell(future.result())
        elif isinstance(failure, Cancelled):
            self._problem = self._page.say("export_stopped")
        elif isinstance(failure, KioskError):
            self._problem = f"{failure} {failure.advice}".strip()
        else:
            self._problem = self._page.say("desk_trouble")
        self.changed.emit()
        self.ended.emit()
        raise_bug(failure)

    def _tell(self, made: Exported) -> None:
        say = self._page.say
        self._lines = [say("export_done", count=Counted(made.count)), *self._told_files(made)]
        if made.left:
            self._lines.append(say("export_left", count=Counted(made.left)))
        self._lines += made.notes
        self._code = made.code or ""

    def _told_files(self, made: Exported) -> list[str]:
        """Where they are; of no response a format with a file for each has none."""
        if not made.files:
            return []
        say, many = self._page.say, len(made.files)
        place = made.files[0] if many == 1 else made.files[0].parent
        self._page.tell("export_toast", place=place)
        total = next(iter(made.sha256.values()))[:_SHORT]
        more = (
            say("export_files", count=Counted(many)) if many > 1 else say("export_sum", sum=total)
        )
        return [say("export_at", place=place), more]

    def _share(self) -> float:
        steps = self._steps
        return steps.done / steps.total if steps is not None and steps.total else 0.0

    def _line(self) -> str:
        steps = self._steps
        if steps is None:
            return ""
        if steps.stop.is_set():
            return self._page.say("export_stopping")
        if not steps.total:
            far = self._page.desk.exports.far
            return self._page.say("export_begun_far" if far else "export_begun")
        figures = self._page.desk.speaking.figures
        whose = "" if self._is_own() else "_of"
        place = "_far" if self._page.desk.exports.far else ""
        many = {"done": figures(steps.done), "total": figures(steps.total)}
        return self._page.say(f"export_steps{whose}{place}", name=self._by, **many)

    def _is_running(self) -> bool:
        return self._steps is not None

    def _is_own(self) -> bool:
        return self._by == self._page.actor

    def _own_lines(self) -> list[str]:
        return self._lines if self._is_own() else []

    def _own_problem(self) -> str:
        return self._problem if self._is_own() else ""

    def _own_code(self) -> str:
        return self._code if self._is_own() else ""

    running = Property(bool, _is_running, notify=changed)
    share = Property(float, _share, notify=changed)
    line = Property(str, _line, notify=changed)
    lines = Property(list, _own_lines, notify=changed)
    problem = Property(str, _own_problem, notify=changed)
    code = Property(str, _own_code, notify=changed)
