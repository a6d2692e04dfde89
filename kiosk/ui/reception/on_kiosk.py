"""The desk over the patients' window of a kiosk, for who opened it with a PIN.

It is made when it is opened, and nothing of it is left when the screen is the patients' again.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from kiosk.store import staff
from kiosk.store.database import Store
from kiosk.store.staff import StaffMember
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Jobs
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.staff.staff import StaffScreen
from kiosk.ui.window import KioskWindow

if TYPE_CHECKING:
    from kiosk.ui.reception.desk import Desk
    from kiosk.ui.reception.reception import Reception

PAGE = "desk"
"""The page of the staff screen that is this."""


class DeskOnKiosk(QObject):
    """Follows the staff screen, whose menu offers it from now on.

    Args:
        window: of the patients.
        staff_screen: what staff do there; who is signed in, and for how long, is its matter.
        store: of this PC.
        jobs: the lanes of the kiosk.
        now: the clock.
        made_of: of what it is made, asked each time.
    """

    def __init__(  # noqa: PLR0913 - keyword-only beyond the two
        self,
        window: KioskWindow,
        staff_screen: StaffScreen,
        *,
        store: Store,
        jobs: Jobs,
        now: Callable[[], datetime],
        made_of: Callable[[], MadeOf],
    ) -> None:
        super().__init__(staff_screen)
        self._window, self._staff, self._made_of = window, staff_screen, made_of
        self._store, self._jobs, self._now = store, jobs, now
        self._reception: Reception | None = None
        self._desk: Desk | None = None
        menu: Any = staff_screen.menu
        menu.can_open_desk()
        staff_screen.changed.connect(self._follow)

    def close(self) -> None:
        """The kiosk closes: what hangs in the network, or is being exported, is given up."""
        if self._desk is not None:
            self._desk.close()

    @Slot()
    def _follow(self) -> None:
        wanted = self._staff.property("page") == PAGE
        if wanted and self._reception is None:
            self._open()
        elif not wanted and self._reception is not None:
            self._leave(self._reception)

    def _open(self) -> None:
        # Read when it is first wanted: a kiosk starts sooner without all pages of the desk.
        from kiosk.desk.alerts import LocalAlerts  # noqa: PLC0415
        from kiosk.ui.reception.making import made_desk  # noqa: PLC0415
        from kiosk.ui.reception.reception import Reception  # noqa: PLC0415

        of, name = self._made_of(), self._staff.actor
        # Who stands at the patients' screen is at no desk: no later alert would be seen there.
        here = LocalAlerts(self._store, of.settings, self._now, stays=False)
        made = made_desk(self._store, of, self._jobs, self._now)
        desk = replace(made, alerts=(here,))
        reception = Reception(desk, at_kiosk=True, parent=self)
        self._desk, self._reception = desk, reception
        reception.locked.connect(self._staff.close)
        self._window.guard.touched.connect(reception.touched)
        desk.jobs.disk.run(lambda: _named(desk, name), lambda found: self._found(reception, found))

    def _found(self, reception: "Reception", found: Future[StaffMember]) -> None:
        if reception is not self._reception:
            return
        if (failure := found.exception()) is not None:
            self._staff.close()
            raise_bug(failure)
            return
        reception.sign_in(found.result())
        self._window.root.setProperty("reception", reception)

    def _leave(self, reception: "Reception") -> None:
        desk, self._desk, self._reception = self._desk, None, None
        self._window.root.setProperty("reception", None)
        reception.locked.disconnect(self._staff.close)
        self._window.guard.touched.disconnect(reception.touched)
        reception.lock()
        reception.close()
        for page in reception.pages.values():
            page.forget()
        if desk is not None:
            desk.close()
            _end(desk, reception)


def _named(desk: "Desk", name: str) -> StaffMember:
    with desk.store.reading() as connection:
        return next(one for one in staff.list_staff(connection) if one.name == name)


def _end(desk: "Desk", reception: "Reception") -> None:
    """Delete it as soon as nothing that it began is still to come back to it."""

    def after_network(_: Future[None]) -> None:
        if any(page.property("busy") for page in reception.pages.values()):
            _end(desk, reception)
        else:
            reception.deleteLater()

    def after_export(_: Future[None]) -> None:
        desk.jobs.network.run(_nothing, after_network)

    def after_disk(_: Future[None]) -> None:
        desk.jobs.export.run(_nothing, after_export)

    desk.jobs.disk.run(_nothing, after_disk)


def _nothing() -> None:
    """Ends behind all that was begun before it."""
