"""A number in a field: what was typed is read exactly, or told what to do about it."""
# ruff: noqa: RUF001 - figures of other scripts are what is tested

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.rules import problems_of
from kiosk.ui.patient.kinds.all_kinds import kind_of
from kiosk.ui.patient.kinds.number import Number

CORE = "http://hl7.org/fhir/StructureDefinition/"
CELSIUS = {
    "url": CORE + "questionnaire-unit",
    "valueCoding": {"system": "http://unitsofmeasure.org", "code": "Cel", "display": "°C"},
}


def low(value: Any, kind: str = "Integer") -> dict[str, Any]:
    return {"url": CORE + "minValue", f"value{kind}": value}


def high(value: Any, kind: str = "Integer") -> dict[str, Any]:
    return {"url": CORE + "maxValue", f"value{kind}": value}


def places(most: int) -> dict[str, Any]:
    return {"url": CORE + "maxDecimalPlaces", "valueInteger": most}


def refusal(page: Any, answers: tuple[Answer, ...], around: Any) -> str:
    problem = problems_of(page.item, answers, limits=page.limits)[0]
    return Number().refused(page, problem, around)


@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_a_number_without_near_bounds_is_written_in_a_field(
    page_of: Callable[..., Any], kind: str
) -> None:
    for extension in ([], [low(0)], [low(0), high(250)], [low(10), high(5)]):
        page = page_of(type=kind, extension=extension)
        assert type(kind_of(page.item, page.limits)) is Number


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "37.50", "37.50"),
        ("en", "37,5", "37.5"),
        ("ar", "٣٧٫٥", "37.5"),
        ("ar", "37.5", "37.5"),
        ("en", "\u200e\u22125", "-5"),
    ],
)
def test_a_decimal_keeps_the_places_that_were_written(
    page_of: Callable[..., Any],
    around_in: Callable[..., Any],
    language: str,
    text: str,
    number: str,
) -> None:
    page = page_of(type="decimal")
    reading = Number().read(page, {"text": text}, around_in(language))
    assert reading.problem == ""
    assert [(a.key, str(a.value)) for a in reading.answers] == [("valueDecimal", number)]


def test_a_whole_number_is_an_integer(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    reading = Number().read(page_of(type="integer"), {"text": "٠٧٢"}, around_in("ar"))
    assert reading.answers == (Answer("valueInteger", 72),)
    assert type(reading.answers[0].value) is int


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7.5", "Write a whole number, without a part after it"),
        ("7.0", "Write a whole number, without a part after it"),
        ("seven", "Write this in figures alone, like 37.5"),
        (
            "1,234",
            "“1,234” can be read as two different numbers. Leave out the sign between thousands",
        ),
        ("99999999999", "This number is too long. Write a shorter one"),
        ("9" * 30, "This number is too long. Write a shorter one"),
        ("", ""),
    ],
)
def test_what_is_no_whole_number_is_kept_and_told(
    page_of: Callable[..., Any], around_in: Callable[..., Any], text: str, words: str
) -> None:
    reading = Number().read(page_of(type="integer"), {"text": text}, around_in())
    assert reading == ((), words, "text")


def test_a_number_outside_is_told_its_limits_in_words(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    around = around_in()
    both = page_of(type="integer", extension=[low(30), high(250)])
    least = page_of(type="decimal", extension=[low(Decimal("0.5"), "Decimal")])
    most = page_of(type="integer", extension=[high(-1)])
    assert refusal(both, (Answer("valueInteger", 12),), around) == "Write a number from 30 to 250"
    assert refusal(both, (Answer("valueInteger", 251),), around) == "Write a number from 30 to 250"
    assert (
        refusal(least, (Answer("valueDecimal", Decimal(0)),), around)
        == "Write a number that is 0.5 or more"
    )
    assert (
        refusal(most, (Answer("valueInteger", 3),), around)
        == "Write a number that is \u200e\u22121 or less"
    )


def test_too_many_places_are_told_with_how_many_there_may_be(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    given = (Answer("valueDecimal", Decimal("37.555")),)
    said = [
        refusal(page_of(type="decimal", extension=[places(most)]), given, around_in())
        for most in (0, 1, 2)
    ]
    assert said == [
        "Write a whole number, without a part after it",
        "Write at most one figure after the decimal sign",
        "Write at most 2 figures after the decimal sign",
    ]


def test_the_view_says_the_unit_the_range_and_which_keys_there_is_need_of(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    bounds = [low(Decimal("30.0"), "Decimal"), high(45)]
    page = page_of(type="decimal", extension=[*bounds, CELSIUS])
    view = Number().view(page, around_in())
    assert (view["unit"], view["range"]) == ("°C", "From 30.0 to 45")
    assert (view["whole"], view["negative"]) == (False, False)
    assert Number().view(page_of(type="integer"), around_in())["negative"]
    assert Number().view(page_of(type="decimal", extension=[places(0)]), around_in())["whole"]


def test_words_of_the_form_beside_the_number_stand_before_its_unit(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    control = {
        "url": CORE + "questionnaire-itemControl",
        "valueCodeableConcept": {"coding": [{"code": "unit"}]},
    }
    beside = {"linkId": "u", "type": "display", "text": "degrees", "extension": [control]}
    page = page_of(type="decimal", extension=[CELSIUS], item=[beside])
    assert Number().view(page, around_in())["unit"] == "degrees"


@pytest.mark.parametrize(("language", "said"), [("en", "37.50\u00a0°C"), ("ar", "٣٧٫٥٠\u00a0°C")])
def test_the_check_page_reads_the_number_with_its_unit(
    page_of: Callable[..., Any], around_in: Callable[..., Any], language: str, said: str
) -> None:
    page = page_of(type="decimal", extension=[CELSIUS])
    given = (Answer("valueDecimal", Decimal("37.50")),)
    assert Number().words(page, given, around_in(language)) == said
    assert Number().words(page, (), around_in(language)) == ""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_answer_comes_back_as_the_entry_that_gives_it(
    page_of: Callable[..., Any], around_in: Callable[..., Any], language: str
) -> None:
    page, around = page_of(type="decimal"), around_in(language)
    for number in ("0", "-5", "37.50", "1234567.125"):
        given = (Answer("valueDecimal", Decimal(number)),)
        entry = Number().entry(page, given, around)
        assert Number().read(page, entry, around).answers == given


@pytest.mark.parametrize("limit", [Decimal("1E+400"), "much", True, None])
def test_a_limit_that_is_none_is_not_told(
    page_of: Callable[..., Any], around_in: Callable[..., Any], limit: Any
) -> None:
    page = page_of(type="decimal", extension=[{"url": CORE + "minValue", "valueDecimal": limit}])
    assert Number().view(page, around_in())["range"] == ""
