"""Dates and times that say only so much."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.fhirpath import Expression, FhirPathError, Scope, json_of
from kiosk.fhirpath.moments import Moment, compare, equal, parse_date, parse_date_time, parse_time

DATES = st.dates(date(1000, 1, 1))
DAYS = DATES.map(date.isoformat)
PARTIAL = st.tuples(DAYS, st.sampled_from([4, 7, 10])).map(lambda one: one[0][: one[1]])
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ZONED = st.datetimes(datetime(1000, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001


def value(text: str) -> list[object]:
    return [json_of(item) for item in Expression(text).evaluate([], Scope())]


def moment(text: str) -> Moment:
    found = parse_date_time(text)
    assert found is not None
    return found


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


@given(PARTIAL, PARTIAL)
def test_partial_dates_compare_as_far_as_both_go(left: str, right: str) -> None:
    shared = min(len(left), len(right))
    one, two = left[:shared], right[:shared]
    open_end = one == two and len(left) != len(right)

    order = compare(moment(left), moment(right))

    assert order == (None if open_end else (one > two) - (one < two))


@given(PARTIAL, PARTIAL)
def test_a_comparison_turned_round_has_the_other_sign(left: str, right: str) -> None:
    there, back = compare(moment(left), moment(right)), compare(moment(right), moment(left))

    assert (there is None) is (back is None)
    assert there is None or back is None or there == -back


@given(ZONED, ZONED)
def test_moments_with_offsets_compare_as_instants(left: datetime, right: datetime) -> None:
    one, two = moment(left.isoformat("T")[:40]), moment(right.isoformat("T")[:40])

    assert compare(one, two) == (left > right) - (left < right)


@given(ZONED, st.timedeltas(timedelta(-30), timedelta(30)))
def test_without_an_offset_only_a_distant_moment_is_known(at: datetime, away: timedelta) -> None:
    other = (at + away).replace(tzinfo=None)
    own = moment(at.isoformat())

    order = compare(own, moment(other.isoformat()))

    possible = {
        sign((at - other.replace(tzinfo=timezone(timedelta(hours=hours)))) // timedelta(seconds=1))
        for hours in (-12, 14)
    }
    assert order is None or possible == {order}


@pytest.mark.parametrize("zone", ["-12:00", "+14:00"])
def test_the_widest_offsets_are_possible_too(zone: str) -> None:
    own, bare = moment(f"2000-01-01T00:00:00{zone}"), moment("2000-01-01T00:00:00")
    assert compare(own, bare) is compare(bare, own) is None


@given(DATES, st.integers(-400, 400))
def test_adding_days_is_what_the_calendar_says(start: date, days: int) -> None:
    try:
        wanted = (start + timedelta(days)).isoformat()
    except OverflowError:
        return
    quantity = f"+ {days} days" if days >= 0 else f"- {-days} days"

    assert value(f"@{start.isoformat()} {quantity}") == [wanted]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("@2014 + 24 months", "2016"),
        ("@2014 + 23 months", "2015"),
        ("@2016 + 365 days", "2017"),
        ("@2026-02 + 5 weeks", "2026-03"),
        ("@2026-02 + 4 weeks", "2026-02"),
        ("@2026-02 - 1 day", "2026-02"),
        ("@2014 - 1 month", "2014"),
        ("@2026-01-31 + 1 month", "2026-02-28"),
        ("@2016-02-29 + 1 year", "2017-02-28"),
        ("@2026-01-01T13:00:00 + 30 minutes", "2026-01-01T13:30:00"),
        ("@1973-12-25T00:00:00.000+10:00 + 42.53 seconds", "1973-12-25T00:00:42.530+10:00"),
        ("@2015-02-04T14 + 90 minutes", "2015-02-04T15"),
        ("@T23:30:00 + 1 hour", "00:30:00"),
        ("@T00:30:00 - 1 hour", "23:30:00"),
        ("@T01:00:00 + 48 hours", "01:00:00"),
        ("@2020-01-01T00:00:00Z - 1 millisecond", "2019-12-31T23:59:59.999Z"),
    ],
)
def test_date_arithmetic_keeps_the_precision(text: str, result: str) -> None:
    assert value(text) == [result]


@pytest.mark.parametrize(
    "text",
    ["@2020-01-01 + 1 'a'", "@2020 + 1 'cm'", "@T10:00 + 1 day", "@9999-12-31 + 1 day", "@2020 + 1",
     "@2020-01-01 + 5 hours"],
)  # fmt: skip
def test_what_cannot_be_added_to_a_date_is_an_error(text: str) -> None:
    with pytest.raises(FhirPathError):
        value(text)


@pytest.mark.parametrize("text", ["2020-1", "2020-02-30", "20", "2020-01-01T25:00", "", "2020-13"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date_time(text) is None
    assert parse_date(text) is None


def test_a_time_is_never_a_date() -> None:
    time, day = parse_time("10:30"), parse_date("2020-01-01")
    assert time is not None
    assert day is not None

    assert equal(time, day) is False
    with pytest.raises(FhirPathError):
        compare(time, day)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("@2014.lowBoundary()", ["2014-01-01"]),
        ("@2016-02.highBoundary()", ["2016-02-29"]),
        ("@2014-01-01T08:05Z.highBoundary(14)", ["2014-01-01T08:05:59Z"]),
        ("@2014.precision()", [4]),
        ("@2014-01-05T10:30:00.000.monthOf()", [1]),
        ("@2012.monthOf()", []),
        ("@2012-01-01T12:30:00.000-07:00.timezoneOffsetOf()", [-7]),
        ("@2012-01-01T12:30:00.000-07:00.timeOf()", ["12:30:00.000"]),
        ("@2012-01-01T12:30:00.000-07:00.dateOf()", ["2012-01-01"]),
    ],
)
def test_parts_and_boundaries(text: str, result: list[object]) -> None:
    assert value(text) == result
