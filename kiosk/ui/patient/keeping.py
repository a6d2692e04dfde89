"""Keeps one sitting in the store. Its methods run on the disk lane and nowhere else."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store import drafts, questionnaires, submissions
from kiosk.store.database import Store


class Keeper:
    """The draft of one sitting; it begins with the first answer, and sending or deleting ends it.

    Args:
        store: where it is kept.
        questionnaire: the form being filled.
        now: the clock, aware, UTC.
        draft_id: the draft that is resumed; None for a new sitting.
    """

    def __init__(
        self,
        store: Store,
        questionnaire: Questionnaire,
        now: Callable[[], datetime],
        draft_id: str | None = None,
    ) -> None:
        self._store = store
        self._questionnaire = questionnaire
        self._now = now
        self._draft_id = draft_id
        self._closed = False

    @property
    def draft_id(self) -> str | None:
        """The draft that lies in the store now; None where none does."""
        return self._draft_id

    def keep(self, rows: Mapping[str, str], *, place: str, language: str) -> None:
        """Keep these answers durably, in one transaction; nothing after sending or deleting.

        Args:
            rows: the rows to write, by path.
            place: the path of the page shown.
            language: the language the patient reads.
        """
        if self._closed:
            return  # else a late answer would begin a draft that nobody knows of
        draft_id = self._draft_id
        with self._store.transaction() as connection:
            if draft_id is None:
                draft_id = self._begin(connection, language)
            for path, row in rows.items():
                drafts.save_answer(
                    connection, draft_id, path=path, row=row, place=place, now=self._now()
                )
        self._draft_id = draft_id

    def move(self, *, place: str, language: str) -> None:
        """Keep where the patient is; nothing where nothing was answered yet."""
        if self._draft_id is not None and not self._closed:
            with self._store.transaction() as connection:
                drafts.save_place(
                    connection, self._draft_id, place=place, language=language, now=self._now()
                )

    def submit(self, response_id: str, payload: bytes) -> None:
        """Turn the draft into a finished response on its way."""
        with self._store.transaction() as connection:
            self._keep_form(connection)
            submissions.submit(
                connection,
                draft_id=self._draft_id,
                response_id=response_id,
                questionnaire=self._questionnaire.canonical,
                payload=payload,
                now=self._now(),
            )
        self._draft_id, self._closed = None, True

    def discard(self, reason: str) -> None:
        """Delete every answer of this sitting; may be tried until it succeeds."""
        self._closed = True
        if self._draft_id is not None:
            with self._store.transaction() as connection:
                drafts.discard_draft(connection, self._draft_id, reason=reason, now=self._now())
            self._draft_id = None

    def _begin(self, connection: Any, language: str) -> str:
        self._keep_form(connection)
        return drafts.begin_draft(
            connection,
            questionnaire=self._questionnaire.canonical,
            content_hash=self._questionnaire.content_hash,
            language=language,
            now=self._now(),
        )

    def _keep_form(self, connection: Any) -> None:
        # The exact form is kept beside the answers, so that a draft can be resumed after an update.
        questionnaires.keep_questionnaire(
            connection,
            canonical=self._questionnaire.canonical,
            content_hash=self._questionnaire.content_hash,
            content=encode_json(self._questionnaire.raw),
            now=self._now(),
        )
