"""The editor of a form: its fields, what is found of the change, and its three ends."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.editing.change import Change
from kiosk.coproduction.editing.edits import TYPES
from kiosk.coproduction.editing.rights import needs_two
from kiosk.coproduction.lint import CHECKLIST
from kiosk.desk.roles import may
from kiosk.forms.questionnaire import Questionnaire
from kiosk.sync.fetch.at_hand import pinned
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.editing import saying
from kiosk.ui.reception.editing.edit_fields import EditFields
from kiosk.ui.reception.editing.fields import (
    form_fields,
    languages_of,
    question_fields,
    question_rows,
)
from kiosk.ui.reception.editing.request import pilot_request

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Editor(EditFields):
    """What the editor's QML binds to.

    Signals:
        used: patients get another version from the next one on.
    """

    used = Signal()
    fieldsChanged = Signal()  # noqa: N815 - Qt's way to name signals
    foundChanged = Signal()  # noqa: N815

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self.laid.connect(self.fieldsChanged)
        self.laid.connect(self.foundChanged)
        self.stepped.connect(self.foundChanged)

    @Slot(bool)
    def approveChecklist(self, checked: bool) -> None:  # noqa: N802, FBT001
        """Somebody read the questions for approvers, and answers them all with yes."""
        self.flush()
        if self._change is not None:
            self._change = replace(self._change, checked=checked)
            self.stepped.emit()

    @Slot(str)
    def tellPeople(self, text: str) -> None:  # noqa: N802
        """The sentence for the board."""
        if self._change is not None:
            self._change = replace(self._change, text=text)

    @Slot()
    def discard(self) -> None:
        """Throw the change away."""
        self._pause.stop()
        self._typed = None
        change, member, book = self._change, self.member, self.book
        if change is not None and member is not None:
            self.work(lambda: book.discard(change, member), lambda _: self._ended("edit_discarded"))

    @Slot()
    def useNow(self) -> None:  # noqa: N802
        """Patients get it from the next one on."""
        self._end(self.book.use_now, self._used)

    @Slot()
    def keepDraft(self) -> None:  # noqa: N802
        """Make it a draft that others approve or try out."""
        self._end(self.book.draft, lambda _, form: self._ended("edit_drafted", form))

    @Slot()
    def tryOut(self) -> None:  # noqa: N802
        """Make it a draft, and go where drafts are tried out."""
        self._end(self.book.draft, self._to_pilot)

    def _end(
        self, work: Callable[[Change, Any], Questionnaire],
        done: Callable[[Change, Questionnaire], None],
    ) -> None:  # fmt: skip
        self.flush()
        member = self.member
        if self._change is None or member is None:
            return
        text = self._change.text.strip() or saying.suggested(self.desk.speaking, self._change)
        change = replace(self._change, text=text)
        self.work(lambda: work(change, member), lambda form: done(change, form))

    def _used(self, change: Change, form: Questionnaire) -> None:
        self._ended("edit_used", form, undo=lambda: self._take_back(change, form))

    def _take_back(self, change: Change, form: Questionnaire) -> None:
        member, book = self.member, self.book
        if member is not None:
            self.work(
                lambda: book.take_back(form, change.base, member),
                lambda _: self._told("edit_taken_back", form),
            )

    def _to_pilot(self, _: Change, form: Questionnaire) -> None:
        self._ended("edit_drafted", form)
        self.wanted.emit("improve", pilot_request(form.canonical))

    def _ended(
        self, key: str, form: Questionnaire | None = None, undo: Callable[[], None] | None = None
    ) -> None:
        about = form or (self._change.base if self._change else None)
        self._change = None
        self.shut()
        self._told(key, about, undo)

    def _told(
        self, key: str, form: Questionnaire | None, undo: Callable[[], None] | None = None
    ) -> None:
        language = self.desk.speaking.language
        title, version = (form.title(language), form.version) if form else ("", "")
        self.tell(key, undo, form=title, version=version)
        self.used.emit()

    def _title(self) -> str:
        change = self._change
        return self.say("edit_title", form=change.form.title("")) if change else ""

    def _line(self) -> str:
        change = self._change
        if change is None:
            return ""
        key = "edit_line_pinned" if self._is_pinned(change) else "edit_line"
        return self.say(key, version=change.base.version)

    def _rows(self) -> list[dict[str, Any]]:
        change = self._change
        return list(question_rows(self.desk.speaking, change, self._current)) if change else []

    def _fields(self) -> dict[str, Any]:
        if self._change is None:
            return {}
        return question_fields(
            self.desk.speaking, self._change, self._current, self._language,
            rights=self.rights, locks=self.book.locks,
        )  # fmt: skip

    def _form_fields(self) -> dict[str, Any]:
        return form_fields(self._change, self._language) if self._change else {}

    def _languages(self) -> list[dict[str, str]]:
        if self._change is None:
            return []
        found = dict.fromkeys((*languages_of(self._change.form), *self._more))
        return [{"id": code, "label": self.desk.words.name_of(code)} for code in found]

    def _other_languages(self) -> list[dict[str, str]]:
        known = {one["id"] for one in self._languages()}
        return [
            {"id": one.code, "label": one.name}
            for one in self.desk.words.languages if one.code not in known and "-x-" not in one.code
        ]  # fmt: skip

    def _found(self) -> dict[str, Any]:
        """What is said below the fields; {} until it was looked at."""
        found, speaking = self._checked, self.desk.speaking
        if found is None or self._change is None:
            return {}
        return {
            "becomes": saying.becomes(speaking, found.finished),
            "brief": saying.brief(speaking, found),
            "findings": saying.findings(speaking, found),
            "differences": saying.differing(speaking, found.change.difference),
            "suggested": saying.suggested(speaking, found.change),
            "grave": found.finished is not None and found.finished.change != "cosmetic",
            "changed": found.finished is not None,
        }

    def _may(self) -> dict[str, bool]:
        change, role = self._change, self.member.role if self.member else ""
        if change is None:
            return {}
        two = needs_two(change.base)
        gets = not two and not self._is_pinned(change)
        return {
            "use": gets, "draft": self.rights.all, "pilot": may(role, "pilot") and gets,
            "all": self.rights.all, "checked": change.checked, "two": two,
        }  # fmt: skip

    def _is_pinned(self, change: Change) -> bool:
        """Whether patients get no other version, whatever is done with this one."""
        return change.base.url in pinned(self.desk.settings)

    def _text(self) -> str:
        return self._change.text if self._change else ""

    def _checklist(self) -> list[str]:
        return [self.say(f"checklist_{step}") for step in CHECKLIST]

    def _kinds(self) -> list[dict[str, str]]:
        return [{"id": kind, "label": self.say(f"edit_kind_{kind}")} for kind in TYPES]

    title = Property(str, _title, notify=foundChanged)
    line = Property(str, _line, notify=foundChanged)
    rows = Property(list, _rows, notify=foundChanged)
    fields = Property(dict, _fields, notify=fieldsChanged)
    form = Property(dict, _form_fields, notify=fieldsChanged)
    languages = Property(list, _languages, notify=fieldsChanged)
    otherLanguages = Property(list, _other_languages, notify=fieldsChanged)  # noqa: N815
    found = Property(dict, _found, notify=foundChanged)
    allowed = Property(dict, _may, notify=foundChanged)
    sentence = Property(str, _text, notify=fieldsChanged)
    checklist = Property(list, _checklist, constant=True)
    kinds = Property(list, _kinds, constant=True)
