"""Kiosks: how every kiosk of the clinic stands, and what the central service did not take."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.kiosks import Kiosks
from kiosk.store.unsent import Unsent
from kiosk.sync.send import SyncReport
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.kiosks_words import asked_text, cells, sorted_by
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.table import Column, Row, Table
from kiosk.ui.staff.moments import in_words
from kiosk.ui.staff.outbox_words import ID_SHOWN, item_line, refusal_lines
from kiosk.ui.wording.why import word_of
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

ASKED_EVERY: Final = timedelta(minutes=1)
"""So often the service is asked while the page is shown: one search each time."""

PLEASE_LOOK: Final = "please-look"


@QmlElement
class KiosksPage(DeskPage):
    """The kiosks; or, while `looking`, what was refused."""

    # Of its own: a property of a subclass that is notified by a signal of its base crashes Qt.
    stood = Signal()
    lookingChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._table = Table(_kiosk_columns(self.say), self)
        self._refused = Table(_refused_columns(self.say), self)
        self.changed.connect(self.stood)
        self._refused.changed.connect(self.stood)
        self._refused.opened.connect(lambda _: self.open())
        self._found: Kiosks | None = None
        self._unsent: dict[str, Unsent] = {}
        self._asked_at: datetime | None = None
        self._asking, self._sending, self._looking = False, False, False
        self._opened = False

    def enter(self) -> None:
        """Look at once, and ask the service."""
        self._asked_at = None
        self.refresh()

    def forget(self) -> None:
        """Back to the kiosks."""
        self._found, self._unsent = None, {}
        self._look_at(refused=False)
        self._table.clear()
        self._refused.clear()
        super().forget()

    def refresh(self) -> None:
        """Look again; now and then ask the service."""
        now, at = self.desk.now(), self._asked_at
        due = at is None or not timedelta() <= now - at < ASKED_EVERY
        if self.desk.kiosks.central and due and not self._asking:
            self._ask(now)
        elif self._looking:
            self.work(self.desk.kiosks.refused, self._show_refused)
        elif not self._asking:
            self.work(self.desk.kiosks.known, self._show_known)
        if self._found is None and self._asking:  # the first time, not before the line answers
            self.work(self.desk.kiosks.known, self._show_known)

    @Slot()
    def sendNow(self) -> None:  # noqa: N802 - called by QML
        """Send what waits, whether it is its turn or not."""
        if not self._sending:
            self._sending = True
            self.work(self._send, self._sent, network=True)
            self.stood.emit()

    @Slot()
    def lookAtRefused(self) -> None:  # noqa: N802 - called by QML
        """Show what was refused, in the place of the kiosks."""
        self._look_at(refused=True)
        self.refresh()

    @Slot()
    def open(self) -> None:
        """Show why the chosen one was refused, and what can be done."""
        self._opened = self._chosen() is not None
        self.stood.emit()

    @Slot()
    def close(self) -> None:
        """Back to the list of what was refused."""
        self._opened = False
        self.stood.emit()

    @Slot()
    def back(self) -> None:
        """Show the kiosks again."""
        self._look_at(refused=False)
        self.refresh()

    def _look_at(self, *, refused: bool) -> None:
        self._looking, self._opened = refused, False
        self.lookingChanged.emit()
        self.stood.emit()

    @Slot()
    def sendAgain(self) -> None:  # noqa: N802 - called by QML
        """Send the chosen one once more."""
        chosen, actor = self._chosen(), self.actor
        self.close()
        if chosen is not None:
            self.work(lambda: self.desk.kiosks.send_again(chosen.id, by=actor), self._noted)

    def _ask(self, now: datetime) -> None:
        self._asking, self._asked_at = True, now
        self.work(self._find_asked, self._show, network=True)

    def _find_asked(self) -> Kiosks:
        try:
            return self.desk.kiosks.ask()
        finally:  # whatever came of it, it may be asked again
            self._asking = False

    def _send(self) -> SyncReport | None:
        try:
            return self.desk.kiosks.send_now()
        finally:
            self._sending = False

    def _show_known(self, found: Kiosks) -> None:
        """What is known has no line of its own: whether there is one, the last question told."""
        before = self._found
        self._show(replace(found, unreached=before.unreached) if before else found)

    def _show(self, found: Kiosks) -> None:
        speaking, now = self.desk.speaking, self.desk.now()
        self._found = found
        self._table.set_rows(
            Row(
                one.seen.state.kiosk, cells(speaking, one, now=now), sorted_by(one),
                tone=PLEASE_LOOK if one.needs else "",
            )
            for one in found.kiosks
        )  # fmt: skip
        self.stood.emit()

    def _show_refused(self, found: tuple[Unsent, ...]) -> None:
        self._unsent = {str(one.id): one for one in found}
        self._refused.set_rows(self._refused_row(one) for one in found)
        if self._chosen() is None:
            self._refused.choose(0)
        self.stood.emit()

    def _refused_row(self, one: Unsent) -> Row:
        speaking, now = self.desk.speaking, self.desk.now()
        told = (
            self._what(one), one.resource_id[:ID_SHOWN],
            in_words(speaking, one.since, now=now), self.say(word_of(one.outcome)),
        )  # fmt: skip
        return Row(str(one.id), told, (told[0], told[1], one.since, told[3]))

    def _what(self, one: Unsent) -> str:
        """The form it answers."""
        form = one.questionnaire
        return self.desk.title_of(form) if form else self.say("outbox_record")

    def _sent(self, report: SyncReport | None) -> None:
        if report is None or report.busy:
            self.tell("kiosks_busy")
        elif report.waiting:
            self.tell("kiosks_sent_some", count=Counted(report.waiting))
        elif report.sent:
            self.tell("kiosks_sent", count=Counted(report.sent))
        else:
            self.tell("kiosks_sent_none")
        self._asked_at = None
        self.refresh()
        self.stood.emit()

    def _noted(self, again: bool) -> None:  # noqa: FBT001 - the result of a work
        self.tell("refused_sent_again" if again else "refused_gone")
        self.work(self.desk.kiosks.refused, self._show_refused)

    def _chosen(self) -> Unsent | None:
        return self._unsent.get(str(self._refused.property("current")))

    def _line(self) -> str:
        if self._looking:
            return self.say("refused_body")
        found = self._found
        return asked_text(self.desk.speaking, found, now=self.desk.now()) if found else ""

    def _opened_title(self) -> str:
        chosen = self._chosen()
        return self._what(chosen) if chosen else ""

    def _details(self) -> list[str]:
        chosen = self._chosen()
        if chosen is None:
            return []
        speaking = self.desk.speaking
        dates = item_line(speaking, chosen, now=self.desk.now())
        return [line for line in (dates, *refusal_lines(speaking, chosen)) if line]

    def _is_none_yet(self) -> bool:
        return self._found is not None and not self._found.kiosks

    def _has_central(self) -> bool:
        return self.desk.kiosks.central

    _read_table = attrgetter("_table")
    _read_refused = attrgetter("_refused")
    _read_looking = attrgetter("_looking")
    _read_opened = attrgetter("_opened")
    _read_sending = attrgetter("_sending")
    table = Property(Table, _read_table, constant=True)
    refused = Property(Table, _read_refused, constant=True)
    looking = Property(bool, _read_looking, notify=lookingChanged)
    sending = Property(bool, _read_sending, notify=stood)
    line = Property(str, _line, notify=stood)
    noneYet = Property(bool, _is_none_yet, notify=stood)  # noqa: N815 - read by QML
    opened = Property(bool, _read_opened, notify=stood)
    openedTitle = Property(str, _opened_title, notify=stood)  # noqa: N815 - read by QML
    details = Property(list, _details, notify=stood)
    central = Property(bool, _has_central, constant=True)


def _kiosk_columns(say: Callable[[str], str]) -> Iterator[Column]:
    yield Column("name", say("kiosks_name"), 1.6, least=12)
    yield Column("seen", say("kiosks_seen"), 1.0, least=8)
    yield Column("waiting", say("kiosks_waiting"), 0.2, least=8, spare=True)
    yield Column("oldest", say("kiosks_oldest"), 0.4, least=8, spare=True)
    yield Column("refused", say("kiosks_refused"), 0.2, least=8, spare=True)
    yield Column("free", say("kiosks_free"), 0.2, least=8, spare=True)
    yield Column("version", say("kiosks_version"), 0.2, least=8, spare=True)
    yield Column("state", say("kiosks_state"), 3.0, least=15)


def _refused_columns(say: Callable[[str], str]) -> Iterator[Column]:
    yield Column("what", say("refused_form"), 2.0, least=14)
    yield Column("id", say("refused_id"), 0.4, "code", least=9, spare=True)
    yield Column("since", say("refused_since"), 0.8, least=9)
    yield Column("why", say("refused_why"), 3.0, least=18)
