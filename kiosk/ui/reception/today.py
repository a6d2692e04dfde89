"""Today: who is waiting, at the screen, paused, done or gone; nothing of the answers."""

from collections.abc import Callable, Iterator
from datetime import datetime
from operator import attrgetter

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement

from kiosk.store import visits
from kiosk.store.visit_code import grouped
from kiosk.store.visits import Visit
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.table import Column, Row, Table

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TodayPage(DeskPage):
    """The visits of today."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._table = Table(_columns(self.say), self)

    def enter(self) -> None:
        """Look at once."""
        self.refresh()

    def forget(self) -> None:
        """Nothing of the table stays."""
        self._table.clear()
        super().forget()

    def refresh(self) -> None:
        """Look again."""
        self.work(self._find, self._show)

    def _find(self) -> tuple[Visit, ...]:
        with self.desk.store.reading() as connection:
            return visits.list_visits(connection)

    def _show(self, found: tuple[Visit, ...]) -> None:
        self._table.set_rows(self._row(one) for one in found)

    def _row(self, visit: Visit) -> Row:
        whose, said = visit.whose, self.say(f"today_{visit.state}")
        forms = self.say("list_comma").join(self.desk.title_of(form) for form in visit.packet)
        who = whose.value or whose.initials or ""
        cells = (grouped(visit.code), who, forms, _clock(whose.appointment), said)
        return Row(visit.id, cells)

    _read_table = attrgetter("_table")
    table = Property(Table, _read_table, constant=True)


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone():%H:%M}" if moment else ""


def _columns(say: Callable[[str], str]) -> Iterator[Column]:
    yield Column("code", say("today_code"), 0.2, "code", least=8)
    yield Column("who", say("today_who"))
    yield Column("forms", say("today_forms"), 3.0, least=12)
    yield Column("time", say("today_time"), 0.2)
    yield Column("where", say("today_where"), least=9)
