"""The whole kiosk over a real encrypted store, watched for everything that must never happen."""

import json
import random
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import pytest
import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.running.app import Kiosk, parts
from kiosk.settings import Panel, Patient, Settings
from kiosk.store import staff
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.trial.clock import Clock
from kiosk.trial.finger import QuickFinger
from kiosk.ui.window import WindowPlace

EVERY_KIND = Path(__file__).with_name("every-kind.json")
BUNDLED = ("what-matters", "pain-today", "gad-7", "communication-needs")
PIN = "590317"
PX_PER_MM = 3.6
PATIENCE_S = 30.0
NUMBER = "48213"
"""A number that stands nowhere else."""


@dataclass
class Watched:
    """An open kiosk, a finger before it, and what went wrong since.

    Attributes:
        key: of the store.
        troubles: exceptions that nobody expected, and what Qt complained about.
        clock: that of the touch guard; it goes on when a test says so.
    """

    kiosk: Kiosk
    store: Store
    key: bytes
    finger: QuickFinger
    clock: Clock
    troubles: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until the disk lane is empty and the screen has heard of it."""
        ended: list[object] = []
        self.kiosk._jobs.disk.run(lambda: None, ended.append)
        self.finger.wait_until(lambda: bool(ended), "the disk lane")
        self.live()

    def live(self) -> None:
        """Let the window live for a moment, in a loop: only there Qt deletes what a page was."""
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()

    def begin(self, form: Questionnaire, language: str = "en") -> None:
        """To the first question of a form."""
        patient = self.kiosk.patient
        patient._speaking.speak(language)
        patient.prepare((form,), None)
        patient.begin(patient.property("whoMay")[0])
        if patient.property("page") == "only":
            patient.goOn()
        self.live()

    def answer(self, chance: random.Random, words: str) -> None:
        """Something on the page that is shown, and on; `words` wherever words can be written."""
        patient, asking = self.kiosk.patient, self.kiosk.patient.shown
        view = asking.property("question")
        for field_ in view.get("writing", ()):
            asking.write(field_, words)
        if options := view.get("options"):
            asking.enter({"chosen": [chance.randrange(len(options))]})
        elif not view.get("writing"):
            asking.enter(ENTRIES.get(view["kind"], {}))
        self.live()
        before = patient.sitting.place
        patient.goOn()
        if patient.page == "question" and patient.sitting.place == before:
            asking.decline()
        self.live()

    def walk(self, chance: random.Random, words: str) -> None:
        """From a question to the check page."""
        patient = self.kiosk.patient
        for _ in range(MOST_PAGES):
            if patient.page == "question":
                self.answer(chance, words)
            elif patient.page in {"another", "privacy"}:
                patient.goOn()
                self.live()
            else:
                return

    def shows(self, text: str) -> list[str]:
        """Every object of the window that holds that text, whether it is seen or not."""
        root = self.kiosk.window.root
        found = {*_children(root), *_items(root.contentItem())}
        names = ("text", "label", "title", "words", "entry", "question", "displayText")
        return [
            f"{one.objectName() or type(one).__name__}.{name}"
            for one in found
            for name in names
            if text in str(one.property(name))
        ]

    def objects(self) -> int:
        """How many objects the window is made of."""
        return sum(1 for _ in _children(self.kiosk.window.root))

    def time_is_up(self) -> None:
        """The time of quiet is over, and so is the countdown; neither is waited for."""
        idle = self.kiosk.patient.watch
        idle._warn()
        idle._left = 0.0
        idle._tick()

    def has_left(self) -> str:
        """Which way out of the patient's screen stands open; "" where none does."""
        window = self.kiosk.window.root
        others = [one for one in QGuiApplication.topLevelWindows() if one is not window]
        board = QGuiApplication.clipboard()
        ways = {
            "the window is closed": not window.isVisible(),
            "it does not cover the screen": window.windowStates() != FULL,
            "another window is open": any(one.isVisible() for one in others),
            "the staff's page opened": self.kiosk.staff.page not in {"", "pin"},
            "something was copied": bool(board.text(QClipboard.Mode.Clipboard)),
        }
        return next((way for way, open_ in ways.items() if open_), "")


FULL = Qt.WindowState.WindowFullScreen
MOST_PAGES = 80
ENTRIES = {
    "date": {"day": "13", "month": "11", "year": "1931", "unknown": []},
    "dateTime": {"day": "13", "month": "11", "year": "1931", "hour": "7", "minute": "5"},
    "time": {"hour": "7", "minute": "31"},
    "number": {"text": NUMBER},
    "stepper": {"text": "4"},
    "slider": {"text": "40", "part": 0.4},
    "quantity": {"text": NUMBER, "unit": [0]},
    "search": {"chosen": [3]},
    "repeated": {"entries": [{"day": "13", "month": "11", "year": "1931"}], "at": 0},
}
"""What a control may hold where it has no options and nothing to be written."""


def _children(one: QObject) -> Iterator[QObject]:
    """What it owns, and what that owns. `findChildren` keeps what it found alive for ever."""
    for child in one.children():
        yield child
        yield from _children(child)


def _items(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        yield child
        yield from _items(child)


@pytest.fixture(scope="session")
def app() -> QGuiApplication:
    """The one application of the process."""
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication([])


@pytest.fixture(scope="session")
def every_kind() -> Questionnaire:
    """A form with every kind of control there is."""
    return parse_questionnaire(json.loads(EVERY_KIND.read_bytes()))


@pytest.fixture(scope="session")
def forms(every_kind: Questionnaire) -> tuple[Questionnaire, ...]:
    """The forms that ship, and the one with every control."""
    bundled = (read_questionnaire(resource("forms", f"{n}.json").read_bytes()) for n in BUNDLED)
    return (*bundled, every_kind)


Opener = Callable[..., Watched]


@pytest.fixture
def open_kiosk(
    app: QGuiApplication,  # noqa: ARG001 - must be there first
    forms: tuple[Questionnaire, ...],
    tmp_path: Path,
) -> Iterator[Opener]:
    """Opens a kiosk as patients meet it: full screen, not to be closed."""
    opened: list[Watched] = []

    def open_one(size: tuple[int, int] = (1080, 1920), px_per_mm: float = PX_PER_MM) -> Watched:
        key = new_key()
        store = create_store(tmp_path / f"store-{len(opened)}", key)
        with store.transaction() as connection:
            now = datetime.now(UTC)
            staff.add_staff(connection, name="Sam", role="reception", pin=PIN, now=now)
        settings = Settings(
            patient=Patient(languages=("en", "ar"), draft_translations=("ar",)),
            panel=Panel(px_per_mm=px_per_mm),
        )
        place = WindowPlace(px_per_mm=px_per_mm, fullscreen=True, may_close=False)
        made_of = parts(settings)._replace(forms=forms)
        kiosk = Kiosk(store, settings, made_of, place)
        kiosk.window.root.resize(*size)
        clock = Clock()
        kiosk.window.guard._clock = clock
        watched = Watched(kiosk, store, key, QuickFinger(kiosk.window.root, clock), clock)
        watched.finger._patience_s = PATIENCE_S
        _listen(watched)
        opened.append(watched)
        watched.finger.wait_for_stillness()
        return watched

    yield open_one
    for one in opened:
        one.settle()
        one.kiosk.close()
        one.store.close()
        for gone in (one.kiosk.patient, one.kiosk.staff):
            shiboken6.delete(gone)


def _listen(watched: Watched) -> None:
    """Hears what the guard hears, with its words, and passes it on."""
    guarded = sys.excepthook

    def broke(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        watched.troubles.append("".join(traceback.format_exception(value)))
        guarded(kind, value, trace)

    def complained(kind: QtMsgType, _context: object, message: str) -> None:
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
            watched.troubles.append(f"Qt: {message}")

    sys.excepthook = broke
    qInstallMessageHandler(complained)
