"""Changes: drafts to decide about, words that are tried and how they fare, versions in use."""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.improving.changes import Change, Changes, allowed
from kiosk.desk.improving.checking import Checked
from kiosk.desk.improving.deciding import DecidingBook
from kiosk.desk.improving.piloting import Wanted
from kiosk.desk.improving.trial import Judged
from kiosk.desk.roles import may
from kiosk.sync.fetch.at_hand import pinned, renewed
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.editing.request import PilotAsked, asked_of, change_request
from kiosk.ui.reception.improving.change_cards import ChangeCards
from kiosk.ui.reception.improving.changes_words import ChangesWords
from kiosk.ui.reception.improving.deciding import APPROVE, OBJECT, Deciding
from kiosk.ui.reception.improving.past_words import past
from kiosk.ui.reception.improving.starting import Starting
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.wording.words import Counted

if TYPE_CHECKING:
    from kiosk.store.staff import StaffMember

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Seen = tuple[Changes, dict[str, Checked]]


@QmlElement
class ChangesTab(DeskPage):
    """What stands between a change and everybody getting it."""

    looksChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._book = DecidingBook(
            desk.store, lambda: renewed(desk.store, desk.forms, desk.settings), desk.now,
            is_desk=desk.settings.reception.alone, pinned=pinned(desk.settings),
        )  # fmt: skip
        self._words = ChangesWords(desk.speaking, self._book.pilots.kiosk)
        self._shown = ChangeCards(desk.speaking, self._words)
        self._changes, self._looked = Changes(), False
        self._checked: dict[str, Checked] = {}
        self._starting = Starting(desk, self._start, self)
        self._deciding = Deciding(desk, self._decide, self)
        self.changed.connect(self.looksChanged)

    def sign_in(self, member: "StaffMember") -> None:
        """Look at once: the rail says how many trials wait to be judged."""
        super().sign_in(member)
        if may(member.role, "improve"):
            self.enter()

    def badge(self) -> int:
        """How many trials are over and not judged."""
        return self._changes.waiting if self.member and may(self.member.role, "keep") else 0

    def enter(self) -> None:
        """Look at once; another PC may have decided something."""
        self.work(self._look, self._show)

    def leave(self) -> None:
        """What was begun to be decided is not."""
        self._starting.close()
        self._deciding.close()

    def lock(self) -> None:
        """Nobody is signed in any more."""
        self.leave()

    def forget(self) -> None:
        """Nothing of it stays."""
        self._changes, self._checked, self._looked = Changes(), {}, False
        self.leave()
        super().forget()

    def refuse(self, text: str) -> None:
        """Say what is wrong where it is: in a dialog, while one is open."""
        for dialog in (self._starting, self._deciding):
            if dialog.is_open:
                dialog.refuse(text)
        super().refuse(text)

    def show(self, key: str) -> None:
        """What the editor wants tried out is asked for at once."""
        asked = asked_of(key)
        if isinstance(asked, PilotAsked):
            canonical = asked.canonical
            self.work(self._look, lambda seen: self._asked(seen, canonical))

    @Slot(str)
    def tryOut(self, key: str) -> None:  # noqa: N802 - called by QML
        """Ask how it shall be tried."""
        change, book = self._change(key, "pilot"), self._book
        if change is not None:
            self.work(lambda: book.questions(change), lambda found: self._ask_start(change, found))

    @Slot(str, str)
    def decide(self, key: str, kind: str) -> None:
        """Ask for a yes, an objection or a veto."""
        if (change := self._change(key, kind)) is not None:
            about = self.say(
                "decide_about", form=self._words.title(change), version=change.form.version
            )
            self._deciding.begin(key, kind, about)

    @Slot(str)
    def useNow(self, key: str) -> None:  # noqa: N802 - called by QML
        """Everybody gets it from the next one on."""
        book = self._book
        self._do(
            key, "use", book.use, "changes_told_used",
            lambda member: book.go_back(key, member),
        )  # fmt: skip

    @Slot(str)
    def discard(self, key: str) -> None:
        """Throw it away."""
        book = self._book
        self._do(
            key, "discard", book.discard, "changes_told_discarded",
            lambda member: book.bring_back(key, member),
        )  # fmt: skip

    @Slot(str)
    def keep(self, key: str) -> None:
        """Everybody gets what was tried."""
        pilots, change = self._book.pilots, self._changes.change(key)
        text = change.text if change else ""
        self._judge(
            key, "keep", lambda tried, who: pilots.keep(tried, who, text), "changes_told_kept"
        )

    @Slot(str)
    def takeBack(self, key: str) -> None:  # noqa: N802 - called by QML
        """Everybody gets the old words."""
        self._judge(key, "take-back", self._book.pilots.take_back, "changes_told_taken_back")

    @Slot(str)
    def edit(self, key: str) -> None:
        """Change it further in the editor."""
        if (change := self._change(key, "edit")) is not None:
            self.wanted.emit("forms", change_request(change.form.url))

    @Slot(str)
    def goBack(self, key: str) -> None:  # noqa: N802 - called by QML
        """Everybody gets the version before that one."""
        member, book = self.member, self._book
        if member is not None:
            self.work(
                lambda: book.go_back(key, member),
                lambda _: self._told(
                    "changes_told_back", lambda: self._quietly(lambda: book.go_forth(key, member))
                ),
            )

    def _look(self) -> Seen:
        found = self._book.look()
        value_sets = self.desk.value_sets
        checked = {one.canonical: self._book.checked(one, value_sets) for one in found.open}
        return found, {key: one for key, one in checked.items() if one is not None}

    def _show(self, seen: Seen) -> None:
        self._changes, self._checked = seen
        self._looked = True
        self.changed.emit()

    def _asked(self, seen: Seen, canonical: str) -> None:
        self._show(seen)
        self.tryOut(canonical)

    def _ask_start(self, change: Change, found: tuple[Judged, ...]) -> None:
        checked = self._checked.get(change.canonical)
        stale = sorted({language for _, language in checked.stale}) if checked else []
        # Of a language that has films or words for a proxy, too, its name says enough.
        self._starting.begin(change, found, [one for one in stale if "-x-" not in one])

    def _start(self, change: Change, wanted: Wanted) -> None:
        member, control, pilots = self.member, change.control, self._book.pilots
        if member is None or control is None:
            return

        def done(tried: str) -> None:
            self._starting.close()
            self._told(
                "changes_told_begun", lambda: self._quietly(lambda: pilots.take_back(tried, member))
            )

        self.work(lambda: pilots.start(change.canonical, control, wanted, member), done)

    def _decide(self, key: str, kind: str, reason: str) -> None:
        member, book = self.member, self._book
        if member is None:
            return

        def work() -> None:
            if kind == APPROVE:
                book.approve(key, member)
            elif kind == OBJECT:
                book.object(key, reason, member)
            else:
                book.veto(key, reason, member)

        def done(_: None) -> None:
            self._deciding.close()
            self._told(f"changes_told_{kind}")

        self.work(work, done)

    def _do(
        self, key: str, action: str, work: Callable[[str, "StaffMember"], None], told: str,
        back: Callable[["StaffMember"], None],
    ) -> None:  # fmt: skip
        member = self.member
        if member is not None and self._change(key, action) is not None:
            self.work(
                lambda: work(key, member),
                lambda _: self._told(told, lambda: self._quietly(lambda: back(member))),
            )

    def _judge(
        self, key: str, action: str, work: Callable[[str, "StaffMember"], object], told: str
    ) -> None:
        """Of what is tried it is the pilot's version that is kept or taken back."""
        change, member, pilots = self._change(key, action), self.member, self._book.pilots
        if change is None or change.trial is None or member is None:
            return
        tried = change.trial.pilot.canonical
        self.work(
            lambda: work(tried, member),
            lambda _: self._told(told, lambda: self._quietly(lambda: pilots.go_on(tried, member))),
        )

    def _quietly(self, work: Callable[[], object]) -> None:
        """The way back: it is done, and seen."""
        self.work(work, lambda _: self.enter())

    def _told(self, key: str, undo: Callable[[], None] | None = None) -> None:
        self.tell(key, undo)
        self.enter()

    def _change(self, key: str, action: str) -> Change | None:
        """The one of that key, where who is signed in may do that with it."""
        change, member = self._changes.change(key), self.member
        if change is None or member is None or action not in allowed(change, member):
            return None
        return change

    def _cards(self) -> list[dict[str, Any]]:
        checked, member = self._checked, self.member
        return [
            self._shown.card(one, checked.get(one.canonical), member) for one in self._changes.open
        ]

    def _used(self) -> list[dict[str, Any]]:
        return [self._shown.used(one, self.member) for one in self._changes.in_use]

    def _past(self) -> list[dict[str, Any]]:
        return [past(self.desk.speaking, one) for one in self._changes.past]

    def _older(self) -> str:
        older = self._changes.older
        return self.say("past_older", count=Counted(older)) if older else ""

    _read_starting = attrgetter("_starting")
    _read_deciding = attrgetter("_deciding")
    _read_looked = attrgetter("_looked")
    cards = Property(list, _cards, notify=looksChanged)
    used = Property(list, _used, notify=looksChanged)
    past = Property(list, _past, notify=looksChanged)
    older = Property(str, _older, notify=looksChanged)
    looked = Property(bool, _read_looked, notify=looksChanged)
    starting = Property(Starting, _read_starting, constant=True)
    deciding = Property(Deciding, _read_deciding, constant=True)
