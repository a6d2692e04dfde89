"""Keeps the exact form beside its answers, in the encrypted store."""

from datetime import datetime
from typing import Any

from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store import questionnaires


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
