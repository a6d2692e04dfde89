"""The page on the screen, the sheet that hides it, and how both are shown."""

from collections.abc import Callable
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.needs import MORE_TIME
from kiosk.settings import Patient
from kiosk.ui.access.speech import Speech
from kiosk.ui.access.voice import Voice
from kiosk.ui.idle import IdleWatch
from kiosk.ui.patient.display import Display
from kiosk.ui.patient.manners import Manners
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

ATTRACT: Final = "attract"


@QmlElement
class Stage(QObject):
    """What every page of the patient window stands on, whatever the page is about.

    Nobody is watched for on the bare first page; with a sheet over it somebody is, for the next
    person must not find what the last one opened.
    """

    pageChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(
        self,
        words: Words,
        settings: Patient,
        make_voice: Callable[[], Voice] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page, self._sheet, self._busy = ATTRACT, "", False
        self._needs: frozenset[str] = frozenset()
        self.key_repeat_s = settings.key_repeat_ms / 1000
        self._speaking = Speaking(words, settings, self)
        self._display = Display(settings.scan_s, self)
        self._speech = Speech(self._speaking, make_voice, self)
        self._manners = Manners(self._display, self._speech, self._speaking)
        self._idle = IdleWatch(settings.idle_warning_s, settings.idle_countdown_s, self)
        self._idle.changed.connect(self.pageChanged)
        self._speech.held.connect(self._idle.hold_while)
        self._display.left.connect(self._tidy)
        self._speaking.changed.connect(self._size_text)
        self._size_text()
        self._speaking.changed.connect(self.pageChanged)

    @property
    def watch(self) -> IdleWatch:
        """Notices that nobody is there."""
        return self._idle

    @property
    def voice(self) -> Speech:
        """Reads the screen aloud where somebody asks for it."""
        return self._speech

    @property
    def shown_display(self) -> Display:
        """How large, in which colours and how high the screen is drawn."""
        return self._display

    @property
    def manners(self) -> Manners:
        """How whoever is here uses the screen."""
        return self._manners

    def is_free(self) -> bool:
        """Whether nobody sits at the screen, nor is about to."""
        return self._page == ATTRACT and self._sheet != "resuming"

    @Slot()
    def touched(self) -> None:
        """Somebody is there."""
        self._idle.touched()
        self._speech.touched()

    def _go(self, page: str) -> None:
        self._page, self._sheet = page, ""
        if page == ATTRACT:
            self._idle.stop()
        else:
            self._idle.start()
        self.pageChanged.emit()

    def _lay(self, sheet: str) -> None:
        """A sheet over the page, or none."""
        self._sheet = sheet
        if self._page == ATTRACT:
            self._idle.start() if self._laid() else self._idle.stop()
        self.pageChanged.emit()

    def _meet(self, said: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Make this screen what a person says they need; what they take back is as before.

        Returns: what is new, and what is taken back.
        """
        new, gone = said - self._needs, self._needs - said
        self._needs = said
        if new:
            self._display.apply(new)
        if gone:
            self._display.withdraw(gone)
        if MORE_TIME in new | gone:
            self._idle.setProperty("slower", MORE_TIME in said)
        return new, gone

    @Slot()
    def _size_text(self) -> None:
        """Text is large in a language that asks for it, unless the patient chose its size."""
        self._display.use(1 if self._speaking.large else 0)

    def _as_found(self) -> None:
        """The first page as every person finds it."""
        self._meet(frozenset())
        self._display.reset()
        self._speech.reset()
        self._speaking.reset()
        self._go(ATTRACT)

    @Slot()
    def _tidy(self) -> None:
        if self._page == ATTRACT:
            self._display.reset()

    def _laid(self) -> str:
        """The sheet over the page; a screen may have sheets of its own."""
        return self._sheet

    def _shown_sheet(self) -> str:
        return "idle" if self._idle.warning else self._laid()

    def _showing(self) -> tuple[str, str]:
        """The page, and the sheet that lies over it."""
        return self._page, self._shown_sheet()

    _read_page = attrgetter("_page")
    _read_busy = attrgetter("_busy")
    _read_speaking = attrgetter("_speaking")
    _read_display = attrgetter("_display")
    _read_speech = attrgetter("_speech")
    _read_idle = attrgetter("_idle")
    page = Property(str, _read_page, notify=pageChanged)
    sheet = Property(str, _shown_sheet, notify=pageChanged)
    busy = Property(bool, _read_busy, notify=pageChanged)
    speaking = Property(Speaking, _read_speaking, constant=True)
    display = Property(Display, _read_display, constant=True)
    speech = Property(Speech, _read_speech, constant=True)
    idle = Property(IdleWatch, _read_idle, constant=True)
