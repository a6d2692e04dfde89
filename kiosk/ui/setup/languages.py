"""Step 1: the languages that patients may choose, and which of them comes first."""

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.languages import alternative
from kiosk.setting_up import steps
from kiosk.setting_up.tools import Now
from kiosk.ui.setup.page import SetUpPage, Shared

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class LanguagesPage(SetUpPage):
    """Which languages are offered; one without a reviewer's signature says so, and is a choice."""

    step = steps.LANGUAGES
    chosen = Signal()

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        super().__init__(shared, parent)
        self._codes: list[str] = []

    def enter(self, now: Now) -> None:
        """What the settings say so far."""
        known = {one.code for one in self.shared.words.languages}
        self._codes = [code for code in now.settings.patient.languages if code in known]
        super().enter(now)
        self.chosen.emit()

    @Slot(str)
    def chooseFirst(self, code: str) -> None:  # noqa: N802 - called by QML
        """The language that the screen begins with."""
        self._codes = [code, *(one for one in self._codes if one != code)]
        self.chosen.emit()

    @Slot(str)
    def toggle(self, code: str) -> None:
        """Offer a language, or no more; the first is always offered."""
        if code in self._codes[1:]:
            self._codes.remove(code)
        elif code not in self._codes:
            self._codes.append(code)
        self.chosen.emit()

    def go_on(self) -> None:
        """Those languages; drafts among them are allowed by name."""
        drafts = {one.code for one in self.shared.words.languages if one.is_draft}
        before = self.now.settings.patient.draft_translations if self.now else ()
        allowed = [code for code in self._codes if code in drafts]
        changes: dict[str, Any] = {"languages": list(self._codes)}
        if set(allowed) != set(before) & set(self._codes):
            changes["draft_translations"] = allowed
        self.keep({"patient": changes})

    def _first(self) -> str:
        return self._codes[0] if self._codes else ""

    def _firsts(self) -> list[dict[str, str]]:
        """Whole languages: nobody begins with Easy Read."""
        languages = self.shared.words.languages
        return [
            {"id": one.code, "label": one.name} for one in languages if not alternative(one.code)
        ]

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {
                "code": one.code, "name": self._name(one.code),
                "line": self.say("setup_draft") if one.is_draft else "",
                "on": one.code in self._codes, "fixed": one.code == self._first(),
            }
            for one in self.shared.words.languages
        ]  # fmt: skip

    def _name(self, code: str) -> str:
        language = self.shared.words.language(code)
        return language.name

    first = Property(str, _first, notify=chosen)
    firsts = Property(list, _firsts, constant=True)
    rows = Property(list, _rows, notify=chosen)
