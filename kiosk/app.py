"""Puts one running kiosk together: the only file that knows all the others.

Order of things: settings, key and store (or a calm page that says what is missing), words and
forms, the two lanes, the screens, the window, the timer that sends.
"""

import os
import random
import sys
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from kiosk.errors import (
    KioskError,
    NotSetUp,
    RefusedError,
    SettingsInvalid,
    StoreUnavailable,
)
from kiosk.offered import read_forms
from kiosk.remarks import board_lines
from kiosk.resources import resource
from kiosk.settings import Central, Settings
from kiosk.store.database import Store, hold_for_run, open_store, store_id
from kiosk.store.key import load_key
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.schedule import next_wait
from kiosk.sync.send import SyncReport, send_due
from kiosk.ui.guard import Guard
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.signals import EndedBySignal
from kiosk.ui.staff.staff import StaffScreen
from kiosk.ui.window import open_closed_page, open_window, prepare_qt
from kiosk.ui.words import load_words

UNSEEN: Final = ("offscreen", "minimal")
"""Qt's platforms that draw where nobody looks."""

CLOSED_PAGE_MS: Final = 20_000
"""How long the page of a closed kiosk stands before the program ends with its exit code."""


def utc_now() -> datetime:
    """The clock of a real kiosk."""
    return datetime.now(UTC)


class WindowPlace(NamedTuple):
    """How the window lies on the screen: `size` in pixels, or None for what the screen gives."""

    size: tuple[int, int] | None = None
    px_per_mm: float = 0.0
    fullscreen: bool = False
    may_close: bool = True


class Kiosk:
    """One running kiosk; a QGuiApplication must exist.

    Args:
        store: the open store; whoever opened it closes it, after this.
        settings: of this kiosk.
        place: how the window lies on the screen.

    Attributes:
        window: the open window.
        patient: what patients do.
        staff: what staff do.
        sender: sends what waits; None where the settings name no central service.

    Raises:
        SettingsInvalid: a form or language the settings name is not there.
    """

    def __init__(self, store: Store, settings: Settings, place: WindowPlace) -> None:
        self._store, self._jobs = store, Jobs()
        self._forms = read_forms(settings.patient.forms)
        words = load_words(resource("translations"))
        self.patient = PatientScreen(
            store=store, forms=self._forms, words=words, jobs=self._jobs,
            settings=settings.patient, clinic=settings.clinic.name, now=utc_now,
            device_id=store.kiosk_id,
        )  # fmt: skip
        self.staff = StaffScreen(
            store=store, forms=self._forms, words=words, jobs=self._jobs,
            settings=settings.patient, now=utc_now,
        )  # fmt: skip
        self.window = open_window(self.patient, self.staff, **place._asdict())
        self.sender = self._sender(settings.central)
        self._guard = Guard()
        self._guard.install()
        self._guard.broke.connect(self.patient.fail)
        self.patient.ended.connect(self.refresh_board)
        self.refresh_board()

    def refresh_board(self) -> None:
        """Shows on the first page what the desk decided since."""
        self._jobs.disk.run(lambda: board_lines(self._store, self._forms), self._show_board)

    def close(self) -> None:
        """Closes the window and lets what was begun end; the store stays open."""
        self._guard.remove()
        if self.sender is not None:
            self.sender.close()
        self.window.close()
        self._jobs.close()

    def _sender(self, central: Central) -> "Sender | None":
        if central.url is None:
            return None
        sender = Sender(self._store, self._jobs, central)
        self.patient.sent.connect(sender.wake)
        return sender

    def _show_board(self, future: "Future[list[dict[str, str]]]") -> None:
        # A store that is busy for once leaves the board as it was; the next look comes soon.
        with suppress(KioskError):
            self.patient.show_board(future.result())


def run(settings: Settings, *, windowed: bool) -> None:
    """Runs the kiosk on this PC's store until its window is closed.

    Raises:
        NotSetUp, StoreUnavailable, SettingsInvalid: what went wrong was on the screen, too.
    """
    application = application_with_window()
    try:
        _run_on_store(settings, windowed=windowed, application=application)
    except (NotSetUp, StoreUnavailable, SettingsInvalid) as closed:
        show_closed(closed, clinic=settings.clinic.name, fullscreen=not windowed)
        raise


def application_with_window() -> QGuiApplication:
    """The one application object.

    Raises:
        RefusedError: this session has no display to open a window on.
    """
    if not has_display():
        raise RefusedError(
            "There is no display to open the window on.",
            advice="Start it in a graphical session. The other commands need no display.",
        )
    prepare_qt()
    instance = QGuiApplication.instance()
    return instance if isinstance(instance, QGuiApplication) else QGuiApplication(["kiosk"])


def has_display() -> bool:
    """Whether a window can be opened: on Linux, whether there is an X or Wayland display."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def show_until_ended(kiosk: Kiosk, application: QGuiApplication) -> None:
    """Runs the event loop until the window is closed or the process is told to end."""
    ended = EndedBySignal(application)
    try:
        application.exec()
    finally:
        ended.restore()
        kiosk.close()


def show_closed(closed: KioskError, *, clinic: str, fullscreen: bool) -> None:
    """The page that says why the kiosk is closed; until it is touched away, or for a while."""
    application = application_with_window()
    if application.platformName() in UNSEEN:
        return
    window = open_closed_page(
        clinic=clinic, heading="This screen is closed", body=str(closed), advice=closed.advice,
        fullscreen=fullscreen,
    )  # fmt: skip
    QTimer.singleShot(CLOSED_PAGE_MS, application.quit)
    ended = EndedBySignal(application)
    application.exec()
    ended.restore()
    window.close()


def _run_on_store(settings: Settings, *, windowed: bool, application: QGuiApplication) -> None:
    directory = settings.store_directory
    store = open_store(directory, load_key(store_id(directory)))
    try:
        with hold_for_run(directory):
            place = WindowPlace(
                px_per_mm=settings.panel.px_per_mm, fullscreen=not windowed, may_close=windowed
            )
            show_until_ended(Kiosk(store, settings, place), application)
    finally:
        store.close()


class Sender(QObject):
    """Sends what waits: every so often, and at once when something new was stored.

    Signals:
        reported: a run of the sender ended; carries its `SyncReport`.
    """

    reported = Signal(object)

    def __init__(self, store: Store, jobs: Jobs, settings: Central) -> None:
        super().__init__()
        assert settings.url is not None  # noqa: S101 - for the type checker
        self._store, self._lane, self._every_s = store, jobs.network, settings.every_s
        self._client = FhirClient(settings.url, timeout_s=settings.timeout_s)
        self._jitter = random.Random()  # noqa: S311 - spreads load, guards nothing
        self._failures, self._running, self._closing = 0, False, False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.wake)
        self.wake()

    def wake(self) -> None:
        """Sends now, unless it is at it."""
        if not self._running and not self._closing:
            self._running = True
            self._timer.stop()
            self._lane.run(self._send, self._done)

    def close(self) -> None:
        """Begins nothing more; a request that is under way ends by itself."""
        self._closing = True
        self._timer.stop()
        self._lane.run(self._client.close, Future.result)

    def _send(self) -> SyncReport:
        return send_due(
            self._store, self._client, now=utc_now, jitter=self._jitter,
            go_on=lambda: not self._closing,
        )  # fmt: skip

    def _done(self, future: "Future[SyncReport]") -> None:
        self._running = False
        try:
            report = future.result()
        except KioskError:
            # A store that is busy for once is no reason to disturb a patient.
            self._again_in(self._every_s)
            return
        self._failures = self._failures + 1 if report.error is not None else 0
        self._again_in(
            next_wait(
                report.error, every_s=self._every_s, failures=self._failures, jitter=self._jitter
            )
        )
        self.reported.emit(report)

    def _again_in(self, seconds: float) -> None:
        if not self._closing:
            self._timer.start(int(seconds * 1000))
