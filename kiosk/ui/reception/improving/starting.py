"""What is chosen before words are tried out, and what is said of it before it starts."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.pilots import OBJECTED_TIME
from kiosk.coproduction.suppression import MIN_SITTINGS
from kiosk.desk.improving.changes import Change
from kiosk.desk.improving.piloting import Wanted
from kiosk.desk.improving.trial import HOPES, LONG_WEEKS, Hope, Judged, Needs, needs
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.improving.changes_words import ChangesWords
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

SHARES: Final = (50, 25, 10)
WEEKS: Final = (1, 2, 4, 8, 12, 26, 52)
_UNKNOWN_WEEKS: Final = 4
_HERE, _ALL = "here", "all"

Start = Callable[[Change, Wanted], None]


@QmlElement
class Starting(QObject):
    """What the dialog binds to. It begins with what is usual: one press on its button will do.

    Args:
        desk: what pages work with.
        start: has it tried.
        parent: of the page.
    """

    changed = Signal()

    def __init__(self, desk: Desk, start: Start, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._start = desk, start
        self._is_desk = desk.settings.reception.alone
        self._change: Change | None = None
        self._questions = tuple[Judged, ...]()
        self._stale = tuple[str, ...]()
        self._hope: Hope = "half"
        self._clear()

    def begin(
        self, change: Change, questions: tuple[Judged, ...], stale: Collection[str] = ()
    ) -> None:
        """Ask how that draft shall be tried.

        Args:
            change: the draft.
            questions: by which it can be judged.
            stale: the languages in which it has the old words still.
        """
        self._clear()
        if not questions:
            return
        self._change, self._questions, self._stale = change, questions, tuple(stale)
        self._link_id = questions[0].link_id
        self._weeks = self._usual_weeks()
        self.changed.emit()

    def refuse(self, text: str) -> None:
        """It was not begun: what was chosen stays."""
        self._problem = text
        self.changed.emit()

    @property
    def is_open(self) -> bool:
        """Whether it is asked now."""
        return self._change is not None

    @Slot()
    def close(self) -> None:
        """Nothing of it stays."""
        if self.is_open:
            self._clear()
            self.changed.emit()

    @Slot(str, str)
    def choose(self, what: str, value: str) -> None:
        """Another question, share, place, hope or time."""
        if what == "question":
            self._link_id = value
            self._weeks = self._usual_weeks()
        elif what == "share":
            self._share = int(value)
        elif what == "where":
            self._here = value == _HERE
        elif what == "weeks":
            self._weeks = int(value)
        elif value in HOPES:
            self._hope = "third" if value == "third" else "half"
        self._problem = ""
        self.changed.emit()

    @Slot()
    def confirm(self) -> None:
        """Have it tried."""
        if self._change is not None:
            wanted = Wanted(self._link_id, self._until, self._share, self._here, self._hope)
            self._start(self._change, wanted)

    def _clear(self) -> None:
        self._change, self._questions, self._stale = None, (), ()
        self._link_id, self._problem = "", ""
        self._share, self._here, self._weeks = SHARES[0], False, _UNKNOWN_WEEKS
        self._hope = "half"

    @property
    def _judged(self) -> Judged | None:
        return next((one for one in self._questions if one.link_id == self._link_id), None)

    @property
    def _needs(self) -> Needs | None:
        judged = self._judged
        return needs(judged, self._hope, self._share) if judged else None

    @property
    def _until(self) -> date:
        return self._desk.now().astimezone().date() + timedelta(weeks=self._weeks)

    def _usual_weeks(self) -> int:
        """As long as it needs, where that is known and not too long."""
        found = self._needs
        if found is None or found.weeks is None:
            return _UNKNOWN_WEEKS
        return next((one for one in WEEKS if found.weeks <= one <= LONG_WEEKS), LONG_WEEKS)

    def _title(self) -> str:
        speaking, form = self._desk.speaking, self._change.form if self._change else None
        if form is None:
            return ""
        title = form.title(speaking.language)
        return speaking.say("start_try_title", version=form.version, form=title)

    def _choices(self) -> list[dict[str, Any]]:
        """Everything that is chosen: `id`, `label`, `current` and `model` of each."""
        say = self._desk.speaking.say
        found = [
            self._choice("question", self._link_id, {q.link_id: q.text for q in self._questions}),
            self._choice("hope", self._hope, {one: say(f"start_try_{one}") for one in HOPES}),
            self._choice(
                "share", str(self._share),
                {str(one): say("start_try_percent", share=one) for one in SHARES},
            ),
            self._choice("where", _HERE if self._here else _ALL, self._places()),
            self._choice(
                "weeks", str(self._weeks),
                {str(one): say("start_try_time", count=Counted(one)) for one in WEEKS},
            ),
        ]  # fmt: skip
        return [one for one in found if len(one["model"]) > 1]

    def _choice(self, what: str, current: str, named: Mapping[str, str]) -> dict[str, Any]:
        model = [{"id": key, "label": label} for key, label in named.items()]
        label = self._desk.speaking.say(f"start_try_{what}")
        return {"id": what, "label": label, "current": current, "model": model}

    def _places(self) -> dict[str, str]:
        say = self._desk.speaking.say
        here = {} if self._is_desk else {_HERE: say("start_try_here")}
        return {_ALL: say("start_try_all")} | here

    def _lines(self) -> list[str]:
        """What it needs and when it ends."""
        judged, found, say = self._judged, self._needs, self._desk.speaking.say
        if judged is None or found is None or self._change is None:
            return []
        before, after = round(found.before * 100), round(found.after * 100)
        known = "start_try_from" if judged.shown >= MIN_SITTINGS else "start_try_guess"
        lines = [say(known, before=before, after=after, needed=found.per_arm)]
        if found.weeks is None:
            lines.append(say("start_try_nobody_knows"))
        else:
            lines.append(say("start_try_needs", count=Counted(found.weeks)))
        lines.append(say("start_try_until", day=self._day(self._until)))
        if self._change.objections:
            week = self._desk.now().astimezone().date() + OBJECTED_TIME
            lines.append(say("start_try_limited", day=self._day(week)))
        return lines

    def _warnings(self) -> list[str]:
        """What is better known before it starts."""
        found, change, say = self._needs, self._change, self._desk.speaking.say
        if found is None or change is None or change.control is None:
            return []
        lines = []
        if found.is_long:
            lines.append(say("start_try_long"))
        elif found.weeks is not None and found.weeks > self._weeks:
            lines.append(say("start_try_short"))
        lost = [code for code in change.control.languages if not change.form.speaks(code)]
        for key, codes in (("foreign", lost), ("stale", self._stale)):
            if codes:
                names = (self._desk.speaking.all_words.name_of(code) for code in codes)
                languages = say("list_comma").join(names)
                lines.append(say(f"start_try_{key}", languages=languages))
        return lines

    def _day(self, day: date) -> str:
        return ChangesWords(self._desk.speaking, "").day(day)

    _read_is_open = attrgetter("is_open")
    _read_problem = attrgetter("_problem")
    shown = Property(bool, _read_is_open, notify=changed)
    title = Property(str, _title, notify=changed)
    choices = Property(list, _choices, notify=changed)
    lines = Property(list, _lines, notify=changed)
    warnings = Property(list, _warnings, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
