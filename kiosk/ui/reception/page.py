"""One page of the desk's window: what all of them have."""

from collections.abc import Callable
from concurrent.futures import Future
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.pictures import Pictures
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.toast import Told

if TYPE_CHECKING:
    from kiosk.store.staff import StaffMember

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Result = TypeVar("Result")


class Strip(NamedTuple):
    """What can't wait, above all pages: a title, a line, and the word that leads to its page."""

    title: str
    line: str
    action: str


@QmlElement
class DeskPage(QObject):
    """A page: its QML binds to it.

    Attributes:
        member: who is signed in; None where nobody is.
        always: it is refreshed even while another page is shown.
        pictures: that it shows; None for none.

    Signals:
        told: something was done, a `Told`, with its way back where there is one.
        wanted: another page shall be shown, by its id, and something of it, by its key.
        noteWanted: a note on a question of one of these forms (canonicals) shall be made.
    """

    always = False
    pictures: Pictures | None = None
    changed = Signal()
    told = Signal(object)
    wanted = Signal(str, str)
    noteWanted = Signal(object)  # noqa: N815 - Qt's way to name signals

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.member: StaffMember | None = None
        self._problem, self._busy = "", 0

    @property
    def actor(self) -> str:
        """The name that stands in the audit."""
        return self.member.name if self.member else ""

    def sign_in(self, member: "StaffMember") -> None:
        """That person works here from now on."""
        self.member = member

    def sign_out(self) -> None:
        """Nobody is signed in any more: nothing is done in anybody's name."""
        self.member = None

    def close(self) -> None:
        """The window goes."""

    def enter(self) -> None:
        """It is shown from now on: look at what there is."""

    def leave(self) -> None:
        """Another page is shown, or nobody is signed in; what is on the screen may stay."""

    def lock(self) -> None:
        """Nobody is signed in any more, whichever page was shown."""

    def forget(self) -> None:
        """Somebody else is signed in: nothing is left of who was there before."""
        self._problem = ""
        self.changed.emit()

    def refresh(self) -> None:
        """Look again; asked every few seconds while it is shown."""

    def show(self, key: str) -> None:
        """Show one thing of it."""

    def far_note(self) -> str:
        """Of what is far away: that it can't be reached, and of when it is what is shown."""
        return ""

    @property
    def lane(self) -> Lane:
        """Where `work` is done: what it works on may be far away."""
        return self.desk.jobs.disk

    def badge(self) -> int:
        """How many things on it wait for somebody."""
        return 0

    def strip(self) -> Strip | None:
        """What stands above every page until somebody saw to it; None where nothing does."""
        return None

    def is_for_all(self) -> bool:
        """Whether the strip is shown to those, too, who may not see the page."""
        return False

    def say(self, key: str, **values: object) -> str:
        """A text in the language of the desk."""
        return self.desk.speaking.say(key, **values)

    def tell(self, key: str, undo: Callable[[], None] | None = None, **values: object) -> None:
        """Say for some seconds what was done, and offer the way back."""
        self.told.emit(Told(self.say(key, **values), undo))

    def refuse(self, text: str) -> None:
        """Say on the page what is wrong; "" says nothing any more."""
        self._problem = text
        self.changed.emit()

    def work(
        self, work: Callable[[], Result], done: Callable[[Result], None], *, network: bool = False
    ) -> None:
        """Do `work` on a lane, then `done` with its result here.

        What the program refuses is said on the page; anything else is a bug.
        """
        self.work_on(self.desk.jobs.network if network else self.lane, work, done)

    def work_on(
        self, lane: Lane, work: Callable[[], Result], done: Callable[[Result], None]
    ) -> None:
        """Likewise on a lane of the page's own."""
        self._busy += 1
        self.changed.emit()
        lane.run(work, lambda future: self._worked(future, done))

    def _worked(self, future: Future[Any], done: Callable[[Any], None]) -> None:
        self._busy -= 1
        failure = future.exception()
        if failure is None:
            self._problem = ""
            done(future.result())
            self.changed.emit()
            return
        known = isinstance(failure, KioskError)
        self.refuse(_said(failure) if known else self.say("desk_trouble"))
        raise_bug(failure)

    def _is_busy(self) -> bool:
        return self._busy > 0

    _read_problem = attrgetter("_problem")
    problem = Property(str, _read_problem, notify=changed)
    busy = Property(bool, _is_busy, notify=changed)


def _said(failure: BaseException) -> str:
    """What happened and what to do about it, in a line."""
    return f"{failure} {getattr(failure, 'advice', '')}".strip()
