"""After sending: thanks, one more form, what was sent once more, a choice between wordings."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.balloting import bands_of
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.choosing import ASK, Choosing
from kiosk.ui.patient.clinic import Clinic
from kiosk.ui.patient.journey import Journey
from kiosk.ui.patient.shelf import Shelf

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

THANKS_MS: Final = 20_000


@QmlElement
class Thanking(Journey):
    """What is there for who has sent their answers; it goes away by itself.

    Args:
        clinic: what the screen is told of its clinic.
        shelf: where choices are counted; touched on the disk lane only.
        jobs: the lanes.
        now: the clock, aware, UTC.
    """

    thanksChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(
        self,
        clinic: Clinic,
        shelf: Shelf,
        jobs: Jobs,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(clinic, shelf, jobs, now, parent)
        self._thanks = QTimer(self, interval=THANKS_MS, singleShot=True)
        self._thanks.timeout.connect(self._go_home)
        self._choosing = Choosing(shelf, jobs.disk, self)
        self.pageChanged.connect(self.thanksChanged)

    @Slot()
    def another(self) -> None:
        """After sending: the same person fills in one more form."""
        if self._page == "thanks" and not self._resting.active:
            self._forget_page()
            self._walk_up()

    @Slot()
    def lookAgain(self) -> None:  # noqa: N802 - called by QML
        """After sending: read what was sent, where the clinic allows it."""
        if self._may_look_again():
            self._thanks.stop()
            self._go("summary")

    @Slot()
    def askWording(self) -> None:  # noqa: N802 - called by QML
        """After sending: which of two wordings is easier."""
        if self._page == "thanks":
            self._choosing.ask()
            if self._choosing.property("step") == ASK:
                self._thanks.stop()
            self.pageChanged.emit()

    @Slot(int)
    def pickWording(self, place: int) -> None:  # noqa: N802 - called by QML
        """The one at that place; a word of thanks, which goes away by itself as well."""
        # Who turned counting off is in no group.
        mode = self._manners.mode if self._counting.property("on") else None
        speaking = self._speaking
        bands = () if mode is None else bands_of(
            mode=mode, language=speaking.language, first=speaking.first, who=self._choosing.who
        )  # fmt: skip
        self._choosing.choose(place, bands)
        self._back_to_thanks()

    @Slot()
    def leaveWording(self) -> None:  # noqa: N802 - called by QML
        """Rather not: back to the thanks."""
        self._choosing.close()
        self._back_to_thanks()

    def _back_to_thanks(self) -> None:
        if self._page == "thanks":
            self._thanks.start()
            self.pageChanged.emit()

    def _thank(self) -> None:
        self._go("thanks")
        self._thanks.start()

    def _forget_page(self) -> None:
        """Let go of what the page holds."""
        raise NotImplementedError

    def _laid(self) -> str:
        return super()._laid() or ("ballot" if self._choosing.property("step") else "")

    def _may_look_again(self) -> bool:
        return self._page == "thanks" and self._settings.own_summary

    _read_choosing = attrgetter("_choosing")
    choosing = Property(Choosing, _read_choosing, constant=True)
    summary = Property(bool, _may_look_again, notify=thanksChanged)
