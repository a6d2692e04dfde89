"""A line gives the number of the place that was touched, or the one less and more lead to."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.ui.patient.kinds.all_kinds import kind_of
from kiosk.ui.patient.kinds.number import Number
from kiosk.ui.patient.kinds.scale import Scale
from kiosk.ui.patient.kinds.slider import Slider

CORE = "http://hl7.org/fhir/StructureDefinition/"


def control(code: str) -> dict[str, Any]:
    coding = {"coding": [{"code": code}]}
    return {"url": CORE + "questionnaire-itemControl", "valueCodeableConcept": coding}


def line(low: Any, high: Any, step: Any = None, kind: str = "Integer") -> list[Any]:
    named = (("minValue", low), ("maxValue", high), ("questionnaire-sliderStepValue", step))
    return [control("slider")] + [
        {"url": CORE + name, f"value{kind}": value} for name, value in named if value is not None
    ]


@pytest.mark.parametrize(
    ("type_", "extension", "kind"),
    [
        ("integer", line(0, 100), Slider),
        ("integer", line(0, 100, 10), Scale),
        ("integer", line(0, 10), Scale),
        ("decimal", line(0, 5, Decimal("0.5"), "Decimal"), Scale),
        ("decimal", line(0, 10, None, "Decimal"), Slider),
        ("integer", line(0, 1_000_000), Number),
        ("integer", line(0, None), Number),
        ("integer", line(None, None), Number),
        ("integer", line(9, 3), Number),
    ],
)
def test_a_line_is_for_a_number_with_two_bounds_and_more_steps_than_a_scale_shows(
    page_of: Callable[..., Any], type_: str, extension: list[Any], kind: type
) -> None:
    page = page_of(type=type_, extension=extension)
    assert type(kind_of(page.item, page.limits)) is kind


@pytest.mark.parametrize(
    ("part", "number"), [(0, 0), (0.004, 0), (0.5, 50), (0.624, 62), (1, 100), (7, 100), (-1, None)]
)
def test_a_touch_is_the_nearest_step(
    page_of: Callable[..., Any], around_in: Callable[..., Any], part: float, number: int | None
) -> None:
    reading = Slider().read(
        page_of(type="integer", extension=line(0, 100)), {"part": part}, around_in()
    )
    assert [answer.value for answer in reading.answers] == ([] if number is None else [number])
    assert reading.problem == ""


def test_steps_of_the_form_are_kept_exactly(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page = page_of(type="decimal", extension=line(30, 45, Decimal("0.1"), "Decimal"))
    reading = Slider().read(page, {"part": 0.5}, around_in())
    assert reading.answers == (Answer("valueDecimal", Decimal("37.5")),)
    assert Slider().dressed(page, {"text": "37.5"}, around_in())["more"] == "37.6"


def test_a_line_looks_empty_until_it_is_touched_and_begins_in_the_middle(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="integer", extension=line(0, 100)), around_in()
    entry = Slider().dressed(page, Slider().entry(page, (), around), around)
    assert entry == {"text": "", "part": -1, "less": "50", "more": "50"}
    assert Slider().read(page, entry, around).answers == ()


def test_an_answer_from_elsewhere_shows_at_its_place(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="integer", extension=line(0, 100)), around_in("ar")
    given = (Answer("valueInteger", 25),)
    entry = Slider().dressed(page, Slider().entry(page, given, around), around)
    assert entry["part"] == 0.25
    assert Slider().read(page, entry, around).answers == given


def test_the_ends_are_said_in_figures_and_in_the_words_of_the_form(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    ends = [
        {"linkId": code, "type": "display", "text": text, "extension": [control(code)]}
        for code, text in (("lower", "Worst"), ("upper", "Best"))
    ]
    page = page_of(type="integer", extension=line(0, 100), item=ends)
    view = Slider().view(page, around_in())
    assert [view[key] for key in ("first", "low", "last", "high")] == ["0", "Worst", "100", "Best"]


def test_a_scale_of_halves_gives_decimals(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page = page_of(type="decimal", extension=line(0, 5, Decimal("0.5"), "Decimal"))
    scale, around = Scale(), around_in()
    assert scale.view(page, around)["options"][:3] == ["0.0", "0.5", "1.0"]
    assert scale.read(page, {"chosen": [3]}, around).answers == (
        Answer("valueDecimal", Decimal("1.5")),
    )
    assert scale.missing(page, around) == "Touch a number from 0.0 to 5.0"


def test_options_of_another_type_are_no_scale(page_of: Callable[..., Any]) -> None:
    page = page_of(type="integer", answerOption=[{"valueInteger": 1}, {"valueString": "many"}])
    assert type(kind_of(page.item, page.limits)) is not Scale
