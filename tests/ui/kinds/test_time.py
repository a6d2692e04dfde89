"""A time of day is read as it was meant: morning and evening are never guessed."""

# ruff: noqa: RUF001 - figures of other scripts are what is tested
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.answers import Answer
from kiosk.forms.pages import Page
from kiosk.forms.rules import problems_of
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.kinds.time_of_day import Time

TIME = Time()
EMPTY = {"hour": "", "minute": "", "half": ""}
WHOLE = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


class Shared:
    """What every example of a property looks at."""

    page: Page
    around: Around
    counted_through: Around


@pytest.fixture(autouse=True)
def _shared(page_of: Callable[..., Page], around_in: Callable[..., Around]) -> None:
    Shared.page, Shared.around = page_of(type="time"), around_in()
    say = Shared.around.say
    Shared.counted_through = replace(
        Shared.around, say=lambda key, **values: "24" if key == "clock" else say(key, **values)
    )


def read(entry: Mapping[str, Any], around: Around | None = None) -> Any:
    return TIME.read(Shared.page, {**EMPTY, **entry}, around or Shared.around)


@given(WHOLE)
def test_every_time_is_read_in_halves_of_the_day(moment: time) -> None:
    half = "am" if moment.hour < 12 else "pm"
    entry = {"hour": str(moment.hour % 12 or 12), "minute": f"{moment.minute:02}", "half": half}
    assert read(entry) == ((Answer("valueTime", moment.isoformat()),), "", "")


@given(WHOLE)
def test_every_time_is_read_where_the_hours_are_counted_through(moment: time) -> None:
    entry = {"hour": f"{moment.hour:02}", "minute": f"{moment.minute:02}"}
    answers = (Answer("valueTime", moment.isoformat()),)
    assert read(entry, Shared.counted_through) == (answers, "", "")


@given(WHOLE, st.booleans())
def test_what_is_stored_comes_back_into_the_fields(moment: time, twice: bool) -> None:  # noqa: FBT001
    around = Shared.around if twice else Shared.counted_through
    answers = (Answer("valueTime", moment.isoformat()),)
    entry = TIME.entry(Shared.page, answers, around)
    assert TIME.read(Shared.page, entry, around) == (answers, "", "")


@given(st.integers(0, 99), st.integers(0, 99), st.sampled_from(["", "am", "pm"]))
def test_a_time_that_is_none_is_never_accepted(hour: int, minute: int, half: str) -> None:
    found = read({"hour": str(hour), "minute": str(minute), "half": half})
    if hour > 23 or minute > 59:
        assert found.answers == ()
        assert found.field == ("hour" if hour > 23 else "minute")
    elif 1 <= hour <= 12:
        assert bool(found.answers) is bool(half)
    else:
        assert bool(found.answers) is (half in {"", "am" if hour < 12 else "pm"})
    assert bool(found.problem) is not bool(found.answers)


@pytest.mark.parametrize(
    ("entry", "problem", "field"),
    [
        ({"hour": "8"}, "Your time must include minutes. On the hour, they are 00", "minute"),
        ({"minute": "30"}, "Your time must include an hour", "hour"),
        ({"half": "pm"}, "Your time must include an hour and minutes", "hour"),
        ({"hour": "8", "minute": "30"}, "Select am or pm", "half"),
        ({"hour": "99"}, "Your time must include minutes. On the hour, they are 00", "minute"),
        ({"hour": "24", "minute": "00"}, "The hour must be a number from 0 to 23", "hour"),
        (
            {"hour": "20", "minute": "30", "half": "am"},
            "Look at am and pm again: you entered 20 as the hour",
            "half",
        ),
    ],
)
def test_missing_comes_before_impossible_and_only_the_wrong_field_is_named(
    entry: dict[str, str], problem: str, field: str
) -> None:
    assert read(entry) == ((), problem, field)


def test_nothing_in_the_fields_is_no_answer_and_no_problem() -> None:
    assert read({}) == ((), "", "")


def test_figures_of_another_script_are_read() -> None:
    entry = {"hour": "٨", "minute": "٣٠", "half": "pm"}
    assert read(entry).answers == (Answer("valueTime", "20:30:00"),)


def test_a_time_is_said_as_the_language_counts(around_in: Callable[..., Around]) -> None:
    answers = (Answer("valueTime", "20:05:00"),)
    assert TIME.words(Shared.page, answers, Shared.around) == "8:05 pm"
    assert TIME.words(Shared.page, answers, Shared.counted_through) == "20:05"
    assert TIME.words(Shared.page, answers, around_in("ar")) == "٨:٠٥ م"
    assert TIME.words(Shared.page, (Answer("valueTime", "00:00:00"),), Shared.around) == "12:00 am"


def test_a_time_outside_the_limits_of_the_form_is_told_them_in_words(
    page_of: Callable[..., Page],
) -> None:
    url = "http://hl7.org/fhir/StructureDefinition/minValue"
    page = page_of(type="time", extension=[{"url": url, "valueTime": "09:00:00"}])
    problem = problems_of(page.item, (Answer("valueTime", "08:00:00"),))[0]
    assert TIME.refused(page, problem, Shared.around) == "Your time must be 9:00 am or later"
