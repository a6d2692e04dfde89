from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.missing_items import (
    INSTRUMENTS,
    LOINC,
    instrument_of,
    instrument_of_total,
    total_to_give,
)

BY_NAME = {instrument.name: instrument for instrument in INSTRUMENTS}
TOTAL = (Answer("valueInteger", 9),)


def scores(*values: int | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("name", "values", "total"),
    [
        ("PHQ-9", [3] * 9, 27),
        ("PHQ-9", [0, 1, 2, 3, 0, 1, 2, 3, 1], 13),
        ("PHQ-9", [None, *[3] * 8], None),
        ("GAD-7", [3] * 7, 21),
        ("GAD-7", [None, *[0] * 6], None),
        ("PHQ-2", [3, 2], 5),
    ],
)
def test_a_total_is_the_sum_of_all_items_or_nothing(
    name: str, values: list[int | None], total: int | None
) -> None:
    assert BY_NAME[name].sum_of(scores(*values)) == total


@pytest.mark.parametrize(
    ("name", "values", "total"),
    [
        ("PHQ-9", [None, None, 2, 2, 2, 2, 2, 2, 2], 18),
        ("PHQ-9", [None, *[1] * 7, 0], Decimal("7.875")),
        ("PHQ-9", [None, None, None, *[3] * 6], None),
        ("PHQ-9", [2] * 9, 18),
        ("GAD-7", [None, *[3] * 6], None),
    ],
)
def test_a_mean_stands_for_missing_items_only_where_that_was_published(
    name: str, values: list[int | None], total: Decimal | None
) -> None:
    assert BY_NAME[name].sum_of(scores(*values), mean_for_missing=True) == total


def test_scores_of_another_number_of_items_are_refused() -> None:
    with pytest.raises(ValueError, match="7 items"):
        BY_NAME["GAD-7"].sum_of(scores(1, 2))


def test_each_instrument_says_where_its_rule_stands() -> None:
    assert all(instrument.source.endswith(".") for instrument in INSTRUMENTS)


@pytest.mark.parametrize("name", ["gad-7", "phq-9"])
def test_the_shipped_forms_are_the_instruments_they_say_they_are(form: Any, name: str) -> None:
    questionnaire = form(name)
    instrument = instrument_of(questionnaire.raw)
    assert instrument is BY_NAME[name.upper()]
    codes = [item.raw["code"][0]["code"] for item in questionnaire.items[0].items]
    assert tuple(codes) == instrument.items
    total = questionnaire.by_path[name.replace("-", "") + "-total"]
    assert instrument_of_total(total) is instrument


def coded(link_id: str, code: str, kind: str = "integer") -> dict[str, Any]:
    return {"linkId": link_id, "type": kind, "code": [{"system": LOINC, "code": code}]}


def phq_2(make_form: Any, *, items: int = 2) -> Any:
    parts = [coded("one", "44250-9"), coded("two", "44255-8")][:items]
    return make_form(*parts, coded("total", "55758-7"), coded("other", "1-8"))


def given(form: Any, path: str, *answered: str) -> tuple[Answer, ...]:
    items = form.by_path.values()
    return total_to_give(form.by_path[path], TOTAL, items=items, answered=set(answered))


def test_a_total_with_a_missing_item_is_not_given_whatever_its_expression_says(
    make_form: Any,
) -> None:
    form = phq_2(make_form)
    assert given(form, "total", "one", "two") == TOTAL
    assert given(form, "total", "one") == ()
    assert given(form, "total") == ()


def test_any_other_calculation_is_given_as_it_is(make_form: Any) -> None:
    assert given(phq_2(make_form), "other") == TOTAL
    assert given(phq_2(make_form, items=1), "total") == TOTAL
