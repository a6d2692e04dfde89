"""Papers: printed at the desk; typed in afterwards by the form's own rules; the screen by hand."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import RefusedError
from kiosk.forms.proxies import TYPED_IN
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.offered import read_forms
from kiosk.settings import Clinic, Reception, Responder, Settings
from kiosk.settings.opening_hours import WEEKDAYS, Hours
from kiosk.store import audit, clinic, outbox
from kiosk.store.alert_list import open_alerts
from kiosk.store.sending import due as due_now
from kiosk.store.submissions import submissions

CLINIC = Clinic(name="Riverside Practice", kiosk="Kiosk 2")
NIGHT = Settings(
    clinic=Clinic(name="Riverside Practice"),
    hours=Hours(**dict.fromkeys(WEEKDAYS, "01:00-01:01")),
)


def kept(desk: Any) -> list[dict[str, Any]]:
    desk.settle()
    with desk.store.reading() as connection:
        return [json.loads(one.payload) for one in submissions(connection)]


def actions(desk: Any) -> list[tuple[str, str]]:
    with desk.store.reading() as connection:
        return [(one.actor, one.action) for one in audit.events(connection, 100)]


def choose(desk: Any, field: str, steps: int) -> None:
    """Another one of a list, so many steps down, by keys."""
    desk.hands.click(field)
    desk.hands.press("Escape")
    desk.hands.press("Down", times=steps)
    desk.hands.wait_for_stillness()


def begin(desk: Any, form: int, *, number: str = "", day: str = "") -> None:
    desk.hands.click("Papers")
    desk.hands.click("Type in a paper form", "PageTab")
    if form:
        choose(desk, "Form", form)
    for field, text in (("Number of the patient", number), ("Filled in on", day)):
        if text:
            desk.hands.click(field)
            desk.hands.type(text)
    desk.hands.click("Begin")
    desk.hands.wait_for_stillness()


@pytest.fixture
def at_desk(desk: Any) -> Any:
    desk.sign_in()
    return desk


def test_a_paper_is_typed_in_by_the_number_keys_and_sent(at_desk: Any) -> None:
    begin(at_desk, 2, number="943 476 5919", day="01.03.2026")
    assert at_desk.hands.heading() == "Worries (GAD-7)"
    assert at_desk.hands.sees("9434765919, filled in on 01/03/2026")

    for _ in range(8):
        at_desk.hands.press("2")
        at_desk.hands.wait_for_stillness()
    at_desk.hands.press("Ctrl+Return")
    at_desk.hands.wait_for("The paper is kept and on its way.")

    (made,) = kept(at_desk)
    assert made["status"] == "completed"
    assert made["authored"].startswith("2026-03-01T12:00:00")
    assert made["subject"]["identifier"]["value"] == "9434765919"
    typed = next(one for one in made["extension"] if one["url"] == TYPED_IN)
    assert typed["extension"][0] == {"url": "by", "valueString": "Sam"}
    assert ("Sam", "response.typed-in") in actions(at_desk)
    assert not any(action == "response.completed" for _, action in actions(at_desk))
    with at_desk.store.reading() as connection:
        assert outbox.counts(connection).waiting == 1


def test_what_breaks_a_rule_is_told_and_not_taken(open_desk: Any) -> None:
    content = {
        "resourceType": "Questionnaire", "url": "http://example.org/q/age", "version": "1",
        "title": "Age", "status": "active",
        "item": [
            {"linkId": "age", "type": "integer", "text": "How old are you?", "required": True,
             "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/maxValue",
                            "valueInteger": 120}]},
            {"linkId": "old", "type": "boolean", "text": "Do you draw a pension?",
             "enableWhen": [{"question": "age", "operator": ">", "answerInteger": 60}]},
        ],
    }  # fmt: skip
    desk = open_desk(forms=(read_questionnaire(json.dumps(content).encode()),))
    desk.sign_in()
    begin(desk, 0)
    desk.hands.type("777")
    desk.hands.press("Tab")
    desk.hands.wait_for("Write a number that is 120 or less")
    desk.hands.click("Keep and send")
    desk.hands.wait_for("Correct what is marked first.")
    assert kept(desk) == []

    desk.hands.click("Answer")
    desk.hands.press("Ctrl+A")
    desk.hands.type("77")
    desk.hands.press("Tab")
    desk.hands.click("Do you draw a pension?: Yes")  # asked from now on
    desk.hands.click("Keep and send")
    desk.hands.wait_for("The paper is kept and on its way.")
    (made,) = kept(desk)
    assert [one["answer"] for one in made["item"]] == [
        [{"valueInteger": 77}], [{"valueBoolean": True}],
    ]  # fmt: skip


def test_an_answer_that_the_paper_lacks_is_said_to_be_lacking(open_desk: Any) -> None:
    content = {
        "resourceType": "Questionnaire", "url": "http://example.org/q/two", "version": "1",
        "title": "Two", "status": "active",
        "item": [
            {"linkId": "a", "type": "boolean", "text": "Well?"},
            {"linkId": "b", "type": "string", "text": "Why?", "required": True},
        ],
    }  # fmt: skip
    desk = open_desk(forms=(read_questionnaire(json.dumps(content).encode()),))
    desk.sign_in()
    begin(desk, 0)
    desk.hands.press("1")
    desk.hands.click("Keep and send")
    desk.hands.wait_for("Correct what is marked first.")
    desk.hands.click("Left empty on the paper")
    desk.hands.wait_for("Left empty on the paper.")
    desk.hands.click("Keep and send")
    desk.hands.wait_for("The paper is kept and on its way.")

    (made,) = kept(desk)
    assert [one["linkId"] for one in made["item"]] == ["a", "b"]
    assert "answer" not in made["item"][1]


def test_a_paper_without_an_answer_is_not_kept(at_desk: Any) -> None:
    begin(at_desk, 0)
    at_desk.hands.click("Keep and send")

    at_desk.hands.wait_for("There is no answer yet.")
    assert kept(at_desk) == []


def test_words_that_are_still_being_written_are_kept(at_desk: Any) -> None:
    begin(at_desk, 0)
    at_desk.hands.type("My knee")
    at_desk.hands.press("Ctrl+Return")
    at_desk.hands.wait_for("The paper is kept and on its way.")

    (made,) = kept(at_desk)
    assert made["item"][0]["answer"][0]["valueString"] == "My knee"
    assert "subject" not in made


@pytest.mark.parametrize(
    ("number", "day", "told"),
    [
        ("943 476 5910", "", "This is no NHS number: a digit is wrong, or two were exchanged."),
        (
            "",
            "31.02.2026",
            "Write one day of the last five years that is not ahead, for example 25/12/2026",
        ),
        (
            "",
            "01.01.2999",
            "Write one day of the last five years that is not ahead, for example 25/12/2026",
        ),
        (
            "",
            "01/01/0001",
            "Write one day of the last five years that is not ahead, for example 25/12/2026",
        ),
        (
            "",
            "01/03/1926",
            "Write one day of the last five years that is not ahead, for example 25/12/2026",
        ),
    ],
)
def test_a_wrong_number_or_day_is_told_at_once(
    at_desk: Any, number: str, day: str, told: str
) -> None:
    begin(at_desk, 0, number=number, day=day)

    at_desk.hands.wait_for(told)
    assert at_desk.hands.heading() == "Papers"


class FullOnce:
    """Papers on a disk that is full the first time."""

    def __init__(self, papers: Any) -> None:
        self._papers, self._full = papers, True

    def keep(self, typed: Any, *, by: Any) -> None:
        full, self._full = self._full, False
        if full:
            raise RefusedError("The disk is full.", advice="Make room.")
        self._papers.keep(typed, by=by)


def test_a_paper_that_could_not_be_kept_is_kept_the_next_time(at_desk: Any) -> None:
    page = at_desk.reception.pages["papers"]
    page.desk = replace(page.desk, papers=FullOnce(page.desk.papers))
    begin(at_desk, 2)
    for _ in range(8):
        at_desk.hands.press("2")
        at_desk.hands.wait_for_stillness()
    at_desk.hands.press("Ctrl+Return")
    at_desk.settle()
    assert at_desk.hands.sees("The disk is full. Make room.")
    at_desk.hands.press("Ctrl+Return")

    at_desk.hands.wait_for("The paper is kept and on its way.")
    assert len(kept(at_desk)) == 1


@pytest.mark.parametrize("role", ["IT", "clinical"])
def test_whose_role_has_no_papers_keeps_none(at_desk: Any, role: str) -> None:
    page = at_desk.reception.pages["papers"]
    at_desk.reception.lock()
    at_desk.settle()
    at_desk.sign_in(role)
    page._typing.begin(page.desk.forms[0].url, "", "own", "", "")
    page._typing.give("matters-1", [], {"text": "My knee"})
    page._typing.keep()

    assert kept(at_desk) == []
    assert (f"The {role}", "papers.refused") in actions(at_desk)


def test_leaving_or_somebody_else_leaves_nothing(at_desk: Any) -> None:
    begin(at_desk, 0)
    at_desk.hands.type("My knee")
    at_desk.hands.press("Ctrl+L")
    at_desk.sign_in("lead")
    at_desk.hands.click("Papers")
    at_desk.hands.wait_for_stillness()

    assert at_desk.hands.heading() == "Papers"
    assert kept(at_desk) == []


@pytest.mark.parametrize("what", [0, 1, 2])
def test_a_paper_is_saved_where_one_says(at_desk: Any, tmp_path: Path, what: int) -> None:
    at_desk.hands.click("Papers")
    if what:
        choose(at_desk, "What to print", what)
    at_desk.hands.click("Folder")
    at_desk.hands.press("Ctrl+A")
    at_desk.hands.type(str(tmp_path))
    at_desk.hands.click("Save as PDF")
    at_desk.hands.wait_until(
        lambda: any(name.startswith("Saved to") for name in at_desk.hands.names())
    )

    (file,) = tmp_path.glob("*.pdf")
    assert file.read_bytes().startswith(b"%PDF")


def test_a_folder_that_is_not_there_is_told(at_desk: Any) -> None:
    at_desk.hands.click("Papers")
    at_desk.hands.click("Folder")
    at_desk.hands.press("Ctrl+A")
    at_desk.hands.type("/nowhere/at/all")
    at_desk.hands.click("Save as PDF")

    at_desk.hands.wait_for("There is no such folder. Write its whole path, from the drive on.")


def test_the_desk_sees_that_the_screen_is_closed_and_opens_it(open_desk: Any) -> None:
    desk = open_desk(settings=NIGHT, now=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    desk.sign_in()
    desk.hands.click("See")
    desk.hands.click("Open it for an hour")
    desk.hands.wait_until(
        lambda: any(name.startswith("The screen is open until") for name in desk.hands.names())
    )
    with desk.store.reading() as connection:
        assert clinic.open_by_hand(connection) == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

    desk.hands.click("Keep to the hours again")
    desk.hands.wait_for("Open it for an hour")
    assert [a for a in actions(desk) if a[1].startswith("clinic.")] == [
        ("Sam", "clinic.by-the-hours"), ("Sam", "clinic.opened"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", [0, 2])
def test_every_control_is_reached_by_tab_at_twice_the_text(at_desk: Any, form: int) -> None:
    begin(at_desk, form)
    at_desk.hands.press("Ctrl++", times=4)
    at_desk.hands.wait_for_stillness()
    reached = {node.name for node in at_desk.hands.walk()}

    kinds = {"Button", "CheckBox", "RadioButton", "EditableText"}
    wanted = {node.name for node in at_desk.hands.nodes() if node.role in kinds}
    assert all(wanted)
    assert wanted <= reached


def test_a_paper_that_asks_for_a_person_says_so_and_sends_nobody_to_the_screen(
    open_desk: Any, now: datetime
) -> None:
    nurse = Responder(name="Duty nurse", how="extension 21")
    settings = Settings(clinic=CLINIC, reception=Reception(responders=(nurse,)))
    desk = open_desk(settings=settings, forms=read_forms(("phq-9",)))
    desk.sign_in()
    begin(desk, 0, number="943 476 5919")
    for _ in range(9):
        desk.hands.press("2")
        desk.hands.wait_for_stillness()
    desk.hands.press("1")
    desk.hands.wait_for_stillness()
    desk.hands.press("Ctrl+Return")
    desk.hands.wait_for("Please look at one response now")

    [made] = kept(desk)
    with desk.store.reading() as c:
        [one] = open_alerts(c)
        [task] = [due for due in due_now(c, now) if due.resource_type == "Task"]
    assert (one.place, one.response_id) == ("Desk (a paper, typed in)", made["id"])
    told = json.loads(task.payload)
    assert told["for"]["identifier"]["value"] == "9434765919"
    assert not any(word in str(told) for word in ("phq", "PHQ", "item9", "Several"))
