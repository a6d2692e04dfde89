"""Puts one running kiosk together: the only file that knows all the others.

Order of things: what the settings name, key and store, the display; then the lanes, the
screens, the window, the timer that sends.
"""

import gc
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from random import SystemRandom
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from kiosk.coproduction.board_lines import Board, in_turn
from kiosk.desk.improving.board import read_board
from kiosk.offered import AtHand
from kiosk.running.parts import Parts, parts, utc_now
from kiosk.running.renewing import Renewing
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.sync.alerts import here_of
from kiosk.sync.connect import client_for
from kiosk.sync.fetch.clinic import with_clinic_settings
from kiosk.sync.heartbeat import about
from kiosk.sync.tasks_wanted import tasks_wanted
from kiosk.ui.access.voice import system_voice
from kiosk.ui.guard import Guard, log_failure
from kiosk.ui.jobs import Jobs
from kiosk.ui.meanwhile.alert_watch import AlertWatch
from kiosk.ui.meanwhile.clinic_watch import watch_clinic
from kiosk.ui.meanwhile.fetching_visits import VisitFetcher
from kiosk.ui.meanwhile.sending import Sender
from kiosk.ui.meanwhile.space_watch import SpaceWatch
from kiosk.ui.meanwhile.upkeep import Upkeep
from kiosk.ui.opening import open_window
from kiosk.ui.patient.arms import Arms
from kiosk.ui.patient.clinic import Clinic
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.patient.store_shelf import StoreShelf
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.reception.on_kiosk import DeskOnKiosk
from kiosk.ui.screenshots import keep_from_screenshots
from kiosk.ui.staff.measuring import kept_px_per_mm
from kiosk.ui.staff.staff import StaffScreen
from kiosk.ui.window import WindowPlace

__all__ = [
    "LET_GO_MS",
    "PRACTISE_MS",
    "Kiosk",
    "Parts",
    "parts",
    "utc_now",
]

LET_GO_MS: Final = 200
"""So long after a sitting, when the first page is drawn, what it held is collected."""

PRACTISE_MS: Final = 1000
"""So long after the start, when the first page is drawn, what forms find out once is found out."""


class Kiosk:
    """One running kiosk; a QGuiApplication must exist.

    Args:
        store: the open store; whoever opened it closes it, after this.
        settings: of this PC; what the centre says counts before them.
        made_of: what the settings name.
        place: how the window lies on the screen.
        draw: a number from 0 up to 1, which says who gets words that are tried; else by chance.
        now: the clock, aware, UTC; of a story that goes through weeks it is another one.

    Attributes:
        window: the open window.
        patient: what patients do.
        staff: what staff do.
        sender: sends what waits; None where the settings name no central service.
    """

    def __init__(  # noqa: PLR0913 - keyword-only beyond the four
        self, store: Store, settings: Settings, made_of: Parts, place: WindowPlace,
        *, draw: Callable[[], float] | None = None, now: Callable[[], datetime] = utc_now,
    ) -> None:  # fmt: skip
        self._store, self._jobs, self._now = store, Jobs(), now
        own, settings = settings, with_clinic_settings(store, settings).settings
        value_sets = made_of.value_sets
        here = here_of(settings, store.kiosk_id)
        shelf = StoreShelf(
            store, made_of.forms, now, value_sets, here=here,
            slip_keys=settings.reception.slip_keys,
        )  # fmt: skip
        self._alerts = AlertWatch(store, settings, now, self._has_alert_rule)
        self.patient = PatientScreen(
            clinic=Clinic(
                settings.clinic.name, made_of.forms, made_of.words, settings.patient, value_sets,
                system_voice() if settings.patient.read_aloud else None, self._alerts.seen,
                Arms(store.kiosk_id, now, draw or SystemRandom().random),
            ),
            shelf=shelf, jobs=self._jobs, now=now, device_id=store.kiosk_id,
        )  # fmt: skip
        self.staff = self._staff_screen(settings, made_of)
        self._upkeep = Upkeep(
            store=store, disk=self._jobs.disk, settings=settings, now=now,
            is_free=self.patient.is_free, parent=self.patient,
            spared=lambda: self.patient.at_screen() | self.patient.doomed(),
            value_sets=value_sets,
        )  # fmt: skip
        if not settings.panel.px_per_mm:  # else IT measured it
            place = self._measured(place)
        self.window = open_window(self.patient, self.staff, place, settings.keypad)
        if settings.panel.keep_from_screenshots:
            keep_from_screenshots(self.window.root)
        self._renewing = Renewing(
            store=store, settings=own, jobs=self._jobs, now=now,
            screens=(self.patient, self.staff, shelf), forms=made_of.forms, parent=self.patient,
        )  # fmt: skip
        if made_of.tried:
            self._renewing.use(AtHand(made_of.forms, value_sets, tried=made_of.tried))
        self._clinic = watch_clinic(self.patient, store, own, self._jobs.disk, now)
        self.sender = self._sender(settings)
        self._desk = DeskOnKiosk(
            self.window, self.staff, store=store, jobs=self._jobs, now=now,
            made_of=lambda: MadeOf(settings, self._renewing.forms, value_sets, own),
        )  # fmt: skip
        self._connect(settings)

    def _staff_screen(self, settings: Settings, made_of: Parts) -> StaffScreen:
        staff = StaffScreen(
            store=self._store, forms=made_of.forms, words=made_of.words, jobs=self._jobs,
            settings=settings.patient, value_sets=made_of.value_sets, now=self._now,
        )  # fmt: skip
        calls: Any = staff.calls
        calls.use(here_of(settings, self._store.kiosk_id))
        paused: Any = staff.paused
        paused.resume_while(self._alerts.seen)
        return staff

    def _connect(self, settings: Settings) -> None:
        """What follows what, and the timers."""
        self._renewing.fetched.connect(self.refresh_board)
        self._upkeep.stopped.connect(self._renewing.look)
        self._board_turn = 0
        self._guard = Guard()
        self._guard.install()
        self._guard.broke.connect(self.patient.fail)
        self.patient.ended.connect(self._turn_board)
        self.patient.ended.connect(self._forget_deleted)
        self.patient.begunChanged.connect(self._begun)
        # Queued: the first page is there again by then.
        self.patient.ended.connect(self._upkeep.sitting_ended, Qt.ConnectionType.QueuedConnection)
        self._let_go = QTimer(self.patient, interval=LET_GO_MS, singleShot=True)
        self._let_go.timeout.connect(_collect)
        self.patient.ended.connect(self._let_go.start)
        self._space = SpaceWatch(
            self._store.directory, self._jobs.disk, settings.store, self.patient
        )
        self._space.changed.connect(self.patient.rest)
        menu: Any = self.staff.menu
        self._space.changed.connect(menu.tell_full)
        self._space.start()
        self._clinic.start()
        self._upkeep.start()
        self.patient.sent.connect(self._alerts.look)
        self._alerts.start()
        self.refresh_board()
        self._practise = QTimer(self.patient, interval=PRACTISE_MS, singleShot=True)
        self._practise.timeout.connect(self.patient.practise)
        self._practise.timeout.connect(self.patient.voice.wake)
        self._renewing.offered.connect(self._practise.start)
        self._practise.start()

    @Slot()
    def refresh_board(self) -> None:
        """Shows on the first page what the desk decided since."""
        forms = self._renewing.forms
        self._jobs.disk.run(
            lambda: read_board(self._store, forms, today=self._now().date()), self._show_board
        )

    @Slot()
    def _turn_board(self) -> None:
        self._board_turn += 1
        self.refresh_board()

    def _measured(self, place: WindowPlace) -> WindowPlace:
        """That place at the scale that staff measured; else measuring comes before any patient."""
        screen = QGuiApplication.primaryScreen()
        place = place._replace(px_per_mm=place.px_per_mm or kept_px_per_mm(self._store, screen))
        self.staff.measure_on(screen, place.scale)
        if not place.px_per_mm:
            self.staff.measure_first()
        return place

    @Slot()
    def _begun(self) -> None:
        if self.patient.property("begun"):
            self._upkeep.sitting_began()

    @Slot()
    def _forget_deleted(self) -> None:
        """What a patient deleted or sent leaves no trace in the write-ahead log."""
        self._jobs.disk.run(self._store.forget_deleted, _tell_failure)

    def close(self) -> None:
        """Closes the window and lets what was begun end; the store stays open."""
        self._practise.stop()
        self._upkeep.stop()
        self._space.stop()
        self._clinic.stop()
        self._guard.remove()
        self._renewing.close()
        self._alerts.close()
        self._desk.close()
        if self.sender is not None:
            self._visits.close()
            self.sender.close()
        self.window.close()
        self._jobs.close()

    def _sender(self, settings: Settings) -> Sender | None:
        """What sends, and what fetches after it."""
        if settings.central.url is None:
            return None
        client, lane = (
            client_for(settings.central, self._store, clock=self._now),
            self._jobs.network,
        )
        self._visits = VisitFetcher(
            store=self._store, lane=lane, client=client, now=self._now, parent=self.patient,
            wanted=lambda: tasks_wanted(settings, self._renewing.forms),
        )  # fmt: skip
        sender = Sender(
            self._store, lane, client, every_s=settings.central.every_s, now=self._now,
            kiosk=about(settings, lambda: [form.canonical for form in self._renewing.forms]),
        )  # fmt: skip
        self.staff.send_by(sender, settings.central)
        sender.reported.connect(self._visits.look)
        self._renewing.follow(sender, client)
        self._alerts.follow(sender, client, lane)
        return sender

    def _has_alert_rule(self) -> bool:
        return any(form.has_alert_rule for form in self._renewing.forms)

    def _show_board(self, future: Future[Board]) -> None:
        # Whatever is wrong with the board, it stays as it was: no patient is disturbed by it.
        if (failure := future.exception()) is None:
            self.patient.show_board(in_turn(future.result(), self._board_turn))
        else:
            log_failure("the board", failure)


def _collect() -> None:
    """The values of a form hang on one another in circles; nobody else would break them soon."""
    gc.collect()


def _tell_failure(future: Future[bool]) -> None:
    if (failure := future.exception()) is not None:
        log_failure("clearing the write-ahead log", failure)
