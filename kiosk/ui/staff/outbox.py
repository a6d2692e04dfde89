"""How sending stands, for staff: what waits, what was refused and why; never an answer, no name."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.store.standing import Standing, standing
from kiosk.store.unsent import Unsent, send_again, unsent
from kiosk.sync.pace import Share
from kiosk.sync.send import SyncReport
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.meanwhile.sending import Sender
from kiosk.ui.staff.outbox_words import item_line, refusal_lines, short_line, standing_lines
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

SHOWN: Final = 40
"""So many of what waits, and of what was refused, are listed."""


class Found(NamedTuple):
    """How it stands, and the first of what is unsent."""

    standing: Standing | None = None
    items: tuple[Unsent, ...] = ()


@QmlElement
class Outbox(QObject):
    """The list as it was when the PIN was entered, and after each run of the sender since.

    Where no central service is named there is nothing of it.

    Args:
        store: whose outbox.
        disk: its lane.
        forms: those of the clinic, for their titles.
        speaking: the language of the desk.
        now: the clock.

    Signals:
        tried: sending a refused one again was noted; the word for what went wrong, or "".
    """

    changed = Signal()
    tried = Signal(str)

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        store: Store,
        disk: Lane,
        forms: Iterable[Questionnaire],
        speaking: Speaking,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now, self._speaking = store, disk, now, speaking
        self._titles = {form.canonical: form for form in forms}
        self._sender: Sender | None = None
        self._alarm = timedelta()
        self._found, self._share, self._busy = Found(), Share(0, 0, None), False
        self._chosen: Unsent | None = None
        self._showing: object = None

    def use(self, sender: Sender, central: Central) -> None:
        """This is who sends, and so long a response may wait."""
        self._sender, self._alarm = sender, timedelta(hours=central.alarm_hours)
        sender.progressed.connect(self._progressed)
        sender.reported.connect(self._reported)
        sender.broke.connect(self._ended)

    def use_forms(self, forms: Iterable[Questionnaire]) -> None:
        """The clinic has these forms from now on; those before them keep their titles."""
        self._titles |= {form.canonical: form for form in forms}

    def find(self) -> Found:
        """What the pages show; runs on the disk lane."""
        if self._sender is None:
            return Found()
        with self._store.reading() as c:
            stands = standing(c, alarm=self._alarm, now=self._now())
            return Found(stands, unsent(c, most=SHOWN))

    def show(self, found: Found) -> None:
        """List these."""
        self._showing, self._found = object(), found
        self.changed.emit()

    def clear(self) -> None:
        """Nobody looks any more."""
        self._showing, self._found, self._chosen, self._busy = None, Found(), None, False
        self.changed.emit()

    def line(self) -> str:
        """The most important of it in one sentence; "" where nothing can be sent anywhere."""
        stands = self._found.standing
        return "" if stands is None else short_line(self._speaking, stands)

    def is_due(self) -> bool:
        """Whether somebody has to look. To be offline is no reason."""
        stands = self._found.standing
        return stands is not None and stands.is_alarm

    def texts(self, page: str) -> dict[str, str]:
        """What that page says that is not always the same, by the names of `pages.texts_of`."""
        if page == "refusal":
            one = self._chosen
            return {"hint": f"{self._title(one)} · {self._dates(one)}"} if one else {}
        if page != "outbox":
            return {}
        waits = any(not one.refused for one in self._found.items)
        return {"hint": self._hint()} | ({} if waits else {"primary": ""})

    def send_now(self) -> None:
        """Do not wait for its turn."""
        if self._sender is not None:
            self._busy = False
            self._sender.hurry()
            self.changed.emit()

    def choose(self, row: int) -> None:
        """The refused one that is looked at."""
        refused = (one for one in self._found.items if one.refused and one.id == row)
        self._chosen = next(refused, None)
        self.changed.emit()

    def retry(self, actor: str) -> None:
        """Send the chosen one again; `actor` is the member of staff."""
        chosen, showing = self._chosen, self._showing
        if chosen is not None:
            self._chosen = None
            self._disk.run(
                lambda: self._note_retry(chosen, actor), lambda future: self._noted(showing, future)
            )

    def _note_retry(self, chosen: Unsent, actor: str) -> Found:
        with self._store.transaction() as c:
            send_again(c, chosen.id, by=actor, now=self._now())
        return self.find()

    def _noted(self, showing: object, future: Future[Found]) -> None:
        failure = future.exception()
        if failure is None and self._sender is not None:
            self._sender.wake()
        if showing is self._showing and showing is not None:
            if failure is None:
                self.show(future.result())
            self.tried.emit("" if failure is None else "outbox_trouble")
        raise_bug(failure)

    @Slot(object)
    def _progressed(self, share: Share) -> None:
        self._share = share
        self.changed.emit()

    @Slot(object)
    def _reported(self, report: SyncReport) -> None:
        self._busy = report.busy
        self._ended()

    @Slot()
    def _ended(self) -> None:
        self._share = Share(0, 0, None)
        if (showing := self._showing) is not None:
            self._disk.run(self.find, lambda future: self._refound(showing, future))

    def _refound(self, showing: object, future: Future[Found]) -> None:
        if showing is self._showing and future.exception() is None:
            self.show(future.result())
        raise_bug(future.exception())

    def _hint(self) -> str:
        stands = self._found.standing
        if stands is None:
            return ""
        lines = [self._speaking.say("outbox_nobody")] if self._busy else []
        return " ".join([*lines, *standing_lines(self._speaking, stands)])

    def _title(self, one: Unsent) -> str:
        form = self._titles.get(one.questionnaire or "")
        if form is not None:
            return form.title(form.language_for(self._speaking.language))
        return one.questionnaire or self._speaking.say("outbox_record")

    def _dates(self, one: Unsent) -> str:
        return item_line(self._speaking, one, now=self._now())

    def _lines(self) -> list[dict[str, Any]]:
        lines = [self._row(one) for one in self._found.items]
        left = self._left()
        if left:
            more = self._speaking.all_words.count(self._speaking.language, "outbox_more", left)
            lines.append({"id": 0, "title": more, "line": "", "why": "", "refused": False})
        return lines

    def _row(self, one: Unsent) -> dict[str, Any]:
        said = refusal_lines(self._speaking, one)
        return {
            "id": one.id, "title": self._title(one), "line": self._dates(one),
            "why": said[0] if one.error else self._speaking.say("outbox_waits"),
            "refused": one.refused,
        }  # fmt: skip

    def _left(self) -> int:
        """How many are not listed."""
        stands = self._found.standing
        if stands is None:
            return 0
        all_of_it = stands.counts.waiting + stands.counts.others_waiting + stands.refused
        return max(0, all_of_it - len(self._found.items))

    def _refusal(self) -> list[str]:
        return refusal_lines(self._speaking, self._chosen) if self._chosen else []

    def _progress_line(self) -> str:
        words, code, share = self._speaking.all_words, self._speaking.language, self._share
        if not share.total:
            return ""
        figures = {"done": share.done, "total": share.total}
        if share.minutes is None:
            return words.say(code, "outbox_progress", **figures)
        return words.say(code, "outbox_progress_left", count=Counted(share.minutes), **figures)

    _part = attrgetter("_share.part")
    lines = Property(list, _lines, notify=changed)
    refusal = Property(list, _refusal, notify=changed)
    progress = Property(str, _progress_line, notify=changed)
    part = Property(float, _part, notify=changed)
