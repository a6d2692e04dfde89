"""What an export would have: how many responses at once, the columns when somebody asks."""

from concurrent.futures import Future
from operator import attrgetter
from threading import Event

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.exports import ExportAsked
from kiosk.errors import KioskError
from kiosk.export.exporting import Preview
from kiosk.export.watching import Cancelled
from kiosk.store.staff import StaffMember
from kiosk.ui.guard import raise_bug
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ExportLook(QObject):
    """Counts whenever something else is chosen; of one patient only when it is asked to look."""

    changed = Signal()

    def __init__(self, page: DeskPage) -> None:
        super().__init__(page)
        self._page = page
        self._many: int | None = None
        self._tables: list[dict[str, str]] = []
        self._turn = 0
        self._stop: Event | None = None
        self._problem = ""

    def count(self, asked: ExportAsked) -> None:
        """How many there are, without reading one."""
        turn = self._next()
        if not asked.patient:
            book, jobs = self._page.desk.exports, self._page.desk.jobs
            lane = jobs.network if book.far else jobs.disk
            lane.run(lambda: book.count(asked), lambda future: self._counted(turn, future))

    def look(self, asked: ExportAsked, member: StaffMember) -> None:
        """How many, and which columns; reads them all."""
        turn, stop, book = self._next(), Event(), self._page.desk.exports
        self._stop = stop
        self._page.desk.jobs.export.run(
            lambda: book.look(asked, by=member, cancelled=stop.is_set),
            lambda future: self._looked(turn, future),
        )
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """Nobody waits for the columns any more."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None
            self.changed.emit()

    def forget(self) -> None:
        """Nothing is known of what is chosen now."""
        self._next()

    def _next(self) -> int:
        self.stop()
        self._turn += 1
        self._many, self._tables, self._problem = None, [], ""
        self.changed.emit()
        return self._turn

    def _counted(self, turn: int, future: Future[int | None]) -> None:
        if turn == self._turn and future.exception() is None:
            self._many = future.result()
            self.changed.emit()
        elif turn == self._turn:
            self._fail(future.exception())
        raise_bug(future.exception())

    def _looked(self, turn: int, future: Future[Preview]) -> None:
        failure = future.exception()
        if turn == self._turn:
            self._stop = None
            if failure is None:
                self._show(future.result())
            elif not isinstance(failure, Cancelled):
                self._fail(failure)
            self.changed.emit()
        raise_bug(failure)

    def _show(self, seen: Preview) -> None:
        say = self._page.say
        comma = say("list_comma")
        self._many = seen.count
        self._tables = [
            {
                "title": say("export_columns", name=name, count=Counted(len(headings))),
                "text": comma.join(headings),
            }
            for name, headings in seen.columns.items()
        ]

    def _fail(self, failure: BaseException | None) -> None:
        if isinstance(failure, KioskError):
            self._problem = f"{failure} {failure.advice}".strip()
        else:
            self._problem = self._page.say("desk_trouble")
        self.changed.emit()

    def _line(self) -> str:
        if self._many is None:
            return ""
        return self._page.say("export_count", count=Counted(self._many))

    def _is_nothing(self) -> bool:
        return self._many == 0

    def _is_looking(self) -> bool:
        return self._stop is not None

    _read_tables, _read_problem = attrgetter("_tables"), attrgetter("_problem")
    line = Property(str, _line, notify=changed)
    nothing = Property(bool, _is_nothing, notify=changed)
    looking = Property(bool, _is_looking, notify=changed)
    tables = Property(list, _read_tables, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
