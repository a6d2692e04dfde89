"""A look at questions: faults that are there are found, and good questions are left alone."""

import tomllib
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.lint import CHECKLIST, CODES, Lint, Report, lint
from kiosk.coproduction.lint_options import is_turned, range_faults
from kiosk.coproduction.lint_words import QuestionWords, read_question_words
from kiosk.coproduction.locks import make_lock
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import parse_questionnaire, read_questionnaire
from kiosk.offered import bundled_lists, bundled_locks
from kiosk.resources import resource

LISTS = bundled_lists()
WORDS = LISTS.questions
NO_LOCKS: dict[str, Any] = {}
YES_NO = ("Yes", "No")
OFTEN = ("Never", "Rarely", "Sometimes", "Often", "Always")


def question(text: str, *answers: str, link_id: str = "q", **more: Any) -> dict[str, Any]:
    options = [{"valueCoding": {"code": str(n), "display": a}} for n, a in enumerate(answers)]
    kind = {"type": "choice", "answerOption": options} if answers else {"type": "string"}
    return {"linkId": link_id, "text": text, **kind, **more}


def look(*items: dict[str, Any], **form: Any) -> Report:
    raw = {"resourceType": "Questionnaire", "item": list(items), **form}
    return lint(parse_questionnaire(raw), NO_LOCKS, LISTS)


def codes(*items: dict[str, Any], **form: Any) -> list[str]:
    return [found.code for found in look(*items, **form).found]


LONG = (
    "Thinking about all of the different kinds of help that you have had from us so far, "
    "which one of them was the best?"
)

FAULTS = {
    "double-barrelled": [
        ("Do you have pain and/or swelling?", YES_NO),
        ("Do you smoke and do you drink?", YES_NO),
        ("When did it start and how long did it last?", ()),
        ("Have you had a cough? If yes, for how long?", ()),
        ("How satisfied are you with the doctor and the nurse?", ("Very", "Not")),
    ],
    "no-period": [
        ("How often do you feel lonely?", OFTEN),
        ("How many times have you fallen?", ()),
        ("How many days did you feel unwell?", ()),
    ],
    "double-negative": [
        ("Do you disagree that smoking should not be allowed?", YES_NO),
        ("Is it not true that you never sleep well?", YES_NO),
        ("Are you unable to walk without help?", YES_NO),
        ("I don't feel unsafe at home.", ("Agree", "Disagree")),
        ("I don\u2019t dislike going out.", ("Agree", "Disagree")),
    ],
    "vague-amount": [
        ("Do you regularly eat fruit?", YES_NO),
        ("Are you often short of breath?", YES_NO),
        ("Do you drink heavily?", YES_NO),
    ],
    "no-other": [
        ("Which of these conditions do you have?", ("Asthma", "Diabetes", "Epilepsy", "Gout")),
        ("Who do you live with?", ("Partner", "Parents", "Children", "Friends")),
        ("Are you taking any of these?", ("Aspirin", "Insulin", "Iron", "Warfarin")),
    ],
    "no-not-sure": [
        ("Has anybody in your family had a stroke?", YES_NO),
        ("Is there a history of asthma in your family?", YES_NO),
        ("Were you vaccinated against measles?", YES_NO),
    ],
    "numbers-overlap": [
        ("How old are you?", ("0-18", "18-65", "65+")),
        ("How many units is that?", ("1 to 5", "5 to 10", "10 or more")),
        ("How old are you?", ("Up to 30", "30\u201350", "Over 50")),
    ],
    "numbers-gap": [
        ("How old are you?", ("0-17", "19-64", "65 or over")),
        ("How old are you?", ("20-29", "30-39", "Over 40")),
        ("What is it?", ("18.5-24.9", "25.1-29.9", "30 or more")),
    ],
    "hard-word": [("Do you suffer from dyspnoea?", YES_NO)],
    "long-sentence": [(LONG, ())],
}  # fmt: skip
EVERY_FAULT = [(code, *one) for code, many in FAULTS.items() for one in many]

GOOD = [
    ("Do you have pain?", YES_NO),
    ("In the last 2 weeks, how often did you feel lonely?", OFTEN),
    ("How often do you see friends?", ("Every day", "Once a week", "Once a month", "Less often")),
    ("How many times a day do you eat fruit?", ()),
    ("How many times have you ever been in hospital?", ()),
    ("Do you have a car or a van?", YES_NO),
    ("What helps you to hear and be understood?", ("A hearing loop", "None of these", "Signs")),
    ("Can you walk without help?", YES_NO),
    ("Whether or not you smoke, do you live with someone who does?", YES_NO),
    ("Is it sharp or is it dull?", ("Sharp", "Dull")),
    ("Do you eat fruit more than 3 times a week, as often as that?", YES_NO),
    ("Which of these do you have?", ("Asthma", "Diabetes", "Epilepsy", "None of these")),
    ("Which of these do you have?", ("Asthma", "Diabetes", "Epilepsy", "Other")),
    ("Which day suits you?", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")),
    ("What is your blood group?", ("A", "B", "AB", "O")),
    ("Which colour would you like?", ("Red", "Blue", "Green", "Black")),
    ("What is your pain like?", ("None", "Mild", "Moderate", "Severe")),
    ("Has anybody in your family had a stroke?", ("Yes", "No", "Not sure")),
    ("How old are you?", ("Under 18", "18-64", "65 or over")),
    ("How old are you?", ("17 or younger", "18 to 30", "31 to 50", "Over 50", "I don't know")),
    ("How many drinks?", ("1 or 2", "3 or 4", "5 or 6", "7 to 9", "10 or more")),
    ("How much?", ("25% or less", "26-50%", "51% or more")),
    ("How far?", ("Under 1,000 m", "1,000 m or more")),
    ("How long have you had it?", ("1-6 days", "1-3 weeks", "1 month or more")),
    ("How bad is it, from 0 to 10?", tuple(map(str, range(11)))),
    ("Which date?", ("2025-05-23", "2025-05-24", "2025-06-01", "2025-07-01")),
    ("Do you have milk or no milk?", ("Milk", "No milk")),
    ("How many days have you had this pain?", ()),
    ("How many times have you given birth?", ()),
    ("How much of it did you drink?", ("100%", "99-75%", "74-50%", "49-25%", "24-0%")),
    ("Which grade is it?", ("0", "1+", "2+", "3+", "None of these")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "answers"), EVERY_FAULT)
def test_a_fault_is_found(code: str, text: str, answers: tuple[str, ...]) -> None:
    assert code in codes(question(text, *answers))


@pytest.mark.parametrize(("text", "answers"), GOOD)
def test_a_good_question_is_left_alone(text: str, answers: tuple[str, ...]) -> None:
    assert codes(question(text, *answers)) == []


def test_a_finding_says_where_what_and_which_step() -> None:
    (found,) = look(question("Do you have pain and/or fever?", *YES_NO)).found

    assert found == Lint(
        "double-barrelled", "assumptions", "q", "Questionnaire.item[0]", "and/or", ""
    )


def test_two_answers_that_overlap_are_both_named() -> None:
    (found,) = look(question("How old?", "0-18", "18-65", "Over 65")).found

    assert (found.words, found.beside) == ("0-18", "18-65")


def test_a_yes_or_no_question_of_the_type_boolean_is_looked_at_as_such() -> None:
    item = {"linkId": "q", "type": "boolean", "text": "Has your mother ever had a stroke?"}
    assert codes(item) == ["no-not-sure"]


@pytest.mark.parametrize(
    "around",
    [
        {"title": "The last 7 days"},
        {"item": [{"linkId": "d", "type": "display", "text": "Think of the last two weeks."}]},
        {"item": [{"linkId": "g", "type": "group", "text": "Over the past month"}]},
    ],
    ids=["title", "note before", "group around"],
)
def test_a_period_that_was_read_before_counts(around: dict[str, Any]) -> None:
    asked = question("How often do you feel lonely?", *OFTEN)
    items = [*around.pop("item", [])]
    if items and items[0]["type"] == "group":
        items[0]["item"] = [asked]
    else:
        items.append(asked)

    assert codes(*items, **around) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OFTEN, OFTEN[::-1]),
        (OFTEN, ("All of the time", "Most of the time", "Sometimes", "Never")),
        (("Left", "Middle", "Right"), ("Right", "Middle", "Left")),
        (("Strongly disagree", "Neutral", "Strongly agree"), ("Agree", "Neutral", "Disagree")),
    ],
)
def test_a_scale_that_runs_the_other_way_than_the_one_before_is_found(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    items = (
        question("In the last week, I slept well.", *before, link_id="a"),
        question("In the last week, I ate well.", *after, link_id="b"),
    )
    (found,) = look(*items).found

    assert (found.code, found.link_id) == ("scale-turned", "b")
    assert found.beside == "In the last week, I slept well."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OFTEN, OFTEN),
        (OFTEN, ("Very poor", "Poor", "Good", "Very good")),
        (YES_NO, ("No", "Yes")),
        (OFTEN, ("Often", "Never", "Sometimes")),
    ],
    ids=["same", "another scale", "no scale", "no order"],
)
def test_other_lists_side_by_side_are_no_turned_scale(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    assert not is_turned(before, after, WORDS)


def test_a_turned_scale_in_another_group_is_not_next_to_it() -> None:
    groups = [
        {"linkId": name, "type": "group", "item": [question("It was so.", *way, link_id=name * 2)]}
        for name, way in (("a", OFTEN), ("b", OFTEN[::-1]))
    ]
    assert codes(*groups) == []


def test_validated_wording_is_counted_and_left_alone() -> None:
    raw = {"resourceType": "Questionnaire", "item": [question("Pain and/or fever?", *YES_NO)]}
    form = parse_questionnaire(raw)
    locks = {"x|1": make_lock(form, licence="x")}

    assert lint(form, locks, LISTS) == Report((), 0, 1, ())


def test_other_languages_than_english_are_said_not_to_be_looked_at() -> None:
    report = look(question("Rauchen Sie und/oder trinken Sie?", *YES_NO), language="de")

    assert report == Report((), 0, 0, ("de",))


def test_the_english_of_a_form_in_two_languages_is_looked_at() -> None:
    spoken = {"extension": [
        {"url": "lang", "valueCode": "en"},
        {"url": "content", "valueString": "Do you smoke and/or drink?"},
    ], "url": "http://hl7.org/fhir/StructureDefinition/translation"}  # fmt: skip
    asked = question("Rauchen Sie?", _text={"extension": [spoken]})
    report = look(asked, language="de")

    assert [found.code for found in report.found] == ["double-barrelled"]
    assert report.not_looked_at == ("de",)


def test_words_of_a_hostile_form_are_quoted_short_and_without_tags() -> None:
    text = "<b>Pain</b>\n" + "very " * 60 + "and/or not, never?"
    for found in look(question(text)).found:
        assert "\n" not in found.words
        assert "<b>" not in found.words
        assert len(found.words) <= 125


def test_a_very_long_question_is_looked_at_in_part_and_keeps_nobody_waiting() -> None:
    text = "Has your mother and/or how often not, never? " * 3_000
    assert "double-barrelled" in codes(question(text, *(f"{n} to " * 2_000 for n in range(9))))


def test_the_forms_that_come_with_the_program_have_no_fault() -> None:
    for file in sorted(resource("forms").glob("*.json")):
        form = read_questionnaire(file.read_bytes())
        found = lint(form, bundled_locks(), LISTS).found
        assert not found, f"{file.name}: {found}"


def test_every_code_and_every_step_has_its_words() -> None:
    texts = tomllib.loads(resource("translations", "en", "desk", "lint.toml").read_text("utf-8"))

    wanted = {f"lint_{code}_{part}" for code in CODES for part in ("what", "why", "mend")}
    wanted |= {f"checklist_{step}" for step in CHECKLIST}
    assert wanted == set(texts)
    assert len(CHECKLIST) == 7
    assert set(CODES.values()) <= set(CHECKLIST)


@pytest.mark.parametrize("content", [b"\xff", b"a = ", b"strange = 1", b"vague = 3"])
def test_a_list_of_words_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError, match="can't be read"):
        read_question_words(content)


def test_without_words_only_what_needs_none_is_found() -> None:
    nothing = LISTS._replace(questions=QuestionWords())
    raw = {"resourceType": "Questionnaire", "item": [
        question("Is it not true that you never sleep?", *YES_NO, link_id="a"),
        question("Do you smoke and/or drink often?", *YES_NO, link_id="b"),
    ]}  # fmt: skip
    found = lint(parse_questionnaire(raw), NO_LOCKS, nothing).found

    assert [one.code for one in found] == ["double-negative", "double-barrelled"]


@given(st.lists(st.integers(1, 9), min_size=2, max_size=6), st.integers(0, 50))
def test_ranges_that_follow_each_other_are_left_alone_and_others_are_not(
    lengths: list[int], start: int
) -> None:
    ends = [start + sum(lengths[:n]) for n in range(len(lengths) + 1)]
    joined = [f"{low} to {high - 1}" for low, high in pairwise(ends)]
    touching = [f"{low} to {high}" for low, high in pairwise(ends)]
    gaps = [f"{2 * low} to {2 * high - 2}" for low, high in pairwise(ends)]

    assert not list(range_faults(joined))
    assert {one.fault for one in range_faults(touching)} == {"numbers-overlap"}
    assert {one.fault for one in range_faults(gaps)} <= {"numbers-gap"}


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=80))
def test_no_words_of_a_form_break_the_look(answers: list[str], text: str) -> None:
    look(question(text, *(answer for answer in answers if answer)))
