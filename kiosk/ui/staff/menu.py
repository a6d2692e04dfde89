"""What the staff window offers after the PIN."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.settings import Patient
from kiosk.store import fetched
from kiosk.store.cleaning import sittings_since_cleaning
from kiosk.store.database import Store
from kiosk.store.fetched import Fetched
from kiosk.store.troubles import troubles
from kiosk.ui.patient.withholding import Screened
from kiosk.ui.staff.log import Record, find_record, record_lines
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Found = tuple[int, Record, tuple[str, ...], tuple[Fetched, ...]]


@QmlElement
class Menu(QObject):
    """The entries: each leads to the page of its `id`.

    Args:
        store: where sittings are counted and the audit is.
        now: the clock.
        settings: whether visits are given out, and when a reminder to clean is due.
        speaking: the language of the desk.
        forms: those of the clinic; some may not be shown to patients.
    """

    changed = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        store: Store,
        now: Callable[[], datetime],
        settings: Patient,
        speaking: Speaking,
        forms: Screened,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._store, self._now, self._forms = store, now, forms
        self._record = Record()
        self._gives = settings.identity != "anonymous"
        self._clean_after, self._speaking = settings.clean_after, speaking
        self._paused, self._sittings, self._measures, self._has_desk = 0, 0, False, False
        self._called, self._sending, self._unsent_due = "", "", False
        self._found: tuple[str, ...] = ()
        self._refused: tuple[Fetched, ...] = ()
        self._full = False

    def use_forms(self, forms: Iterable[Questionnaire], value_sets: ValueSets) -> None:
        """The clinic has these forms from now on; only while no staff are at the screen."""
        self._forms.use(forms, value_sets)
        self.changed.emit()

    def can_measure(self) -> None:
        """There is a page to measure the screen."""
        self._measures = True
        self.changed.emit()

    def can_open_desk(self) -> None:
        """The reception desk can be opened on this screen."""
        self._has_desk = True
        self.changed.emit()

    def tell_called(self, line: str) -> None:
        """Somebody asked for help, says that line; "": nobody waits."""
        self._called = line
        self.changed.emit()

    def tell_sending(self, line: str, *, due: bool) -> None:
        """Sending stands so; `due`: somebody has to look; "": nothing is ever sent from here."""
        self._sending, self._unsent_due = line, due
        self.changed.emit()

    @Slot(bool)
    def tell_full(self, full: bool) -> None:  # noqa: FBT001 - a signal's value
        """The disk is nearly full, or no more."""
        self._full = full
        self.changed.emit()

    def count_paused(self, paused: int) -> None:
        """So many drafts can be resumed."""
        self._paused = paused
        self.changed.emit()

    def find(self) -> Found:
        """Sittings since the screen was cleaned, who did what, what is wrong; on the disk lane."""
        with self._store.reading() as connection:
            sittings = sittings_since_cleaning(connection)
            refused = fetched.refused(connection)
        return sittings, find_record(self._store), troubles(self._store), refused

    def show(self, found: Found) -> None:
        """What was found."""
        self._sittings, self._record, self._found, self._refused = found
        self.changed.emit()

    def _entries(self) -> list[dict[str, Any]]:
        say = self._speaking.say
        entries = []
        if self._called:
            entries.append(self._entry("calls", "calls_title", "help", self._called))
            entries[-1]["due"] = True
        if wrong := self._troubles():
            line = say(f"trouble_{wrong[0]}_line")
            entries.append(self._entry("troubles", "troubles_title", "attention", line))
            entries[-1]["due"] = True
        entries.append(self._entry("drafts", "drafts_title", "wait", self._paused_line()))
        if self._gives:
            entries.append(self._entry("forms", "menu_give", "write", say("menu_give_line")))
        if self._has_desk:
            entries.append(self._entry("desk", "menu_desk", "staff", say("menu_desk_line")))
        entries.append(self._entry("clean", "menu_clean", "clean", self._sittings_line()))
        entries[-1]["due"] = self._due()
        if self._sending:
            entries.append(self._entry("outbox", "outbox_title", "send", self._sending))
            entries[-1]["due"] = self._unsent_due
        if unshown := self._unshown():
            words, code = self._speaking.all_words, self._speaking.language
            line = words.count(code, "menu_unshown_line", len(unshown))
            entries.append(self._entry("unshown", "unshown_title", "attention", line))
        broken = "" if self._record.sound else say("log_broken")
        entries.append(self._entry("log", "log_title", "clock", broken))
        entries[-1]["due"] = bool(broken)
        if self._measures:
            entries.append(self._entry("measure", "menu_measure", "measure", ""))
        return entries

    def _entry(self, name: str, label: str, sign: str, line: str) -> dict[str, Any]:
        said = self._speaking.say(label)
        return {"id": name, "label": said, "sign": sign, "line": line, "due": False}

    def _unshown(self) -> list[str]:
        """Why forms of this clinic are not shown to patients, one line for each."""
        say, language = self._speaking.say, self._speaking.language
        lines = []
        for form, reason in self._forms.withheld:
            title = form.title(form.language_for(language))
            questions = ", ".join(reason.link_ids)
            lines.append(say(f"unshown_{reason.why}", form=title, questions=questions))
        return lines + [
            say("unshown_refused", form=one.key, reason=one.reason)
            for one in self._refused
            if one.kind in {fetched.FORM, fetched.TAGGED, fetched.CLINIC}
        ]

    def _told(self) -> list[str]:
        return [self._speaking.say(f"trouble_{code}") for code in self._troubles()]

    def _troubles(self) -> tuple[str, ...]:
        return (*self._found, "full") if self._full else self._found

    def _paused_line(self) -> str:
        if not self._paused:
            return self._speaking.say("drafts_none")
        words, code = self._speaking.all_words, self._speaking.language
        return words.count(code, "menu_paused_line", self._paused)

    def _sittings_line(self) -> str:
        if not self._sittings:
            return ""
        words, code = self._speaking.all_words, self._speaking.language
        line = words.count(code, "menu_clean_line", self._sittings)
        return self._speaking.say("menu_clean_due", line=line) if self._due() else line

    def _log(self) -> list[str]:
        return record_lines(self._record, self._speaking, now=self._now())

    def _due(self) -> bool:
        return 0 < self._clean_after <= self._sittings

    entries = Property(list, _entries, notify=changed)
    troubles = Property(list, _told, notify=changed)
    unshown = Property(list, _unshown, notify=changed)
    log = Property(list, _log, notify=changed)
