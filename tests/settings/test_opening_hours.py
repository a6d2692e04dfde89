"""Opening hours: always open or closed and never both, over midnight and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.settings.opening_hours import (
    WEEKDAYS,
    Hours,
    Span,
    clock_is_wrong,
    read_spans,
    standing,
)

LONDON, CASABLANCA = ZoneInfo("Europe/London"), ZoneInfo("Africa/Casablanca")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # half an hour of summer time
ZONES = st.sampled_from([LONDON, CASABLANCA, LORD_HOWE, ZoneInfo("Asia/Kolkata")])
OFFICE = Hours(**dict.fromkeys(WEEKDAYS[:5], "08:30-12:00, 13:30-18:00"))

quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))


def written(spans: tuple[Span, ...]) -> str:
    ends = ("24:00" if one.closes == time() else f"{one.closes:%H:%M}" for one in spans)
    return ", ".join(f"{one.opens:%H:%M}-{end}" for one, end in zip(spans, ends, strict=True))


@st.composite
def days(draw: Any) -> str:
    walls = sorted(draw(st.sets(quarters, max_size=6)))
    spans = [Span(a, b) for a, b in zip(walls[::2], walls[1::2], strict=False)]
    if spans and draw(st.booleans()):  # the last one goes past midnight
        spans[-1] = Span(spans[-1].opens, draw(st.sampled_from([time(), time(0, 45)])))
    return written(tuple(spans))


weeks = st.lists(days(), min_size=7, max_size=7)
# Around the changes of the clock of 2026 in London, and in between.
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=700)).map(lambda later: START + later) | (
    st.sampled_from(
        [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
    ).flatmap(
        lambda at: st.integers(-1440, 1440).map(lambda minutes: at + timedelta(minutes=minutes))
    )
)


def hours_of(week: list[str], closed: tuple[str, ...] = ()) -> Hours:
    return Hours(**dict(zip(WEEKDAYS, week, strict=True)), closed=closed)


@given(weeks, moments, ZONES)
@example(["00:00-24:00"] * 7, datetime(2026, 3, 29, 1, tzinfo=UTC), LONDON)
@example(["22:00-02:00"] * 7, datetime(2026, 10, 25, 1, 30, tzinfo=UTC), LONDON)
def test_it_is_open_or_closed_until_it_is_the_other(
    week: list[str], now: datetime, zone: ZoneInfo
) -> None:
    hours = hours_of(week)
    found = standing(hours, now, zone)
    if found.until is None:
        return
    assert found.until > now
    before, after = found.until - timedelta(microseconds=1), found.until
    assert standing(hours, before, zone).open is found.open
    assert standing(hours, after, zone).open is not found.open


@given(weeks, moments, ZONES)
def test_it_is_open_where_the_wall_says_so(week: list[str], now: datetime, zone: ZoneInfo) -> None:
    hours, wall = hours_of(week), now.astimezone(zone)
    today = read_spans(week[wall.weekday()])
    inside = any(
        span.opens <= wall.time() and (wall.time() < span.closes or span.closes <= span.opens)
        for span in today
    )
    if inside:
        assert standing(hours, now, zone).open


@given(weeks, moments, st.sets(st.integers(0, 40), min_size=1), ZONES)
def test_a_closed_day_begins_no_hours(
    week: list[str], now: datetime, ahead: set[int], zone: ZoneInfo
) -> None:
    first = now.astimezone(zone).date()
    closed = {first + timedelta(days=n) for n in ahead}
    hours = hours_of(week, tuple(map(date.isoformat, closed)))
    found = standing(hours, now, zone)
    if not found.open and found.until:
        assert found.until.astimezone(zone).date() not in closed


@given(days())
def test_hours_are_read_as_they_are_written(text: str) -> None:
    assert written(read_spans(text)) == text


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "is_open", "until"),
    [
        ("2026-11-27T08:29", False, "2026-11-27T08:30"),
        ("2026-11-27T08:30", True, "2026-11-27T12:00"),
        ("2026-11-27T12:00", False, "2026-11-27T13:30"),
        ("2026-11-27T18:00", False, "2026-11-30T08:30"),  # a Friday
        ("2026-10-24T12:00", False, "2026-10-26T08:30"),  # summer time ends meanwhile
    ],
)
def test_the_hours_of_an_office(now: str, is_open: bool, until: str) -> None:  # noqa: FBT001
    found = standing(OFFICE, at(now), LONDON)

    assert found == (is_open, at(until))


def test_a_night_out_of_hours_ends_on_the_day_after() -> None:
    hours = Hours(friday="18:30-02:00", saturday="", closed=("2026-12-25",))

    assert standing(hours, at("2026-11-28T01:59"), LONDON) == (True, at("2026-11-28T02:00"))
    assert standing(hours, at("2026-12-25T20:00"), LONDON) == (False, at("2027-01-01T18:30"))


def test_without_hours_it_is_always_open_and_with_all_hours_too() -> None:
    always = hours_of(["00:00-24:00"] * 7)

    assert standing(Hours(), at("2026-11-28T03:00"), LONDON) == (True, None)
    assert standing(always, at("2026-11-28T03:00"), LONDON) == (True, None)


def test_a_clinic_that_never_opens_again_names_no_day() -> None:
    closed = [date(2026, 11, 1) + timedelta(days=n) for n in range(60)]
    hours = Hours(sunday="09:00-10:00", closed=tuple(map(date.isoformat, closed)))

    assert standing(hours, at("2026-11-28T03:00"), LONDON) == (False, at("2027-01-03T09:00"))


@pytest.mark.parametrize(
    "text", ["8-12", "25:00-26:00", "09:00", "12:00-11:00, 13:00-14:00", "09:00-12:00, 11:00-13:00"]
)
def test_hours_that_can_not_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        Hours(monday=text)


def test_a_clock_that_can_not_be_right_is_known() -> None:
    now = at("2026-11-28T03:00")

    assert clock_is_wrong(datetime(1970, 1, 1, tzinfo=UTC))
    assert clock_is_wrong(now, known=now + timedelta(days=3))
    assert not clock_is_wrong(now, known=now + timedelta(minutes=5))
    assert not clock_is_wrong(now)
