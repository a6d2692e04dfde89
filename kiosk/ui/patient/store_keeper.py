"""Keeps the drafts of forms in the encrypted store. Its methods run on the disk lane only."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store import drafts, questionnaires
from kiosk.store.database import Store
from kiosk.ui.patient.shelf import About

Clock = Callable[[], datetime]


class StoreKeeper:
    """A draft in the store; it begins with the first answer, and sending or deleting ends it."""

    def __init__(
        self, store: Store, questionnaire: Questionnaire, now: Clock, about: About,
        draft_id: str | None,
    ) -> None:  # fmt: skip
        self._store, self._now, self._about = store, now, about
        self._questionnaire = questionnaire
        self._draft_id = draft_id
        self._closed = False

    @property
    def sitting(self) -> str:
        """Names the sitting: the same for all its forms, and still when it is resumed."""
        return self._about.sitting_id or self._draft_id or ""

    @property
    def visit_id(self) -> str | None:
        """Of the visit that staff prepared; None for a walk-up."""
        return self._about.slip_id

    @property
    def draft_id(self) -> str | None:
        """The draft that lies in the store now; None where none does."""
        return self._draft_id

    def keep(self, rows: Mapping[str, str], *, place: str, language: str) -> None:
        """Keep these rows durably, in one transaction; nothing after sending or deleting."""
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

    def say_who(self, who: str) -> None:
        """Keep who answers from now on."""
        self._about = replace(self._about, who=who)
        if self._draft_id is not None and not self._closed:
            with self._store.transaction() as connection:
                drafts.save_who(connection, self._draft_id, who=who, now=self._now())

    def discard(self, reason: str) -> None:
        """Delete every answer of this form; may be tried until it succeeds."""
        self._closed = True
        if self._draft_id is not None:
            with self._store.transaction() as connection:
                drafts.discard_draft(connection, self._draft_id, reason=reason, now=self._now())
            self._draft_id = None

    def sent(self) -> None:
        """Its draft became a response: nothing is kept in it any more."""
        self._draft_id, self._closed = None, True

    def _begin(self, connection: Any, language: str) -> str:
        keep_form(connection, self._questionnaire, self._now())
        about = self._about
        return drafts.begin_draft(
            connection,
            questionnaire=self._questionnaire.canonical,
            content_hash=self._questionnaire.content_hash,
            language=language,
            now=self._now(),
            of=drafts.OfVisit(about.sitting_id, about.who, about.packet, about.slip_id),
        )


def keep_form(connection: Any, questionnaire: Questionnaire, now: datetime) -> None:
    """Keep the exact form beside the answers, so that a draft can be resumed after an update."""
    canonical, content_hash = questionnaire.canonical, questionnaire.content_hash
    if questionnaires.is_kept(connection, canonical, content_hash):
        return  # a form may carry megabytes of films: not written anew while others wait
    questionnaires.keep_questionnaire(
        connection,
        canonical=canonical,
        content_hash=content_hash,
        content=encode_json(questionnaire.raw),
        now=now,
    )
