"""A PHQ-9 that was sent, with the alert that the screen raises for it."""

from datetime import datetime
from typing import Any

from kiosk.forms.alert_rules import Fired
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.filler import FormFiller
from kiosk.forms.response import encode
from kiosk.offered import read_forms
from kiosk.store import alerts, questionnaires, submissions
from kiosk.store.alerts import SENT, Firing, Here

HERE = Here("0d9c8b7a-1111-4222-8333-444455556666", "Kiosk 2", "Riverside Practice")
PHQ_9 = read_forms(("phq-9",))[0]


def finish(  # noqa: PLR0913 - keyword-only: what is missing of it
    c: Any, response_id: str, value: int, now: datetime, *, fired: bool = True, keep: bool = True
) -> None:
    """Send one whose question 9 has this answer, 0 to 3."""
    filler = FormFiller(PHQ_9)
    filler.answer("phq9/phq9-9", [PHQ_9.by_path["phq9/phq9-9"].answer_options[value].answer])
    made = filler.response(
        status="completed", authored=now, response_id=response_id, device_id=HERE.kiosk
    )
    made |= {"subject": {"type": "Patient", "identifier": {"value": "AB12"}}}
    if keep:
        questionnaires.keep_questionnaire(
            c, canonical=PHQ_9.canonical, content_hash=PHQ_9.content_hash,
            content=encode_json(PHQ_9.raw), now=now,
        )  # fmt: skip
    submissions.submit(
        c, draft_id=None, response_id=response_id, questionnaire=PHQ_9.canonical,
        payload=encode(made), now=now,
    )  # fmt: skip
    if fired and value:
        firing = Firing(
            f"sitting of {response_id}", PHQ_9.canonical, (Fired("item9"),), SENT, response_id
        )
        alerts.fire(c, HERE, firing, now=now)
