from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.sitting.missing_items import INSTRUMENTS, LOINC, items_summed

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
BY_NAME = {instrument.name: instrument for instrument in INSTRUMENTS}


def test_each_instrument_says_what_is_known_of_missing_items() -> None:
    assert all(instrument.missing.endswith(".") for instrument in INSTRUMENTS)


@pytest.mark.parametrize("name", ["gad-7", "phq-9"])
def test_the_shipped_forms_are_the_instruments_they_say_they_are(form: Any, name: str) -> None:
    questionnaire = form(name)
    total = questionnaire.by_path[name.replace("-", "") + "-total"]
    summed = items_summed(total, questionnaire.by_path.values())
    codes = [item.raw["code"][0]["code"] for item in summed]
    assert tuple(codes) == BY_NAME[name.upper()].items
    assert summed == questionnaire.items[0].items


def coded(link_id: str, code: str, **more: Any) -> dict[str, Any]:
    coding = [{"system": LOINC, "code": code}]
    return {"linkId": link_id, "type": "integer", "code": coding} | more


def summing(link_id: str, code: str) -> dict[str, Any]:
    """An item that sums whatever there is, missing or not."""
    expression = "%resource.item.where(linkId = 'one' or linkId = 'two').answer.value.sum()"
    value = {"language": "text/fhirpath", "expression": expression}
    extension = [{"url": SDC + "calculatedExpression", "valueExpression": value}]
    return coded(link_id, code, extension=extension)


def phq_2(make_form: Any, *, items: int = 2) -> FormFiller:
    parts = [coded("one", "44250-9"), coded("two", "44255-8")][:items]
    return FormFiller(make_form(*parts, summing("total", "55758-7"), summing("other", "1-8")))


def test_a_total_with_a_missing_item_is_not_given_whatever_its_expression_says(
    make_form: Any,
) -> None:
    filler = phq_2(make_form)
    filler.answer("one", [Answer("valueInteger", 2)])
    assert set(filler.calculated()) == {"other"}
    filler.answer("two", [Answer("valueInteger", 3)])
    assert filler.calculated()["total"] == (Answer("valueInteger", 5),)
    filler.answer("one", [])
    assert "total" not in filler.calculated()


def test_a_form_without_all_items_of_the_instrument_is_not_judged(make_form: Any) -> None:
    filler = phq_2(make_form, items=1)
    filler.answer("one", [Answer("valueInteger", 2)])
    assert set(filler.calculated()) == {"total", "other"}
