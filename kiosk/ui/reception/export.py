"""Export: what, of which responses, where to; after a PIN, with a bar and a way to stop it."""

from datetime import date
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.exports import ExportAsked, ExportPlace
from kiosk.errors import RefusedError
from kiosk.export.exporting import Exported
from kiosk.export.formats import FORMATS
from kiosk.store.staff import StaffMember
from kiosk.ui.printing.pdf_format import PDF
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.export_choice import FFT, ExportChoice, monthly_return, months
from kiosk.ui.reception.export_lists import ExportLists
from kiosk.ui.reception.export_look import ExportLook
from kiosk.ui.reception.export_place import ExportWhere
from kiosk.ui.reception.export_run import ExportRun, Steps
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.response_filter import NoDay
from kiosk.ui.staff.pin import Opened, PinEntry
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_COUNTED_ONLY = {FFT, "codebook"}
"""They hold no answer of anybody."""


@QmlElement
class ExportPage(DeskPage):
    """What the controls hold, and the one question before it is written: the PIN once more."""

    chosen = Signal()
    asking = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._choice, self._month = ExportChoice(), ""
        self._forms: tuple[str, ...] = ()
        self._trouble, self._lists = "", ExportLists(self.say, far=desk.exports.far)
        self._where, self._run = ExportWhere(self.say, self), ExportRun(self)
        self._preview = ExportLook(self)
        self._wanted: tuple[ExportAsked, ExportPlace, bool] | None = None
        self._refusal = ""
        self._pin = PinEntry(
            store=desk.store, disk=desk.jobs.disk, speaking=desk.speaking, find=tuple,
            now=desk.now, parent=self,
        )  # fmt: skip
        self._pin.changed.connect(self.asking)
        self._pin.opened.connect(self._opened)
        self._pin.refused.connect(self._refused)
        self._run.ended.connect(self._count)
        self._where.changed.connect(self._mended)

    def enter(self) -> None:
        """What there is to choose from, and how many that are."""
        self._where.look()
        self._run.enter()
        self.work(self._read_around, self._take_around)
        self._count()

    def leave(self) -> None:
        """Nothing is asked for any more; what is being written goes on."""
        self.dismiss()
        self._preview.stop()

    def lock(self) -> None:
        """The question closes; what is being written goes on."""
        self.dismiss()

    def forget(self) -> None:
        """Nothing of what was chosen stays; what is being written goes on."""
        self._choice, self._month = ExportChoice(), ""
        self._where.forget()
        self._preview.forget()
        self.dismiss()
        self.chosen.emit()
        super().forget()

    def refresh(self) -> None:
        """A drive may have come or gone; what could not be reached is tried again."""
        self._where.look()
        if self.desk.exports.far and self._preview.property("problem"):
            self._count()

    @Slot(str, str)
    def choose(self, name: str, value: str) -> None:
        """A control holds something else; `name` is of an `ExportChoice`."""
        if getattr(self._choice, name, None) == value.strip():
            return
        self._choice = self._choice.having(name, value)
        self._preview.forget()
        self.chosen.emit()
        self._count()

    @Slot(str)
    def chooseMonth(self, month: str) -> None:  # noqa: N802 - called by QML
        """The month of the return of the Friends and Family Test."""
        self._month = month
        self.chosen.emit()

    @Slot()
    def look(self) -> None:
        """How many there are, and which columns."""
        asked = self._asked()
        if asked is not None and self.member is not None:
            self._preview.look(asked, self.member)

    @Slot()
    def begin(self) -> None:
        """Ask for the PIN, before what the controls hold is written."""
        asked = self._asked()
        if asked is not None:
            self._ask(asked)

    @Slot()
    def beginMonth(self) -> None:  # noqa: N802 - called by QML
        """The same for the return of the Friends and Family Test."""
        self._ask(monthly_return(self._month_now()))

    @Slot()
    def dismiss(self) -> None:
        """No export; a password that was made for it is forgotten."""
        self._wanted, self._refusal = None, ""
        self._pin.begin()
        self.asking.emit()

    @Slot(str)
    def enterPin(self, pin: str) -> None:  # noqa: N802 - called by QML
        """Whoever is signed in says so once more."""
        self._refusal = ""
        for digit in pin:
            self._pin.press(digit)
        self._pin.enter()
        self.asking.emit()

    def _ask(self, asked: ExportAsked) -> None:
        if self._run.property("running"):
            return
        sealed = asked.format in FORMATS and FORMATS[asked.format].sealed
        try:
            can = not sealed and asked.format not in _COUNTED_ONLY
            place, is_new = self._where.place(can=can)
        except RefusedError as failure:
            self.refuse(f"{failure} {failure.advice}")
            return
        self.refuse("")
        self._wanted = (asked, place, is_new)
        self._pin.begin()
        self.asking.emit()

    @Slot(object)
    def _opened(self, opened: Opened) -> None:
        member, wanted = self.member, self._wanted
        if member is None or wanted is None:
            return
        if opened.actor != member.name:
            self._refusal = self.say("export_not_yours")
            self.work(
                lambda: self.desk.exports.deny("the PIN of somebody else", by=member),
                lambda _: self.asking.emit(),
            )
            self.asking.emit()
            return
        self._write(wanted[0], wanted[1], member)
        self.dismiss()

    def _write(self, asked: ExportAsked, place: ExportPlace, member: StaffMember) -> None:
        book = self.desk.exports

        def write(steps: Steps) -> Exported:
            return book.write(
                asked, place, by=member, report=steps.report, cancelled=steps.stop.is_set
            )

        self._run.start(write, member.name)

    @Slot()
    def _mended(self) -> None:
        """What was wrong may be right now."""
        if self._problem:
            self.refuse("")

    @Slot(str, int)
    def _refused(self, key: str, seconds: int) -> None:
        self._refusal = self.say(key, seconds=Counted(seconds))
        self.asking.emit()

    def _asked(self) -> ExportAsked | None:
        try:
            return self._choice.asked(today=self._today())
        except NoDay as none:
            self.refuse(self.say("responses_bad_day", text=str(none)))
            return None

    @Slot()
    def _count(self) -> None:
        asked = self._asked() if self.member is not None else None
        if asked is not None:
            self.refuse("")
            self._preview.count(asked)

    def _read_around(self) -> tuple[tuple[str, ...], str]:
        return self.desk.exports.forms(), self.desk.exports.schedule_trouble()

    def _take_around(self, around: tuple[tuple[str, ...], str]) -> None:
        self._forms, self._trouble = around
        self.chosen.emit()

    def _today(self) -> date:
        return self.desk.now().astimezone().date()

    def _month_now(self) -> str:
        return self._month or f"{next(months(self._today())):%Y-%m}"

    def _takes_values(self) -> bool:
        kind = self._choice.kind
        return kind in FORMATS and FORMATS[kind].takes_values

    def _kinds(self) -> list[dict[str, str]]:
        return self._lists.kinds

    def _form_list(self) -> list[dict[str, str]]:
        every = {"id": "", "label": self.say("responses_any_form")}
        return [every, *({"id": url, "label": self.desk.title_of(url)} for url in self._forms)]

    def _states(self) -> list[dict[str, str]]:
        return self._lists.states

    def _spans(self) -> list[dict[str, str]]:
        return self._lists.spans

    def _value_list(self) -> list[dict[str, str]]:
        return self._lists.values

    def _months(self) -> list[dict[str, str]]:
        return self._lists.months(self._today())

    def _texts(self) -> dict[str, str]:
        """What is said otherwise where the responses are at the central service."""
        place = "_far" if self.desk.exports.far else ""
        keys = ("line", "none_body", "look_line", "ask_title", "pin_why")
        return {key: self.say(f"export_{key}{place}") for key in keys}

    def _held(self) -> dict[str, Any]:
        held = self._choice
        return {
            "kind": held.kind, "form": held.form, "span": held.span, "since": held.since,
            "until": held.until, "state": held.state, "unsynced": held.unsynced,
            "patient": held.patient, "values": held.values, "takesValues": self._takes_values(),
            "line": self.say(f"export_kind_{held.kind}_line"),
            "sealed": held.kind in FORMATS and FORMATS[held.kind].sealed,
            "answers": held.kind not in _COUNTED_ONLY, "month": self._month_now(),
            "trouble": self.say("export_trouble", why=self._trouble) if self._trouble else "",
        }  # fmt: skip

    def _is_far(self) -> bool:
        return self.desk.exports.far

    def _question(self) -> dict[str, str]:
        """What the dialog says; empty where nothing is asked."""
        if self._wanted is None:
            return {}
        asked, place, is_new = self._wanted
        kind = f"{PDF}-each" if asked.each else asked.format
        body = self.say("export_ask_body", kind=self.say(f"export_kind_{kind}"), place=place.folder)
        return {"body": body, "password": (place.password or "") if is_new else ""}

    _read_where, _read_run = attrgetter("_where"), attrgetter("_run")
    _read_preview = attrgetter("_preview")
    _read_refusal, _read_checking = attrgetter("_refusal"), attrgetter("_pin")
    held = Property(dict, _held, notify=chosen)
    texts = Property(dict, _texts, constant=True)
    far = Property(bool, _is_far, constant=True)
    kinds = Property(list, _kinds, constant=True)
    forms = Property(list, _form_list, notify=chosen)
    states = Property(list, _states, constant=True)
    spans = Property(list, _spans, constant=True)
    values = Property(list, _value_list, constant=True)
    months = Property(list, _months, notify=chosen)
    where = Property(ExportWhere, _read_where, constant=True)
    run = Property(ExportRun, _read_run, constant=True)
    preview = Property(ExportLook, _read_preview, constant=True)
    question = Property(dict, _question, notify=asking)
    refusal = Property(str, _read_refusal, notify=asking)
    pin = Property(PinEntry, _read_checking, constant=True)
