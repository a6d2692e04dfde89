"""The open response as a PDF file, in a folder that whoever asks for it names."""

from collections.abc import Callable
from concurrent.futures import Future
from operator import attrgetter
from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.saving import folder_named
from kiosk.errors import KioskError
from kiosk.export.files import whole_file
from kiosk.export.flatten import form_name
from kiosk.forms.summary import matters_first
from kiosk.papers.responses import write_pdf
from kiosk.store.staff import StaffMember
from kiosk.ui.guard import raise_bug
from kiosk.ui.printing.printing import letterhead
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.response_reading import ResponseRead, ResponseReader
from kiosk.ui.reception.slips import documents_folder

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ResponsePaper(QObject):
    """Asks for the folder, writes the file on the disk lane, and says where it is.

    Args:
        page: on which the response is.
        reader: knows which way a language runs.
        read: the response with its words; None where none is open.

    Signals:
        saved: it is written, and noted.
    """

    changed = Signal()
    saved = Signal()

    def __init__(
        self, page: DeskPage, reader: ResponseReader, read: Callable[[], ResponseRead | None]
    ) -> None:
        super().__init__(page)
        self._page, self._reader, self._read = page, reader, read
        self._asking, self._problem, self._busy = False, "", False

    @Slot()
    def ask(self) -> None:
        """Ask for the folder."""
        self._asking, self._problem = True, ""
        self.changed.emit()

    @Slot()
    def dismiss(self) -> None:
        """No file."""
        self._asking, self._problem = False, ""
        self.changed.emit()

    @Slot(str)
    def save(self, folder: str) -> None:
        """Write it there; a file of the same response that is there is replaced."""
        read, member = self._read(), self._page.member
        if read is None or member is None or self._busy:
            return
        self._busy, self._problem = True, ""
        self.changed.emit()
        self._page.desk.jobs.disk.run(self._writing(read, member, folder), self._written)

    def _writing(self, read: ResponseRead, member: StaffMember, folder: str) -> Callable[[], Path]:
        desk = self._page.desk
        ids = [one.response_id for one in read.summaries]

        def note() -> None:
            for one in ids:
                desk.responses.note(one, "printed", by=member)

        def write() -> Path:
            place = folder_named(folder)
            head = letterhead(
                desk.words, desk.speaking.language, clinic=desk.settings.clinic.name,
                kiosk=desk.settings.clinic.kiosk, printed=desk.now(),
            )  # fmt: skip
            file = place / _name(read)
            with whole_file(file, record=note) as out:
                direction = self._reader.direction_in
                write_pdf(matters_first(read.summaries), out, head, direction_of=direction)
            return file

        return write

    def _written(self, future: Future[Path]) -> None:
        self._busy, failure = False, future.exception()
        if failure is None:
            self._asking = False
            self._page.tell("response_saved", file=str(future.result()))
            self.saved.emit()
        elif isinstance(failure, KioskError):
            self._problem = f"{failure} {failure.advice}".strip()
        else:
            self._problem = self._page.say("response_trouble")
        self.changed.emit()
        raise_bug(failure)

    def _folder(self) -> str:
        return str(documents_folder())

    _read_asking = attrgetter("_asking")
    _read_problem = attrgetter("_problem")
    _read_busy = attrgetter("_busy")
    asking = Property(bool, _read_asking, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
    busy = Property(bool, _read_busy, notify=changed)
    folder = Property(str, _folder, constant=True)


def _name(read: ResponseRead) -> str:
    """Of the form, the day and the response; nothing of the patient."""
    row = read.opened.row
    form = "".join(sign if sign.isalnum() else "-" for sign in form_name(row.questionnaire))
    return f"{form} {row.completed_at.astimezone():%Y-%m-%d} {read.own.short_id}.pdf"
