"""A real window over a real store; any Qt warning fails the test."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from kiosk.demo.touch import Finger, rest
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.store import drafts, staff, submissions
from kiosk.store.database import Store, create_store
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.staff.staff import StaffScreen
from kiosk.ui.window import KioskWindow, open_window
from kiosk.ui.words import Words, load_words

PIN = "482913"
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

    def listen(kind: QtMsgType, _context: object, message: str) -> None:
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


@pytest.fixture
def store(tmp_path: Path, now: datetime) -> Iterator[Store]:
    """A new encrypted store with one member of staff."""
    made = create_store(tmp_path / "store", os.urandom(32))
    with made.transaction() as connection:
        staff.add_staff(connection, name="Sam", role="reception", pin=PIN, now=now)
    yield made
    made.close()


@pytest.fixture(scope="session")
def forms() -> tuple[Questionnaire, ...]:
    """The forms that ship."""
    names = ("what-matters", "pain-today", "gad-7", "phq-9")
    return tuple(read_questionnaire(resource("forms", f"{n}.json").read_bytes()) for n in names)


@dataclass
class Kiosk:
    """An open kiosk: its screens, its store and a finger before it."""

    patient: PatientScreen
    staff: StaffScreen
    store: Store
    window: KioskWindow
    finger: Finger
    jobs: Jobs

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

    def begin(self, form: str, language: str = "English") -> None:
        """From the attract page to the first question of a form."""
        self.finger.touch(language)
        self.finger.touch(form)
        rest(0.05)


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
    """Opens a kiosk: `open_kiosk(panel=((w, h), px_per_mm), settings=…, forms=…, store=…)`."""
    opened: list[Kiosk] = []

    def open_one(
        *,
        panel: tuple[tuple[int, int], float] = PORTRAIT_24,
        settings: Patient = BOTH,
        forms: tuple[Questionnaire, ...] = forms,
        store: Store = store,
    ) -> Kiosk:
        jobs = Jobs()
        shared = {"store": store, "forms": forms, "words": words, "jobs": jobs}
        shared |= {"settings": settings, "now": lambda: now}
        patient = PatientScreen(**shared, clinic="Riverside Practice", device_id=store.kiosk_id)
        desk = StaffScreen(**shared)
        window = open_window(patient, desk, size=panel[0], px_per_mm=panel[1])
        kiosk = Kiosk(patient, desk, store, window, Finger(window.root), jobs)
        opened.append(kiosk)
        rest(0.05)
        return kiosk

    yield open_one
    for kiosk in opened:
        kiosk.settle()
        kiosk.window.close()
        kiosk.jobs.close()


@pytest.fixture
def kiosk(open_kiosk: Opener) -> Kiosk:
    """A kiosk on a 24" portrait panel."""
    return open_kiosk()
