"""A paper form that is typed in at the desk: what stands at its head, then its questions."""

from collections.abc import Mapping
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.nhs_number import SYSTEM
from kiosk.desk.references import WrongReference, checked_reference
from kiosk.desk.typing_in import Paper, TypedForm
from kiosk.forms.pages import Page
from kiosk.forms.proxies import may_answer
from kiosk.forms.questionnaire import Questionnaire
from kiosk.machine.zone import MachineZone
from kiosk.settings.opening_hours import read_day
from kiosk.ui.patient.kinds.all_kinds import NO_CONTROL, kind_of
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.reception.clinic_fields import closed_days
from kiosk.ui.reception.correcting import ALL_DAY
from kiosk.ui.reception.correcting_fields import NONE, OPTIONS, field_of, read_field
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.question_rows import QuestionRows

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

NHS: Final = "nhs"
OLDEST: Final = timedelta(days=5 * 366)
"""A paper that would be older was dated by a slip of the fingers."""


@QmlElement
class TypingIn(QObject):
    """One paper at a time; nothing is kept before it is whole.

    Args:
        page: on which it is typed.
    """

    changed = Signal()
    problemChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, page: DeskPage) -> None:
        super().__init__(page)
        self._page = page
        self._typed: TypedForm | None = None
        self._rows, self._problem = QuestionRows(self), ""
        self._wrong: dict[str, str] = {}
        self._asked, self._busy = False, False

    def forget(self) -> None:
        """Nothing of a paper stays."""
        self._typed, self._wrong, self._problem = None, {}, ""
        self._asked = self._busy = False
        self._rows.show([])
        self.changed.emit()
        self.problemChanged.emit()

    @Slot()
    def leave(self) -> None:
        """This paper is not typed in."""
        self.forget()

    @Slot(str, str, str, str, str)
    def begin(self, url: str, day: str, kind: str, number: str, who: str) -> None:
        """Type in that form.

        Args:
            url: of the form.
            day: on which the paper was filled in, as people write it; "" for today.
            kind: "nhs" or "own": what the number is.
            number: of the patient; "" where nobody is named.
            who: gave the answers; "" where that is not known.
        """
        form = next((one for one in self._page.desk.forms if one.url == url), None)
        when, patient = self._day(day), self._patient(kind, number)
        if form is None or when is None or patient is None:
            return
        desk = self._page.desk
        paper = Paper(form, desk.speaking.language, when, who, patient or None)
        self._typed = TypedForm(paper, desk.value_sets, desk.now())
        self._wrong, self._asked = {}, False
        self._say("")
        self._lay()

    @Slot(str, list, "QVariantMap")
    def give(self, path: str, chosen: list[str], texts: dict[str, Any]) -> None:
        """What the control of a question holds now."""
        typed, page = self._typed, self._question(path)
        if typed is None or page is None:
            return
        shown = field_of(page, typed.answers(path), self._around(typed))
        options = {"chosen": chosen, "own": texts.get("own", "")}
        given = options if shown["way"] == OPTIONS else texts
        read = read_field(page, typed.answers(path), given, self._around(typed))
        wrong = read.problem
        if not wrong and (problems := typed.give(path, read.answers)):
            kind = kind_of(page.item, page.limits) or NO_CONTROL
            wrong = kind.refused(page, problems[0], self._around(typed))
        self._wrong[path] = wrong
        self._lay()

    @Slot(str)
    def leaveEmpty(self, path: str) -> None:  # noqa: N802 - called by QML
        """The paper has no answer there."""
        if self._typed is not None and self._question(path) is not None:
            self._typed.leave_empty(path)
            self._wrong.pop(path, None)
            self._lay()

    @Slot(str)
    def addTo(self, group: str) -> None:  # noqa: N802 - called by QML
        """The paper has one more of that group."""
        if self._typed is not None:
            self._typed.add(group)
            self._lay()

    @Slot()
    def keep(self) -> None:
        """The paper is typed in as a whole: send it on its way."""
        typed, by, desk = self._typed, self._page.member, self._page.desk
        if typed is None or by is None or self._busy:
            return
        self._asked = True
        if any(self._wrong.get(page.path) for page in typed.pages) or typed.problems():
            self._lay()
            self._say(desk.speaking.say("typing_mend"))
            return
        if not typed.answered:
            self._say(desk.speaking.say("typing_nothing"))
            return
        self._busy = True
        look = typed.asks_for_a_person

        def keep() -> None:
            try:
                desk.papers.keep(typed, by=by)
            finally:  # whatever came of it, it may be tried again: the same paper is kept once
                self._busy = False

        self._page.work(keep, lambda _: self._kept(typed, look=look))

    def _kept(self, typed: TypedForm, *, look: bool) -> None:
        if typed is self._typed:  # else somebody left it, and perhaps began another
            self.forget()
        self._page.tell("typing_kept_look" if look else "typing_kept")

    def _day(self, text: str) -> date | None:
        today = self._page.desk.now().astimezone(MachineZone()).date()
        try:
            days = closed_days(text)
        except ValueError:
            days = ("", "")
        day = read_day(days[0]) if len(days) == 1 else today if not days else None
        if day is None or not today - OLDEST <= day <= today:
            self._say(self._page.say("typing_day_wrong"))
            return None
        return day

    def _patient(self, kind: str, number: str) -> Mapping[str, str] | None:
        """Their Identifier; {} where nobody is named, None where the number is wrong."""
        if not number.strip():
            return {}
        try:
            found = checked_reference(number, number, SYSTEM if kind == NHS else "")
        except WrongReference as wrong:
            self._say(self._page.say(f"move_{wrong.reason}"))
            return None
        system = {"system": found.system} if found.system else {}
        return {**system, "value": found.value}

    def _question(self, path: str) -> Page | None:
        pages = self._typed.pages if self._typed else ()
        return next((page for page in pages if page.path == path), None)

    def _say(self, problem: str) -> None:
        self._problem = problem
        self.problemChanged.emit()

    def _lay(self) -> None:
        if self._typed is not None:
            typed, around = self._typed, self._around(self._typed)
            missing = {one.path for one in typed.problems()} if self._asked else set()
            self._rows.show([self._row(typed, page, around, missing) for page in typed.pages])
        self.changed.emit()

    def _row(
        self, typed: TypedForm, page: Page, around: Around, missing: set[str]
    ) -> dict[str, Any]:
        answers = typed.answers(page.path)
        shown = field_of(page, answers, around)
        kind = kind_of(page.item, page.limits) or NO_CONTROL
        wrong = self._wrong.get(page.path, "")
        if not wrong and page.path in missing:
            wrong = kind.missing(page, around)
        blank = {"options": [], "fields": [], "many": False, "own": False, "ownText": ""}
        return {
            "path": page.path,
            "text": page.text or page.item.link_id,
            "before": "\n".join(filter(None, (page.section, *page.notes))),
            "hint": page.hint,
            "problem": wrong,
            "cannot": shown["way"] == NONE,
            "group": typed.more_of(page),
            "needed": page.needed and not answers and not typed.is_left_empty(page.path),
            "leftEmpty": typed.is_left_empty(page.path),
            **blank,
            **shown,
        }

    def _around(self, typed: TypedForm) -> Around:
        speaking = self._page.desk.speaking
        return Around(
            say=self._say_desk, language=typed.language, direction=speaking.direction,
            proxy=typed.paper.who == "proxy", zone=MachineZone(),
        )  # fmt: skip

    def _say_desk(self, key: str, **values: object) -> str:
        """The desk's words; a keyboard needs no "am" and "pm", for it has the hours to 23."""
        return ALL_DAY if key == "clock" else self._page.say(key, **values)

    def _is_on(self) -> bool:
        return self._typed is not None

    def _title(self) -> str:
        return self._form_title(self._typed.paper.form) if self._typed else ""

    def _line(self) -> str:
        if self._typed is None:
            return ""
        paper = self._typed.paper
        number = (paper.patient or {}).get("value", "") or self._page.say("typing_nobody")
        return self._page.say("typing_of", number=number, day=f"{paper.day:%d/%m/%Y}")

    def _form_title(self, form: Questionnaire) -> str:
        return form.title(self._page.desk.speaking.language)

    @Slot(str, result=list)
    def whoMay(self, url: str) -> list[dict[str, str]]:  # noqa: N802 - called by QML
        """Who may have given the answers to that form."""
        form = next((one for one in self._page.desk.forms if one.url == url), None)
        codes = ("", *may_answer(form.raw)) if form else ("",)
        say = self._page.say
        return [{"id": code, "label": say(f"typing_who_{code or 'unknown'}")} for code in codes]

    _read_rows = attrgetter("_rows")
    _read_problem = attrgetter("_problem")
    rows = Property(QuestionRows, _read_rows, constant=True)
    on = Property(bool, _is_on, notify=changed)
    title = Property(str, _title, notify=changed)
    line = Property(str, _line, notify=changed)
    problem = Property(str, _read_problem, notify=problemChanged)
