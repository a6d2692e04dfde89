"""Papers: what is printed for the day and for the wall, and papers that are typed in afterwards.

The screen is opened by hand here, too: this page is everybody's who works at the desk.
"""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import BinaryIO, Final

from PySide6.QtCore import Property, QObject, QStandardPaths, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.clinic import ClinicNow
from kiosk.desk.saving import file_name, folder_named, unused
from kiosk.errors import RefusedError
from kiosk.forms.languages import written
from kiosk.forms.questionnaire import Questionnaire
from kiosk.papers.blank import write_blank
from kiosk.papers.logo import kept_logo, with_picture
from kiosk.papers.wall import write_desk_card, write_poster
from kiosk.settings import Settings
from kiosk.ui.printing.printing import blank_form, wall
from kiosk.ui.reception.clinic_words import standing_words
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.page import DeskPage, Strip
from kiosk.ui.reception.paper_file import write_paper
from kiosk.ui.reception.typing_in import TypingIn

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

BLANK, POSTER, CARD = "blank", "poster", "card"
_TABS: Final = ("print", "typing")
_KINDS: Final = (BLANK, POSTER, CARD)


@QmlElement
class PapersPage(DeskPage):
    """What is printed, what is typed in, and the screen that is opened by hand."""

    always = True
    lookedAt = Signal()  # noqa: N815 - Qt's way to name signals
    chosen = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self.changed.connect(self.lookedAt)
        self._typing, self._tab = TypingIn(self), _TABS[0]
        self._kind, self._form = BLANK, desk.forms[0].url if desk.forms else ""
        self._language = desk.speaking.first
        self._now: ClinicNow | None = None
        self._shown = False
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = QStandardPaths.writableLocation(documents)

    def enter(self) -> None:
        """Look at once."""
        self._shown = True
        self.refresh()

    def leave(self) -> None:
        """Another page is shown."""
        self._shown = False

    def forget(self) -> None:
        """Nothing of a paper stays."""
        self._typing.forget()
        super().forget()

    def refresh(self) -> None:
        """Look how the screen stands."""
        self.desk.jobs.disk.run(self.desk.clinic.look, lambda found: self._show(found.result()))

    @property
    def _has_screen(self) -> bool:
        """A desk's PC without a kiosk has none: nothing is open or closed there."""
        return not self.desk.settings.reception.alone

    def strip(self) -> Strip | None:
        """Somebody is at the desk, and the patients' screen is closed; or its clock is wrong.

        On this page itself that is said beside what can be done about it.
        """
        now = self._now
        if (
            self._shown
            or now is None
            or not self._has_screen
            or not (self._is_shut(now) or (now.wrong_clock and self._has_hours(now)))
        ):
            return None
        return Strip(self._standing(), "", self.say("hours_see"))

    @Slot(str)
    def showTab(self, tab: str) -> None:  # noqa: N802 - called by QML
        """Another part of the page: "print", "typing"."""
        self._tab = tab
        self.chosen.emit()

    @Slot(str)
    def chooseKind(self, kind: str) -> None:  # noqa: N802 - called by QML
        """What is to be printed: "blank", "poster", "card"."""
        self._kind = kind
        self.chosen.emit()

    @Slot(str)
    def chooseForm(self, url: str) -> None:  # noqa: N802 - called by QML
        """The form to be printed."""
        self._form = url
        codes = [one["id"] for one in self._languages()]
        self._language = self._language if self._language in codes else codes[0]
        self.chosen.emit()

    @Slot(str)
    def chooseLanguage(self, code: str) -> None:  # noqa: N802 - called by QML
        """The language of the paper."""
        self._language = code
        self.chosen.emit()

    @Slot(str)
    def save(self, folder: str) -> None:
        """Write the paper to a file there."""
        self._folder = folder.strip()
        try:
            place = folder_named(self._folder)
        except RefusedError:
            self.refuse(self.say("papers_no_folder"))
            return
        file, write = unused(place, self._name(), ".pdf"), self._writer()
        self.work(lambda: write_paper(file, write), lambda _: self.tell("papers_saved", file=file))

    @Slot()
    def openNow(self) -> None:  # noqa: N802 - called by QML
        """The patients' screen is open for an hour, whatever the hours say."""
        by, book = self.actor, self.desk.clinic

        def opened(until: datetime) -> None:
            self.tell("hours_opened", self.byHours, until=f"{until.astimezone():%H:%M}")
            self.refresh()

        self.work(lambda: book.open_for_an_hour(by=by), opened)

    @Slot()
    def byHours(self) -> None:  # noqa: N802 - called by QML
        """The screen keeps to the hours again."""
        by, book = self.actor, self.desk.clinic

        def kept(_: None) -> None:
            self.tell("hours_kept")
            self.refresh()

        self.work(lambda: book.keep_to_hours(by=by), kept)

    def _writer(self) -> Callable[[BinaryIO], object]:
        desk, settings = self.desk, with_picture(self._settings)
        clinic, language = settings.clinic.name, self._language
        if self._kind == BLANK and (form := self._form_now()):
            blank = blank_form(
                form, desk.words, language=language, clinic=clinic, value_sets=desk.value_sets
            )
            return lambda out: write_blank(blank, out)
        patient = settings.patient
        offered = desk.words.offered(patient.languages, patient.draft_translations)
        made = wall(
            desk.words, language, clinic=clinic, languages=[one.code for one in offered],
            logo=kept_logo(settings.clinic.picture),
        )  # fmt: skip
        write = write_desk_card if self._kind == CARD else write_poster
        return lambda out: write(made, out)

    def _show(self, now: ClinicNow) -> None:
        if now != self._now:
            self._now = now
            self.changed.emit()

    def _name(self) -> str:
        """Of the file, without what a file's name can't hold."""
        form = self._form_now() if self._kind == BLANK else None
        what = form.title(form.language_for(self._language)) if form else ""
        return f"{file_name(what or self.say(f'papers_{self._kind}'))} {self._language}"

    def _form_now(self) -> Questionnaire | None:
        return next((form for form in self.desk.forms if form.url == self._form), None)

    @property
    def _settings(self) -> Settings:
        return self._now.settings if self._now else self.desk.settings

    def _kinds(self) -> list[dict[str, str]]:
        return [{"id": kind, "label": self.say(f"papers_{kind}")} for kind in _KINDS]

    def _tabs(self) -> list[dict[str, str]]:
        return [{"id": tab, "label": self.say(f"papers_tab_{tab}")} for tab in _TABS]

    def _forms(self) -> list[dict[str, str]]:
        language = self.desk.speaking.language
        return [{"id": form.url, "label": form.title(language)} for form in self.desk.forms]

    def _languages(self) -> list[dict[str, str]]:
        """Of a blank form its own; of the others those that the screen offers."""
        words, form = self.desk.words, self._form_now()
        if self._kind == BLANK and form is not None:
            codes = form.languages
        else:
            codes = tuple(dict.fromkeys(map(written, self.desk.settings.patient.languages)))
        return [{"id": code, "label": words.name_of(code)} for code in codes]

    def _language_now(self) -> str:
        codes = [one["id"] for one in self._languages()]
        return self._language if self._language in codes else next(iter(codes), "")

    def _standing(self) -> str:
        return standing_words(self._now, self.desk.now(), self.desk.speaking) if self._now else ""

    def _may_open(self) -> bool:
        return self._has_screen and self._now is not None and self._is_shut(self._now)

    def _is_telling(self) -> bool:
        """Whether how the screen stands is worth a line."""
        now = self._now
        wrong = now is not None and now.wrong_clock and self._has_hours(now)
        return (self._has_screen and wrong) or self._may_open() or self._is_by_hand()

    def _is_by_hand(self) -> bool:
        return self._has_screen and self._now is not None and self._now.by_hand is not None

    @staticmethod
    def _has_hours(now: ClinicNow) -> bool:
        return now.settings.hours.said

    @staticmethod
    def _is_shut(now: ClinicNow) -> bool:
        return not (now.standing.open or now.by_hand or now.wrong_clock)

    _read_typing = attrgetter("_typing")
    _read_tab = attrgetter("_tab")
    _read_kind = attrgetter("_kind")
    _read_form = attrgetter("_form")
    _read_folder = attrgetter("_folder")
    typing = Property(TypingIn, _read_typing, constant=True)
    tabs = Property(list, _tabs, constant=True)
    tab = Property(str, _read_tab, notify=chosen)
    kinds = Property(list, _kinds, constant=True)
    forms = Property(list, _forms, constant=True)
    kind = Property(str, _read_kind, notify=chosen)
    form = Property(str, _read_form, notify=chosen)
    languages = Property(list, _languages, notify=chosen)
    language = Property(str, _language_now, notify=chosen)
    folder = Property(str, _read_folder, constant=True)
    standing = Property(str, _standing, notify=lookedAt)
    mayOpen = Property(bool, _may_open, notify=lookedAt)  # noqa: N815 - read by QML
    telling = Property(bool, _is_telling, notify=lookedAt)
    byHand = Property(bool, _is_by_hand, notify=lookedAt)  # noqa: N815
