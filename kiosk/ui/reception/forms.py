"""Forms: what the clinic has, whether patients see it, and if not, why; its editor opens here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.forms import Refused
from kiosk.forms.finding import Finding
from kiosk.forms.questionnaire import Questionnaire
from kiosk.resources import resource
from kiosk.sync.fetch.at_hand import renewed
from kiosk.ui.patient.withholding import reason_to_withhold
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.editing.editor import Editor
from kiosk.ui.reception.editing.request import ChangeAsked, asked_of
from kiosk.ui.reception.forms_words import Known, cells, details, found
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.table import Column, Row, Table
from kiosk.ui.wording.words import load_words

if TYPE_CHECKING:
    from kiosk.store.staff import StaffMember

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


class Looked(NamedTuple):
    """What was found: the forms, by their canonicals, and what came and is not used."""

    forms: dict[str, Known]
    refused: tuple[Refused, ...]


@QmlElement
class FormsPage(DeskPage):
    """The forms of the clinic, in its order."""

    told_of = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._table = Table(_columns(self.say), self)
        self._table.opened.connect(self.show)
        self._known: dict[str, Known] = {}
        self._looked, self._not_used = False, tuple[Refused, ...]()
        self._opened, self._findings = "", tuple[Finding, ...]()
        self._editor = Editor(desk, self)
        self._editor.told.connect(self.told)
        self._editor.wanted.connect(self.wanted)
        self._editor.changed.connect(self.changed)
        self._editor.used.connect(self.enter)

    def sign_in(self, member: "StaffMember") -> None:
        """That person works here from now on."""
        super().sign_in(member)
        self._editor.sign_in(member)
        self.told_of.emit()

    def sign_out(self) -> None:
        """Nobody is signed in any more."""
        super().sign_out()
        self._editor.sign_out()

    def lock(self) -> None:
        """What was typed last is kept."""
        self._editor.lock()

    def leave(self) -> None:
        """Likewise."""
        self._editor.leave()

    def close(self) -> None:
        """The editor lets go of what lies in the window."""
        self._editor.close()

    @Slot()
    def enter(self) -> None:
        """Look at once; forms change seldom, so once is enough."""
        self.work(self._find, self._show)
        self._ask()

    def refresh(self) -> None:
        """What could not be reached is tried again."""
        if self._problem and not self._busy:
            self._ask()

    def _ask(self) -> None:
        """How often each was answered, where that is known elsewhere."""
        book, forms = self.desk.form_book, self.desk.forms
        if book.far:
            self.work(lambda: book.answered(forms), self._count, network=True)

    def forget(self) -> None:
        """No form is open."""
        self.shut()
        self._editor.forget()
        super().forget()

    @Slot(str)
    def show(self, key: str) -> None:
        """Show more of one form, by its canonical; or change it, where the key asks for that."""
        if isinstance(asked := asked_of(key), ChangeAsked):
            self._change(asked)
            return
        known = self._known.get(key)
        if known is None:
            return
        book, form = self.desk.form_book, known.one.form
        self.work(lambda: book.findings(form), lambda found: self._open(key, found))

    @Slot()
    def open(self) -> None:
        """Show more of the chosen one."""
        self.show(str(self._table.property("current")))

    @Slot()
    def shut(self) -> None:
        """Back to the list."""
        self._opened, self._findings = "", ()
        self.told_of.emit()

    @Slot()
    def change(self) -> None:
        """Change the chosen one, where who is signed in may."""
        known = self._known.get(str(self._table.property("current")))
        if known is not None:
            self._change(ChangeAsked(known.one.form.url))

    def _change(self, asked: ChangeAsked) -> None:
        desk = self.desk

        def found() -> Questionnaire | None:
            forms = renewed(desk.store, desk.forms, desk.settings)
            return next((form for form in forms if form.url == asked.url), None)

        def begin(form: Questionnaire | None) -> None:
            if form is None:
                self.refuse(self.say("edit_not_here"))
            else:
                self.shut()
                self._editor.begin(form, asked.link_id, asked.groups, asked.edits)

        self.work(found, begin)

    def _find(self) -> Looked:
        # Those that kiosks speak; the desk's window speaks fewer.
        words = load_words(resource("translations"))
        signed = frozenset(one.code for one in words.languages if not one.is_draft)
        forms = renewed(self.desk.store, self.desk.forms, self.desk.settings)
        looked, value_sets = self.desk.form_book.look(forms), self.desk.value_sets
        known = (
            Known(one, reason_to_withhold(one.form, value_sets), signed) for one in looked.forms
        )
        return Looked({one.one.form.canonical: one for one in known}, looked.refused)

    def _show(self, looked: Looked) -> None:
        self._known, self._looked, self._not_used = looked.forms, True, looked.refused
        rows = [self._row(key, one) for key, one in looked.forms.items()]
        self._table.set_rows(rows + [self._refused_row(one) for one in looked.refused])
        self.told_of.emit()

    def _count(self, answered: Mapping[str, int | None]) -> None:
        """How often each was answered is known now."""
        counted = {
            key: known._replace(one=replace(known.one, answered=answered.get(known.one.form.url)))
            for key, known in self._known.items()
        }
        self._show(Looked(counted, self._not_used))

    def _row(self, key: str, known: Known) -> Row:
        told, one = cells(self.desk.speaking, known), known.one
        sort = (told[0], one.answered, told[2], told[3], told[4], one.form.minutes, told[6])
        return Row(key, told, sort)

    def _refused_row(self, one: Refused) -> Row:
        """What came from the centre and is not used: somebody has to look."""
        why = self.say("forms_not_used", why=one.reason)
        told = (one.name, "", "", self.say("forms_refused_from"), "", "", why)
        sort = (one.name, None, "", told[3], "", None, why)
        return Row(f"refused {one.name}", told, sort, tone="please-look")

    def _open(self, key: str, findings: tuple[Finding, ...]) -> None:
        self._opened, self._findings = key, findings
        self.told_of.emit()

    def _line(self) -> str:
        return self.say("forms_line_far" if self.desk.form_book.far else "forms_line")

    def _is_open(self) -> bool:
        return bool(self._opened)

    def _title(self) -> str:
        return self.desk.title_of(self._opened) if self._opened else ""

    def _details(self) -> list[str]:
        known = self._known.get(self._opened)
        return list(details(self.desk.speaking, known)) if known else []

    def _checked(self) -> list[str]:
        return list(found(self.desk.speaking, self._findings)) if self._opened else []

    def _may_change(self) -> bool:
        rights = self._editor.rights
        return rights.all or rights.help_only

    _read_editor = attrgetter("_editor")
    _read_looked = attrgetter("_looked")
    _read_table = attrgetter("_table")
    table = Property(Table, _read_table, constant=True)
    editor = Property(Editor, _read_editor, constant=True)
    mayChange = Property(bool, _may_change, notify=told_of)  # noqa: N815 - read by QML
    line = Property(str, _line, constant=True)
    looked = Property(bool, _read_looked, notify=told_of)
    opened = Property(bool, _is_open, notify=told_of)
    openedTitle = Property(str, _title, notify=told_of)  # noqa: N815 - read by QML
    details = Property(list, _details, notify=told_of)
    checked = Property(list, _checked, notify=told_of)


def _columns(say: Callable[[str], str]) -> Iterator[Column]:
    yield Column("title", say("forms_title"), 2.0, least=16)
    yield Column("answered", say("forms_answered"), 0.1, least=6, spare=True)
    yield Column("version", say("forms_version"), 0.2, least=7, spare=True)
    yield Column("source", say("forms_source"), 0.8, least=10, spare=True)
    yield Column("languages", say("forms_languages"), 1.4, least=12, spare=True)
    yield Column("minutes", say("forms_minutes"), 0.1, least=7, spare=True)
    yield Column("shown", say("forms_shown"), 2.0, least=16)
