"""This week: the three questions that people stumble over most, and what can be done about them."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.routing import may_answer
from kiosk.desk.improving.heard import QuestionHeard, ReasonHeard
from kiosk.desk.roles import may
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.improving.heard_tab import HeardTab
from kiosk.ui.wording.words import Counted

if TYPE_CHECKING:
    from kiosk.store.staff import StaffMember

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class WeekTab(HeardTab):
    """What was heard, the most urgent first."""

    weekChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self.changed.connect(self.weekChanged)

    def sign_in(self, member: "StaffMember") -> None:
        """Look at once: the rail says how many wait too long for an answer."""
        super().sign_in(member)
        if may(member.role, "improve"):
            self.enter()

    def badge(self) -> int:
        """How many groups of remarks wait longer than patients were promised."""
        return self.heard.overdue if self.heard and self.member else 0

    @Slot(str)
    def changeQuestion(self, key: str) -> None:  # noqa: N802 - called by QML
        """Open the editor at that question."""
        if (one := self._of(key)) is not None and self.may_change(one):
            self.change(one)

    @Slot(str)
    def answerQuestion(self, key: str) -> None:  # noqa: N802 - called by QML
        """Say something to all who spoke of it."""
        if (one := self._of(key)) is not None and (groups := self._answerable(one)):
            self.ask_answer(one, groups)

    @Slot(str)
    def notNow(self, key: str) -> None:  # noqa: N802 - called by QML
        """Not on the card for a week."""
        self._put_aside(key, aside=True)

    def _put_aside(self, key: str, *, aside: bool) -> None:
        one, member = self._of(key), self.member
        if one is None or member is None:
            return
        question = (one.form.url, one.link_id)

        def done(_: None) -> None:
            undo = (lambda: self._put_aside(key, aside=False)) if aside else None
            self.tell("week_aside" if aside else "week_back", undo)
            self.enter()

        self.work(lambda: self.book.put_aside(question, member, aside=aside), done)

    def _of(self, key: str) -> QuestionHeard | None:
        return self.heard.question(key) if self.heard else None

    def _answerable(self, one: QuestionHeard) -> tuple[str, ...]:
        """The groups that wait for an answer which this role may give."""
        return tuple(
            said.id
            for said in one.open_reasons
            if said.remarks and may_answer(self.role, said.route.who)
        )

    def _cards(self) -> list[dict[str, Any]]:
        return [self._card(one) for one in self.heard.top] if self.heard else []

    def _card(self, one: QuestionHeard) -> dict[str, Any]:
        words = self.words
        return {
            "key": one.key,
            "form": one.form.title(self.desk.speaking.language),
            "question": words.question(one),
            "lines": [line for line in (words.sure(one), words.trouble(one)) if line],
            "overdue": self.say("week_overdue") if _is_overdue(one) else "",
            "reasons": [self._reason(one, said) for said in one.open_reasons],
            "whose": [words.who(one), words.fix(one)],
            "flagged": one.evidence.judgement == "flagged",
            "canChange": self.may_change(one),
            "canAnswer": bool(self._answerable(one)),
            "canWait": may(self.role, "answer") or may(self.role, "change-help"),
        }

    def _reason(self, one: QuestionHeard, said: ReasonHeard) -> dict[str, Any]:
        words = len(said.words) + len(said.said)
        return {
            "id": said.id,
            "line": self.words.heard(one, said),
            "read": self.say("week_read", count=Counted(words)) if words else "",
        }

    def _title(self) -> str:
        key = "week_empty_title" if not self.heard or not self.heard.sittings else "week_calm_title"
        return self.say(key)

    def _body(self) -> str:
        """What will be seen here, and how it comes to that."""
        if self.desk.settings.reception.alone:
            return self.say("week_far")
        empty = not self.heard or not self.heard.sittings
        return self.say("week_empty_body" if empty else "week_calm_body")

    def _from_five(self) -> str:
        """When something is seen. Whether anything waits is not told: somebody just left."""
        return self.say("week_from_five") if self.heard and self.heard.sittings else ""

    def _spoke(self) -> list[str]:
        found = self.heard.snapshot.representation if self.heard else ()
        return list(self.words.spoke(found))

    cards = Property(list, _cards, notify=weekChanged)
    emptyTitle = Property(str, _title, notify=weekChanged)  # noqa: N815 - read by QML
    emptyBody = Property(str, _body, notify=weekChanged)  # noqa: N815 - read by QML
    fromFive = Property(str, _from_five, notify=weekChanged)  # noqa: N815 - read by QML
    spoke = Property(list, _spoke, notify=weekChanged)


def _is_overdue(one: QuestionHeard) -> bool:
    return any(said.is_overdue for said in one.reasons)
