"""A response that a robot gave to a form that ships, as the kiosk keeps it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.resources import resource
from kiosk.store import questionnaires, submissions
from kiosk.store.database import Store


def pain_form() -> Questionnaire:
    return read_questionnaire(resource("forms", "pain-today.json").read_bytes())


def filled(now: datetime, number: int = 1, *, seed: int = 1) -> dict[str, Any]:
    """A whole answer to it; `number` makes its id."""
    filler = fill(pain_form(), seed=seed)
    return filler.response(
        status="completed", authored=now, response_id=str(UUID(int=number << 96, version=4)),
        device_id=str(UUID(int=7, version=4)),
    )  # fmt: skip


def keep(store: Store, response: dict[str, Any], now: datetime) -> str:
    """Keeps it and its form; its id."""
    form = pain_form()
    with store.transaction() as c:
        questionnaires.keep_questionnaire(
            c, canonical=form.canonical, content_hash=form.content_hash,
            content=encode_json(form.raw), now=now,
        )  # fmt: skip
        submissions.submit(
            c, draft_id=None, response_id=response["id"], questionnaire=form.canonical,
            payload=encode_json(response), now=now,
        )  # fmt: skip
    return str(response["id"])
