"""The questions of a form as rows that come and go; those that stay keep the keyboard."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
)
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Index = QModelIndex | QPersistentModelIndex
_FIELD: Final = 0x0101  # behind Qt.UserRole
_NOWHERE: Final = QModelIndex()


@QmlElement
class QuestionRows(QAbstractListModel):
    """Each row is a dict with its `path`, which QML sees as `field`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[dict[str, Any]] = []

    def show(self, rows: Sequence[dict[str, Any]]) -> None:
        """These rows from now on."""
        before, after = [row["path"] for row in self._rows], [row["path"] for row in rows]
        changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        for tag, first, end, start, stop in reversed(changes):
            if tag in {"delete", "replace"}:
                self.beginRemoveRows(_NOWHERE, first, end - 1)
                del self._rows[first:end]
                self.endRemoveRows()
            if tag in {"insert", "replace"}:
                self.beginInsertRows(_NOWHERE, first, first + stop - start - 1)
                self._rows[first:first] = rows[start:stop]
                self.endInsertRows()
        for place, row in enumerate(rows):
            if self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 - Qt's name
        """What QML can ask of a row."""
        return {_FIELD: QByteArray(b"field")}

    def data(self, index: Index, role: int = _FIELD) -> Any:
        """The row."""
        return self._rows[index.row()] if index.isValid() and role == _FIELD else None
