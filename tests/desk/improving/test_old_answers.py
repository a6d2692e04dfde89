"""What was answered stays what was answered, and every answer's words lead back to their reason."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.feedback import group_id
from kiosk.desk.improving.changing import ChangingBook, rights_of
from kiosk.desk.improving.form_history import FormHistory
from kiosk.desk.local_responses import LocalResponses
from kiosk.export.exporting import Request, export_files
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store import questionnaires, submissions
from kiosk.store.database import Store
from kiosk.store.staff import StaffMember
from tests.coproduction.clinic_form import URL, clinic_form

LEE = StaffMember("lee", "Lee", "lead")
GROUP = group_id(f"{URL}|1.0.0", "note", "not-understood")


def answer(store: Store, form: Questionnaire, number: int, now: datetime) -> str:
    """A robot patient answers that version."""
    response_id = str(UUID(int=number << 96, version=4))
    response = fill(form, seed=number).response(
        status="completed", authored=now, response_id=response_id, device_id=str(UUID(int=7))
    )
    with store.transaction() as c:
        questionnaires.keep_questionnaire(
            c, canonical=form.canonical, content_hash=form.content_hash,
            content=encode_json(form.raw), now=now,
        )  # fmt: skip
        submissions.submit(
            c, draft_id=None, response_id=response_id, questionnaire=form.canonical,
            payload=encode_json(response), now=now,
        )  # fmt: skip
    return response_id


def reworded(store: Store, now: datetime) -> Questionnaire:
    book = ChangingBook(store, lambda: now)
    change = book.open(clinic_form(), LEE)
    edit = e.SetText("note", "en", "What did we forget to ask?")
    change = change.done(edit, rights_of(LEE.role), book.locks)
    told = replace(change, checked=True, text="Plainer words.", groups=(GROUP,))
    return book.use_now(told, LEE)


def items(of: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for item in of.get("item", ()):
        found += [item, *items(item)]
        for given in item.get("answer", ()):
            found += items(given)
    return found


def test_an_old_answer_is_read_as_it_was_and_any_exported_one_leads_to_its_reason(
    store: Store, now: datetime, tmp_path: Path
) -> None:
    desk = LocalResponses(store, ValueSets(), lambda: now)
    first = answer(store, clinic_form(), 1, now)
    before = desk.read(first, by=LEE)

    new = reworded(store, now)
    answer(store, new, 2, now)

    after = desk.read(first, by=LEE)
    assert (after.payload, after.form) == (before.payload, before.form)  # byte for byte
    out = tmp_path / "out.ndjson"
    export_files(store, Request("ndjson"), out, by="Lee", now=now)
    responses = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    asked = [(one["questionnaire"], item) for one in responses for item in items(one)]
    answered = [(form, item) for form, item in asked if "text" in item]
    assert len(answered) > 4
    for canonical, item in answered:
        with store.reading() as c:
            content = questionnaires.kept_questionnaire(c, canonical)
        assert content
        told = FormHistory(store, read_questionnaire(content)).chapters(item["linkId"])
        assert told[0].words == item["text"]
        if canonical == new.canonical and item["linkId"] == "note":
            assert (told[0].groups, told[0].why) == ((GROUP,), "Plainer words.")
            assert told[1].words != item["text"]
