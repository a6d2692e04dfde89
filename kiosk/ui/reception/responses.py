"""Responses: which came in and how far they are, a page at a time; Enter opens one."""

from collections.abc import Callable
from concurrent.futures import Future
from operator import attrgetter
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.responses import ResponsePage, ResponseRow, Tallies
from kiosk.store.tables import REFUSED, SENT, WAITING
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.line_words import line_note
from kiosk.ui.reception.one_response import OneResponse
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.response_filter import SPANS, NoDay, ResponseFilter
from kiosk.ui.reception.response_words import ResponseWords
from kiosk.ui.reception.table import Table
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

SIZE: Final = 100
"""So many are loaded at once."""
COUNTED_EVERY: Final = 15
"""Looks: what is older than the first page may be sent, too, and shows in the numbers by then."""
_NOTHING: Final = Tallies(0, 0, 0, ())


class _Loaded(NamedTuple):
    """One answer of the book."""

    page: ResponsePage
    tally: Tallies


@QmlElement
class ResponsesPage(DeskPage):
    """The list, and the one response that is open; `one.open` says which is shown."""

    filtered = Signal()
    listed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        settings = desk.settings
        self._said = ResponseWords(
            desk.speaking,
            service=settings.central.url is not None,
            numbers=settings.reception.show == "number",
        )
        self._table = Table(self._said.columns(), self)
        self._one = OneResponse(self, self._said)
        self._filter, self._rows = ResponseFilter(), dict[str, ResponseRow]()
        self._tally, self._following, self._loaded = _NOTHING, "", False
        self._reached = ResponsePage((), "").reached
        self._turn, self._looks = object(), 0
        self._table.opened.connect(self._open)
        self.changed.connect(self.listed)
        self._one.done.connect(self.refresh)

    @property
    def lane(self) -> Lane:
        """The responses may be far away."""
        jobs = self.desk.jobs
        return jobs.disk if self.desk.responses.line is None else jobs.network

    def far_note(self) -> str:
        """That there is no line, where one is needed."""
        return line_note(self.desk.speaking, self.desk.responses.line)

    def enter(self) -> None:
        """Look at once."""
        self._load()

    @Slot()
    def refresh(self) -> None:
        """Look again at the newest; what was loaded behind them stays."""
        if self._loaded and not self._filter.patient:
            self._load(quiet=True)
        self._one.refresh()

    def forget(self) -> None:
        """Nothing of the list, of a filter or of a response stays."""
        self._turn = object()
        self._one.forget()
        self._filter, self._tally, self._following = ResponseFilter(), _NOTHING, ""
        self._rows, self._loaded = {}, False
        self._table.clear()
        self.filtered.emit()
        super().forget()

    def lock(self) -> None:
        """What was copied can't be pasted any more, and no question stands open."""
        self._one.lock()
        self.lane.run(self.desk.responses.forget, lambda ended: raise_bug(ended.exception()))

    def show(self, key: str) -> None:
        """Open one response, by its id."""
        self._open(key)

    def badge(self) -> int:
        """How many were refused."""
        return self._tally.refused if not self._filter.state else 0

    @Slot(str, str)
    def ask(self, name: str, value: str) -> None:
        """A control above the list holds something else; `name` is of a `ResponseFilter`."""
        if getattr(self._filter, name, None) == value.strip():
            return
        self._filter = self._filter.having(name, value)
        self._ask_anew()

    @Slot()
    def showAll(self) -> None:  # noqa: N802 - called by QML
        """The controls hold nothing any more."""
        self._filter = ResponseFilter()
        self._ask_anew()

    @Slot()
    def older(self) -> None:
        """Load what is behind the last one."""
        if self._following and not self._busy:
            self._load(after=self._following)

    def _ask_anew(self) -> None:
        self._rows, self._following, self._loaded = {}, "", False
        self._turn = object()
        self._table.set_rows(())
        self.filtered.emit()
        self._load()

    def _load(self, *, after: str = "", quiet: bool = False) -> None:
        member, turn = self.member, self._turn
        try:
            asked = self._filter.asked(today=self.desk.now().astimezone().date())
        except NoDay as none:
            self.refuse(self.say("responses_bad_day", text=str(none)))
            return
        if member is None:
            return
        book, known = self.desk.responses, self._known() if quiet else None

        def find() -> _Loaded:
            page = book.page(asked, by=member, size=SIZE, after=after)
            if known is not None and page.rows == known.page.rows:
                return known  # to count a hundred thousand takes longer than to look
            return _Loaded(page, book.tally(asked, by=member))

        def found(loaded: _Loaded) -> None:
            if turn is self._turn:
                self._show(loaded, after)

        if quiet:
            self.lane.run(find, lambda future: self._looked(future, found))
        else:
            self.work(find, found)

    def _looked(self, future: Future[_Loaded], found: Callable[[_Loaded], None]) -> None:
        """What the page does by itself says nothing where it fails: it looks again in a moment."""
        if future.exception() is None:
            found(future.result())
        else:
            self.changed.emit()  # perhaps the line is down
        raise_bug(future.exception())

    def _known(self) -> _Loaded | None:
        """The first page as it is shown; None where everything is to be counted anew."""
        self._looks = (self._looks + 1) % COUNTED_EVERY
        if self._looks == 0:
            return None
        first = tuple(self._rows.values())[:SIZE]
        return _Loaded(ResponsePage(first, self._following, self._reached), self._tally)

    def _show(self, loaded: _Loaded, after: str) -> None:
        fresh = {row.id: row for row in loaded.page.rows}
        kept = {key: row for key, row in self._rows.items() if key not in fresh}
        if after or not self._loaded:
            self._following, self._reached = loaded.page.following, loaded.page.reached
        self._rows = kept | fresh if after else fresh | kept
        self._tally, self._loaded = loaded.tally, True
        now = self.desk.now()
        self._table.set_rows(
            self._said.row(row, self.desk.title_of(row.questionnaire), now=now)
            for row in self._rows.values()
        )
        self.changed.emit()

    @Slot(str)
    def _open(self, key: str) -> None:
        if self.member is not None:
            self._one.read(key, self.member)

    def _line(self) -> str:
        tally = self._tally
        if not (self._loaded and tally.all) or self._filter.patient or self._filter.code:
            return ""
        if self.desk.responses.line is not None:
            return self.say("responses_line_there", count=Counted(tally.all))
        if self.desk.settings.central.url is None:
            return self.say("responses_line_here", all=Counted(tally.all))
        return self.say(
            "responses_line", all=Counted(tally.all), waiting=tally.waiting, sent=tally.sent,
            refused=tally.refused,
        )  # fmt: skip

    def _foot(self) -> str:
        if not self._loaded:
            return ""
        lines = []
        if self._filter.patient and self._reached is not None:
            when = self._said.moment(self._reached, now=self.desk.now())
            lines.append(self.say("responses_back_to", when=when))
        if self._rows:
            count = len(self._rows)
            lines.append(self.desk.speaking.all_words.count(
                self.desk.speaking.language, "responses_loaded", count
            ))  # fmt: skip
            lines += [] if self._following else [self.say("responses_all")]
        return " ".join(lines)

    def _forms(self) -> list[dict[str, str]]:
        urls = dict.fromkeys(form.partition("|")[0] for form in self._tally.forms)
        known = [{"id": url, "label": self.desk.title_of(url)} for url in urls]
        return [{"id": "", "label": self.say("responses_any_form")}, *known]

    def _states(self) -> list[dict[str, str]]:
        states = (WAITING, SENT, REFUSED) if self.desk.responses.line is None else ()
        named = [(state, f"responses_state_{state}") for state in states]
        return [
            {"id": state, "label": self.say(key)}
            for state, key in [("", "responses_any_state"), *named]
        ]

    def _spans(self) -> list[dict[str, str]]:
        return [
            {"id": span, "label": self.say(f"responses_{span or 'any_time'}")} for span in SPANS
        ]

    def _has_more(self) -> bool:
        return bool(self._following)

    def _is_asking(self) -> bool:
        return self._filter != ResponseFilter()

    def _read_filter(self) -> dict[str, Any]:
        held = self._filter
        return {
            "form": held.form, "state": held.state, "span": held.span, "since": held.since,
            "until": held.until, "patient": held.patient, "code": held.code,
        }  # fmt: skip

    _read_table = attrgetter("_table")
    _read_one = attrgetter("_one")
    _read_loaded = attrgetter("_loaded")
    table = Property(Table, _read_table, constant=True)
    one = Property(OneResponse, _read_one, constant=True)
    line = Property(str, _line, notify=listed)
    foot = Property(str, _foot, notify=listed)
    forms = Property(list, _forms, notify=listed)
    states = Property(list, _states, constant=True)
    spans = Property(list, _spans, constant=True)
    held = Property(dict, _read_filter, notify=filtered)
    asking = Property(bool, _is_asking, notify=filtered)
    more = Property(bool, _has_more, notify=listed)
    looked = Property(bool, _read_loaded, notify=listed)
