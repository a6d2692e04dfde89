"""A table of the desk: sorted by any column, filtered as one types, walked by keys."""

import math
import unicodedata
from collections.abc import Iterable
from operator import attrgetter
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    Property,
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Signal,
    Slot,
)
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Index = QModelIndex | QPersistentModelIndex
_ROLES: Final = ("key", "cells", "tone", "share", "name")
_FIRST_ROLE: Final = 0x0101  # behind Qt.UserRole
_NOWHERE: Final = QModelIndex()


class Column(NamedTuple):
    """One column.

    Attributes:
        id: by which it is known.
        label: its heading.
        wide: its share of the width that is left, beside those of the others.
        least: so many signs of it stand on one line at least.
        spare: it gives way where there is no room for all; nothing is only there.
        kind: "text", "code" (set apart) or "bar" (the row's `share`, with the cell as its words).
    """

    id: str
    label: str
    wide: float = 1.0
    kind: str = "text"
    least: int = 6
    spare: bool = False


class Row(NamedTuple):
    """One row.

    Attributes:
        key: what it stands for.
        cells: one text a column.
        sort: what each column is sorted by, where that is not its text.
        tone: "" or "please-look".
        share: how far it is, from 0 to 1, for a column of the kind "bar".
    """

    key: str
    cells: tuple[str, ...]
    sort: tuple[Any, ...] = ()
    tone: str = ""
    share: float = 0.0


@QmlElement
class Table(QAbstractListModel):
    """The rows as they are shown.

    Signals:
        opened: a row was double-clicked, or Enter was pressed on it: its key.
    """

    changed = Signal()
    opened = Signal(str)

    def __init__(self, columns: Iterable[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._shown: list[Row] = []
        self._by, self._falling, self._filter = -1, False, ""
        self._current = ""

    def set_rows(self, rows: Iterable[Row]) -> None:
        """These rows from now on; where the same are shown, only what they say changes."""
        before, self._rows = self._rows, tuple(rows)
        if self._rows != before:
            self._lay()

    def clear(self) -> None:
        """No rows, no filter."""
        self._filter, self._current, self._rows = "", "", ()
        self._lay()

    def row(self, key: str) -> Row | None:
        """The row of that key; None where there is none."""
        return next((one for one in self._rows if one.key == key), None)

    @Slot(int)
    def sortBy(self, column: int) -> None:  # noqa: N802 - called by QML
        """Sort by that column; by the same again, the other way round."""
        self._falling = column == self._by and not self._falling
        self._by = column
        self._lay()

    @Slot(str)
    def filterBy(self, text: str) -> None:  # noqa: N802 - called by QML
        """Show only rows that have all these words somewhere."""
        self._filter = text
        self._lay()

    @Slot(int)
    def choose(self, place: int) -> None:
        """That row is the one meant; -1 for none."""
        key = self._shown[place].key if 0 <= place < len(self._shown) else ""
        if key != self._current:
            self._current = key
            self.changed.emit()

    def choose_key(self, key: str) -> None:
        """The row of that key is the one meant, as soon as it is there."""
        self._current = key
        self.changed.emit()

    @Slot(int)
    def open(self, place: int) -> None:
        """That row is opened."""
        if 0 <= place < len(self._shown):
            self.opened.emit(self._shown[place].key)

    @Slot(float, float, float, result=list)
    def widths(self, room: float, sign: float, pad: float) -> list[float]:
        """How wide each column is; 0 for one that gives way.

        Args:
            room: of all of them, in pixels.
            sign: of one sign.
            pad: beside each cell.
        """
        needs = [math.ceil(one.least * sign + pad) for one in self._columns]
        shown = set(range(len(needs)))
        for place in reversed(range(len(needs))):
            if self._columns[place].spare and sum(needs[i] for i in shown) > room:
                shown.remove(place)
        shares = sum(self._columns[i].wide for i in shown)
        left = max(0.0, room - sum(needs[i] for i in shown))
        return [
            needs[i] + math.floor(left * one.wide / shares) if i in shown else 0
            for i, one in enumerate(self._columns)
        ]

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 - Qt's name
        """What QML can ask of a row."""
        named = enumerate(_ROLES, start=_FIRST_ROLE)
        return {number: QByteArray(name.encode()) for number, name in named}

    def data(self, index: Index, role: int = _FIRST_ROLE) -> Any:
        """One thing of a row."""
        if not index.isValid():
            return None
        row, name = self._shown[index.row()], _ROLES[role - _FIRST_ROLE]
        if name == "name":
            return self._name(row)
        return list(row.cells) if name == "cells" else getattr(row, name)

    def _name(self, row: Row) -> str:
        """The row as a screen reader says it."""
        told = zip(self._columns, row.cells, strict=True)
        return ", ".join(f"{column.label} {cell}" for column, cell in told if cell)

    def _lay(self) -> None:
        shown = [row for row in self._rows if _matches(row, self._filter)]
        if self._by >= 0:
            shown.sort(key=self._sort_key, reverse=self._falling)
        same = [row.key for row in shown] == [row.key for row in self._shown]
        if same:
            self._tell_changes(shown)
        else:
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()
        if self._current and all(row.key != self._current for row in shown):
            self._current = ""
        self.changed.emit()

    def _tell_changes(self, shown: list[Row]) -> None:
        before, self._shown = self._shown, shown
        for place, (old, new) in enumerate(zip(before, shown, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(place), self.index(place))

    def _sort_key(self, row: Row) -> tuple[bool, Any]:
        value = row.sort[self._by] if row.sort else _folded(row.cells[self._by])
        # What has no value stands last, and is never compared with what has.
        return (value is None, "" if value is None else value)

    def _read_columns(self) -> list[dict[str, Any]]:
        return [column._asdict() for column in self._columns]

    def _count(self) -> int:
        return len(self._shown)

    def _all(self) -> int:
        return len(self._rows)

    def _place(self) -> int:
        keys = [row.key for row in self._shown]
        return keys.index(self._current) if self._current in keys else -1

    _read_by = attrgetter("_by")
    _read_falling = attrgetter("_falling")
    _read_current = attrgetter("_current")
    _read_filter = attrgetter("_filter")
    columns = Property(list, _read_columns, constant=True)
    sortedBy = Property(int, _read_by, notify=changed)  # noqa: N815 - read by QML
    falling = Property(bool, _read_falling, notify=changed)
    count = Property(int, _count, notify=changed)
    all = Property(int, _all, notify=changed)
    current = Property(str, _read_current, notify=changed)
    place = Property(int, _place, notify=changed)
    filtered = Property(str, _read_filter, notify=changed)


def _matches(row: Row, wanted: str) -> bool:
    told = _folded(" ".join(row.cells))
    return all(word in told for word in _folded(wanted).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
