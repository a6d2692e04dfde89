"""Step 10: what `doctor` finds, what is looked at where the kiosk stands, and the start."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.setting_up import steps
from kiosk.setting_up.progress import PLACED
from kiosk.setting_up.tools import Now, Row
from kiosk.ui.guard import raise_bug
from kiosk.ui.setup.page import SetUpPage, Shared

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_ORDER: Final = ("mend", "unknown", "know", "well")


@QmlElement
class ReadyPage(SetUpPage):
    """The checks, the worst first, and the list of the place with who ticked what."""

    step = steps.READY
    looked = Signal()
    ticked = Signal()

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        super().__init__(shared, parent)
        self._rows: tuple[Row, ...] = ()
        self._by, self._looking = "", False

    def enter(self, now: Now) -> None:
        """Look at once."""
        first = next(iter(now.staff), None)
        self._by = self._by or (first[0] if first else "")
        super().enter(now)
        self.ticked.emit()
        self.look()

    @Slot()
    def look(self) -> None:
        """All checks, again; nobody has to wait for them to start the kiosk."""
        if self._looking:
            return
        self._looking = True
        self.looked.emit()
        self.shared.jobs.network.run(self.shared.book.look, self._looked)

    @Slot(str)
    def signAs(self, name: str) -> None:  # noqa: N802 - called by QML
        """Who ticks."""
        self._by = name.strip()

    @Slot(str, bool)
    def tick(self, name: str, on: bool) -> None:  # noqa: FBT001 - called by QML
        """Somebody saw to a thing where the kiosk stands."""
        if not self._by:
            self.refused.emit(self.say("setup_place_who"))
            self.ticked.emit()
            return
        book, by = self.shared.book, self._by
        self.work(lambda: book.tick(name, by=by, on=on), self._ticked)

    def _looked(self, future: Future[Sequence[Row]]) -> None:
        self._looking, failure = False, future.exception()
        if failure is None:
            self._rows = tuple(sorted(future.result(), key=lambda row: _ORDER.index(row.state)))
        elif isinstance(failure, KioskError):
            self.refused.emit(f"{failure} {failure.advice}".strip())
        self.looked.emit()
        raise_bug(failure)

    def _ticked(self, now: Now) -> None:
        self.now = now
        self.learned.emit(now)
        self.ticked.emit()

    def _checks(self) -> list[dict[str, str]]:
        return [
            {
                "name": row.name, "state": row.state,
                "word": self.say(f"setup_check_{row.state}"),
                "found": " ".join([*row.found, row.means]) if row.state != "well" else "",
                "mend": row.mend,
            }
            for row in self._rows
        ]  # fmt: skip

    def _summary(self) -> str:
        if self._looking or not self._rows:
            return self.say("setup_looking")
        counts = Counter(row.state for row in self._rows)
        return self.say(
            "setup_checked", well=counts["well"], mend=counts["mend"] + counts["unknown"],
            know=counts["know"],
        )  # fmt: skip

    def _place(self) -> list[dict[str, Any]]:
        placed = self.now.progress.placed if self.now else {}
        return [
            {
                "name": name, "label": self.say(f"setup_place_{name}"),
                "line": self.say(f"setup_place_{name}_line"), "on": name in placed,
                "by": self._signed(placed[name].by, placed[name].at) if name in placed else "",
            }
            for name in PLACED
        ]  # fmt: skip

    def _signed(self, by: str, at: str) -> str:
        return self.say("setup_place_by", name=by, date=at[:10])

    def _read_by(self) -> str:
        return self._by

    def _is_looking(self) -> bool:
        return self._looking

    checks = Property(list, _checks, notify=looked)
    summary = Property(str, _summary, notify=looked)
    looking = Property(bool, _is_looking, notify=looked)
    place = Property(list, _place, notify=ticked)
    by = Property(str, _read_by, notify=ticked)
