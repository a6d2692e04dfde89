"""A figure in the desk's window: drawn, and in words and as a table for who can't see it."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Property, QObject, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.desk.pictures.figure import Figure
from kiosk.papers.charts import height_of, paint
from kiosk.papers.look import Look, look_of

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1
_APART = "\N{NO-BREAK SPACE}· "
"""Between two numbers; no line begins with the dot."""


@QmlElement
class FigureView(QObject):
    """What QML may read of a figure."""

    def __init__(self, figure: Figure, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.figure = figure

    def _rows(self) -> list[dict[str, Any]]:
        """Each row's cells, the row as a screen reader says it, its numbers with their names."""
        return [
            {
                "cells": list(row),
                "said": ", ".join(self._told(row)),
                "numbers": _APART.join(self._told(row)[1:]),
            }
            for row in self.figure.rows
        ]

    def _told(self, row: Iterable[str]) -> list[str]:
        told = zip(self.figure.heading, row, strict=True)
        return [f"{heading} {cell}" for heading, cell in told]

    def _heading(self) -> list[str]:
        return list(self.figure.heading)

    def _words(self) -> str:
        return ". ".join(", ".join(row) for row in self.figure.rows)

    def _drawn(self) -> bool:
        return bool(self.figure.bars)

    _read_title = attrgetter("figure.title")
    _read_note = attrgetter("figure.note")
    title = Property(str, _read_title, constant=True)
    note = Property(str, _read_note, constant=True)
    heading = Property(list, _heading, constant=True)
    rows = Property(list, _rows, constant=True)
    words = Property(str, _words, constant=True)
    drawn = Property(bool, _drawn, constant=True)


@QmlElement
class FigureChart(QQuickPaintedItem):
    """The bars of a figure; as high as they need at its width and size of text."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._view: FigureView | None = None
        self._tokens: dict[str, Any] = {}
        self._text, self._mirrored = 0.0, False

    def paint(self, painter: QPainter) -> None:
        """Draw it anew."""
        look = self._look()
        if look and self._view:
            room = QRectF(0, 0, self.width(), self.height())
            paint(painter, self._view.figure, room, look, headed=False)

    def geometryChange(self, new: Any, old: Any) -> None:  # noqa: N802 - Qt's name
        """Another width may want another height."""
        super().geometryChange(new, old)
        if new.width() != old.width():
            self._lay()

    def _lay(self) -> None:
        look = self._look()
        if look and self._view and self.width() > 0:
            high = height_of(self._view.figure, self.width(), look, headed=False)
            self.setImplicitHeight(high)
        self.update()
        self.changed.emit()

    def _look(self) -> Look | None:
        if not self._tokens or self._text <= 0:
            return None
        return look_of(self._tokens, text=self._text, right_to_left=self._mirrored)

    def _set_view(self, view: FigureView | None) -> None:
        self._view = view
        self._lay()

    def _set_tokens(self, tokens: dict[str, Any]) -> None:
        self._tokens = tokens
        self._lay()

    def _set_text(self, text: float) -> None:
        self._text = text
        self._lay()

    def _set_mirrored(self, mirrored: bool) -> None:  # noqa: FBT001 - Qt's setter
        self._mirrored = mirrored
        self._lay()

    _read_view = attrgetter("_view")
    _read_tokens = attrgetter("_tokens")
    _read_text = attrgetter("_text")
    _read_mirrored = attrgetter("_mirrored")
    view = Property(FigureView, _read_view, _set_view, notify=changed)
    tokens = Property(dict, _read_tokens, _set_tokens, notify=changed)
    text = Property(float, _read_text, _set_text, notify=changed)
    mirrored = Property(bool, _read_mirrored, _set_mirrored, notify=changed)
