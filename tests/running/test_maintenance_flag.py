"""The flag of maintenance: whole or not there, read by everybody, closed where it is in doubt."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.commands.maintenance import moment_of
from kiosk.errors import RefusedError, UsageError
from kiosk.running.maintenance import (
    Flag,
    flag_in_force,
    lower_flag,
    lower_if_over,
    raise_flag,
    read_flag,
)

HOUR = timedelta(hours=1)


def test_what_was_written_is_read(tmp_path: Path, now: datetime) -> None:
    file, flag = tmp_path / "of-the-kiosk" / "maintenance", Flag(now, now + HOUR, "upgrade")
    raise_flag(file, flag)

    assert read_flag(file) == flag
    assert stat.S_IMODE(file.stat().st_mode) == 0o644  # another user's kiosk reads it
    assert [one.name for one in file.parent.iterdir()] == ["maintenance"]


def test_without_a_flag_it_is_open_and_lowering_it_is_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "maintenance"

    assert read_flag(file) is None
    assert not lower_flag(file)


@given(st.binary(max_size=200))
def test_whatever_is_in_it_closes(tmp_path_factory: pytest.TempPathFactory, what: bytes) -> None:
    file = tmp_path_factory.mktemp("flag") / "maintenance"
    file.write_bytes(what)

    assert read_flag(file) is not None


@pytest.mark.parametrize(
    "told",
    [[], {}, {"since": 3, "until": None, "reason": ""}, {"since": "x", "until": 1, "reason": 2}],
)
def test_json_of_another_shape_closes_too(tmp_path: Path, told: object) -> None:
    file = tmp_path / "maintenance"
    file.write_text(json.dumps(told))

    assert read_flag(file) is not None


def test_it_is_over_when_its_end_has_come_and_then_it_can_be_taken_away(
    tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "maintenance"
    raise_flag(file, Flag(now, now + HOUR))

    lower_if_over(file, now)
    assert flag_in_force(file, now + HOUR / 2) is not None
    assert flag_in_force(file, now + HOUR) is None
    lower_if_over(file, now + HOUR)
    assert not file.exists()


def test_one_without_an_end_is_forgotten_after_a_day(now: datetime) -> None:
    assert not Flag(now).is_forgotten(now + 23 * HOUR)
    assert Flag(now).is_forgotten(now + 24 * HOUR)
    assert not Flag(now, now + 48 * HOUR).is_forgotten(now + 24 * HOUR)


def test_where_it_cannot_be_written_the_message_says_who_may(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "a-file").write_bytes(b"")

    with pytest.raises(RefusedError) as refused:
        raise_flag(tmp_path / "a-file" / "maintenance", Flag(now))
    assert "root" in refused.value.advice


def test_a_time_of_the_day_is_the_next_one_here(now: datetime) -> None:
    for hour in range(24):
        moment = moment_of(f"{hour:02}:00", now)
        assert timedelta() < moment - now <= 25 * HOUR
        assert moment.astimezone().hour == hour


def test_a_moment_may_have_its_date(now: datetime) -> None:
    assert moment_of("2026-03-05T14:00+00:00", now) == datetime(2026, 3, 5, 14, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "25:00", "2026-13-01", "2026-03-01T09:00+00:00"])
def test_what_is_no_time_or_has_passed_is_refused(text: str, now: datetime) -> None:
    with pytest.raises(UsageError):
        moment_of(text, now)
