"""The robot walks a form in the real window, and says where the screen is not the engine."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_letters
from typing import Any

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from kiosk.commands.reading import value_sets_at_hand
from kiosk.forms.answers import Answer
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.trial.clock import Clock
from kiosk.trial.report import Report
from kiosk.trial.robot import Robot
from kiosk.trial.window import Trial
from kiosk.ui.patient.kinds.choice import Choice
from kiosk.ui.patient.kinds.date import Date
from kiosk.ui.patient.kinds.kind import Reading
from kiosk.ui.patient.kinds.number import Number
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.window import WindowPlace

DAY = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
PLACE = WindowPlace(size=(1080, 1920), px_per_mm=3.6)
HL7 = "http://hl7.org/fhir/StructureDefinition/"
MIN_LENGTH = f"{HL7}minLength"

Walk = Callable[..., Report]


def form(*items: Any) -> Questionnaire:
    raw = {"resourceType": "Questionnaire", "status": "active", "title": "Tried"}
    return parse_questionnaire(raw | {"item": list(items)})


def question(link_id: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": kind, "text": f"Question {link_id}", "required": True} | more


def choice(link_id: str, *words: str, **more: Any) -> dict[str, Any]:
    options = [{"valueCoding": {"code": word[0], "display": word}} for word in words]
    return question(link_id, "choice", answerOption=options) | more


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.fixture
def walk(app: QGuiApplication) -> Iterator[Walk]:  # noqa: ARG001 - must be there first
    """Walks a form made of these items; any Qt warning fails."""
    told: list[str] = []
    trials: list[Trial] = []

    def listen(kind: QtMsgType, _context: object, message: str) -> None:
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
            told.append(message)

    def walk_form(*items: Any, seed: int = 1, pictures: Path | None = None) -> Report:
        questionnaire, clock, at_hand = form(*items), Clock(), value_sets_at_hand(())
        trial = Trial(questionnaire, PLACE, value_sets=at_hand, now=DAY, clock=clock)
        trials.append(trial)
        robot = Robot(
            trial, clock, questionnaire=questionnaire, seed=seed, now=DAY, value_sets=at_hand,
            pictures=pictures,
        )  # fmt: skip
        return robot.walk(lambda: 1.0)

    qInstallMessageHandler(listen)
    yield walk_form
    for trial in trials:
        trial.close()
    qInstallMessageHandler(None)
    assert told == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_sound_form_has_no_differences_and_no_findings(walk: Walk, seed: int) -> None:
    inside = choice("in", "No", "Yes", required=False)
    shown_when = [{"question": "c", "operator": "=", "answerCoding": {"code": "Y"}}]
    report = walk(
        choice("c", "No", "Yes"),
        question("b", "boolean", enableWhen=shown_when),
        question("s", "string", initial=[{"valueString": "as it was"}]),
        question("d", "date", initial=[{"valueDate": "1950-03-07"}]),
        question("t", "dateTime"),
        question("n", "decimal", repeats=True),
        question("q", "quantity"),
        {"linkId": "g", "type": "group", "repeats": True, "text": "Group", "item": [inside]},
        choice("o", "One", "Two", type="open-choice", repeats=True),
        seed=seed,
    )
    assert report.differences == []
    assert codes(report) == []
    assert report.pages >= 9
    assert report.touch_ms is not None
    assert report.page_ms is not None


def controlled(code: str, **bounds: int) -> list[dict[str, Any]]:
    kind = {"coding": [{"code": code}]}
    limits = [{"url": f"{HL7}{name}", "valueDecimal": most} for name, most in bounds.items()]
    return [{"url": f"{HL7}questionnaire-itemControl", "valueCodeableConcept": kind}, *limits]


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_awkward_neighbours_have_no_differences_and_no_findings(walk: Walk, seed: int) -> None:
    slider = controlled("slider", minValue=1, maxValue=5)
    below = {"linkId": "deep", "type": "string", "text": "Said more"}
    report = walk(
        question("quantity", "quantity"),
        choice("many", *(f"{one}-beds" for one in ascii_letters[:30])),  # not the unit before it
        question("line", "decimal", extension=slider),
        question("lines", "decimal", extension=slider, repeats=True),
        {"linkId": "wordless", "type": "integer", "required": True, "repeats": True},
        question("cold", "decimal", extension=controlled("text-box", maxValue=-1, minValue=-9)),
        {"linkId": "who", "type": "reference", "text": "Who", "item": [below]},
        question("long", "string", text="Do you sleep as well as you did before? " * 9),
        seed=seed,
    )
    assert report.differences == []
    assert codes(report) in ([], ["no-control"])


@pytest.mark.long
def test_what_begins_with_several_answers_is_changed_by_touch(walk: Walk) -> None:
    two = [{"valueDecimal": 10.5}, {"valueDecimal": 2}]
    below = question("child", "string", initial=[{"valueString": "was there"}])
    for seed in (1, 2):
        report = walk(
            question("parent", "decimal", repeats=True, initial=two, item=[below]), seed=seed
        )
        assert report.differences == []


def test_the_same_words_twice_are_read_twice(walk: Walk) -> None:
    alike = {"text": "Is it better?"}
    report = walk(question("a", "boolean") | alike, question("b", "boolean") | alike)
    assert codes(report) == []


def test_a_question_without_words_has_a_heading(walk: Walk) -> None:
    report = walk(question("a", "boolean", text=""), question("b", "string", text=""))
    assert codes(report) == []


def test_the_words_for_how_much_room_is_left_come_while_writing(walk: Walk) -> None:
    report = walk(question("s", "string", maxLength=63))
    assert report.differences == []


def test_a_question_without_control_is_found_and_passed(walk: Walk) -> None:
    report = walk(question("f", "attachment"), question("b", "boolean"))
    assert [(f.code, f.link_id, f.page) for f in report.findings] == [("no-control", "f", 1)]
    assert report.differences == []


def test_a_form_without_questions_goes_to_its_end(walk: Walk) -> None:
    report = walk({"linkId": "d", "type": "display", "text": "Nothing is asked."})
    assert (report.pages, report.differences, codes(report)) == (0, [], [])
    assert report.document()["pageMs"] == {"p50": None, "p95": None, "n": 0}


def test_a_control_that_gives_another_option_is_found(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Choice.read

    def always_the_first(self: Choice, page: Any, entry: Any, around: Any) -> Reading:
        return read(self, page, {**entry, "chosen": [0]}, around)

    monkeypatch.setattr(Choice, "read", always_the_first)
    items = [choice(f"c{number}", "None", "Some", "All") for number in range(6)]
    report = walk(*items)
    assert report.differences
    for link_id, engine, screen in report.differences:
        assert engine["linkId"] == screen["linkId"] == link_id
        assert screen["answer"] == [{"valueCoding": {"code": "N", "display": "None"}}]
        assert engine["answer"] != screen["answer"]


def test_a_control_that_loses_a_part_of_a_number_is_found(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Number.read

    def without_the_rest(self: Number, page: Any, entry: Any, around: Any) -> Reading:
        return read(self, page, {**entry, "text": str(entry["text"]).split(".")[0]}, around)

    monkeypatch.setattr(Number, "read", without_the_rest)
    report = walk(*(question(f"n{number}", "decimal") for number in range(3)))
    assert {difference.link_id for difference in report.differences} == {"n0", "n1", "n2"}


def test_a_control_that_refuses_what_the_rules_allow_is_found(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_self: Date, _page: Any, _entry: Any, _around: Any) -> Reading:
        return Reading((), "No day is good enough", "day")

    monkeypatch.setattr(Date, "read", refuses)
    report = walk(question("d", "date"), question("b", "boolean"))
    assert [(f.code, f.link_id) for f in report.findings] == [("refused", "d")]
    assert "No day is good enough" in report.findings[0].what


def test_a_declined_question_that_is_answered_after_all_is_found(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answers(self: Sitting, page: Any) -> None:
        self._changed(page.path, self.filler.answer(page.path, (Answer("valueString", "x"),)))

    monkeypatch.setattr(Sitting, "decline", answers)
    longer_than_it_may_be = [{"url": MIN_LENGTH, "valueInteger": 5}]
    report = walk(question("s", "string", extension=longer_than_it_may_be, maxLength=2))
    assert [difference.link_id for difference in report.differences] == ["s"]


def test_pictures_of_all_pages_are_left(walk: Walk, tmp_path: Path) -> None:
    report = walk(question("a", "boolean"), question("b", "boolean"), pictures=tmp_path)
    assert report.pages == 2
    assert len(list(tmp_path.glob("page-*.png"))) >= 2
