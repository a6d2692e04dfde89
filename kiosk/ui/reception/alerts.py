"""Alerts: please look at one response. Which screen, since when, who goes; never an answer.

It looks whatever page is shown, and while nobody is signed in: its strip stands over the PIN, too.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.alerts import AlertBook, DeskAlert, LocalAlerts, merged
from kiosk.desk.roles import may
from kiosk.resources import resource
from kiosk.settings import Responder
from kiosk.store.alerts import SENT
from kiosk.store.desk_seen import Path
from kiosk.store.staff import StaffMember
from kiosk.ui.chime import Chime
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.page import DeskPage, Strip
from kiosk.ui.reception.table import Column, Row, Table
from kiosk.ui.reception.watching import Watching

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

ROLE: Final = "alerts"
RING_MS: Final = 20_000
"""So often it sounds while an alert is open, where the clinic wants sound."""


@QmlElement
class AlertsPage(DeskPage):
    """The open alerts, then those that somebody took on."""

    always = True
    alertsChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._table = Table(_columns(self.say), self)
        self.changed.connect(self.alertsChanged)
        self._table.changed.connect(self.alertsChanged)
        self._found: tuple[DeskAlert, ...] = ()
        self._shown_form, self._path, self._counted = "", Path("", None, None), 0
        self._chime = Chime(resource("sounds", "still-there.wav"), parent=self)
        self._ring = QTimer(self, interval=RING_MS)
        self._ring.timeout.connect(self._chime.play)
        self._watching = tuple(Watching(book, self) for book in desk.alerts)
        for one in self._watching:
            one.changed.connect(self._show_found)

    def sign_in(self, member: StaffMember) -> None:
        """Whoever may see alerts is there to see them."""
        super().sign_in(member)
        for one in self._watching:
            one.be_there(member.name if may(member.role, ROLE) else "")

    def sign_out(self) -> None:
        """Nobody says any more that they are there."""
        super().sign_out()
        self._shown_form = ""
        for one in self._watching:
            one.be_there("")

    def close(self) -> None:
        """Look no more."""
        self._ring.stop()
        self._chime.close()
        for one in self._watching:
            one.close()

    def enter(self) -> None:
        """The first open one is the one meant."""
        self._choose_one()
        self.refresh()

    def refresh(self) -> None:
        """Look at the path, too; the books are asked by themselves."""
        if isinstance(book := self._book_here(), LocalAlerts):
            self.work(book.path, self._show_path)

    def show(self, key: str) -> None:
        """Show one alert."""
        places = [one.id for one in self._found]
        if key in places:
            self._table.choose(places.index(key))

    def badge(self) -> int:
        """How many are open."""
        return len(self._open()) + self._more()

    def is_for_all(self) -> bool:
        """Nobody took it on for too long: everybody is told."""
        return any(one.escalated for one in self._open())

    def strip(self) -> Strip | None:
        """The one that waits longest."""
        waiting = self._open()
        if not waiting:
            return None
        first = next((one for one in waiting if one.escalated), waiting[0])
        kinds = ("drill", first.drill), ("late", first.escalated), ("again", first.again)
        kind = next((name for name, holds in kinds if holds), "new")
        responders = self._responders()
        following = responders[min(1, len(responders) - 1)] if responders else None
        values = {"place": first.place, "time": _clock(first.fired), "count": self.badge()}
        line = self.say("alerts_strip_line", **values)
        if first.escalated and following:
            line += " " + self.say("alerts_strip_next", name=following.name, how=following.how)
        if self.badge() > 1:
            line += " " + self.say("alerts_strip_more", count=self.badge() - 1)
        return Strip(self.say(f"alerts_strip_{kind}"), line, self.say("alerts_strip_open"))

    @Slot()
    def go(self) -> None:
        """Who is signed in goes to the alert that is meant."""
        meant, by = self._meant(), self.actor
        if meant is None or not meant.is_open or not by:
            return
        self._change(meant, lambda book: book.take_on(meant.id, by), self._went)

    @Slot()
    def showForm(self) -> None:  # noqa: N802 - called by QML
        """Say of which form it is; only when asked for, for anybody may see the screen."""
        meant = self._meant()
        self._shown_form = meant.id if meant and self._shown_form != meant.id else ""
        self.changed.emit()

    @Slot()
    def drill(self) -> None:
        """A test alert goes the whole way."""
        book, by = self._book_here(), self.actor
        if isinstance(book, LocalAlerts) and by:
            self.work(lambda: book.drill(by), lambda _: self.tell("alerts_drill_told"))

    def _went(self, meant: DeskAlert, *, changed: bool) -> None:
        by = self.actor
        if not changed:
            self.refuse(self.say("alerts_faster"))
            return

        def undo() -> None:
            self._change(meant, lambda book: book.give_back(meant.id, by), _nothing)

        self.tell("alerts_went", undo, place=meant.place)

    def _change(
        self,
        meant: DeskAlert,
        change: Callable[[AlertBook], bool],
        then: Callable[..., None],
    ) -> None:
        """On the lane of the book that knows it, so that it does not wait for others."""
        watching = next(
            (one for one in self._watching if any(a.id == meant.id for a in one.found)), None
        )
        if watching is None:
            return

        def done(changed: bool) -> None:  # noqa: FBT001 - a result
            then(meant, changed=changed)
            watching.look()

        self.work_on(watching.lane, lambda: change(watching.book), done)

    @Slot()
    def _show_found(self) -> None:
        before, count = {one.id for one in self._open()}, self._counted
        self._found = merged(one.found for one in self._watching)
        self._table.set_rows(self._row(one) for one in self._found)
        self._choose_one()
        self._counted = self.badge()
        self._sound(is_new=self._counted > count or any(o.id not in before for o in self._open()))
        self.changed.emit()

    def _choose_one(self) -> None:
        if not self._table.property("current") and self._found:
            self._table.choose(0)

    def _sound(self, *, is_new: bool) -> None:
        if not self.desk.settings.reception.sound:
            return
        if is_new:
            self._chime.play()
            self._ring.start()
        elif not self._open():
            self._ring.stop()

    def _show_path(self, path: Path) -> None:
        self._path = path

    def _open(self) -> tuple[DeskAlert, ...]:
        return tuple(one for one in self._found if one.is_open)

    def _more(self) -> int:
        """How many wait that no list holds; the books may count the same ones."""
        return max((one.more for one in self._watching), default=0)

    def _meant(self) -> DeskAlert | None:
        current = self._table.property("current")
        return next((one for one in self._found if one.id == current), None)

    def _book_here(self) -> AlertBook | None:
        return self.desk.alerts[0] if self.desk.alerts else None

    def _responders(self) -> tuple[Responder, ...]:
        return self.desk.settings.reception.responders

    def _row(self, one: DeskAlert) -> Row:
        place = self.say("alerts_drill_place", place=one.place) if one.drill else one.place
        tone = "please-look" if one.is_open else ""
        sort = (place, one.fired, not one.is_open)
        return Row(
            one.id, (place, _day_clock(one.fired, self.desk.now()), self._state(one)), sort, tone
        )

    def _state(self, one: DeskAlert) -> str:
        if one.is_open:
            return self.say("alerts_late" if one.escalated else "alerts_nobody")
        if one.acknowledged is None:
            return self.say("alerts_goes", name=one.by)
        return self.say("alerts_goes_since", name=one.by, time=_clock(one.acknowledged))

    def _detail(self) -> dict[str, Any]:
        """What the page says of the alert that is meant; {} where none is."""
        one = self._meant()
        if one is None:
            return {}
        steps = [self.say(f"alerts_cause_{one.cause or SENT}", time=_clock(one.fired))]
        if one.again:
            steps.append(self.say("alerts_again"))
        if one.arrived is not None:
            steps.append(self.say("alerts_arrived", time=_clock(one.arrived)))
        steps += self._who_goes(one)
        shown = one.form and self._shown_form == one.id
        form = self.say("alerts_form", form=self.desk.title_of(one.form)) if shown else ""
        return {
            "title": self.say("alerts_detail", place=one.place),
            "lines": steps, "open": one.is_open, "state": self._state(one),
            "form": form, "hasForm": bool(one.form), "shown": bool(shown),
        }  # fmt: skip

    def _who_goes(self, one: DeskAlert) -> Iterator[str]:
        if one.drill:
            yield self.say("alerts_drill_body")
        for place, responder in enumerate(self._responders()):
            key = "alerts_first" if place == 0 else "alerts_next"
            yield self.say(key, name=responder.name, how=responder.how)
            if place == 0 and responder.ask:
                yield self.say("alerts_ask", words=responder.ask)
        yield self.say("alerts_privately")

    def _path_line(self) -> str:
        if not self._responders():
            return self.say("alerts_path_no-responder")
        seen = self._path.why
        return self.say(f"alerts_path_{seen}" if seen else "alerts_path_up")

    def _trouble_line(self) -> str:
        said = [self.say("alerts_more", count=self._more())] if self._more() else []
        if any(one.trouble for one in self._watching):
            said.append(self.say("alerts_trouble"))
        elif not all(one.is_seen for one in self._watching):
            said.append(self.say("alerts_unseen"))
        return " ".join(said)

    def _can_drill(self) -> bool:
        return isinstance(self._book_here(), LocalAlerts)

    _read_table = attrgetter("_table")
    table = Property(Table, _read_table, constant=True)
    detail = Property(dict, _detail, notify=alertsChanged)
    path = Property(str, _path_line, notify=alertsChanged)
    trouble = Property(str, _trouble_line, notify=alertsChanged)
    canDrill = Property(bool, _can_drill, constant=True)  # noqa: N815 - read by QML


def _nothing(_: DeskAlert, *, changed: bool) -> None:
    """Given back: the list says it."""


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M}"


def _day_clock(moment: datetime, now: datetime) -> str:
    local = moment.astimezone()
    same = local.date() == now.astimezone().date()
    return f"{local:%H:%M}" if same else f"{local:%Y-%m-%d %H:%M}"


def _columns(say: Callable[[str], str]) -> Iterator[Column]:
    yield Column("place", say("alerts_place"), 1.0, least=12)
    yield Column("since", say("alerts_since"), 0.3, least=6)
    yield Column("state", say("alerts_state"), 1.2, least=12)
