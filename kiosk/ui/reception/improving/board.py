"""The board as everybody reads it now, what it says that nobody answered, and its papers."""

from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import Property, QObject, QStandardPaths, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.board_lines import Board
from kiosk.desk.improving.board import read_board
from kiosk.desk.improving.heard import Heard
from kiosk.desk.improving.heard_book import HeardBook
from kiosk.desk.saving import file_name, folder_named, unused
from kiosk.errors import RefusedError
from kiosk.forms.languages import written
from kiosk.papers.logo import kept_logo, with_picture
from kiosk.papers.notice import Notice, write_notice
from kiosk.papers.wall import Wall
from kiosk.ui.printing.board_papers import board_notice, huddle_notice
from kiosk.ui.printing.printing import wall
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.paper_file import write_paper
from kiosk.ui.wording.board_words import Reader, as_of, line_words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

HUDDLE: Final = "huddle"
_PAPERS: Final = {"a4": "a4", "a3": "a3", HUDDLE: "a4"}


class Looked(NamedTuple):
    """What one look found."""

    board: Board
    heard: Heard


@QmlElement
class BoardTab(DeskPage):
    """The board, read only: nobody writes it."""

    boardChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._book = HeardBook(desk.store, desk.forms, desk.now)
        self._looked: Looked | None = None
        self._language = self._clinic_language
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = QStandardPaths.writableLocation(documents)
        self.changed.connect(self.boardChanged)

    def enter(self) -> None:
        """Look at once."""
        self.work(self._look, self._show)

    def forget(self) -> None:
        """Nothing of it stays."""
        self._looked = None
        super().forget()

    @Slot(str)
    def chooseLanguage(self, code: str) -> None:  # noqa: N802 - called by QML
        """In which language it is read here and printed."""
        self._language = code
        self.changed.emit()

    @Slot()
    def answerThem(self) -> None:  # noqa: N802 - called by QML
        """Where what waits is answered."""
        self.wanted.emit("improve", "suggestions")

    @Slot(str, str)
    def save(self, kind: str, folder: str) -> None:
        """Write the board (a4, a3) or the huddle's page to a PDF in that folder."""
        self._folder = folder.strip()
        if self._looked is None:
            return
        try:
            place = folder_named(self._folder)
        except RefusedError:
            self.refuse(self.say("papers_no_folder"))
            return
        notice = self._notice(self._looked, kind)
        file = unused(place, file_name(notice.title), ".pdf")
        self.work(
            lambda: write_paper(file, lambda out: write_notice(notice, out, paper=_PAPERS[kind])),
            lambda _: self._saved(file),
        )

    def _saved(self, file: Path) -> None:
        self.tell("board_saved", file=file)

    def _look(self) -> Looked:
        today = self.desk.now().date()
        return Looked(read_board(self.desk.store, self.desk.forms, today=today), self._book.look())

    def _show(self, looked: Looked) -> None:
        self._looked = looked

    def _notice(self, looked: Looked, kind: str) -> Notice:
        speaking = self.desk.speaking
        if kind == HUDDLE:
            return huddle_notice(
                looked.heard, looked.board, speaking, self._wall(speaking.language)
            )
        return board_notice(looked.board, self._reader, self._wall(self._language))

    def _wall(self, language: str) -> Wall:
        clinic = with_picture(self.desk.settings).clinic
        logo = kept_logo(clinic.picture)
        return wall(self.desk.words, language, clinic=clinic.name, languages=(), logo=logo)

    @property
    def _reader(self) -> Reader:
        return Reader(self.desk.words, self._language, self._clinic_language)

    @property
    def _clinic_language(self) -> str:
        return written(self.desk.settings.patient.languages[0])

    def _lines(self) -> list[dict[str, str]]:
        known = self._looked.board.lines if self._looked else ()
        lines = (line_words(line, self._reader) for line in known)
        return [{"about": one.about, "told": one.tellings[0]} for one in lines]

    def _as_of(self) -> str:
        return as_of(self._looked.board, self._reader) if self._looked else ""

    def _overdue(self) -> str:
        many = self._looked.heard.overdue if self._looked else 0
        return self.desk.speaking.count("board_overdue", many, "count") if many else ""

    def _languages(self) -> list[dict[str, str]]:
        codes = dict.fromkeys(map(written, self.desk.settings.patient.languages))
        return [{"id": code, "label": self.desk.words.name_of(code)} for code in codes]

    def _has_looked(self) -> bool:
        return self._looked is not None

    _read_language = attrgetter("_language")
    _read_folder = attrgetter("_folder")
    lines = Property(list, _lines, notify=boardChanged)
    asOf = Property(str, _as_of, notify=boardChanged)  # noqa: N815 - read by QML
    overdue = Property(str, _overdue, notify=boardChanged)
    languages = Property(list, _languages, constant=True)
    language = Property(str, _read_language, notify=boardChanged)
    folder = Property(str, _read_folder, constant=True)
    looked = Property(bool, _has_looked, notify=boardChanged)
