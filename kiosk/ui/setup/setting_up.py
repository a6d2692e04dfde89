"""The set-up window as a whole: which page is shown, how far it is, how it looks."""

from concurrent.futures import Future
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.resources import resource
from kiosk.setting_up import steps
from kiosk.setting_up.book import Book
from kiosk.setting_up.tools import Now
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Jobs
from kiosk.ui.setup.centre import CentrePage
from kiosk.ui.setup.forms import SetUpFormsPage
from kiosk.ui.setup.languages import LanguagesPage
from kiosk.ui.setup.measuring import MeasureStep
from kiosk.ui.setup.names import NamesPage
from kiosk.ui.setup.page import SetUpPage, Shared
from kiosk.ui.setup.ready import ReadyPage
from kiosk.ui.setup.recovery import RecoveryPage
from kiosk.ui.setup.sound import SoundPage
from kiosk.ui.setup.staff import StaffPage
from kiosk.ui.setup.touch import TouchPage
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Words, load_setup_words, load_words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

THEMES: Final = ("light", "dark", "contrast", "contrast-dark")
TEXT_SIZES: Final = (100, 150, 200)
_FILES: Final = {
    steps.LANGUAGES: "LanguagesStep", steps.NAMES: "NamesStep", steps.MEASURE: "MeasureStep",
    steps.TOUCH: "TouchStep", steps.SOUND: "SoundStep", steps.FORMS: "FormsStep",
    steps.STAFF: "StaffStep", steps.RECOVERY: "RecoveryStep", steps.CENTRE: "CentreStep",
    steps.READY: "ReadyStep",
}  # fmt: skip


@QmlElement
class SetUp(QObject):
    """Everything of a kiosk that is asked once, a page after the other.

    Args:
        book: keeps it.
        jobs: the lanes.
        px_per_mm: of the screen, as far as it is known.
        words: of the window; those that ship, where none are given.

    Attributes:
        finished: the kiosk can run.

    Signals:
        scaled: the screen was measured; pixels a millimetre.
        ended: the window is to be closed.
    """

    changed = Signal()
    scaled = Signal(float)
    ended = Signal()

    def __init__(
        self,
        book: Book,
        jobs: Jobs,
        *,
        px_per_mm: float,
        words: Words | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        folder = resource("translations")
        self._now = book.now()
        spoken = words or load_setup_words(folder)
        self._speaking = Speaking(spoken, self._now.settings.patient)
        shared = Shared(book, jobs, self._speaking, load_words(folder))
        self._book, self._jobs = book, jobs
        self.finished = False
        self._problem, self._busy, self._theme, self._text = "", 0, 0, 0
        self._pages = {page.step: page for page in _pages(shared, px_per_mm, self)}
        for page in self._pages.values():
            page.kept.connect(self._kept)
            page.learned.connect(self._learned)
            page.refused.connect(self._refused)
            page.worked.connect(self._worked)
        self.measuring.scaled.connect(self.scaled)
        self._step = steps.first_open(self._now.known)
        self.shown.enter(self._now)

    @property
    def measuring(self) -> MeasureStep:
        """The page that measures the screen."""
        page = self._pages[steps.MEASURE]
        assert isinstance(page, MeasureStep)  # noqa: S101 - made so
        return page

    @Slot()
    def goOn(self) -> None:  # noqa: N802 - called by QML
        """What the page says is kept, then the next one comes."""
        if not self._busy:
            self.shown.go_on()

    @Slot()
    def back(self) -> None:
        """The page before; what was chosen there is there again."""
        place = steps.STEPS.index(self._step)
        if place and not self._busy:
            self._show(steps.STEPS[place - 1])

    @Slot()
    def skip(self) -> None:
        """Left out for now."""
        if self._step in steps.MAY_SKIP and not self._busy:
            self.shown.keep({}, skipped=True)

    @Slot()
    def later(self) -> None:
        """The window is left; what was chosen is kept."""
        if not self._busy:
            self.ended.emit()

    @Slot()
    def start(self) -> None:
        """The kiosk runs from now on."""
        if not self._busy:
            self._worked(1)
            self._jobs.disk.run(self._book.finish, self._finished)

    @Slot()
    def otherColours(self) -> None:  # noqa: N802 - called by QML
        """The next of the colours."""
        self._theme = (self._theme + 1) % len(THEMES)
        self.changed.emit()

    @Slot()
    def otherSize(self) -> None:  # noqa: N802 - called by QML
        """The next size of the text."""
        self._text = (self._text + 1) % len(TEXT_SIZES)
        self.changed.emit()

    @Slot(object)
    def _kept(self, now: Now) -> None:
        self._now = now
        place = steps.STEPS.index(self._step)
        self._show(steps.STEPS[min(place + 1, len(steps.STEPS) - 1)])

    @Slot(object)
    def _learned(self, now: Now) -> None:
        self._now = now
        self.changed.emit()

    def _show(self, step: str) -> None:
        self.shown.leave()
        self._step, self._problem = step, ""
        self.shown.enter(self._now)
        self.changed.emit()

    def _finished(self, future: Future[Now]) -> None:
        self._worked(-1)
        failure = future.exception()
        if failure is None:
            self.finished = True
            self.ended.emit()
            return
        self._refused(self.say("setup_not_ready", steps=self._missing()))
        raise_bug(failure)

    def say(self, key: str, **values: object) -> str:
        """A text in the language of the window."""
        return self._speaking.say(key, **values)

    def _missing(self) -> str:
        return ", ".join(self.say(f"setup_{one}") for one in steps.missing(self._now.known))

    @Slot(str)
    def _refused(self, why: str) -> None:
        if why != self._problem:
            self._problem = why
            self.changed.emit()

    @Slot(int)
    def _worked(self, by: int) -> None:
        self._busy += by
        self.changed.emit()

    @property
    def shown(self) -> SetUpPage:
        """The page that is shown."""
        page: SetUpPage = self._pages[self._step]
        return page

    def _progress(self) -> str:
        number, count = steps.STEPS.index(self._step) + 1, len(steps.STEPS)
        return self.say("setup_progress", number=number, count=count)

    def _share(self) -> float:
        return (steps.STEPS.index(self._step) + 1) / len(steps.STEPS)

    def _may_skip(self) -> bool:
        return self._step in steps.MAY_SKIP

    def _may_go_back(self) -> bool:
        return self._step != steps.STEPS[0]

    def _is_last(self) -> bool:
        return self._step == steps.STEPS[-1]

    def _is_busy(self) -> bool:
        return self._busy > 0

    def _file(self) -> str:
        return f"{_FILES[self._step]}.qml"

    def _read_theme(self) -> str:
        return THEMES[self._theme]

    def _read_text(self) -> int:
        return TEXT_SIZES[self._text]

    def _theme_word(self) -> str:
        return self.say(f"setup_colours_{THEMES[self._theme].replace('-', '_')}")

    def _text_word(self) -> str:
        return self.say("setup_text", percent=TEXT_SIZES[self._text])

    _read_speaking = attrgetter("_speaking")
    _read_shown = attrgetter("shown")
    _read_step = attrgetter("_step")
    _read_problem = attrgetter("_problem")
    speaking = Property(Speaking, _read_speaking, constant=True)
    page = Property(SetUpPage, _read_shown, notify=changed)
    step = Property(str, _read_step, notify=changed)
    file = Property(str, _file, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
    busy = Property(bool, _is_busy, notify=changed)
    progress = Property(str, _progress, notify=changed)
    share = Property(float, _share, notify=changed)
    maySkip = Property(bool, _may_skip, notify=changed)  # noqa: N815 - read by QML
    mayGoBack = Property(bool, _may_go_back, notify=changed)  # noqa: N815
    isLast = Property(bool, _is_last, notify=changed)  # noqa: N815
    theme = Property(str, _read_theme, notify=changed)
    text = Property(int, _read_text, notify=changed)
    themeWord = Property(str, _theme_word, notify=changed)  # noqa: N815
    textWord = Property(str, _text_word, notify=changed)  # noqa: N815


def _pages(shared: Shared, px_per_mm: float, parent: QObject) -> tuple[Any, ...]:
    return (
        LanguagesPage(shared, parent), NamesPage(shared, parent),
        MeasureStep(shared, px_per_mm, parent), TouchPage(shared, parent),
        SoundPage(shared, parent), SetUpFormsPage(shared, parent), StaffPage(shared, parent),
        RecoveryPage(shared, parent), CentrePage(shared, parent), ReadyPage(shared, parent),
    )  # fmt: skip
