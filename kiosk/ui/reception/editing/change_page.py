"""A form while it is changed: every step kept, the last one taken back, the preview beside it."""

from dataclasses import replace
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.editing.change import Change
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.editing.rights import Rights
from kiosk.desk.improving.changing import ChangingBook, rights_of
from kiosk.desk.improving.checking import Checked, checked
from kiosk.forms.questionnaire import Questionnaire
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.editing.fields import is_shown, languages_of
from kiosk.ui.reception.editing.preview import Preview
from kiosk.ui.reception.page import DeskPage

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

PAUSE_MS: Final = 350
"""What is typed is one step once nobody typed for so long."""


@QmlElement
class ChangePage(DeskPage):
    """The state of the editor.

    Signals:
        laid: the fields show something else now.
        stepped: the form is another, or what was found of it.
    """

    laid = Signal()
    stepped = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self.book = ChangingBook(desk.store, desk.now)
        self._change: Change | None = None
        self._checked: Checked | None = None
        self._current = self._language = ""
        self._more: tuple[str, ...] = ()
        self._typed: e.Edit | None = None
        self._refused = ("", "")
        self._kept = ""
        self._preview: Preview = Preview(desk, self)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.flush)

    @property
    def rights(self) -> Rights:
        """What who is signed in may change."""
        return rights_of(self.member.role) if self.member else Rights()

    def begin(
        self, form: Questionnaire, link_id: str = "", groups: tuple[str, ...] = (),
        edits: tuple[e.Edit, ...] = (),
    ) -> None:  # fmt: skip
        """Open that form, at that question, for those groups of remarks, and do these edits."""
        member, book = self.member, self.book

        def opened(found: Change) -> None:
            self._opened(found, link_id, groups)
            for edit in edits:
                self._language = getattr(edit, "language", self._language)
                self.do(edit)

        if member is not None:
            self.work(lambda: book.open(form, member), opened)

    def lock(self) -> None:
        """What was typed last is kept, too."""
        self.flush()

    def leave(self) -> None:
        """Another page is shown."""
        self.flush()

    def close(self) -> None:
        """The window goes."""
        self.flush()
        self._preview.close()

    def forget(self) -> None:
        """Somebody else is there."""
        self.shut()
        super().forget()

    @Slot()
    def shut(self) -> None:
        """Back to the list of forms; what is not finished waits there."""
        self.flush()
        self._change, self._checked, self._refused, self._kept = None, None, ("", ""), ""
        self._more = ()
        self._preview.close()
        self.laid.emit()
        self.stepped.emit()

    @Slot(str)
    def choose(self, link_id: str) -> None:
        """Show the fields of that question."""
        self.flush()
        if self._change is not None and link_id in self._change.form.by_link_id:
            self._current, self._refused = link_id, ("", "")
            self.laid.emit()
            self._show()

    @Slot(str)
    def speakIn(self, language: str) -> None:  # noqa: N802 - called by QML
        """Write, and show, that language; one that the form is not in is begun."""
        self.flush()
        if self._change is not None:
            self._language, self._refused = language, ("", "")
            if language not in languages_of(self._change.form):
                self._more = tuple(dict.fromkeys((*self._more, language)))
            self.laid.emit()
            self._show()

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        self.flush()
        if self._change is not None:
            self._take(self._change.taken_back(), lay=True)

    @Slot()
    def redo(self) -> None:
        """Do what was taken back once more."""
        self.flush()
        if self._change is not None:
            self._take(self._change.done_again(), lay=True)

    @Slot()
    def flush(self) -> None:
        """What is typed and was not taken yet is taken now."""
        self._pause.stop()
        edit, self._typed = self._typed, None
        if edit is not None:
            self.do(edit, lay=False)

    def type_in(self, edit: e.Edit) -> None:
        """Somebody is typing: one step once they rest."""
        if self._typed is not None and not e.follows(self._typed, edit):
            self.flush()
        self._typed = edit
        self._pause.start()

    def do(self, edit: e.Edit, *, lay: bool = True) -> bool:
        """One step; what is refused says why beside its field. Whether it was done."""
        if self._change is None or self.member is None:
            return False
        try:
            after = self._change.done(edit, self.rights, self.book.locks)
        except EditRefused as refused:
            self._refused = (_field_of(edit), f"{refused} {refused.advice}".strip())
            self.stepped.emit()
            return False
        if after is not self._change or self._refused[1]:
            self._take(after, lay=lay)
        return True

    def _opened(self, change: Change, link_id: str, groups: tuple[str, ...]) -> None:
        form = change.form
        shown = [item.link_id for item in form.by_path.values() if is_shown(item)]
        questions = [one for one in shown if form.by_link_id[one].is_question]
        first = next(iter(questions or shown), "")
        self._current = link_id if link_id in shown else first
        self._language = form.own_language
        self._change = change if not groups else _with_groups(change, groups)
        self._checked, self._refused = None, ("", "")
        self.laid.emit()
        self._look()
        self._show()

    def _take(self, change: Change, *, lay: bool) -> None:
        self._change, self._refused = change, ("", "")
        if self._current not in change.form.by_link_id:
            self._current = next(iter(change.form.by_link_id), "")
            lay = True
        if lay:
            self.laid.emit()
        self._keep()
        self._look()
        self._show()

    def _keep(self) -> None:
        book, change, member = self.book, self._change, self.member
        if change is not None and member is not None:
            self.work(lambda: book.keep(change, member), self._is_kept)

    def _is_kept(self, _: None) -> None:
        time = self.desk.now().astimezone().strftime("%H:%M")
        self._kept = self.say("edit_kept", time=time)
        self.stepped.emit()

    def _look(self) -> None:
        """What is found of it, a moment later."""
        book, change, value_sets = self.book, self._change, self.desk.value_sets
        self.stepped.emit()
        if change is not None:
            self.work(
                lambda: checked(change, book.preview(change), book.locks, value_sets), self._looked
            )

    def _looked(self, found: Checked) -> None:
        if self._change is not None and found.change is self._change:
            self._checked = found
            self.stepped.emit()

    def _show(self) -> None:
        if self._change is not None:
            self._preview.show(self._change.form, self._current, self._language)

    def _is_open(self) -> bool:
        return self._change is not None

    def _may_undo(self) -> bool:
        return self._change is not None and bool(self._change.edits)

    def _may_redo(self) -> bool:
        return self._change is not None and bool(self._change.undone)

    def _refusal(self) -> dict[str, str]:
        return {"field": self._refused[0], "message": self._refused[1]}

    _read_preview = attrgetter("_preview")
    _read_language = attrgetter("_language")
    _read_current = attrgetter("_current")
    _read_kept = attrgetter("_kept")
    open = Property(bool, _is_open, notify=laid)
    preview = Property(Preview, _read_preview, constant=True)
    language = Property(str, _read_language, notify=laid)
    current = Property(str, _read_current, notify=laid)
    kept = Property(str, _read_kept, notify=stepped)
    mayUndo = Property(bool, _may_undo, notify=stepped)  # noqa: N815 - read by QML
    mayRedo = Property(bool, _may_redo, notify=stepped)  # noqa: N815
    refused = Property(dict, _refusal, notify=stepped)


def _with_groups(change: Change, groups: tuple[str, ...]) -> Change:
    return replace(change, groups=tuple(dict.fromkeys((*change.groups, *groups))))


def _field_of(edit: Any) -> str:
    """The field that an edit comes from."""
    names: dict[Any, str] = {
        e.SetText: "text", e.SetHelp: "help", e.SetItemPurpose: "purpose", e.SetTitle: "title",
        e.SetDescription: "description", e.SetPurpose: "formPurpose", e.SetBudget: "budget",
        e.AddItem: "new", e.AddOption: "newOption", e.SetSkipRule: "ask",
    }  # fmt: skip
    if isinstance(edit, e.SetOptionText | e.RemoveOption | e.MoveOption):
        return f"option{edit.option}"
    return names.get(type(edit), "question")
