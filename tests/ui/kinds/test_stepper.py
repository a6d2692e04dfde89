"""Less and more lead through the numbers of a form, exactly, and never beyond its bounds."""
# ruff: noqa: RUF001 - figures of other scripts are what is tested

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.answers import Answer
from kiosk.ui.patient.kinds.all_kinds import kind_of
from kiosk.ui.patient.kinds.bounds import Bounds
from kiosk.ui.patient.kinds.scale import Scale
from kiosk.ui.patient.kinds.stepper import Stepper
from kiosk.ui.patient.kinds.steps import Steps

CORE = "http://hl7.org/fhir/StructureDefinition/"
SPINNER = {
    "url": CORE + "questionnaire-itemControl",
    "valueCodeableConcept": {"coding": [{"code": "spinner"}]},
}


def bounded(low: int | None, high: int | None, *more: Any) -> list[Any]:
    named = (("minValue", low), ("maxValue", high))
    bounds = [{"url": CORE + n, "valueInteger": v} for n, v in named if v is not None]
    return [*bounds, *more]


@pytest.mark.parametrize(
    ("low", "high", "extra", "kind"),
    [
        (0, 10, [], Scale),
        (0, 11, [], Stepper),
        (0, 30, [], Stepper),
        (-5, 20, [], Stepper),
        (0, 10, [SPINNER], Stepper),
        (0, 400, [SPINNER], Stepper),
        (None, None, [SPINNER], Stepper),
    ],
)
def test_a_small_range_or_a_spinner_is_stepped_through(
    page_of: Callable[..., Any], low: int | None, high: int | None, extra: list[Any], kind: type
) -> None:
    page = page_of(type="integer", extension=bounded(low, high, *extra))
    assert type(kind_of(page.item, page.limits)) is kind


def test_only_what_is_far_to_step_to_can_be_written_as_well(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    pads = [
        Stepper().view(page_of(type="integer", extension=bounded(low, high, SPINNER)), around_in())
        for low, high in ((0, 30), (0, 31), (None, None), (0, None))
    ]
    assert [view["pad"] for view in pads] == [False, True, True, True]


def ways(page: Any, around: Any, text: str) -> tuple[str, str]:
    dressed = Stepper().dressed(page, {"text": text}, around)
    assert dressed["text"] == text
    return dressed["less"], dressed["more"]


def test_nothing_is_chosen_before_the_first_touch_which_begins_low(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="integer", extension=bounded(0, 20)), around_in()
    assert Stepper().entry(page, (), around) == {"text": ""}
    assert ways(page, around, "") == ("0", "0")
    adult = page_of(type="integer", extension=bounded(18, 40))
    assert ways(adult, around, "") == ("18", "18")
    below = page_of(type="integer", extension=bounded(-40, -18))
    assert ways(below, around, "")[0].endswith("18")


def test_less_and_more_end_at_the_bounds(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="integer", extension=bounded(0, 20)), around_in()
    assert ways(page, around, "0") == ("", "1")
    assert ways(page, around, "7") == ("6", "8")
    assert ways(page, around, "20") == ("19", "")
    assert ways(page, around_in("ar"), "٧") == ("٦", "٨")


def test_from_beyond_the_bounds_the_way_leads_back(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page = page_of(type="integer", extension=bounded(10, 50, SPINNER))
    assert ways(page, around_in(), "99") == ("50", "")
    assert ways(page, around_in(), "3") == ("", "10")


def test_what_less_and_more_lead_to_is_read_as_the_answer(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page, around = page_of(type="integer", extension=bounded(0, 20)), around_in()
    reading = Stepper().read(page, {"text": ways(page, around, "7")[1]}, around)
    assert reading.answers == (Answer("valueInteger", 8),)


steps = st.builds(
    lambda low, span, step: Steps(Bounds(low, low + span), step),
    st.decimals(-1000, 1000, places=2),
    st.decimals(Decimal("0.5"), 1000, places=2),
    st.decimals(Decimal("0.01"), 10, places=2),
)


@given(steps, st.decimals(-5000, 5000, places=3))
def test_every_way_leads_on_and_stays_within(steps: Steps, number: Decimal) -> None:
    for there in (steps.more(number), steps.less(number)):
        assert there is None or (steps.bounds.hold(there) and there != number)
    if (more := steps.more(number)) is not None:
        assert more > number
    if (less := steps.less(number)) is not None:
        assert less < number
    assert steps.bounds.hold(steps.start())


@given(steps, st.floats(0, 1))
def test_a_place_on_a_line_is_the_number_nearest_to_it(steps: Steps, part: float) -> None:
    number = steps.at_part(part)
    assert steps.bounds.hold(number)
    if steps.length:
        assert abs(steps.part_of(number) - part) <= 0.5 / steps.length + 1e-9
