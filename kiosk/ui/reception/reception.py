"""The desk's window: who is signed in, which page is shown, what was just done."""

from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.roles import may
from kiosk.store import staff
from kiosk.store.staff import StaffMember
from kiosk.ui.idle import IdleWatch
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.guiding import Guiding
from kiosk.ui.reception.improving.noting import Noting
from kiosk.ui.reception.look import Look
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.pages import PAGES, PageKind
from kiosk.ui.reception.sync_line import SyncLine
from kiosk.ui.reception.toast import Toast, Told
from kiosk.ui.staff.pin import Opened, PinEntry
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_LAST_S: Final = 1.0
_MS: Final = 1000


@QmlElement
class Reception(QObject):
    """What the window binds to.

    Args:
        desk: what its pages work with.
        kinds: its pages.
        at_kiosk: it lies over the patients' window, which comes back when it is left.

    Signals:
        locked: nobody is signed in any more.
    """

    changed = Signal()
    railChanged = Signal()  # noqa: N815 - Qt's way to name signals
    locked = Signal()

    def __init__(
        self,
        desk: Desk,
        kinds: tuple[PageKind, ...] = PAGES,
        *,
        at_kiosk: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._kinds, self._at_kiosk = desk, kinds, at_kiosk
        self._pages = {kind.id: kind.make(desk, self) for kind in kinds}
        self._noting, self._guiding = Noting(desk, self), Guiding(desk, self)
        self._page, self._problem, self._look_of = "", "", Look(desk, self)
        self._member: StaffMember | None = None
        self._last: StaffMember | None = None
        self._toast, self._sync = Toast(self), SyncLine(desk, self)
        self._pin = PinEntry(
            store=desk.store, disk=desk.jobs.disk, speaking=desk.speaking, find=tuple,
            now=desk.now, parent=self,
        )  # fmt: skip
        self._idle = IdleWatch(desk.settings.reception.lock_min * 60 - _LAST_S, _LAST_S, self)
        self._look = QTimer(self, interval=round(desk.look_s * _MS))
        # Laid anew only where it differs, and never while one of its entries is clicked.
        self._laid: list[dict[str, Any]] = []
        self._lay = QTimer(self, interval=0, singleShot=True)
        self._connect()

    @property
    def pages(self) -> dict[str, DeskPage]:
        """All pages by their id."""
        return self._pages

    @property
    def _parts(self) -> tuple[DeskPage, ...]:
        """The pages, and what is there on all of them."""
        return (*self._pages.values(), self._noting)

    @Slot(str)
    def enterPin(self, pin: str) -> None:  # noqa: N802 - called by QML
        """Who has this PIN wants to sign in."""
        self._problem = ""
        self._pin.begin()
        for digit in pin:
            self._pin.press(digit)
        self._pin.enter()
        self.changed.emit()

    @Slot()
    def lock(self) -> None:
        """Nobody is signed in; what is on the pages stays for the same person."""
        if self._member is None:
            return
        self._shown().leave()
        for page in self._parts:
            page.lock()
        self._look.stop()
        self._idle.stop()
        self._last, self._member = self._member, None
        for page in self._parts:
            page.sign_out()
        self._toast.forget()
        self._guiding.close()
        self._pin.begin()
        self.changed.emit()
        self.locked.emit()

    @Slot(str)
    def go(self, page: str) -> None:
        """Show that page, where the role of who is signed in may see it."""
        if self._member is None or not may(self._member.role, page) or page not in self._pages:
            return
        if page != self._page:
            self._shown().leave()
            self._page = page
        self._shown().enter()
        self.changed.emit()

    def close(self) -> None:
        """The window goes."""
        for page in self._pages.values():
            page.close()

    @Slot()
    def touched(self) -> None:
        """Somebody is there."""
        self._idle.touched()

    @Slot(int)
    def resize(self, steps: int) -> None:
        """Larger or smaller text, so many steps; 0 is the usual size."""
        self._look_of.resize(steps)

    def sign_in(self, member: StaffMember) -> None:
        """That person works here from now on."""
        if self._last is not None and self._last != member:
            for page in self._parts:
                page.forget()
            self._page = ""
        self._member, self._problem = member, ""
        for page in self._parts:
            page.sign_in(member)
        self._idle.start()
        self._look.start()
        self._sync.look()
        mine = [kind.id for kind in self._kinds if may(member.role, kind.id)]
        self._page = self._page if self._page in mine else next(iter(mine), "")
        if self._page:
            self._shown().enter()
        self.changed.emit()

    def _connect(self) -> None:
        self._lay.timeout.connect(self._lay_rail)
        self.changed.connect(self._lay.start)
        self._idle.expired.connect(self.lock)
        self._look.timeout.connect(self._look_again)
        self._pin.changed.connect(self.changed)
        self._pin.opened.connect(self._opened)
        self._pin.refused.connect(self._refused)
        for page in self._parts:
            page.told.connect(self._tell)
            page.noteWanted.connect(self._noting.begin)
            page.wanted.connect(self._go_to)
            page.changed.connect(self.changed)

    @Slot(object)
    def _tell(self, told: Told) -> None:
        """Not over the PIN: whoever stands there may neither read it nor take it back."""
        if self._member is not None:
            self._toast.show(told)

    @Slot(object)
    def _opened(self, opened: Opened) -> None:
        self._desk.jobs.disk.run(
            lambda: self._named(opened.actor), lambda found: self.sign_in(found.result())
        )

    def _named(self, name: str) -> StaffMember:
        with self._desk.store.reading() as connection:
            return next(one for one in staff.list_staff(connection) if one.name == name)

    @Slot(str, int)
    def _refused(self, key: str, seconds: int) -> None:
        self._problem = self._desk.speaking.say(key, seconds=Counted(seconds))
        self.changed.emit()

    @Slot(str, str)
    def _go_to(self, page: str, key: str) -> None:
        self.go(page)
        if page == self._page:
            self._pages[page].show(key)

    @Slot()
    def _look_again(self) -> None:
        self._sync.look()
        for entry in self._rail():
            page = self._pages[entry["id"]]
            if page is self._shown() or page.always:
                page.refresh()

    def _shown(self) -> DeskPage:
        return self._pages[self._page or self._kinds[0].id]

    @Slot()
    def _lay_rail(self) -> None:
        if (rail := self._rail()) != self._laid:
            self._laid = rail
            self.railChanged.emit()

    def _rail(self) -> list[dict[str, Any]]:
        if self._member is None:
            return []
        role = self._member.role
        return [self._entry(kind) for kind in self._kinds if may(role, kind.id)]

    def _entry(self, kind: PageKind) -> dict[str, Any]:
        label, badge = self._desk.speaking.say(f"desk_{kind.id}"), self._pages[kind.id].badge()
        name = f"{label}, {badge}" if badge else label
        return {"id": kind.id, "label": label, "badge": badge, "name": name}

    def _file(self) -> str:
        return next((kind.file for kind in self._kinds if kind.id == self._page), "")

    def _strip(self) -> dict[str, str]:
        """What can't wait, and the page it is on; empty where nothing does.

        Without a way to the page where nobody is signed in, or may not see it.
        """
        mine = {entry["id"] for entry in self._rail()}
        for name, page in self._pages.items():
            told = page.strip()
            if told is None:
                continue
            if name in mine:
                return {"page": name, **told._asdict()}
            if self._member is None or page.is_for_all():
                return {"page": "", **told._replace(action="")._asdict()}
        return {}

    def _note(self) -> str:
        return self._shown().far_note() if self._member else ""

    def _who(self) -> str:
        say = self._desk.speaking.say
        return say("desk_signed_in", name=self._member.name) if self._member else ""

    def _leave_word(self) -> str:
        return self._desk.speaking.say("desk_leave" if self._at_kiosk else "desk_lock")

    def _is_open(self) -> bool:
        return self._member is not None

    def _page_object(self) -> DeskPage:
        return self._shown()

    def _clinic(self) -> str:
        return self._desk.settings.clinic.name

    def _title(self) -> str:
        return self._desk.speaking.say("desk_title", clinic=self._clinic())

    _read_page = attrgetter("_page")
    _read_problem = attrgetter("_problem")
    _read_look = attrgetter("_look_of")
    _read_pin = attrgetter("_pin")
    _read_toast = attrgetter("_toast")
    _read_laid = attrgetter("_laid")
    _read_sync = attrgetter("_sync")
    _read_noting = attrgetter("_noting")
    _read_guiding = attrgetter("_guiding")
    _read_desk_speaking = attrgetter("_desk.speaking")
    open = Property(bool, _is_open, notify=changed)
    page = Property(str, _read_page, notify=changed)
    shown = Property(DeskPage, _page_object, notify=changed)
    file = Property(str, _file, notify=changed)
    rail = Property(list, _read_laid, notify=railChanged)
    strip = Property(dict, _strip, notify=changed)
    note = Property(str, _note, notify=changed)
    who = Property(str, _who, notify=changed)
    leaveWord = Property(str, _leave_word, constant=True)  # noqa: N815 - read by QML
    clinic = Property(str, _clinic, constant=True)
    title = Property(str, _title, constant=True)
    problem = Property(str, _read_problem, notify=changed)
    look = Property(Look, _read_look, constant=True)
    pin = Property(PinEntry, _read_pin, constant=True)
    toast = Property(Toast, _read_toast, constant=True)
    sync = Property(SyncLine, _read_sync, constant=True)
    noting = Property(Noting, _read_noting, constant=True)
    guiding = Property(Guiding, _read_guiding, constant=True)
    speaking = Property(Speaking, _read_desk_speaking, constant=True)
