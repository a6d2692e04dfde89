"""What was answered stays what was answered, and every answer's words lead back to their reason."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
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
from kiosk.ui.printing.pdf_format import all_formats
from kiosk.ui.printing.printing import paper_words
from tests.coproduction.clinic_form import clinic_form

LEE = StaffMember("lee", "Lee", "lead")
WHY = "Plainer words."
FORMATS = all_formats(paper_words(), "en", kiosk="Front desk")


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


def reworded(store: Store, now: datetime, old: Questionnaire, link_id: str, text: str) -> Any:
    """The next version, in use at once."""
    book = ChangingBook(store, lambda: now)
    change = book.open(old, LEE)
    change = change.done(e.SetText(link_id, "en", text), rights_of(LEE.role), book.locks)
    told = replace(change, checked=True, text=WHY, groups=(group(old, link_id),))
    return book.use_now(told, LEE)


def group(old: Questionnaire, link_id: str) -> str:
    return group_id(old.canonical, link_id, "not-understood")


def items(of: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for item in of.get("item", ()):
        found += [item, *items(item)]
        for given in item.get("answer", ()):
            found += items(given)
    return found


def printed(store: Store, out: Path, now: datetime) -> dict[str, bytes]:
    """Each response on paper: file name → its bytes, but for the moment it was printed."""
    made = export_files(store, Request("pdf"), out, by="Lee", now=now, formats=FORMATS)
    moment = re.compile(rb"(CreationDate|ModDate|CreateDate|ModifyDate|/ID|uuid)[^\n]*")
    return {file.name: moment.sub(b"", file.read_bytes()) for file in made.files}


def test_an_old_answer_is_read_and_printed_as_it_was(
    store: Store, now: datetime, tmp_path: Path
) -> None:
    desk = LocalResponses(store, ValueSets(), lambda: now)
    old = [answer(store, clinic_form(), number, now) for number in range(1, 6)]
    before = [desk.read(one, by=LEE) for one in old]
    paper = printed(store, tmp_path / "before", now)

    new = reworded(store, now, clinic_form(), "note", "What did we forget to ask?")
    answer(store, new, 9, now + timedelta(hours=1))

    after = [desk.read(one, by=LEE) for one in old]
    assert [(one.payload, one.form) for one in after] == [(one.payload, one.form) for one in before]
    again = printed(store, tmp_path / "after", now)
    assert len(paper) == 5 < len(again)
    assert paper.items() <= again.items()
    print(f"G8: {len(old)} old responses read and printed after the change, byte for byte")


def test_every_exported_answer_leads_to_its_exact_words_and_their_reason(
    store: Store, now: datetime, tmp_path: Path
) -> None:
    first = clinic_form()
    second = reworded(store, now, first, "note", "What did we forget to ask?")
    third = reworded(store, now, second, "sleep", "Over the last 2 weeks, how well did you sleep?")
    for number, form in enumerate([first, second, third] * 5, start=1):
        answer(store, form, number, now)

    out = tmp_path / "out.ndjson"
    export_files(store, Request("ndjson"), out, by="Lee", now=now)
    responses = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    asked = [(one["questionnaire"], item) for one in responses for item in items(one)]
    reasons = {
        (form.canonical, link_id): (group(old, link_id),)
        for form, old, link_id in ((second, first, "note"), (third, second, "sleep"))
    }
    led, seen = 0, set()
    for canonical, item in asked:
        if "answer" not in item:
            continue
        with store.reading() as c:
            content = questionnaires.kept_questionnaire(c, canonical)
        assert content
        told = FormHistory(store, read_questionnaire(content)).chapters(item["linkId"])
        assert told[0].words == item["text"]
        if (canonical, item["linkId"]) in reasons:
            seen.add((canonical, item["linkId"]))
            assert (told[0].groups, told[0].why) == (reasons[canonical, item["linkId"]], WHY)
            assert told[1].words != item["text"]
        led += 1
    print(f"G9: {led} exported answers, {led} led to their words")
    assert seen == set(reasons)
    assert led > 20
