"""A real window over a real store; any Qt warning fails the test."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QMessageLogContext, QPoint, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from sqlalchemy import event

from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.offered import bundled_value_sets
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.store import drafts, staff, submissions
from kiosk.store.database import Store, create_store, open_store
from kiosk.trial.clock import Clock
from kiosk.trial.touch import REPEAT_S, Finger, rest
from kiosk.ui.access.voice import Voice
from kiosk.ui.jobs import Jobs
from kiosk.ui.opening import open_window
from kiosk.ui.patient.arms import Arms
from kiosk.ui.patient.clinic import Clinic
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.patient.store_shelf import StoreShelf
from kiosk.ui.staff.staff import StaffScreen
from kiosk.ui.window import KioskWindow, WindowPlace
from kiosk.ui.wording.words import Words, load_words

PIN = "482913"
FRAME_S = 0.008
"""Longer than an offscreen window takes to its next frame."""
PORTRAIT_24 = ((1080, 1920), 3.6)
BOTH = Patient(languages=("en", "ar"), draft_translations=("ar",))


@pytest.fixture(scope="session")
def app() -> QGuiApplication:
    """The one application of the process."""
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication([])


@pytest.fixture
def qt_warnings() -> Iterator[list[str]]:
    """What Qt complained about; a test that leaves any fails."""
    told: list[str] = []

    def listen(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        # The libraries for sound say at once what this machine lacks for it.
        if context.category == "qt.multimedia.symbolsresolver":
            return
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
            told.append(message)

    qInstallMessageHandler(listen)
    yield told
    qInstallMessageHandler(None)
    assert told == []


@pytest.fixture(scope="session")
def words() -> Words:
    """The words that ship."""
    return load_words(resource("translations"))


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The folder and key of an encrypted store with one member of staff, to be copied."""
    folder, key = tmp_path_factory.mktemp("new") / "store", os.urandom(32)
    made = create_store(folder, key)
    with made.transaction() as connection:
        now = datetime(2026, 3, 1, tzinfo=UTC)
        staff.add_staff(connection, name="Sam", role="reception", pin=PIN, now=now)
    made.close()
    return folder, key


@pytest.fixture
def store(tmp_path: Path, new_store: tuple[Path, bytes]) -> Iterator[Store]:
    """An encrypted store of its own with one member of staff."""
    folder, key = new_store
    opened = open_store(Path(shutil.copytree(folder, tmp_path / "store")), key)
    yield opened
    opened.close()


@pytest.fixture
def other_store(tmp_path: Path, new_store: tuple[Path, bytes]) -> Iterator[Store]:
    """The same for another kiosk of the clinic."""
    folder, key = new_store
    opened = open_store(Path(shutil.copytree(folder, tmp_path / "other")), key)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def forms() -> tuple[Questionnaire, ...]:
    """The forms that ship."""
    names = ("what-matters", "pain-today", "gad-7", "phq-9")
    return tuple(read_questionnaire(resource("forms", f"{n}.json").read_bytes()) for n in names)


class QuickFinger(Finger):
    """A finger before a window whose guard's clock jumps, instead of resting between touches."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__(window.root)
        window.guard._clock = self._clock = Clock()

    def wait_for_stillness(self) -> None:
        """Wait until two frames of the page are laid out the same."""
        before, now = [], self.nodes()
        while before != now:
            rest(FRAME_S)
            before, now = now, self.nodes()

    def touch_at(self, place: QPoint) -> None:
        """Touch and let go, half a second after whatever was touched before."""
        self._clock.ahead += REPEAT_S
        self.press(place)
        self.release(place)
        rest(0)


@dataclass
class Kiosk:
    """An open kiosk: its screens, its store and a finger before it."""

    patient: PatientScreen
    staff: StaffScreen
    store: Store
    window: KioskWindow
    finger: Finger
    jobs: Jobs
    words: Words

    def drafts(self) -> tuple[drafts.DraftSummary, ...]:
        """The drafts in the store, after everything given to the disk lane was done."""
        self.settle()
        with self.store.reading() as connection:
            return drafts.list_drafts(connection)

    def submissions(self) -> list[submissions.Submission]:
        """The finished responses in the store."""
        self.settle()
        with self.store.reading() as connection:
            return list(submissions.submissions(connection))

    def settle(self) -> None:
        """Wait until the disk lane is empty and the screen has heard of it."""
        ended: list[object] = []
        self.jobs.disk.run(lambda: None, ended.append)
        self.finger.wait_until(lambda: bool(ended))

    @contextmanager
    def slow_disk(self) -> Iterator[None]:
        """Nothing given to the disk lane is done before the end of the block."""
        gate = threading.Event()
        self.jobs.disk.run(lambda: gate.wait(30), lambda _: None)
        try:
            yield
        finally:
            gate.set()

    @contextmanager
    def busy_store(self) -> Iterator[None]:
        """Another program writes: whoever else wants to is refused, soon."""
        event.listen(self.store._engine, "checkout", _impatient)
        with self.store.transaction() as connection:
            connection.exec_driver_sql("select 1")
            yield

    def nobody_touches_it(self) -> None:
        """The time of quiet is over, and so is the countdown; neither is waited for."""
        assert self.patient._idle._quiet.isActive()
        self.patient._idle._warn()
        self.patient._idle._left = 0.0
        self.patient._idle._tick()

    def begin(self, form: str, language: str = "English") -> None:
        """From the attract page to the first question of a form, in whatever language it is."""
        self.finger.touch(language)
        self.finger.wait_for_stillness()
        if self.patient.page == "forms":
            self.finger.touch(form)
        self.finger.touch(self.words.say(self.patient.speaking.code, "who_self"))
        self._go_on_all_the_same()

    def speak(self, code: str) -> None:
        """Another language, whether the form is in it or not."""
        self.patient.speak(code)
        self._go_on_all_the_same()

    def _go_on_all_the_same(self) -> None:
        self.finger.wait_for_stillness()
        if self.patient.page == "only":
            self.finger.touch(self.words.say(self.patient.speaking.code, "only_go_on"))
            self.finger.wait_for_stillness()


def _impatient(raw: Any, *_: object) -> None:
    raw.execute("PRAGMA busy_timeout = 20")


Opener = Callable[..., Kiosk]


@pytest.fixture
def open_kiosk(  # noqa: PLR0913, PLR0917 - what a kiosk is made of
    app: QGuiApplication,  # noqa: ARG001 - must be there first
    qt_warnings: list[str],  # noqa: ARG001 - must hear everything
    store: Store,
    forms: tuple[Questionnaire, ...],
    words: Words,
    now: datetime,
) -> Iterator[Opener]:
    """Opens a kiosk: `open_kiosk(panel=((w, h), px_per_mm), settings=…, forms=…, store=…, …)`."""
    opened: list[Kiosk] = []

    def open_one(  # noqa: PLR0913 - keyword-only
        *,
        panel: tuple[tuple[int, int], float] = PORTRAIT_24,
        settings: Patient = BOTH,
        forms: tuple[Questionnaire, ...] = forms,
        store: Store = store,
        make_voice: Callable[[], Voice] | None = None,
        alerts_seen: Callable[[], bool] = lambda: False,
        slip_keys: tuple[str, ...] = (),
        clock: Callable[[], datetime] = lambda: now,
        draw: Callable[[], float] = lambda: 0.0,
    ) -> Kiosk:
        jobs = Jobs()
        clinic = Clinic(
            "Riverside Practice", forms, words, settings, bundled_value_sets(), make_voice,
            alerts_seen, Arms(store.kiosk_id, clock, draw),
        )  # fmt: skip
        patient = PatientScreen(
            clinic=clinic,
            shelf=StoreShelf(store, forms, clock, clinic.value_sets, slip_keys=slip_keys),
            jobs=jobs, now=clock, device_id=store.kiosk_id,
        )  # fmt: skip
        desk = StaffScreen(
            store=store,
            forms=forms,
            words=words,
            jobs=jobs,
            settings=settings,
            value_sets=clinic.value_sets,
            now=lambda: now,
        )
        desk.paused.resume_while(alerts_seen)
        window = open_window(patient, desk, WindowPlace(*panel))
        kiosk = Kiosk(patient, desk, store, window, QuickFinger(window), jobs, words)
        opened.append(kiosk)
        if make_voice is not None:
            patient.voice.wake()
            kiosk.finger.wait_until(lambda: bool(patient.voice.property("offered")), "the voice")
        kiosk.finger.wait_for_stillness()
        return kiosk

    yield open_one
    for kiosk in opened:
        kiosk.settle()
        kiosk.window.close()
        kiosk.jobs.close()
        # Here and now, for the garbage collector may run on the lane of a later test's kiosk.
        for one in (kiosk.patient, kiosk.staff, kiosk.jobs.disk, kiosk.jobs.network):
            shiboken6.delete(one)


@pytest.fixture
def kiosk(open_kiosk: Opener) -> Kiosk:
    """A kiosk on a 24" portrait panel."""
    return open_kiosk()
