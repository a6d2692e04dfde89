"""An amount is a number and a unit exactly as the form has it; no unit is ever guessed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.rules import problems_of
from kiosk.ui.patient.kinds.all_kinds import kind_of
from kiosk.ui.patient.kinds.quantity import Quantity

CORE = "http://hl7.org/fhir/StructureDefinition/questionnaire-"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
UCUM = "http://unitsofmeasure.org"
KG = {"system": UCUM, "code": "kg", "display": "kilograms"}
LB = {"system": UCUM, "code": "[lb_av]", "display": "pounds"}
STONES = {"display": "stones"}
FIXED = {"url": CORE + "unit", "valueCoding": KG}
OPEN = {"url": SDC + "unitOpen", "valueCode": "optionsOrString"}


def units(*codings: Any) -> list[Any]:
    return [{"url": CORE + "unitOption", "valueCoding": coding} for coding in codings]


def bound(name: str, value: int) -> dict[str, Any]:
    quantity = {"value": value, "unit": "kg", "system": UCUM, "code": "kg"}
    return {"url": SDC + name, "valueQuantity": quantity}


def read(page: Any, around: Any, **entry: Any) -> Any:
    return Quantity().read(page, {"text": "72.50", **entry}, around)


def amount(**unit: str) -> tuple[Answer, ...]:
    return (Answer("valueQuantity", {"value": Decimal("72.50"), **unit}),)


AS_KG = {"unit": "kilograms", "system": UCUM, "code": "kg"}


def test_the_one_unit_of_the_question_goes_without_saying(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    for extension in ([FIXED], units(KG)):
        page = page_of(type="quantity", extension=extension)
        assert isinstance(kind_of(page.item, page.limits), Quantity)
        view = Quantity().view(page, around_in())
        assert (view["unit"], view["units"], view["own"]) == ("kilograms", [], False)
        assert read(page, around_in()).answers == amount(**AS_KG)


def test_one_of_several_units_is_chosen_never_preselected(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="quantity", extension=units(KG, LB, STONES)), around_in()
    assert Quantity().view(page, around)["units"] == ["kilograms", "pounds", "stones"]
    assert Quantity().entry(page, (), around)["unit"] == []
    assert read(page, around) == ((), "Choose the unit of your number", "unit")
    assert read(page, around, unit=[0]).answers == amount(**AS_KG)
    assert read(page, around, unit=[1]).answers == amount(
        unit="pounds", system=UCUM, code="[lb_av]"
    )
    assert read(page, around, unit=[2]).answers == amount(unit="stones")
    assert read(page, around, unit=[9]).problem == "Choose the unit of your number"


def test_a_unit_without_its_number_is_told(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="quantity", extension=units(KG, LB)), around_in()
    reading = read(page, around, text="", unit=[0])
    assert (reading.answers, reading.field) == ((), "text")
    assert reading.problem == "Write a number, or touch “I'd rather not say”"
    assert read(page, around, text="") == ((), "", "text")
    assert read(page, around, text="ten", unit=[0]).problem.startswith("Write this in figures")


def test_a_unit_of_ones_own_is_words_where_the_form_allows_it_alone(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    around = around_in()
    closed = page_of(type="quantity", extension=units(KG, LB))
    open_ = page_of(type="quantity", extension=[*units(KG, LB), OPEN])
    assert not Quantity().view(closed, around)["own"]
    assert read(closed, around, own="stones").problem == "Choose the unit of your number"
    wrote = Quantity().wrote({"text": "72.50", "unit": [0]}, "own", "stones")
    answers = Quantity().read(open_, wrote, around).answers
    assert answers == amount(unit="stones")
    assert problems_of(open_.item, answers, limits=open_.limits) == ()
    assert Quantity().writing(open_, wrote, "own", around)["text"] == "stones"


def test_a_question_without_any_unit_takes_the_number_alone_or_words(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="quantity"), around_in()
    assert read(page, around).answers == amount()
    assert read(page, around, own="cups").answers == amount(unit="cups")


def test_the_unit_of_its_limits_is_the_unit_where_the_form_names_no_other(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page = page_of(type="quantity", extension=[bound("minQuantity", 20)])
    assert read(page, around_in()).answers == amount(unit="kg", system=UCUM, code="kg")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_answer_comes_back_as_the_entry_that_gives_it(
    page_of: Callable[..., Any], around_in: Callable[..., Any], language: str
) -> None:
    around = around_in(language)
    gram = {"unit": "g", "system": UCUM, "code": "g"}
    for extension, unit in (
        ([FIXED], AS_KG),
        (units(KG, LB), AS_KG),
        ([*units(KG, LB), OPEN], {"unit": "stones"}),
        ([FIXED], gram),
        ([], {}),
    ):
        page = page_of(type="quantity", extension=extension)
        entry = Quantity().entry(page, amount(**unit), around)
        assert Quantity().read(page, entry, around).answers == amount(**unit)


def test_an_amount_given_as_a_bound_is_not_shown_as_a_number(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="quantity", extension=[FIXED]), around_in()
    given = (Answer("valueQuantity", {"value": 5, "comparator": "<", **AS_KG}),)
    assert Quantity().entry(page, given, around)["text"] == ""
    assert Quantity().words(page, given, around) == "< 5\u00a0kilograms"


def test_an_amount_outside_is_told_its_limits_with_their_unit(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    extension = [*units(KG, LB), bound("minQuantity", 20), bound("maxQuantity", 300)]
    page, around = page_of(type="quantity", extension=extension), around_in()
    assert Quantity().view(page, around)["range"] == "From 20\u00a0kilograms to 300\u00a0kilograms"
    pounds = {"value": 10, "unit": "pounds", "system": UCUM, "code": "[lb_av]"}
    problem = problems_of(page.item, (Answer("valueQuantity", pounds),), limits=page.limits)[0]
    assert (
        Quantity().refused(page, problem, around)
        == "Write a number from 20\u00a0kilograms to 300\u00a0kilograms"
    )


def test_a_unit_that_is_not_among_the_options_is_told(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="quantity", extension=units(KG, LB)), around_in()
    given = amount(unit="g", system=UCUM, code="g")
    problem = problems_of(page.item, given, limits=page.limits)[0]
    assert Quantity().refused(page, problem, around) == "Choose the unit of your number"
    kept = Quantity().entry(page, given, around)
    assert Quantity().read(page, {**kept, "unit": [0], "kept": {}}, around).answers == amount(
        **AS_KG
    )


def test_an_answer_that_is_no_quantity_breaks_nothing(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="quantity", extension=[FIXED]), around_in()
    for value in ("72", None, {}, {"value": "72"}):
        given = (Answer("valueQuantity", value),)
        assert Quantity().entry(page, given, around)["text"] == ""
        assert Quantity().words(page, given, around) == ""
