"""By question: what the counters say of each question of one form, in sittings and no names."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.evidence import strata_for_staff
from kiosk.desk.improving.balloting import Seen
from kiosk.desk.improving.heard import Heard, QuestionHeard
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.improving.balloting import Balloting, Question
from kiosk.ui.reception.improving.heard_tab import HeardTab
from kiosk.ui.reception.improving.heard_words import COUNTED
from kiosk.ui.reception.table import Column, Row, Table

if TYPE_CHECKING:
    from kiosk.store.staff import StaffMember

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class QuestionsTab(HeardTab):
    """The counters of one form, and of the chosen question by how the screen was used."""

    listed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._table = Table(_columns(self.say), self)
        self._url = desk.forms[0].url if desk.forms else ""
        self._balloting, self._seen = Balloting(desk, self), tuple[Seen, ...]()
        self._balloting.told.connect(self.told)
        self._balloting.wanted.connect(self.wanted)
        self._balloting.ended.connect(self._look_at_ballots)
        self._table.changed.connect(self.listed)
        self.changed.connect(self.listed)

    def sign_in(self, member: "StaffMember") -> None:
        """That person works here from now on."""
        super().sign_in(member)
        self._balloting.sign_in(member)

    def sign_out(self) -> None:
        """Nobody is signed in any more."""
        super().sign_out()
        self._balloting.sign_out()

    def leave(self) -> None:
        """What was begun to be put to patients is not."""
        self._balloting.shut()
        super().leave()

    def forget(self) -> None:
        """Nothing of the table stays."""
        self._table.clear()
        self._seen = ()
        self._balloting.forget()
        super().forget()

    @Slot(str)
    def showForm(self, url: str) -> None:  # noqa: N802 - called by QML
        """That form."""
        self._url = url
        self._table.clear()
        self._lay()

    @Slot()
    def changeQuestion(self) -> None:  # noqa: N802 - called by QML
        """Open the editor at the chosen question."""
        if (one := self._chosen()) is not None and self.may_change(one):
            self.change(one)

    @Slot()
    def letChoose(self) -> None:  # noqa: N802 - called by QML
        """Let patients choose between wordings of the chosen question, or see how that stands."""
        if (one := self._chosen()) is not None and self._may_choose():
            groups = tuple(said.id for said in one.open_reasons)
            self._balloting.begin(Question(one.form.url, one.link_id, groups))

    def _show(self, heard: Heard) -> None:
        super()._show(heard)
        self._lay()
        self._look_at_ballots()

    @Slot()
    def _look_at_ballots(self) -> None:
        self.work(self._balloting.book.look, self._show_ballots)

    def _show_ballots(self, seen: tuple[Seen, ...]) -> None:
        self._seen = seen
        self.listed.emit()

    def _lay(self) -> None:
        shown = self.heard.questions if self.heard else ()
        rows = [self._row(one) for one in shown if one.form.url == self._url and one.number]
        self._table.set_rows(rows)
        self.listed.emit()

    def _row(self, one: QuestionHeard) -> Row:
        counts = one.evidence.counts
        question, flagged = self.words.question(one), one.evidence.judgement == "flagged"
        said = self.say("figures_flagged", question=question) if flagged else question
        cells = (said, *self.words.counts(counts))
        numbers = (int(cell) if cell.isdigit() else None for cell in cells[1:])
        tone = "please-look" if flagged else ""
        return Row(one.key, cells, (one.number, *numbers), tone)

    def _chosen(self) -> QuestionHeard | None:
        return self.heard.question(str(self._table.property("current"))) if self.heard else None

    def _modes(self) -> list[str]:
        """The chosen question by how the screen was used."""
        one = self._chosen()
        if one is None:
            return []
        if not one.is_counted:
            return [self.say("figures_modes_few")]
        # All of it once more: where the window is narrow, columns give way.
        told = zip(self.words.names(), self.words.counts(one.evidence.counts), strict=True)
        whole = (self.say("figures_one", name=name, count=count) for name, count in told)
        strata = strata_for_staff(one.modes)
        return [
            self.words.sure(one),
            self.say("list_comma").join(whole),
            *(self.words.modes(stratum.names, stratum.counts) for stratum in strata),
        ]

    def _ballots(self) -> list[str]:
        """The ballots of this form, in a line each."""
        shown = self.heard.questions if self.heard else ()
        numbers = {one.link_id: one.number for one in shown if one.form.url == self._url}
        return [
            self._balloting.words.line(one, numbers[one.ballot.link_id])
            for one in self._seen
            if one.ballot.url == self._url and numbers.get(one.ballot.link_id)
        ]

    def _may_choose(self) -> bool:
        """Whether there is something to see, or to begin."""
        one = self._chosen()
        if one is None or not one.number:
            return False
        about = one.form.url, one.link_id
        known = any((seen.ballot.url, seen.ballot.link_id) == about for seen in self._seen)
        return known or self._balloting.may_begin(one.form, one.link_id)

    def _forms(self) -> list[dict[str, str]]:
        language = self.desk.speaking.language
        return [{"id": form.url, "label": form.title(language)} for form in self.desk.forms]

    def _may_change(self) -> bool:
        one = self._chosen()
        return one is not None and self.may_change(one)

    _read_balloting = attrgetter("_balloting")
    _read_table = attrgetter("_table")
    _read_url = attrgetter("_url")
    table = Property(Table, _read_table, constant=True)
    forms = Property(list, _forms, constant=True)
    form = Property(str, _read_url, notify=listed)
    balloting = Property(Balloting, _read_balloting, constant=True)
    ballots = Property(list, _ballots, notify=listed)
    mayChoose = Property(bool, _may_choose, notify=listed)  # noqa: N815 - read by QML
    modes = Property(list, _modes, notify=listed)
    mayChange = Property(bool, _may_change, notify=listed)  # noqa: N815 - read by QML


def _columns(say: Callable[[str], str]) -> Iterator[Column]:
    """The question, then what tells most; what is last gives way first."""
    yield Column("question", say("suggestions_question"), 3.0, least=24)
    for name in COUNTED:
        spare = name not in COUNTED[:2]
        yield Column(name, say(f"figures_{name}"), 0.2, least=7, spare=spare)
