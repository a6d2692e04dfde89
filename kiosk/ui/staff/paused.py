"""The paused drafts as staff see them: which forms, since when, how many answers; never which.

The forms of one person's packet are one line: they go on together, and are deleted together.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.forms.questionnaire import Questionnaire
from kiosk.store import audit, drafts
from kiosk.store.database import Store
from kiosk.store.drafts import DraftSummary
from kiosk.store.questionnaires import has_alert_rule
from kiosk.ui.guard import only_logged, raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.staff.moments import in_words
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


Packet = tuple[DraftSummary, ...]


class Found(NamedTuple):
    """The drafts that may be resumed, and the ids of those that may raise an alert."""

    drafts: tuple[DraftSummary, ...] = ()
    alerting: frozenset[str] = frozenset()


@QmlElement
class Paused(QObject):
    """The list, and the one draft that is about to be discarded.

    Signals:
        discarded: it was tried; the word for what went wrong, or "".
    """

    changed = Signal()
    discarded = Signal(str)

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        store: Store,
        disk: Lane,
        forms: tuple[Questionnaire, ...],
        speaking: Speaking,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now = store, disk, now
        self._titles = {form.canonical: form for form in forms}
        self._speaking = speaking
        self._doomed: Callable[[], frozenset[str]] = frozenset
        self._alerts_seen: Callable[[], bool] = lambda: False
        self._lines: list[dict[str, Any]] = []
        self._chosen: dict[str, Any] = {}
        self._showing: object = None

    def use_forms(self, forms: Iterable[Questionnaire]) -> None:
        """The clinic has these forms from now on; those before them keep their titles."""
        self._titles |= {form.canonical: form for form in forms}

    def leave_out(self, doomed: Callable[[], frozenset[str]]) -> None:
        """Never list these drafts; asked on the disk lane."""
        self._doomed = doomed

    def resume_while(self, alerts_seen: Callable[[], bool]) -> None:
        """What may raise an alert goes on only while somebody would see one."""
        self._alerts_seen = alerts_seen

    def held_back(self, draft_id: str, actor: str) -> str:
        """The word for why these answers can't go on now, "" where they can; that is on record."""
        line = next((one for one in self._lines if one["id"] == draft_id), {})
        if not line.get("alerting") or self._alerts_seen():
            return ""
        failed = only_logged("noting that paused answers were held back")
        self._disk.run(lambda: self._note(line["ids"], actor), failed)
        return "draft_not_now"

    def count(self) -> int:
        """How many are listed."""
        return len(self._lines)

    def find(self) -> Found:
        """The drafts that may be resumed; runs on the disk lane."""
        with self._store.reading() as connection:
            found = drafts.list_drafts(connection)
            alerting = frozenset(one.id for one in found if self._may_alert(connection, one))
        # Asked after the list was made: what was doomed in between is in neither.
        doomed = self._doomed()
        return Found(tuple(draft for draft in found if draft.id not in doomed), alerting)

    def show(self, found: Found) -> None:
        """List these."""
        self._showing = object()
        self._lines = [
            self._line(packet) | {"alerting": any(one.id in found.alerting for one in packet)}
            for packet in _packets(found.drafts)
        ]
        self.changed.emit()

    def clear(self) -> None:
        """Nobody looks any more."""
        self._chosen = {}
        self.show(Found())

    def choose(self, draft_id: str) -> None:
        """The draft that `discard` is about."""
        self._chosen = next((line for line in self._lines if line["id"] == draft_id), {})
        self.changed.emit()

    def discard(self, actor: str) -> None:
        """Delete the chosen draft for good; `actor` is the member of staff."""
        chosen, showing = self._chosen, self._showing
        if not chosen:
            return
        self._chosen = {}
        self._disk.run(
            lambda: self._delete(chosen["ids"], actor),
            lambda future: self._deleted(showing, future),
        )

    def _note(self, draft_ids: list[str], actor: str) -> None:
        with self._store.transaction() as connection:
            for draft_id in draft_ids:
                audit.record(
                    connection, actor=actor, action="draft.held-back", subject=draft_id,
                    now=self._now(),
                )  # fmt: skip

    def _delete(self, draft_ids: list[str], actor: str) -> Found:
        with self._store.transaction() as connection:
            for draft_id in draft_ids:
                drafts.discard_draft(
                    connection, draft_id, reason="staff", now=self._now(), actor=actor
                )
        return self.find()

    def _deleted(self, showing: object, future: Future[Found]) -> None:
        failure = future.exception()
        if showing is self._showing:
            if failure is None:
                self.show(future.result())
            self.discarded.emit("" if failure is None else "discard_trouble")
        raise_bug(failure)

    def _may_alert(self, connection: Any, draft: DraftSummary) -> bool:
        form = self._titles.get(draft.questionnaire)
        if form is not None and form.content_hash == draft.content_hash:
            return form.has_alert_rule
        return has_alert_rule(connection, draft.questionnaire, draft.content_hash)

    def _line(self, packet: Packet) -> dict[str, Any]:
        begun = sorted(packet, key=lambda draft: draft.started)
        say = self._speaking.say
        when = in_words(self._speaking, begun[0].started, now=self._now())
        title = say("list_comma").join(self._title(draft) for draft in begun)
        answered = sum(draft.answered for draft in packet)
        return {
            "id": packet[0].id,
            "ids": [draft.id for draft in packet],
            "title": title,
            "line": say("draft_line", when=when, count=Counted(answered)),
            "resume": say("draft_resume_name", form=title, when=when),
            "discard": say("draft_discard_name", form=title, when=when),
        }

    def _title(self, draft: DraftSummary) -> str:
        form = self._titles.get(draft.questionnaire)
        return form.title(self._speaking.language) if form else draft.questionnaire

    _read_lines = attrgetter("_lines")
    _read_chosen = attrgetter("_chosen")
    lines = Property(list, _read_lines, notify=changed)
    chosen = Property(dict, _read_chosen, notify=changed)


def _packets(found: Packet) -> list[Packet]:
    """What belongs together, in the order of its first; what belongs to nothing is alone."""
    together: dict[str, list[DraftSummary]] = {}
    for draft in found:
        together.setdefault(draft.together or draft.id, []).append(draft)
    return [tuple(packet) for packet in together.values()]
