"""Pictures: what was counted at the screen, drawn or as tables; saved to show or to print."""

from datetime import timedelta
from functools import partial
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.pictures.book import Found
from kiosk.desk.pictures.days import day_text
from kiosk.desk.pictures.figure import Figure
from kiosk.desk.pictures.gather import Asker
from kiosk.desk.roles import may
from kiosk.desk.saving import file_name, folder_named, unused
from kiosk.errors import RefusedError
from kiosk.export.flatten import form_name
from kiosk.papers.chart_files import Sheet, save_figures
from kiosk.papers.look import look_of
from kiosk.store import audit
from kiosk.store.figures import Span
from kiosk.ui.jobs import Lane
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.figure_chart import FigureView
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.slips import documents_folder
from kiosk.ui.wording.picture_phrases import PicturePhrases

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_SPANS: Final = {"30": 30, "90": 90, "365": 365, "all": None}


@QmlElement
class PicturesPage(DeskPage):
    """The figures of a form, or of all, in some days."""

    counted = Signal()
    lookedAt = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self.changed.connect(self.lookedAt)
        self._form, self._span, self._tables = "", "30", False
        self._titles: dict[str, str] = {}
        self._figures: tuple[Figure, ...] = ()
        self._views: list[FigureView] = []
        self._asked = 0
        self._folder = str(documents_folder())

    def enter(self) -> None:
        """Count anew."""
        self._count()

    def refresh(self) -> None:
        """What could not be reached is tried again."""
        if self.desk.pictures.far and self._problem and not self._busy:
            self._count()

    def leave(self) -> None:
        """What is still being read is wanted no more."""
        self._asked += 1

    def forget(self) -> None:
        """Nothing of what was shown stays."""
        self._form, self._span, self._tables = "", "30", False
        self._show((), {})
        super().forget()

    @Slot(str)
    def chooseForm(self, form: str) -> None:  # noqa: N802 - called by QML
        """The figures of that form; of all forms for ""."""
        self._form = form
        self._count()

    @Slot(str)
    def chooseDays(self, span: str) -> None:  # noqa: N802 - called by QML
        """The figures of those days."""
        self._span = span
        self._count()

    @Slot(str)
    def showAs(self, view: str) -> None:  # noqa: N802 - called by QML
        """As "picture" or as "table"."""
        self._tables = view == "table"
        self.changed.emit()

    @Slot()
    def addScores(self) -> None:  # noqa: N802 - called by QML
        """Read the answers to this form for its scores and languages."""
        if not self._may_read() or not self._form:
            return
        asked, span, asker, by = self._ask(), self._span_now(), self._asker(), self.actor
        read = partial(
            self.desk.pictures.scores, span, asker, by=by, goes_on=lambda: asked == self._asked
        )
        before, titles = self._without_scores(), self._titles
        self.work(read, lambda found: self._take(asked, (titles, (*before, *(found or ())))))

    @Slot(str, str, "QVariantMap")
    def save(self, kind: str, folder: str, tokens: dict[str, Any]) -> None:
        """Write what is shown to a file there: "png", "pdf" or "csv", in those colours."""
        if not self._figures:
            return
        self._folder = folder.strip()
        try:
            place = folder_named(self._folder)
        except RefusedError:
            self.refuse(self.say("pictures_no_folder"))
            return
        file = unused(place, f"{self._name()} {self._asker().today.isoformat()}", f".{kind}")
        mirrored = self._is_rtl()
        write = partial(
            save_figures, self._figures, self._sheet(), file,
            lambda text: look_of(tokens, text=text, right_to_left=mirrored),
            partial(self._record, f"{self._name()}, {kind}", self.actor),
        )  # fmt: skip
        self.work(write, lambda _: self.tell("pictures_saved", file=file))

    def _count(self) -> None:
        asked, span, asker = self._ask(), self._span_now(), self._asker()
        read = partial(
            self.desk.pictures.figures, span, asker, goes_on=lambda: asked == self._asked
        )
        self.work(read, lambda found: self._take(asked, found))

    def _ask(self) -> int:
        self._asked += 1
        return self._asked

    @property
    def lane(self) -> Lane:
        """What is far away takes its time, and nothing else waits for it."""
        jobs = self.desk.jobs
        return jobs.export if self.desk.pictures.far else jobs.disk

    def _take(self, asked: int, found: Found | None) -> None:
        if asked == self._asked and found is not None:
            titles, figures = found
            self._show(figures if titles else (), titles)

    def _show(self, figures: tuple[Figure, ...], titles: dict[str, str]) -> None:
        self._titles, self._figures = titles, figures
        before, self._views = self._views, [FigureView(one, self) for one in figures]
        self.counted.emit()
        self.changed.emit()
        for view in before:
            view.deleteLater()

    def _without_scores(self) -> tuple[Figure, ...]:
        return tuple(one for one in self._figures if not one.from_answers)

    def _record(self, subject: str, by: str) -> None:
        """On the disk lane: who took a file away stands in the audit before it is there."""
        with self.desk.store.transaction() as connection:
            audit.record(
                connection, actor=by, action="figures.saved", subject=subject, now=self.desk.now()
            )

    def _asker(self) -> Asker:
        speaking = self.desk.speaking
        phrases = PicturePhrases(speaking.all_words, speaking.language)
        return Asker(phrases, speaking.language, self.desk.now().astimezone().date())

    def _span_now(self) -> Span:
        days, today = _SPANS[self._span], self._asker().today
        since = None if days is None else today - timedelta(days=days - 1)
        return Span(self._form or None, since, today)

    def _sheet(self) -> Sheet:
        asker, clinic = self._asker(), self.desk.settings.clinic.name
        days = self.say(f"pictures_span_{self._span}")
        form = self._titles.get(self._form) or self.say("pictures_every_form")
        made = self.say("pictures_made", clinic=clinic, day=day_text(asker.today, asker.phrases))
        return Sheet(self.say("pictures_of", form=form, days=days), made)

    def _name(self) -> str:
        """Of the files; the form's name without what a file's name can't hold."""
        return file_name(form_name(self._form) if self._form else "all forms")

    def _may_read(self) -> bool:
        return self.member is not None and may(self.member.role, "responses")

    def _is_rtl(self) -> bool:
        return self.desk.speaking.direction == "rtl"

    def _is_empty(self) -> bool:
        return not self._titles

    def _line(self) -> str:
        return self.say("pictures_line_far" if self.desk.pictures.far else "pictures_line")

    def _missing(self) -> str:
        """What can't be drawn of responses alone, and where it can."""
        return self.say("pictures_far_missing") if self.desk.pictures.far else ""

    def _reading(self) -> str:
        reading = self.desk.pictures.far and self._is_busy()
        return self.say("pictures_far_reading") if reading else ""

    def _forms(self) -> list[dict[str, str]]:
        every = {"id": "", "label": self.say("pictures_every_form")}
        return [every, *({"id": url, "label": title} for url, title in self._titles.items())]

    def _spans(self) -> list[dict[str, str]]:
        return [{"id": span, "label": self.say(f"pictures_span_{span}")} for span in _SPANS]

    def _views_shown(self) -> list[dict[str, str]]:
        kinds = ("picture", "table")
        return [{"id": kind, "label": self.say(f"pictures_view_{kind}")} for kind in kinds]

    def _view_now(self) -> str:
        return "table" if self._tables else "picture"

    def _scores_to_add(self) -> bool:
        added = any(one.from_answers for one in self._figures)
        return bool(self._form and self._figures) and self._may_read() and not added

    _read_form = attrgetter("_form")
    _read_span = attrgetter("_span")
    _read_views = attrgetter("_views")
    _read_folder = attrgetter("_folder")
    line = Property(str, _line, constant=True)
    missing = Property(str, _missing, constant=True)
    reading = Property(str, _reading, notify=lookedAt)
    forms = Property(list, _forms, notify=counted)
    days = Property(list, _spans, constant=True)
    kinds = Property(list, _views_shown, constant=True)
    form = Property(str, _read_form, notify=lookedAt)
    span = Property(str, _read_span, notify=lookedAt)
    shownAs = Property(str, _view_now, notify=lookedAt)  # noqa: N815 - read by QML
    figures = Property(list, _read_views, notify=counted)
    rtl = Property(bool, _is_rtl, notify=lookedAt)
    empty = Property(bool, _is_empty, notify=counted)
    folder = Property(str, _read_folder, notify=lookedAt)
    scores = Property(bool, _scores_to_add, notify=lookedAt)
