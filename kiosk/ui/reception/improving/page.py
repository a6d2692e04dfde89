"""Improve: the frame around its parts, of which one is shown."""

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.editing.request import PilotAsked, asked_of
from kiosk.ui.reception.improving.tabs import TABS, TabKind
from kiosk.ui.reception.page import DeskPage

if TYPE_CHECKING:
    from kiosk.store.staff import StaffMember

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_TRIES: Final = "changes"
"""The part where drafts are tried out, once it is there."""


@QmlElement
class ImprovePage(DeskPage):
    """What people stumble over, what is done about it, and what they are told of that.

    Args:
        desk: what pages work with.
        parent: of the window.
        kinds: its parts, the first of which is shown first.
    """

    tabChanged = Signal()  # noqa: N815 - Qt's way to name signals
    lookedAt = Signal()  # noqa: N815

    def __init__(
        self, desk: Desk, parent: QObject | None = None, kinds: tuple[TabKind, ...] = TABS
    ) -> None:
        super().__init__(desk, parent)
        self._kinds = kinds
        self._parts = {kind.id: kind.make(desk, self) for kind in kinds}
        self._tab = kinds[0].id
        self.changed.connect(self.lookedAt)
        for part in self._parts.values():
            part.told.connect(self.told)
            part.wanted.connect(self.wanted)
            part.changed.connect(self.changed)

    @property
    def parts(self) -> dict[str, DeskPage]:
        """The objects of its parts, by their ids."""
        return self._parts

    def sign_in(self, member: "StaffMember") -> None:
        """That person works here from now on."""
        super().sign_in(member)
        for part in self._parts.values():
            part.sign_in(member)

    def sign_out(self) -> None:
        """Nobody is signed in any more."""
        super().sign_out()
        for part in self._parts.values():
            part.sign_out()

    def close(self) -> None:
        """The window goes."""
        for part in self._parts.values():
            part.close()

    def enter(self) -> None:
        """Look at once."""
        self._part.enter()

    def leave(self) -> None:
        """Another page is shown."""
        self._part.leave()

    def lock(self) -> None:
        """Nobody is signed in any more, whichever part was shown."""
        for part in self._parts.values():
            part.lock()

    def forget(self) -> None:
        """Nothing is left of who was there before."""
        for part in self._parts.values():
            part.forget()
        self._tab = self._kinds[0].id
        self.tabChanged.emit()
        super().forget()

    def refresh(self) -> None:
        """Look again."""
        self._part.refresh()

    def show(self, key: str) -> None:
        """Show a part by its id, and something of it behind a "/"; or what another page asks."""
        asked = isinstance(asked_of(key), PilotAsked)
        tab, more = (_TRIES, key) if asked else (key.partition("/")[0], key.partition("/")[2])
        if tab in self._parts:
            self.showTab(tab)
            self._part.show(more)

    def badge(self) -> int:
        """How many things wait for somebody, in all its parts."""
        return sum(part.badge() for part in self._parts.values())

    @Slot()
    def noteQuestion(self) -> None:  # noqa: N802 - called by QML
        """A patient asked about a question."""
        self.noteWanted.emit(())

    @Slot(str)
    def showTab(self, tab: str) -> None:  # noqa: N802 - called by QML
        """Another part of the page."""
        if tab == self._tab or tab not in self._parts:
            return
        self._part.leave()
        self._tab = tab
        self._part.enter()
        self.tabChanged.emit()
        self.changed.emit()

    @property
    def _part(self) -> DeskPage:
        return self._parts[self._tab]

    def _tabs(self) -> list[dict[str, str]]:
        return [{"id": one.id, "label": self.say(f"improve_tab_{one.id}")} for one in self._kinds]

    def _file(self) -> str:
        return next(kind.file for kind in self._kinds if kind.id == self._tab)

    def _trouble(self) -> str:
        return str(self._part.property("problem"))

    _read_tab = attrgetter("_tab")
    _read_part = attrgetter("_part")
    tab = Property(str, _read_tab, notify=tabChanged)
    tabs = Property(list, _tabs, constant=True)
    part = Property(DeskPage, _read_part, notify=tabChanged)
    file = Property(str, _file, notify=tabChanged)
    trouble = Property(str, _trouble, notify=lookedAt)
