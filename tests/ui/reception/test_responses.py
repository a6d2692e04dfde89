"""The page of responses: found, read, copied, and changed; by mouse and by keyboard."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.desk.nhs_number import SYSTEM
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.proxies import with_people
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.forms.response import decode
from kiosk.forms.robot.robot import fill
from kiosk.forms.summarising import summarise
from kiosk.forms.summary import plain_text
from kiosk.offered import bundled_ranges, bundled_value_sets
from kiosk.resources import resource
from kiosk.settings import Central, Clinic, Reception, Settings
from kiosk.store import audit, questionnaires, submissions
from kiosk.ui.wording.telling import telling_in
from kiosk.ui.wording.words import load_words
from tests import marking

PATIENT = "Patient\N{RIGHT SINGLE QUOTATION MARK}s number"
RIGHT_NUMBER = "The right patient\N{RIGHT SINGLE QUOTATION MARK}s number"
WRONG, RIGHT = "9434765919", "9434765870"
SETTINGS = Settings(
    clinic=Clinic(name="Riverside Practice"), central=Central(url="https://fhir.example.org/r4"),
    reception=Reception(show="number"),
)  # fmt: skip
Finish = Callable[..., str]


@pytest.fixture
def finish(store: Any, forms: tuple[Questionnaire, ...], now: datetime) -> Finish:
    """`finish(form=…, patient=…, language=…, minutes=…)`: a patient sends a form; its id."""
    made: list[str] = []

    def finish_one(
        form: Questionnaire | None = None, *, patient: str = WRONG, language: str = "en",
        minutes: int = 0,
    ) -> str:  # fmt: skip
        form = form or forms[2]
        at = now - timedelta(minutes=minutes)
        response_id = str(UUID(int=(len(made) + 1) << 96, version=4))
        raw = fill(form, seed=3, language=language).response(
            status="completed", authored=at, response_id=response_id,
            device_id=str(UUID(int=7, version=4)),
        )  # fmt: skip
        known = {"system": SYSTEM, "value": patient} if patient else None
        with store.transaction() as c:
            questionnaires.keep_questionnaire(
                c, canonical=form.canonical, content_hash=form.content_hash,
                content=encode_json(form.raw), now=now,
            )  # fmt: skip
            submissions.submit(
                c, draft_id=None, response_id=response_id, questionnaire=form.canonical,
                payload=encode_json(with_people(raw, "self", known)), now=at,
            )  # fmt: skip
        made.append(response_id)
        return response_id

    return finish_one


@pytest.fixture
def responses(open_desk: Any) -> Callable[..., Any]:
    """`responses(role=…)`: a desk at the page of responses."""

    def open_page(role: str = "reception", **options: Any) -> Any:
        desk = open_desk(settings=options.pop("settings", SETTINGS), **options)
        desk.sign_in(role)
        desk.reception.go("responses")
        desk.settle()
        return desk

    return open_page


def payload(desk: Any, wanted: str) -> dict[str, Any]:
    with desk.store.reading() as c:
        found = [one.payload for one in submissions.submissions(c) if one.id == wanted]
    return dict(decode_json(found[0]))


def actions(desk: Any) -> list[tuple[str, str]]:
    with desk.store.reading() as c:
        return [(one.actor, one.action) for one in audit.events(c, 100)]


def rows(desk: Any) -> list[str]:
    found: list[str] = desk.hands.rows()
    return found


def open_first(desk: Any) -> None:
    desk.hands.wait_until(lambda: bool(rows(desk)), "a row")
    # The row is there a moment before the keyboard stands on it.
    desk.hands.wait_until(lambda: "Row" in [n.role for n in desk.hands.nodes() if n.focused], "it")
    desk.hands.press("Return")
    desk.hands.wait_for("Copy for the record")
    desk.settle()


def scroll_to(desk: Any, name: str) -> None:
    """Tab until that is where the keyboard is."""
    for _ in range(60):
        at = desk.hands.focused()
        if at is not None and at.name == name:
            return
        desk.hands.press("Tab")
    raise AssertionError(f"Tab does not lead to “{name}”")


def choose(desk: Any, name: str) -> None:
    """By the keyboard alone: go there and press."""
    scroll_to(desk, name)
    desk.hands.press("Space")
    desk.hands.wait_for_stillness()


def test_the_list_says_how_far_each_is(
    responses: Any, finish: Finish, store: Any, now: datetime
) -> None:
    sent, refused = finish(minutes=9), finish(minutes=5, patient="")
    finish(minutes=1)
    with store.transaction() as c:
        by_id = {item.resource_id: item.id for item in marking.due(c, now)}
        marking.mark_sent(c, by_id[sent], etag="1", now=now)
        marking.mark_refused(c, by_id[refused], error="no", now=now)
    desk = responses()

    newest, middle, oldest = rows(desk)
    assert "State in line" in newest
    assert "Patient 943 476 5919" in newest
    assert "State needs a look" in middle
    assert "Patient not known" in middle
    assert f"State sent {now.astimezone():%H:%M}" in oldest
    assert "3 responses: 1 in line, 1 sent, 1 to look at" in desk.hands.names()
    assert desk.hands.sees("Responses, 1")


@pytest.mark.parametrize("show", ["initials", "none"])
def test_passers_by_read_no_whole_number_where_the_clinic_says_so(
    responses: Any, finish: Finish, show: Any
) -> None:
    finish()
    desk = responses(settings=Settings(reception=Reception(show=show)))

    assert "Patient … 919" in rows(desk)[0]
    open_first(desk)
    assert any(name.startswith("943 476 5919") for name in desk.hands.names())


def test_nothing_there_says_what_would_be(responses: Any, finish: Finish) -> None:
    desk = responses()
    assert desk.hands.sees("No responses yet")

    finish()
    desk.hands.wait_until(lambda: len(rows(desk)) == 1, "the new response")
    desk.hands.click(PATIENT, "EditableText")
    desk.hands.type("nobody")
    desk.hands.press("Return")
    desk.settle()
    assert desk.hands.sees("None like this")
    desk.hands.click("Show all again")
    desk.settle()
    assert len(rows(desk)) == 1


def test_one_patients_are_found_by_number_whatever_its_spaces(
    responses: Any, finish: Finish
) -> None:
    finish()
    finish(patient=RIGHT)
    desk = responses()
    desk.hands.click(PATIENT, "EditableText")
    desk.hands.type("943 4765 870")
    desk.hands.press("Return")
    desk.settle()

    assert ["943 476 5870" in row for row in rows(desk)] == [True]


def test_older_ones_are_loaded_when_they_are_asked_for(
    responses: Any, finish: Finish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.ui.reception.responses.SIZE", 3)
    for minutes in range(5):
        finish(minutes=minutes)
    desk = responses()

    assert len(rows(desk)) == 3
    assert any(name.startswith("3 shown. A click on a heading") for name in desk.hands.names())
    desk.hands.press("Ctrl+O")
    desk.settle()
    assert len(rows(desk)) == 5
    assert any(name.endswith("These are all.") for name in desk.hands.names())
    desk.reception.pages["responses"].refresh()
    desk.settle()
    assert len(rows(desk)) == 5


def test_a_response_is_read_as_the_patient_saw_it(
    responses: Any, finish: Finish, forms: Any
) -> None:
    finish(forms[0], minutes=1)
    finish()
    desk = responses()
    open_first(desk)

    names = desk.hands.names()
    assert desk.hands.heading() == "Worries (GAD-7)"
    assert names.index("What matters to them today") < names.index("GAD-7 total score")
    assert any("(0 to 21)" in name for name in names)
    assert "What would you most like to talk about today?" in names
    assert "943 476 5919 · in line" in names
    assert ("Sam", "response.opened") in actions(desk)
    desk.hands.press("Esc")
    desk.settle()
    assert len(rows(desk)) == 2


def test_the_record_gets_the_plain_text_for_a_minute_and_not_beyond_the_lock(
    responses: Any, finish: Finish, forms: Any
) -> None:
    wanted = finish()
    desk = responses()
    open_first(desk)
    desk.hands.press("Ctrl+R")
    desk.settle()

    telling = telling_in(
        load_words(resource("translations"), also="paper.toml"), "en",
        value_sets=bundled_value_sets(), ranges=bundled_ranges(),
    )  # fmt: skip
    clipboard = QGuiApplication.clipboard()
    kept = summarise(forms[2], decode(encode_json(payload(desk, wanted))), telling)
    assert clipboard.text() == plain_text(kept)
    assert ("Sam", "response.copied") in actions(desk)
    desk.settle()
    assert any("copied for the record" in name for name in desk.hands.names())

    desk.hands.press("Ctrl+L")
    desk.hands.wait_for("Your PIN")
    assert clipboard.text() == ""

    clipboard.setText("somebody else's")
    desk.sign_in()
    desk.hands.press("Ctrl+L")
    assert clipboard.text() == "somebody else's"


def test_what_was_copied_goes_after_its_time(responses: Any, finish: Finish) -> None:
    finish()
    desk = responses()
    open_first(desk)
    desk.hands.press("Ctrl+R")
    desk.settle()
    timer = desk.reception.pages["responses"]._one._clipboard._end

    assert timer.isActive()
    assert timer.interval() == 60_000
    timer.timeout.emit()
    assert QGuiApplication.clipboard().text() == ""


def test_a_pdf_is_saved_where_it_is_asked_for_and_noted(
    responses: Any, finish: Finish, tmp_path: Path
) -> None:
    wanted = finish()
    desk = responses()
    open_first(desk)
    desk.hands.press("Ctrl+P")
    desk.hands.wait_for("Save as PDF, to print it")
    for folder in (tmp_path / "nowhere", tmp_path):
        scroll_to(desk, "Folder")
        desk.hands.press("Ctrl+A")
        desk.hands.type(str(folder))
        desk.hands.press("Return")
        desk.settle()
        if folder != tmp_path:
            assert any("no such folder" in name for name in desk.hands.names())
            assert ("Sam", "response.printed") not in actions(desk)

    (file,) = tmp_path.glob("*.pdf")
    assert file.read_bytes().startswith(b"%PDF")
    assert file.name.startswith("gad-7 ")
    assert file.stem.endswith(wanted[:8])
    assert ("Sam", "response.printed") in actions(desk)
    desk.settle()
    assert any("saved as PDF" in name for name in desk.hands.names())


def test_an_answer_is_amended_by_keyboard_alone(responses: Any, finish: Finish) -> None:
    wanted = finish()
    desk = responses()
    before = payload(desk, wanted)
    open_first(desk)
    choose(desk, "Amend")
    desk.settle()
    desk.hands.wait_until(lambda: any("Feeling nervous" in row for row in rows(desk)), "questions")
    desk.hands.press("Return")
    desk.hands.wait_for("Take this answer")
    options = ("Not at all", "Several days", "More than half the days", "Nearly every day")
    picked = next(one for one in options if not desk.hands.find(one, "RadioButton").checked)
    choose(desk, picked)
    choose(desk, "Take this answer")
    choose(desk, "Keep the new answers")
    desk.hands.wait_for("Keep these answers?")
    assert any("Before: " in name and f"Now: {picked}" in name for name in desk.hands.names())
    choose(desk, "The patient told us")
    choose(desk, "Keep the new answers")
    desk.settle()
    desk.hands.wait_for("Copy for the record")

    after = payload(desk, wanted)
    assert after["status"] == "amended"
    assert after["item"] != before["item"]
    assert after["subject"] == before["subject"]
    assert ("Sam", "response.amended") in actions(desk)
    assert any("amended. The patient told us" in name for name in desk.hands.names())


def test_a_number_that_the_form_refuses_is_said_and_not_taken(
    responses: Any, finish: Finish
) -> None:
    item = {"linkId": "n", "type": "integer", "text": "How many?", "extension": [
        {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 9},
    ]}  # fmt: skip
    form = {"resourceType": "Questionnaire", "url": "http://example.org/n", "version": "1",
            "status": "active", "title": "Numbers", "item": [item]}  # fmt: skip
    wanted = finish(parse_questionnaire(form))
    desk = responses()
    before = payload(desk, wanted)
    open_first(desk)
    desk.hands.click("Amend")
    desk.settle()
    desk.hands.press("Return")
    desk.hands.wait_for("Take this answer")
    desk.hands.press("Ctrl+A")
    desk.hands.type("12")
    desk.hands.click("Take this answer")
    desk.hands.wait_for_stillness()
    alerts = [node.name for node in desk.hands.nodes() if node.role == "AlertMessage"]

    assert any("9" in alert for alert in alerts)
    desk.hands.press("Esc")
    desk.hands.wait_for_stillness()
    assert payload(desk, wanted) == before


def test_an_error_is_marked_with_a_reason_and_undone(responses: Any, finish: Finish) -> None:
    wanted = finish()
    desk = responses()
    open_first(desk)
    desk.hands.click("Entered in error")
    desk.hands.click("Mark as entered in error")
    desk.hands.wait_for("Choose a reason.")
    assert payload(desk, wanted)["status"] == "completed"
    desk.hands.click("It was filled in twice")
    desk.hands.click("Mark as entered in error")
    desk.settle()
    desk.hands.wait_for("Entered in error. Do not use these answers.")
    assert payload(desk, wanted)["status"] == "entered-in-error"
    assert ("Sam", "response.entered-in-error") in actions(desk)

    desk.hands.click("Undo")
    desk.settle()
    desk.hands.wait_until(lambda: desk.hands.sees("Entered in error"), "its button again")
    assert payload(desk, wanted)["status"] == "amended"
    assert ("Sam", "response.taken-back") in actions(desk)


def test_one_is_moved_only_to_a_number_that_can_be_believed(responses: Any, finish: Finish) -> None:
    wanted = finish()
    desk = responses()
    open_first(desk)
    desk.hands.click("Move to the right patient")
    desk.hands.wait_for("Move it")
    assert {"It is with", "943 476 5919", "It belongs to"} <= set(desk.hands.names())
    desk.hands.click(RIGHT_NUMBER, "EditableText")
    desk.hands.type("9434765871")
    desk.hands.click("The same number once more", "EditableText")
    desk.hands.type("9434765871")
    choose(desk, "Two patients were mixed up")
    choose(desk, "Move it")
    assert any("no NHS number" in name for name in desk.hands.names())

    for field in (RIGHT_NUMBER, "The same number once more"):
        scroll_to(desk, field)
        desk.hands.press("Ctrl+A")
        desk.hands.type(RIGHT)
    choose(desk, "Move it")
    desk.settle()
    desk.hands.wait_for("943 476 5870 · amended, in line")
    assert payload(desk, wanted)["subject"]["identifier"]["value"] == RIGHT
    assert ("Sam", "response.moved") in actions(desk)


def test_one_is_withdrawn_as_its_patient_asks(responses: Any, finish: Finish) -> None:
    wanted = finish()
    desk = responses()
    open_first(desk)
    desk.hands.click("Patient wants it deleted")
    desk.hands.click("The patient asked for it")
    desk.hands.click("Delete it")
    desk.settle()
    desk.hands.wait_until(
        lambda: any("asked to have this deleted" in name for name in desk.hands.names()), "notice"
    )

    assert "item" not in payload(desk, wanted)
    assert ("Sam", "response.withdrawn") in actions(desk)
    assert not desk.hands.sees("Patient wants it deleted")


def test_what_was_refused_says_why_and_goes_again(
    responses: Any, finish: Finish, store: Any, now: datetime
) -> None:
    finish()
    with store.transaction() as c:
        marking.mark_refused(c, marking.due(c, now)[0].id, error="no such form", now=now)
    desk = responses()
    open_first(desk)
    assert any("no such form" in name for name in desk.hands.names())
    desk.hands.click("Send again")
    desk.settle()

    desk.hands.wait_until(lambda: not desk.hands.sees("Send again"), "it to be in line")
    assert ("Sam", "outbox.retried") in actions(desk)


def test_nothing_of_it_is_left_for_who_signs_in_next(responses: Any, finish: Finish) -> None:
    finish()
    desk = responses()
    open_first(desk)
    desk.hands.click("Move to the right patient")
    desk.hands.wait_for("Move it")
    desk.reception.lock()
    desk.hands.wait_for("Your PIN")
    desk.hands.wait_for_stillness()
    assert not any("Feeling nervous" in name or "Move it" in name for name in desk.hands.names())

    desk.sign_in("clinical")
    desk.settle()
    page = desk.reception.pages["responses"]
    assert not page._one.property("open")
    assert page._one.property("told") == {}
    desk.reception.go("responses")
    desk.settle()
    assert desk.hands.heading() == "Responses"
    assert not any("Feeling nervous" in name for name in desk.hands.names())


def test_it_has_no_place_in_the_rail_of_it(open_desk: Any, finish: Finish) -> None:
    finish()
    desk = open_desk(settings=SETTINGS)
    desk.sign_in("IT")
    desk.reception.go("responses")
    desk.settle()

    assert not desk.hands.sees("Responses")
    assert desk.reception.page != "responses"


def test_every_control_is_named_and_reached_by_tab(responses: Any, finish: Finish) -> None:
    finish()
    desk = responses()
    roles = {"Button", "PageTab", "EditableText", "ComboBox"}
    for shown in ("list", "one"):
        if shown == "one":
            desk.hands.click(rows(desk)[0], "Row", twice=True)
            desk.hands.wait_for("Copy for the record")
        reached = {node.name for node in desk.hands.walk()}
        wanted = {node.name for node in desk.hands.nodes() if node.role in roles}
        assert all(wanted)
        assert wanted <= reached


def test_at_twice_the_size_it_is_all_there(responses: Any, finish: Finish) -> None:
    finish()
    desk = responses()
    desk.hands.press("Ctrl++", times=4)
    desk.hands.wait_for_stillness()
    desk.hands.press("Ctrl+F")
    desk.hands.wait_for_stillness()
    fields = [node for node in desk.hands.nodes() if node.role in {"EditableText", "ComboBox"}]
    assert len(fields) == 5
    assert all(node.rect.right() <= 1280 and node.rect.bottom() <= 800 for node in fields)
    desk.hands.press("Ctrl+F")
    desk.hands.wait_for_stillness()
    assert len(rows(desk)) == 1


def test_a_hostile_form_is_shown_as_plain_text(responses: Any, finish: Finish) -> None:
    evil = "<img src='http://example.org/x.png'><b>Bold</b>"
    form = {"resourceType": "Questionnaire", "url": "http://example.org/evil", "version": "1",
            "status": "active", "title": evil,
            "item": [{"linkId": "a", "type": "string", "text": evil}]}  # fmt: skip
    finish(parse_questionnaire(form))
    desk = responses()
    open_first(desk)

    assert desk.hands.heading() == evil
    assert desk.hands.names().count(evil) >= 2
    desk.hands.click("Amend")
    desk.settle()
    desk.hands.press("Return")
    desk.hands.wait_for("Take this answer")
    assert evil in desk.hands.names()


def test_an_arabic_response_runs_right_to_left_in_the_english_desk(
    responses: Any, finish: Finish, forms: Any
) -> None:
    finish(forms[0], language="ar")
    desk = responses()
    open_first(desk)
    told = desk.reception.pages["responses"]._one.property("told")
    question = told["parts"][0]["lines"][0]["question"]
    node = desk.hands.find(question)

    assert told["rtl"]
    assert any("\u0600" <= sign <= "\u06ff" for sign in question)
    assert desk.hands.sees("Copy for the record")
    picture = desk.window.root.grabWindow()
    ratio = picture.devicePixelRatio()
    box, y = node.rect, node.rect.center().y()
    ink = [
        x
        for x in range(box.left(), box.right())
        if picture.pixelColor(int(x * ratio), int(y * ratio)).lightness() < 140
    ]
    assert ink
    assert box.right() - max(ink) < box.width() / 4
    assert min(ink) - box.left() > box.width() / 4
