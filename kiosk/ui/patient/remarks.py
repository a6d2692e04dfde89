"""Asks “Was this question OK?”: a reason, words, thanks; never who, what answer, when."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.feedback import REASONS, Remark
from kiosk.store import feedback
from kiosk.store.database import Store
from kiosk.ui.jobs import Lane

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Remarks(QObject):
    """One remark on one question.

    Signals:
        failed: the remark could not be kept.
    """

    changed = Signal()
    failed = Signal()

    def __init__(
        self, store: Store, disk: Lane, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now = store, disk, now
        self._about = ("", "", "")
        self._reason = ""
        self._step = ""

    def begin(self, questionnaire: str, link_id: str, language: str) -> None:
        """Ask about that question."""
        self._about, self._reason = (questionnaire, link_id, language), ""
        self._go("reason")

    @Slot(str)
    def choose(self, reason: str) -> None:
        """The reason, one of `REASONS`."""
        self._reason = reason
        self._go("words")

    @Slot(str)
    def send(self, words: str) -> None:
        """Keep the remark, with or without words."""
        questionnaire, link_id, language = self._about
        remark = Remark(
            id=str(uuid4()),
            day=self._now().date(),
            questionnaire=questionnaire,
            link_id=link_id,
            reason=self._reason,
            words=words.strip(),
            language=language,
        )
        self._disk.run(lambda: self._keep(remark), self._kept)

    @Slot()
    def close(self) -> None:
        """Back to the question; what was not sent is forgotten."""
        self._about, self._reason = ("", "", ""), ""
        self._go("")

    def _keep(self, remark: Remark) -> None:
        with self._store.transaction() as connection:
            feedback.keep_remark(connection, remark)

    def _kept(self, future: Future[None]) -> None:
        if future.exception() is None:
            self._go("thanks" if self._step else "")
            return
        self.close()
        self.failed.emit()
        future.result()

    def _go(self, step: str) -> None:
        self._step = step
        self.changed.emit()

    def _step_now(self) -> str:
        return self._step

    def _upsetting(self) -> bool:
        return self._reason == "upsetting"

    def _reasons(self) -> list[str]:
        return list(REASONS)

    step = Property(str, _step_now, notify=changed)
    upsetting = Property(bool, _upsetting, notify=changed)
    reasons = Property(list, _reasons, constant=True)
