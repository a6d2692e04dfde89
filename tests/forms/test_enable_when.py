from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.item import EnableWhen
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.enable_when import OPERATORS, holds

FIVE = Answer("valueInteger", 5)


def coding(code: str, system: str | None = "http://example.org") -> Answer:
    return Answer("valueCoding", {"code": code} | ({"system": system} if system else {}))


def quantity(value: Any, unit: str) -> Answer:
    return Answer("valueQuantity", {"value": value, "code": unit})


@pytest.mark.parametrize(
    ("operator", "holding", "unanswered"),
    [
        ("=", [False, True, False], False),
        ("!=", [True, False, True], True),
        (">", [False, False, True], False),
        ("<", [True, False, False], False),
        (">=", [False, True, True], False),
        ("<=", [True, True, False], False),
    ],
)
def test_each_operator_compares_numbers_as_the_standard_says(
    operator: str,
    holding: list[bool],
    unanswered: bool,  # noqa: FBT001
) -> None:
    condition = EnableWhen("q", operator, FIVE)
    given = [[Answer("valueInteger", n)] for n in (4, 5, 6)]
    assert [holds(condition, answers) for answers in given] == holding
    assert holds(condition, []) is unanswered


def test_exists_asks_whether_there_is_an_answer_at_all() -> None:
    yes, no = (EnableWhen("q", "exists", Answer("valueBoolean", flag)) for flag in (True, False))
    assert holds(yes, [FIVE])
    assert not holds(yes, [])
    assert not holds(no, [FIVE])
    assert holds(no, [])


def test_of_several_answers_one_that_fits_is_enough_and_none_may_be_equal() -> None:
    given = [coding("a"), coding("b")]
    assert holds(EnableWhen("q", "=", coding("b")), given)
    assert not holds(EnableWhen("q", "!=", coding("b")), given)
    assert holds(EnableWhen("q", "!=", coding("c")), given)


@pytest.mark.parametrize(
    ("answer", "wanted", "equal"),
    [
        (coding("a"), coding("a"), True),
        (coding("a"), coding("a", None), True),
        (coding("a"), coding("a", "http://other"), False),
        (Answer("valueBoolean", value=True), Answer("valueBoolean", value=True), True),
        (Answer("valueBoolean", value=True), Answer("valueInteger", 1), False),
        (Answer("valueString", "A"), Answer("valueString", "a"), False),
        (quantity(1, "kg"), quantity(1, "kg"), True),
        (quantity(1, "kg"), quantity(1, "g"), False),
        (
            Answer("valueReference", {"reference": "Patient/1", "display": "A"}),
            Answer("valueReference", {"reference": "Patient/1"}),
            True,
        ),
    ],
)
def test_equality_fits_the_type(answer: Answer, wanted: Answer, equal: bool) -> None:  # noqa: FBT001
    assert holds(EnableWhen("q", "=", wanted), [answer]) is equal


@pytest.mark.parametrize(
    ("key", "less", "more"),
    [
        ("valueDate", "2024-01-31", "2024-02-01"),
        ("valueDate", "2023", "2024-05"),
        ("valueDateTime", "2024-01-01T10:00:00Z", "2024-01-01T10:30:00Z"),
        ("valueDateTime", "2024-01-01T11:00:00+02:00", "2024-01-01T10:00:00Z"),
        ("valueTime", "09:59:00", "10:00:00"),
        ("valueString", "abc", "abd"),
    ],
)
def test_dates_times_and_texts_have_an_order(key: str, less: str, more: str) -> None:
    assert holds(EnableWhen("q", "<", Answer(key, more)), [Answer(key, less)])
    assert holds(EnableWhen("q", ">", Answer(key, less)), [Answer(key, more)])


@pytest.mark.parametrize("operator", [">", "<", ">=", "<="])
def test_what_cannot_be_compared_decides_nothing(operator: str) -> None:
    month = EnableWhen("q", operator, Answer("valueDate", "2024-05"))
    kilograms = EnableWhen("q", operator, quantity(5, "kg"))
    assert not holds(month, [Answer("valueDate", "2024")])
    assert not holds(kilograms, [quantity(5, "m")])
    assert not holds(EnableWhen("q", operator, FIVE), [Answer("valueString", "6")])


def test_an_unknown_operator_or_nothing_to_compare_never_holds() -> None:
    assert not holds(EnableWhen("q", "~", FIVE), [FIVE])
    assert not any(holds(EnableWhen("q", operator, None), [FIVE]) for operator in OPERATORS)


def asked_if(link_id: str, *targets: str, **more: Any) -> dict[str, Any]:
    conditions = [
        {"question": target, "operator": "=", "answerBoolean": True} for target in targets
    ]
    return {"linkId": link_id, "type": "boolean", "enableWhen": conditions} | more


def yes_no(link_id: str) -> dict[str, Any]:
    return {"linkId": link_id, "type": "boolean"}


YES = [Answer("valueBoolean", value=True)]


def enabled_paths(form: Questionnaire, given: dict[str, list[Answer]]) -> set[str]:
    filler = FormFiller(form)
    for path, answers in given.items():
        filler.answer(path, answers)
    return {path for path in form.by_path if filler.is_enabled(path)}


@pytest.mark.parametrize(("behavior", "one", "both"), [("any", True, True), ("all", False, True)])
def test_conditions_are_joined_by_enable_behavior(
    make_form: Any,
    behavior: str,
    one: bool,  # noqa: FBT001
    both: bool,  # noqa: FBT001
) -> None:
    form = make_form(yes_no("a"), yes_no("b"), asked_if("c", "a", "b", enableBehavior=behavior))
    assert ("c" in enabled_paths(form, {"a": YES})) is one
    assert ("c" in enabled_paths(form, {"a": YES, "b": YES})) is both


def test_an_answer_out_of_sight_decides_nothing(make_form: Any) -> None:
    form = make_form(yes_no("a"), asked_if("b", "a"), asked_if("c", "b"))
    assert enabled_paths(form, {"a": YES, "b": YES}) == {"a", "b", "c"}
    assert enabled_paths(form, {"b": YES}) == {"a"}


def test_what_is_in_a_disabled_group_is_disabled(make_form: Any) -> None:
    group = asked_if("g", "a", type="group", item=[yes_no("inside")])
    form = make_form(yes_no("a"), group)
    assert enabled_paths(form, {}) == {"a"}
    assert enabled_paths(form, {"a": YES}) == {"a", "g", "g/inside"}


def test_a_condition_may_look_forward_in_the_form(make_form: Any) -> None:
    form = make_form(asked_if("first", "last"), yes_no("last"))
    assert enabled_paths(form, {"last": YES}) == {"first", "last"}


def test_what_is_inside_a_question_waits_for_its_answer_but_its_help_does_not(
    make_form: Any,
) -> None:
    inside = [{"linkId": "help", "type": "display"}, yes_no("why")]
    form = make_form(yes_no("a") | {"item": inside})
    assert enabled_paths(form, {}) == {"a", "a/help"}
    assert enabled_paths(form, {"a": YES}) == {"a", "a/help", "a/why"}


def test_a_condition_on_a_question_that_is_not_there_sees_no_answer(make_form: Any) -> None:
    assert enabled_paths(make_form(asked_if("a", "nowhere")), {}) == set()
