"""A visit being made at the desk: whose, which forms; then its code and its slip."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.issuing import Issued
from kiosk.desk.packets import DeskPacket
from kiosk.desk.reference import Reference, read_reference
from kiosk.store.visit_code import grouped
from kiosk.store.visits import Whose
from kiosk.ui.reception.desk import Desk
from kiosk.ui.staff.giving import qr_runs

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

INITIALS_MOST: Final = 4
_WAITS_FOR: Final = 10
"""Of a number that is being typed only what is whole is said to be wrong."""


@QmlElement
class NewVisit(QObject):
    """What the dialog binds to: asked first, and once it is made, shown.

    Args:
        desk: what pages work with.
        make: makes the visit of these forms, for whom; it calls `show` once it is there.

    Attributes:
        issued: what is shown now; None before.
    """

    changed = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(
        self,
        desk: Desk,
        make: Callable[[tuple[str, ...], Whose], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._make = desk, make
        self.issued: Issued | None = None
        self._making = False
        self._forget()

    @Slot()
    def begin(self) -> None:
        """Ask for a new one."""
        self._forget()
        self.changed.emit()
        self.opened.emit()

    @Slot()
    def close(self) -> None:
        """Nothing of it stays."""
        self.forget()
        self.closed.emit()

    def forget(self) -> None:
        """Nothing of it stays, and its page goes with it."""
        self._forget()
        self.changed.emit()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Take the packet of that key in, or out again."""
        if self.issued is not None or key not in {one.key for one in self._packets}:
            return
        if key in self._chosen:
            self._chosen.remove(key)
        else:
            self._chosen.append(key)
        self._missing = ""
        self.changed.emit()

    @Slot(str)
    def name(self, typed: str) -> None:
        """The patient's number as it stands in its field now."""
        self._typed, self._missing = typed, ""
        self.changed.emit()

    @Slot(str)
    def callBy(self, typed: str) -> None:  # noqa: N802 - called by QML
        """The initials as they stand in their field now."""
        self._initials = typed
        self.changed.emit()

    @Slot()
    def make(self) -> None:
        """Make it, if that can be done."""
        read = self._reference()
        if self.issued is not None or self._making:
            return
        if read.problem or not self._chosen:
            self._whole = True
            self._missing = "" if self._chosen else self._desk.speaking.say("visits_no_packet")
            self.changed.emit()
            return
        self._making = True
        self._make(self._forms(), self._whose(read))
        self.changed.emit()

    def show(self, issued: Issued) -> None:
        """It is made, or found again: its code and slip."""
        self._forget()
        self.issued = issued
        self.changed.emit()
        self.opened.emit()

    def refuse(self) -> None:
        """It was not made: what was typed stays."""
        self._making = False
        self.changed.emit()

    def _forget(self) -> None:
        self.issued = None
        self._typed, self._initials, self._missing = "", "", ""
        self._chosen: list[str] = []
        self._whole = self._making = False

    @property
    def _packets(self) -> tuple[DeskPacket, ...]:
        return self._desk.visits.packets

    def _reference(self) -> Reference:
        return read_reference(self._typed, self._desk.settings.reception.local_system)

    def _whose(self, read: Reference) -> Whose:
        initials = "".join(sign for sign in self._initials if sign.isalpha())[:INITIALS_MOST]
        return Whose(
            system=read.system or None, value=read.value or None, initials=initials.upper() or None
        )

    def _forms(self) -> tuple[str, ...]:
        named = {one.key: one.forms for one in self._packets}
        return tuple(dict.fromkeys(form for key in self._chosen for form in named[key]))

    def _titles(self, forms: Iterable[str]) -> str:
        comma = self._desk.speaking.say("list_comma")
        return comma.join(self._desk.title_of(form) for form in forms)

    def _cards(self) -> list[dict[str, Any]]:
        return [self._card(one) for one in self._packets]

    def _card(self, packet: DeskPacket) -> dict[str, Any]:
        say, forms = self._desk.speaking.say, self._titles(packet.forms)
        missing = say("list_comma").join(packet.missing)
        return {
            "key": packet.key,
            "keys": f"Alt {packet.key}",
            "label": packet.name or forms,
            "line": say("visits_packet_lacks", forms=missing) if missing
            else forms if packet.name else "",
            "chosen": packet.key in self._chosen,
            "usable": bool(packet.forms),
        }  # fmt: skip

    def _problem(self) -> str:
        """Told at once where a whole number is wrong, else when it is to be made."""
        problem = self._reference().problem
        early = sum(sign.isdigit() for sign in self._typed) < _WAITS_FOR and not self._whole
        return "" if not problem or early else self._desk.speaking.say(f"visits_{problem}")

    def _good(self) -> str:
        """What a right number is, so that who typed it sees that it was understood."""
        read, reception = self._reference(), self._desk.settings.reception
        if not read.value:
            return ""
        kind = "local" if read.system == reception.local_system else "nhs"
        return self._desk.speaking.say(f"visits_is_{kind}")

    def _code(self) -> str:
        return grouped(self.issued.code) if self.issued else ""

    def _runs(self) -> list[dict[str, int]]:
        return qr_runs(self.issued.payload, error="m") if self.issued else []

    def _made_line(self) -> str:
        if self.issued is None:
            return ""
        until = f"{self.issued.expires.astimezone():%H:%M}"
        key = "visits_made_line" if until != "00:00" else "visits_made_today"
        say, line = self._desk.speaking.say, self._desk.visits.line
        told = say(key, forms=self._titles(self.issued.forms), time=until)
        return f"{told} {say('central_by_slip')}" if line and line.state.down else told

    def _is_made(self) -> bool:
        return self.issued is not None

    def _own_numbers(self) -> bool:
        return bool(self._desk.settings.reception.local_system)

    _read_missing = attrgetter("_missing")
    made = Property(bool, _is_made, notify=changed)
    cards = Property(list, _cards, notify=changed)
    problem = Property(str, _problem, notify=changed)
    good = Property(str, _good, notify=changed)
    missing = Property(str, _read_missing, notify=changed)
    code = Property(str, _code, notify=changed)
    qr = Property(list, _runs, notify=changed)
    line = Property(str, _made_line, notify=changed)
    ownNumbers = Property(bool, _own_numbers, constant=True)  # noqa: N815 - read by QML
