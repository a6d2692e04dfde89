"""Today: who is waiting, at the screen, paused, done or gone; nothing of the answers."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QDate, QLocale, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.day import DayVisit, Today, state_counts
from kiosk.desk.issuing import Issued
from kiosk.desk.reference import shown_number
from kiosk.errors import RefusedError
from kiosk.store.visit_code import grouped
from kiosk.store.visits import WAITING, Whose
from kiosk.ui.guard import raise_bug
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.line_words import line_note
from kiosk.ui.reception.new_visit import NewVisit
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.slips import documents_folder, put_on_paper
from kiosk.ui.reception.table import Column, Row, Table
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_TONE: Final = "please-look"


@QmlElement
class TodayPage(DeskPage):
    """The visits of today, and the way to a new one."""

    dayChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._shows = desk.settings.reception.show
        self._table = Table(_columns(self.say, who=self._shows != "none"), self)
        self._table.changed.connect(self.dayChanged)
        self._new = NewVisit(desk, self._make, self)
        self._today, self._laid = Today(), dict[str, tuple[DayVisit, Row]]()
        self._far = desk.visits.line is not None
        self._looking = self._once_more = False
        self.always = self._far  # what was made goes, whichever page is shown
        self.folder = documents_folder()

    def enter(self) -> None:
        """Look at once."""
        self.refresh()

    def leave(self) -> None:
        """A code that is shown is not left on the screen."""
        self._new.forget()

    def forget(self) -> None:
        """Nothing of the table stays."""
        self._today, self._laid = Today(), {}
        self._table.clear()
        self._new.forget()
        super().forget()

    def refresh(self) -> None:
        """Look again."""
        self.work(self.desk.visits.today, self._show)
        self._look()

    def far_note(self) -> str:
        """That there is no line, where one is needed."""
        return line_note(self.desk.speaking, self.desk.visits.line)

    def _look(self) -> None:
        """Hear from afar what is new; once more, where it is at it: that look may be past it."""
        self._once_more = self._looking
        if not self._far or self._looking:
            return
        self._looking = True
        self.desk.jobs.network.run(self.desk.visits.look, self._looked)

    def _looked(self, future: Future[None]) -> None:
        self._looking = False
        failure = future.exception()
        self.work(self.desk.visits.today, self._show)
        if self._once_more and failure is None:
            self._look()
        # Without a line it is tried again by itself, and what is known stays.
        raise_bug(failure)

    @Slot()
    def saidNo(self) -> None:  # noqa: N802 - called by QML
        """The screen was offered, and somebody would rather not."""
        by = self.actor
        self.work(lambda: self.desk.visits.said_no(by=by), lambda _: self._said_no(by))

    @Slot()
    def slipAgain(self) -> None:  # noqa: N802 - called by QML
        """Show the code and slip of the chosen visit once more."""
        by, visit_id = self.actor, self._table.property("current")
        if self._waits():
            self.work(lambda: self.desk.visits.slip(visit_id, by=by), self._show_slip)

    @Slot()
    def noteQuestion(self) -> None:  # noqa: N802 - called by QML
        """A question of the chosen visit's forms was asked about; the visit is not noted."""
        if (one := self._chosen()) is not None:
            self.noteWanted.emit(one.forms)

    @Slot()
    def takeBack(self) -> None:  # noqa: N802 - called by QML
        """Withdraw the chosen visit; nobody began it."""
        if self._waits():
            self._withdraw(self._table.property("current"))

    @Slot()
    def takeShownBack(self) -> None:  # noqa: N802 - called by QML
        """Withdraw the visit whose code is shown."""
        if self._new.issued is not None:
            self._withdraw(self._new.issued.visit_id)

    @Slot()
    def printSlip(self) -> None:  # noqa: N802 - called by QML
        """Put the slip that is shown on paper."""
        issued = self._new.issued
        if issued is None:
            return
        # Here and not on a lane: printers are Qt's, and a slip is one small page.
        try:
            printed = put_on_paper(issued, self.desk.settings, self.folder)
        except RefusedError as failure:
            self.refuse(f"{failure} {failure.advice}")
            return
        if printed.file is not None:
            self.tell("visits_saved", file=str(printed.file))
        else:
            self.tell("visits_printed", printer=printed.printer)

    @Slot(str)
    def goTo(self, call_id: str) -> None:  # noqa: N802 - called by QML
        """Somebody goes to who asked for help."""
        by = self.actor
        self.work(lambda: self.desk.visits.answer_call(call_id, by=by), lambda _: self.refresh())

    def _make(self, forms: tuple[str, ...], whose: Whose) -> None:
        by = self.actor
        self.work(lambda: self.desk.visits.make(forms, whose, by=by), self._made)

    def _show_slip(self, issued: Issued) -> None:
        """Not to who signs in next: the desk may have been locked meanwhile."""
        if self.member is not None:
            self._new.show(issued)

    def _made(self, issued: Issued) -> None:
        self._show_slip(issued)
        code = grouped(issued.code)
        self.tell("visits_made", lambda: self._withdraw(issued.visit_id), visit=code)
        self.work(self.desk.visits.today, lambda today: self._show_chosen(today, issued.visit_id))
        self._look()

    def _show_chosen(self, today: Today, visit_id: str) -> None:
        self._show(today)
        self._table.choose_key(visit_id)

    def refuse(self, text: str) -> None:
        """Say on the page what is wrong; what was typed stays."""
        super().refuse(text)
        self._new.refuse()

    def _withdraw(self, visit_id: str) -> None:
        by = self.actor
        self.work(
            lambda: self.desk.visits.withdraw(visit_id, by=by), self._withdrew, network=self._far
        )

    def _withdrew(self, _: None) -> None:
        self._new.close()
        self.tell("visits_withdrawn")
        self.refresh()

    def _said_no(self, by: str) -> None:
        self.tell("visits_no_counted", lambda: self._take_no_back(by))
        self.refresh()

    def _take_no_back(self, by: str) -> None:
        self.work(lambda: self.desk.visits.said_no(by=by, many=-1), lambda _: self.refresh())

    def _show(self, today: Today) -> None:
        self._today = today
        self._table.set_rows(self._rows())
        self.dayChanged.emit()

    def _rows(self) -> Iterator[Row]:
        """Made anew only for what changed: the whole day is looked at every few seconds."""
        before, self._laid, title_of = self._laid, {}, cache(self.desk.title_of)
        for one in self._today.visits:
            known, row = before.get(one.id, (None, None))
            row = row if row is not None and known == one else self._row(one, title_of)
            self._laid[one.id] = (one, row)
            yield row

    def _row(self, one: DayVisit, title_of: Callable[[str], str]) -> Row:
        forms = self.say("list_comma").join(title_of(form) for form in one.forms)
        when, where = one.expected, self._where(one)
        who = (self._who(one),) if self._shows != "none" else ()
        code = grouped(one.code) if one.code else self.say("today_walk_up")
        far = self.say("today_far", answered=one.answered, asked=one.asked) if one.asked else ""
        sent = self.say(f"today_sent_{one.sent}") if one.sent else ""
        cells = (code, *who, forms, _clock(when), where, far, sent)
        share = one.answered / one.asked if one.asked else 0.0
        sort = (code, *who, forms, when, where, share, sent)
        tone = _TONE if one.twice or one.sent == "look" else ""
        return Row(one.id, cells, sort, tone, share)

    def _who(self, one: DayVisit) -> str:
        if self._shows == "initials":
            return one.whose.initials or ""
        return shown_number(one.whose.system, one.whose.value)

    def _where(self, one: DayVisit) -> str:
        state = self.say(f"today_{one.state}")
        where = self.say("today_place", state=state, place=one.place) if one.place else state
        if one.untold:
            where = self.say("today_untold", where=where)
        return self.say("today_twice", where=where) if one.twice else where

    def _chosen(self) -> DayVisit | None:
        key = self._table.property("current")
        return next((one for one in self._today.visits if one.id == key), None)

    def _waits(self) -> bool:
        """Whether the chosen visit is one that nobody began: its slip opens it still."""
        one = self._chosen()
        return one is not None and one.state == WAITING

    def _line(self) -> str:
        """The day in one line."""
        all_of_them, done, at_screen = state_counts(self._today)
        say, today = self.say, self._today
        parts = [_day(self.desk.now(), self.desk.speaking.language)]
        if all_of_them:
            parts += [
                say("today_visits", count=Counted(all_of_them)),
                say("today_done_count", count=Counted(done)),
                say("today_screen_count", count=Counted(at_screen)),
            ]
        if all_of_them or today.offered:
            parts.append(say("today_offered", offered=today.offered, taken=today.taken))
        return say("today_line_part").join(parts)

    def _calls(self) -> list[dict[str, str]]:
        say = self.say
        return [
            {
                "id": call.id,
                "text": say("today_call", place=call.place, time=_clock(call.asked))
                if call.place else say("today_call_here", time=_clock(call.asked)),
            }
            for call in self._today.calls
        ]  # fmt: skip

    def _no_codes(self) -> str:
        """Said where the screens of this clinic never ask for a code."""
        asks = self.desk.settings.patient.identity == "code"
        return "" if asks else self.say("visits_no_codes")

    _read_table = attrgetter("_table")
    _read_new = attrgetter("_new")
    table = Property(Table, _read_table, constant=True)
    newVisit = Property(NewVisit, _read_new, constant=True)  # noqa: N815 - read by QML
    line = Property(str, _line, notify=dayChanged)
    calls = Property(list, _calls, notify=dayChanged)
    noCodes = Property(str, _no_codes, constant=True)  # noqa: N815 - read by QML
    waits = Property(bool, _waits, notify=dayChanged)


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone():%H:%M}" if moment else ""


def _day(now: datetime, language: str) -> str:
    """The weekday and day, as the language writes it: "Monday 2 March"."""
    local = now.astimezone()
    day = QDate(local.year, local.month, local.day)
    return QLocale(language).toString(day, "dddd d MMMM")


def _columns(say: Callable[..., str], *, who: bool) -> Iterator[Column]:
    yield Column("code", say("today_code"), 0.2, "code", least=8)
    if who:
        yield Column("who", say("today_who"), 1.2, least=7)
    yield Column("forms", say("today_forms"), 2.8, least=10)
    yield Column("time", say("today_time"), 0.2, least=5)
    yield Column("where", say("today_where"), 2.2, least=9)
    yield Column("far", say("today_how_far"), 0.6, "bar", least=8, spare=True)
    yield Column("sent", say("today_sent"), 0.3, least=8, spare=True)
