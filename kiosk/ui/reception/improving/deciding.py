"""A yes, an objection or a veto, while it is given: each wants more than one press."""

from collections.abc import Callable
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.lint import CHECKLIST
from kiosk.ui.reception.desk import Desk

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

APPROVE, OBJECT, VETO = "approve", "object", "veto"

Decide = Callable[[str, str, str], None]

_KINDS: Final = frozenset({APPROVE, OBJECT, VETO})


@QmlElement
class Deciding(QObject):
    """What the dialog binds to: seven questions to a yes, a reason to the others.

    Args:
        desk: what pages work with.
        decide: does it: canonical of the draft, kind, reason.
        parent: of the page.
    """

    changed = Signal()

    def __init__(self, desk: Desk, decide: Decide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._decide = desk, decide
        self._clear()

    def begin(self, canonical: str, kind: str, title: str) -> None:
        """Ask it; `title` names the form and its version."""
        if kind in _KINDS:
            self._clear()
            self._canonical, self._kind, self._title = canonical, kind, title
            self.changed.emit()

    def refuse(self, text: str) -> None:
        """It was not done: what was written stays."""
        self._problem = text
        self.changed.emit()

    @property
    def is_open(self) -> bool:
        """Whether it is asked now."""
        return bool(self._kind)

    @Slot()
    def close(self) -> None:
        """Nothing of it stays."""
        if self.is_open:
            self._clear()
            self.changed.emit()

    @Slot(str, bool)
    def confirm(self, reason: str, checked: bool) -> None:  # noqa: FBT001 - called by QML
        """Do it, if nothing is missing."""
        if self._kind == APPROVE and not checked:
            self.refuse(self._desk.speaking.say("decide_unchecked"))
        elif self._kind != APPROVE and not reason.strip():
            self.refuse(self._desk.speaking.say("decide_no_reason"))
        else:
            self._decide(self._canonical, self._kind, reason)

    def _clear(self) -> None:
        self._canonical = self._kind = self._title = self._problem = ""

    def _checklist(self) -> list[str]:
        say = self._desk.speaking.say
        return [say(f"checklist_{step}") for step in CHECKLIST] if self._kind == APPROVE else []

    _read_kind = attrgetter("_kind")
    _read_title = attrgetter("_title")
    _read_is_open = attrgetter("is_open")
    _read_problem = attrgetter("_problem")
    shown = Property(bool, _read_is_open, notify=changed)
    kind = Property(str, _read_kind, notify=changed)
    about = Property(str, _read_title, notify=changed)
    checklist = Property(list, _checklist, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
