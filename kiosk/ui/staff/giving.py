"""Gives out forms: which, in which order, to whom; and the code by which the patient finds them."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

import segno
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.needs import KEPT, Needs
from kiosk.store import needs, visits
from kiosk.store.database import Store
from kiosk.store.visit_code import grouped
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.withholding import Screened
from kiosk.ui.staff.entries import BIRTH, INITIALS, TIME, Entered
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


class Made(NamedTuple):
    """A new visit, and what its patient said at an earlier one."""

    visit: visits.Visit
    needs: Needs


@QmlElement
class Giving(QObject):
    """One visit being made.

    Args:
        forms: those of the clinic; what patients may not see is not given out.
        birthdate: patients find their visit by date of birth and initials, so both are needed;
            else by the code.

    Attributes:
        by_birthdate: the same.

    Signals:
        made: the visit is in the store.
        failed: it is not; the word for what went wrong.
    """

    changed = Signal()
    made = Signal()
    failed = Signal(str)

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        store: Store,
        disk: Lane,
        forms: Screened,
        speaking: Speaking,
        birthdate: bool,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now = store, disk, now
        self._forms, self._speaking, self.by_birthdate = forms, speaking, birthdate
        self._giving: object = None
        self.begin()

    def begin(self) -> None:
        """Nothing chosen, nothing entered, no code on the screen."""
        self._giving = object()
        self._packet: list[int] = []
        self._entered, self._field = Entered(), ""
        self._code, self._needs = "", Needs()
        self.changed.emit()

    @Slot(int)
    def toggle(self, index: int) -> None:
        """Put a form at the end of the packet, or take it out."""
        if index in self._packet:
            self._packet.remove(index)
        else:
            self._packet.append(index)
        self.changed.emit()

    def enter(self, field: str) -> None:
        """Go to one field."""
        self._field = field
        self.changed.emit()

    @Slot(str)
    def press(self, sign: str) -> None:
        """One more sign of the field."""
        self._entered = self._entered.with_sign(self._field, sign)
        self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last sign back."""
        self._entered = self._entered.without_last(self._field)
        self.changed.emit()

    def problem(self, page: str) -> str:
        """The word for what a page still wants before it can be left; "" where it wants nothing."""
        if page == "forms" and not self._packet:
            return "give_none"
        if page == "field":
            return self._entered.problem(self._field, now=self._now())
        known = self._entered.birth and len(self._entered.initials) > 1
        return "give_birth_missing" if page == "details" and self.by_birthdate and not known else ""

    def titles(self, page: str) -> dict[str, str]:
        """What a page of a visit says otherwise than usual, by the keys of its texts."""
        if page == "field":
            return {"title": f"give_{self._field}_title", "hint": f"give_{self._field}_hint"}
        if page == "details" and self.by_birthdate:
            return {"hint": "give_birth_who_body"}
        return {"hint": "give_birth_body"} if page == "code" and not self._code else {}

    def make(self, actor: str) -> None:
        """Make the visit; `actor` is the member of staff."""
        giving, packet = self._giving, self._canonicals()
        whose = self._whose()
        self._disk.run(
            lambda: self._create(packet, whose, actor), lambda future: self._created(giving, future)
        )

    def _whose(self) -> visits.Whose:
        entered, known = self._entered, self.by_birthdate
        return visits.Whose(
            birth_date=entered.birth_date() if known else None,
            letters=entered.initials if known else None,
            initials=entered.initials or None,
            appointment=entered.appointment(self._now()),
        )

    def _create(self, packet: tuple[str, ...], whose: visits.Whose, actor: str) -> Made:
        with self._store.transaction() as connection:
            visit = visits.create_visit(
                connection, packet=packet, by=actor, now=self._now(), whose=whose
            )
            return Made(visit, needs.needs_of(connection, whose))

    def _created(self, giving: object, future: Future[Made]) -> None:
        failure = future.exception()
        if giving is self._giving:
            if failure is None:
                visit, self._needs = future.result()
                self._code = "" if self.by_birthdate else visit.code
                self.changed.emit()
                self.made.emit()
            else:
                self.failed.emit("give_trouble")
        raise_bug(failure)

    def _canonicals(self) -> tuple[str, ...]:
        return tuple(self._forms.shown[index].canonical for index in self._packet)

    def _cards(self) -> list[dict[str, Any]]:
        say, language = self._speaking.say, self._speaking.language
        cards = []
        for index, form in enumerate(self._forms.shown):
            chosen = index in self._packet
            place = self._packet.index(index) + 1 if chosen else 0
            line = say("give_place", number=place) if chosen else ""
            cards.append({"title": form.title(language), "chosen": chosen, "line": line})
        return cards

    def _fields(self) -> list[dict[str, Any]]:
        names = (BIRTH, INITIALS, TIME) if self.by_birthdate else (INITIALS, TIME)
        return [self._field_line(name) for name in names]

    def _field_line(self, name: str) -> dict[str, Any]:
        say, value = self._speaking.say, self._speaking.figures(self._entered.shown(name))
        label = say(f"give_{name}")
        return {
            "id": name,
            "label": label,
            "value": value or say("give_nothing"),
            "name": say("give_change_name", field=label),
        }

    def _signs(self) -> list[str]:
        if self._field == INITIALS:
            return list(self._speaking.say("give_letters"))
        return [*"123456789", "", "0"] if self._field else []

    def _shown(self) -> str:
        return self._entered.shown(self._field) if self._field else ""

    def _shown_code(self) -> str:
        return grouped(self._code) if self._code else ""

    def _needs_text(self) -> str:
        """What staff must know before they speak with the patient: codes in words, no answer."""
        say, told = self._speaking.say, self._needs
        known = [say(f"need_{need}") for need in KEPT if need in told.codes]
        if not known:
            return ""
        name = self._speaking.all_words.language(told.language).name
        return say("give_needs", needs=say("list_comma").join(known), language=name)

    def _runs(self) -> list[dict[str, int]]:
        return qr_runs(self._code) if self._code else []

    _read_field = attrgetter("_field")
    field = Property(str, _read_field, notify=changed)
    cards = Property(list, _cards, notify=changed)
    fields = Property(list, _fields, notify=changed)
    signs = Property(list, _signs, notify=changed)
    shown = Property(str, _shown, notify=changed)
    code = Property(str, _shown_code, notify=changed)
    needs = Property(str, _needs_text, notify=changed)
    qr = Property(list, _runs, notify=changed)


def qr_runs(code: str, error: str = "q") -> list[dict[str, int]]:
    """The QR code of a visit code as dark bars: `x`, `y`, `wide`, in modules; `of` is the side."""
    rows = [list(row) for row in segno.make_qr(code, error=error, boost_error=False).matrix]
    return [
        {"x": begin, "y": y, "wide": end - begin, "of": len(rows)}
        for y, row in enumerate(rows)
        for begin, end in _dark(row)
    ]


def _dark(row: list[int]) -> list[tuple[int, int]]:
    edges = [x for x in range(len(row) + 1) if _at(row, x) != _at(row, x - 1)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _at(row: list[int], x: int) -> int:
    return row[x] if 0 <= x < len(row) else 0
