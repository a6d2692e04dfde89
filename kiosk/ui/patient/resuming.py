"""Takes up a paused draft, with the very form it was begun with."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.errors import KioskError, RefusedError
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.store import audit, drafts, questionnaires
from kiosk.store.database import Store
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.discards import Discards
from kiosk.ui.patient.sitting import Sitting


@dataclass(frozen=True)
class Resumed:
    """A sitting that goes on, and the language it was in."""

    sitting: Sitting
    draft_id: str
    language: str


class Resuming(QObject):
    """Loads one draft at a time; what comes after `cancel` or another `begin` is not told.

    Signals:
        resumed: the `Resumed` sitting.
        failed: it can't be taken up; the draft stays where it is.
    """

    resumed = Signal(object)
    failed = Signal()

    def __init__(  # noqa: PLR0913, PLR0917 - where a draft and its form come from
        self,
        store: Store,
        disk: Lane,
        now: Callable[[], datetime],
        forms: tuple[Questionnaire, ...],
        discards: Discards,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now = store, disk, now
        self._forms, self._discards = forms, discards
        self._wanted: object = None

    def begin(self, draft_id: str, actor: str) -> None:
        """Load that draft for the patient; `actor` is the member of staff who asked."""
        wanted = self._wanted = object()
        self._disk.run(
            lambda: self._load(draft_id, actor), lambda future: self._loaded(wanted, future)
        )

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        self._wanted = None

    def _load(self, draft_id: str, actor: str) -> Resumed:
        if draft_id in self._discards.doomed():
            raise RefusedError("This draft is being deleted.")
        return load_paused(self._store, draft_id, self._forms, actor=actor, now=self._now())

    def _loaded(self, wanted: object, future: Future[Resumed]) -> None:
        failure = future.exception()
        if wanted is self._wanted:
            self._wanted = None
            if failure is None:
                self.resumed.emit(future.result())
            else:
                self.failed.emit()
        if failure is not None and not isinstance(failure, KioskError):
            raise failure  # a bug: the guard tells it


def load_paused(
    store: Store,
    draft_id: str,
    forms: tuple[Questionnaire, ...],
    *,
    actor: str,
    now: datetime,
) -> Resumed:
    """The sitting of a draft, and an audit event of who resumed it; runs on the disk lane.

    Raises:
        RefusedError: the draft or its form is not here any more, or can't be read.
        StoreUnavailable: the store can't be read, or not written.
    """
    with store.transaction() as connection:
        draft = drafts.load_draft(connection, draft_id)
        form = _form(connection, draft, forms)
        sitting = Sitting(form, draft.language, now=now)
        _restore(sitting, draft)
        audit.record(connection, actor=actor, action="draft.resumed", subject=draft_id, now=now)
    return Resumed(sitting, draft_id, draft.language)


def _restore(sitting: Sitting, draft: drafts.Draft) -> None:
    try:
        # The store's empty place is the check page, which has no path of its own.
        sitting.restore(draft.rows, draft.place or None)
    except ValueError as cause:
        raise RefusedError("The answers of this draft can't be read.") from cause


def _form(connection: Any, draft: drafts.Draft, forms: tuple[Questionnaire, ...]) -> Questionnaire:
    kept = questionnaires.kept_questionnaire(
        connection, draft.questionnaire, content_hash=draft.content_hash
    )
    if kept is not None:
        return read_questionnaire(kept)
    for form in forms:
        if (form.canonical, form.content_hash) == (draft.questionnaire, draft.content_hash):
            return form
    raise RefusedError("The form of this draft is not on this kiosk any more.")
