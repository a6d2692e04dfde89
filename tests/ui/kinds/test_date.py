"""AC 18, R16 and R17: every date there is is read as it was meant, and no other."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.answers import Answer
from kiosk.forms.pages import Page
from kiosk.forms.rules import problems_of
from kiosk.ui.patient.kinds.date import Date
from kiosk.ui.patient.kinds.kind import Around

CORE = "http://hl7.org/fhir/StructureDefinition/"
DATE = Date()
ORDERS = st.sampled_from(list(permutations(("day", "month", "year"))))
FIGURES = st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
EMPTY = {"day": "", "month": "", "year": "", "unknown": []}

Pages = Callable[..., Page]
Arounds = Callable[..., Around]


def written(number: int, figures: str, width: int = 0) -> str:
    return "".join(figures[int(digit)] for digit in f"{number:0{width}}")


def typed(order: tuple[str, ...], fields: dict[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = dict(EMPTY)
    for name in order:
        entry = {**entry, name: fields[name]}
    return entry


def of_format(text: str) -> dict[str, Any]:
    return {"extension": [{"url": CORE + "entryFormat", "valueString": text}]}


def of_control(code: str) -> dict[str, Any]:
    concept = {"coding": [{"code": code}]}
    return {
        "extension": [{"url": CORE + "questionnaire-itemControl", "valueCodeableConcept": concept}]
    }


def bounded(**bounds: str) -> dict[str, Any]:
    return {
        "extension": [{"url": CORE + name, "valueDate": value} for name, value in bounds.items()]
    }


@given(st.dates(date(1000, 1, 1)), ORDERS, FIGURES, st.sampled_from([0, 2]))
def test_every_real_date_is_read_as_it_is_whatever_the_order_script_and_noughts(
    day: date, order: tuple[str, ...], figures: str, width: int
) -> None:
    page, around = Shared.page, Shared.around
    fields = {
        "day": written(day.day, figures, width),
        "month": written(day.month, figures, width),
        "year": written(day.year, figures),
    }
    read = DATE.read(page, typed(order, fields), around)
    assert read == ((Answer("valueDate", day.isoformat()),), "", "")


class Shared:
    """What every example of a property looks at."""

    page: Page
    around: Around


@pytest.fixture(autouse=True)
def _shared(page_of: Pages, around_in: Arounds) -> None:
    Shared.page, Shared.around = page_of(type="date"), around_in()


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 9999))
def test_a_date_that_is_none_is_never_accepted(day: int, month: int, year: int) -> None:
    entry = {**EMPTY, "day": str(day), "month": str(month), "year": f"{year:04}"}
    read = DATE.read(Shared.page, entry, Shared.around)
    real = year >= 1000 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    assert bool(read.answers) is real
    assert bool(read.problem) is not real
    assert (read.field in {"day", "month", "year"}) is not real


@given(st.text(max_size=6), st.text(max_size=12), st.text(max_size=6))
def test_whatever_is_in_the_fields_gives_a_real_date_or_words_and_a_field(
    day: str, month: str, year: str
) -> None:
    entry = {**EMPTY, "day": day, "month": month, "year": year}
    read = DATE.read(Shared.page, entry, Shared.around)
    if read.answers:
        assert date.fromisoformat(read.answers[0].value).year >= 1000
    else:
        empty = not (day.strip() or month.strip() or year.strip())
        assert (read.problem == "") is empty
        assert (read.field == "") is empty


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["day", "month", "year"]))
def test_what_is_stored_comes_back_into_the_fields_and_is_read_the_same(
    day: date, precision: str
) -> None:
    value = day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
    answers = (Answer("valueDate", value),)
    entry = DATE.entry(Shared.page, answers, Shared.around)
    assert DATE.read(Shared.page, entry, Shared.around) == (answers, "", "")


@pytest.mark.parametrize("name", ["jan", "Jan", "january", "JANUARY", "Janu"])
def test_a_month_may_be_given_by_its_name(name: str) -> None:
    entry = {**EMPTY, "day": "3", "month": name, "year": "1950"}
    read = DATE.read(Shared.page, entry, Shared.around)
    assert read.answers == (Answer("valueDate", "1950-01-03"),)


@pytest.mark.parametrize("name", ["ja", "ju", "juner", "13", "0", "x", "-1", "1.0", "²"])
def test_a_month_that_is_none_is_marked_as_the_month(name: str) -> None:
    entry = {**EMPTY, "day": "3", "month": name, "year": "1950"}
    read = DATE.read(Shared.page, entry, Shared.around)
    assert (read.answers, read.field) == ((), "month")


@pytest.mark.parametrize(
    ("fields", "problem", "field"),
    [
        ({"month": "3", "year": "1950"}, "Your date must include a day", "day"),
        ({"day": "3", "year": "1950"}, "Your date must include a month", "month"),
        ({"day": "3", "month": "3"}, "Your date must include a year", "year"),
        ({"year": "1950"}, "Your date must include a day and a month", "day"),
        ({"month": "3"}, "Your date must include a day and a year", "day"),
        ({"day": "3"}, "Your date must include a month and a year", "month"),
        ({"day": "45", "year": "1950"}, "Your date must include a month", "month"),
        (
            {"day": "32", "month": "3", "year": "1950"},
            "The day must be a number from 1 to 31",
            "day",
        ),
        (
            {"day": "31", "month": "13", "year": "1950"},
            "The month must be a number from 1 to 12, or its name",
            "month",
        ),
        (
            {"day": "29", "month": "2", "year": "2023"},
            "Your date must be a real date. February 2023 has 28 days",
            "day",
        ),
        (
            {"day": "3", "month": "3", "year": "50"},
            "Is the year 1950 or 2050? Enter all 4 numbers",
            "year",
        ),
        (
            {"day": "3", "month": "3", "year": "195"},
            "The year must have 4 numbers, like 2007",
            "year",
        ),
    ],
)
def test_missing_comes_before_impossible_and_only_the_wrong_field_is_named(
    fields: dict[str, str], problem: str, field: str
) -> None:
    read = DATE.read(Shared.page, {**EMPTY, **fields}, Shared.around)
    assert read == ((), problem, field)


def test_nothing_in_the_fields_is_no_answer_and_no_problem() -> None:
    assert DATE.read(Shared.page, EMPTY, Shared.around) == ((), "", "")


@pytest.mark.parametrize(
    ("fields", "unknown", "value"),
    [
        ({"month": "3", "year": "1950"}, ["day"], "1950-03"),
        ({"year": "1950"}, ["day", "month"], "1950"),
        ({"year": "1950"}, ["month"], "1950"),
        ({"day": "3", "month": "3", "year": "1950"}, ["day"], "1950-03-03"),
    ],
)
def test_who_does_not_know_the_day_gives_a_month_or_a_year(
    fields: dict[str, str], unknown: list[str], value: str
) -> None:
    read = DATE.read(Shared.page, {**EMPTY, **fields, "unknown": unknown}, Shared.around)
    assert read.answers == (Answer("valueDate", value),)


@pytest.mark.parametrize(
    ("fields", "unknown", "field"),
    [
        ({"year": "1950"}, ["day"], "month"),
        ({"month": "3"}, ["day"], "year"),
        ({"day": "3", "year": "1950"}, ["day", "month"], "month"),
        ({"day": "3", "month": "3"}, ["year"], "year"),
        ({}, ["day"], "month"),
    ],
)
def test_what_is_not_said_to_be_unknown_is_wanted(
    fields: dict[str, str], unknown: list[str], field: str
) -> None:
    read = DATE.read(Shared.page, {**EMPTY, **fields, "unknown": unknown}, Shared.around)
    assert (read.answers, read.field) == ((), field)


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ({}, ["day", "month", "year"]),
        (of_format("DD/MM/YYYY"), ["day", "month", "year"]),
        (of_format("MM/YYYY"), ["month", "year"]),
        (of_format("yyyy-mm"), ["month", "year"]),
        (of_format("YYYY"), ["year"]),
        (of_format("TT.MM.JJJJ"), ["day", "month", "year"]),
        (of_format("the year will do"), ["day", "month", "year"]),
        (of_control("year"), ["year"]),
        (of_control("yearMonth"), ["month", "year"]),
    ],
)
def test_only_the_fields_that_the_form_asks_for_are_shown(
    page_of: Pages, around_in: Arounds, item: dict[str, Any], names: list[str]
) -> None:
    page = page_of(type="date", **item)
    view = DATE.view(page, around_in())
    assert [field["name"] for field in view["rows"][0]["fields"]] == names
    day = {"day": "3", "month": "3", "year": "1950"}
    entry = {**EMPTY, **{name: day[name] for name in names}}
    value = {3: "1950-03-03", 2: "1950-03", 1: "1950"}[len(names)]
    assert DATE.read(page, entry, around_in()).answers == (Answer("valueDate", value),)


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("en", "1950-03-03", "3 March 1950"),
        ("en", "1950-03", "March 1950"),
        ("en", "1950", "1950"),
        ("en", "not a date", "not a date"),
        ("ar", "1950-03-03", "٣ مارس ١٩٥٠"),
        ("ar", "1950-03", "مارس ١٩٥٠"),
    ],
)
def test_a_date_is_said_in_words(around_in: Arounds, language: str, value: str, words: str) -> None:
    assert DATE.words(Shared.page, (Answer("valueDate", value),), around_in(language)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-02-29", "Your date must be on or after 1 March 2024"),
        ("2024-05-02", "Your date must be on or before 1 May 2024"),
    ],
)
def test_a_date_outside_the_limits_of_the_form_is_told_them_in_words(
    page_of: Pages, around_in: Arounds, value: str, words: str
) -> None:
    page = page_of(type="date", **bounded(minValue="2024-03-01", maxValue="2024-05-01"))
    problem = problems_of(page.item, (Answer("valueDate", value),))[0]
    assert DATE.refused(page, problem, around_in()) == words


def test_another_rule_and_a_missing_answer_have_words_too(
    page_of: Pages, around_in: Arounds
) -> None:
    page = page_of(type="date", required=True)
    problem = problems_of(page.item, ())[0]
    words = "Enter the date, or touch “I'd rather not say”"
    assert DATE.refused(page, problem, around_in()) == words


def test_a_date_chosen_from_a_list_or_given_several_times_is_not_for_these_fields(
    page_of: Pages,
) -> None:
    chosen = page_of(type="date", answerOption=[{"valueDate": "2024-01-01"}])
    several = page_of(type="date", repeats=True)
    assert not DATE.suits(chosen.item, chosen.limits)
    assert not DATE.suits(several.item, several.limits)
