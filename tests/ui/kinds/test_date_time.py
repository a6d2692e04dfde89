"""A date with its time, on the clocks of the kiosk, summer time right."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.answers import Answer
from kiosk.forms.pages import Page
from kiosk.forms.rules import problems_of
from kiosk.forms.shapes import is_date_time
from kiosk.ui.patient.kinds.date_time import DateTime
from kiosk.ui.patient.kinds.kind import Around

CORE = "http://hl7.org/fhir/StructureDefinition/"
DATE_TIME = DateTime()
LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from(
    [
        UTC,
        LONDON,
        ZoneInfo("Asia/Kathmandu"),
        ZoneInfo("America/St_Johns"),
        timezone(timedelta(hours=14)),
    ]
)
EMPTY = {"day": "", "month": "", "year": "", "hour": "", "minute": "", "half": "", "unknown": []}
DAY = {"day": "1", "month": "7", "year": "2026"}
MOMENTS = st.datetimes(datetime(1000, 1, 1)).map(lambda m: m.replace(second=0, microsecond=0))  # noqa: DTZ001


class Shared:
    """What every example of a property looks at."""

    page: Page
    around_in: Callable[..., Around]


@pytest.fixture(autouse=True)
def _shared(page_of: Callable[..., Page], around_in: Callable[..., Around]) -> None:
    Shared.page, Shared.around_in = page_of(type="dateTime"), staticmethod(around_in)


def read(entry: Mapping[str, Any], zone: Any = LONDON) -> Any:
    return DATE_TIME.read(Shared.page, {**EMPTY, **entry}, Shared.around_in(zone=zone))


def fields(moment: datetime) -> dict[str, str]:
    half = "am" if moment.hour < 12 else "pm"
    return {
        "day": str(moment.day),
        "month": str(moment.month),
        "year": f"{moment.year:04}",
        "hour": str(moment.hour % 12 or 12),
        "minute": f"{moment.minute:02}",
        "half": half,
    }


@given(MOMENTS, ZONES)
def test_every_moment_is_read_with_the_offset_of_that_day(moment: datetime, zone: Any) -> None:
    found = read(fields(moment), zone)
    if not found.answers:  # the hour that summer time leaves out
        assert found.field == "hour"
        local = moment.replace(tzinfo=zone)
        assert local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment
        return
    value = found.answers[0].value
    assert is_date_time(value)
    assert datetime.fromisoformat(value).replace(tzinfo=None) == moment


@given(MOMENTS.filter(lambda moment: 1900 <= moment.year <= 9998), ZONES)
def test_what_is_stored_comes_back_into_the_fields(moment: datetime, zone: Any) -> None:
    stored = moment.replace(tzinfo=UTC).isoformat()
    around = Shared.around_in(zone=zone)
    entry = DATE_TIME.entry(Shared.page, (Answer("valueDateTime", stored),), around)
    shown = moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    assert {name: entry[name] for name in fields(shown)} == fields(shown)


@pytest.mark.parametrize(
    ("month", "value"),
    [("1", "2026-01-01T20:30:00+00:00"), ("7", "2026-07-01T20:30:00+01:00")],
)
def test_summer_time_counts_in_summer(month: str, value: str) -> None:
    entry = {**DAY, "month": month, "hour": "8", "minute": "30", "half": "pm"}
    assert read(entry).answers == (Answer("valueDateTime", value),)


def test_the_hour_that_summer_time_leaves_out_is_no_time() -> None:
    entry = {"day": "29", "month": "3", "year": "2026", "hour": "1", "minute": "30", "half": "am"}
    told = "The clocks went forward in that hour. Enter another time"
    assert read(entry) == ((), told, "hour")
    assert read(entry, UTC).answers == (Answer("valueDateTime", "2026-03-29T01:30:00+00:00"),)


def test_who_does_not_know_the_time_gives_the_date() -> None:
    entry = {**DAY, "unknown": ["hour", "minute", "half"]}
    assert read(entry).answers == (Answer("valueDateTime", "2026-07-01"),)
    month = {"month": "7", "year": "2026", "unknown": ["day"]}
    assert read(month).answers == (Answer("valueDateTime", "2026-07"),)


@pytest.mark.parametrize(
    ("entry", "problem", "field"),
    [
        (DAY, "Enter the time, or touch “Don't know”", "hour"),
        (
            {"hour": "8", "minute": "30"},
            "Your answer must include a day, a month and a year",
            "day",
        ),
        ({"day": "1", "hour": "99"}, "Your date must include a month and a year", "month"),
        ({**DAY, "hour": "8", "minute": "30"}, "Select am or pm", "half"),
        (
            {"year": "2026", "hour": "20", "minute": "30", "unknown": ["day", "month"]},
            "Your date must include a day, because you gave a time",
            "day",
        ),
    ],
)
def test_what_is_missing_is_told_with_its_field(
    entry: dict[str, Any], problem: str, field: str
) -> None:
    assert read(entry) == ((), problem, field)


def test_nothing_in_the_fields_is_no_answer_and_no_problem() -> None:
    assert read({}) == ((), "", "")


@pytest.mark.parametrize(
    ("written", "rows"), [("DD/MM/YYYY", 1), ("MM/YYYY", 1), ("DD/MM/YYYY HH:mm", 2), ("", 2)]
)
def test_a_time_is_asked_for_where_the_format_of_the_form_has_one(
    page_of: Callable[..., Page], around_in: Callable[..., Around], written: str, rows: int
) -> None:
    said = [{"url": CORE + "entryFormat", "valueString": written}] if written else []
    page = page_of(type="dateTime", extension=said)
    assert len(DATE_TIME.view(page, around_in())["rows"]) == rows
    if rows == 1:
        assert DATE_TIME.read(page, {**EMPTY, **DAY}, around_in()).problem == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-07-01T19:30:00Z", "1 July 2026, 8:30 pm"),
        ("2026-07-01", "1 July 2026"),
        ("2026-07", "July 2026"),
        ("2026-12-31T23:59:60Z", "31 December 2026"),
    ],
)
def test_a_moment_is_said_on_the_clocks_of_the_kiosk(value: str, words: str) -> None:
    answers = (Answer("valueDateTime", value),)
    assert DATE_TIME.words(Shared.page, answers, Shared.around_in(zone=LONDON)) == words


def test_a_moment_outside_the_limits_of_the_form_is_told_them_in_words(
    page_of: Callable[..., Page],
) -> None:
    limit = {"url": CORE + "maxValue", "valueDateTime": "2026-07-01T19:30:00Z"}
    page = page_of(type="dateTime", extension=[limit])
    problem = problems_of(page.item, (Answer("valueDateTime", "2026-07-02T00:00:00Z"),))[0]
    told = DATE_TIME.refused(page, problem, Shared.around_in(zone=LONDON))
    assert told == "Your date must be on or before 1 July 2026, 8:30 pm"
