"""The export that runs by itself: what is due, that no day is lost or twice, what IT is told."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.schedule import due, keep_password, last_run, run_schedule, trouble
from kiosk.errors import RefusedError, UsageError
from kiosk.export.formats import FORMATS
from kiosk.settings import ScheduledExport, Settings
from kiosk.store import audit
from kiosk.store.database import Store
from tests.export import twenty

NIGHT = datetime(2026, 3, 3, 6, 30).astimezone()
"""The morning after the first of the twenty was sent."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = twenty.store_with_twenty(tmp_path / "store")
    yield made
    made.close()


def plan(folder: Path, **more: object) -> Settings:
    return Settings(export=ScheduledExport(folder=str(folder), format="ndjson", **more))  # type: ignore[arg-type]


def run(store: Store, settings: Settings, now: datetime) -> int | None:
    made = run_schedule(store, settings, now=now, formats=FORMATS)
    return made and made.count


@pytest.mark.parametrize(
    ("every", "now", "last", "span"),
    [
        ("day", "2026-03-03T06:00", None, ("2026-03-02", "2026-03-02")),
        ("day", "2026-03-03T05:59", None, ("2026-03-01", "2026-03-01")),
        ("day", "2026-03-03T07:00", "2026-03-02", None),
        ("day", "2026-03-06T07:00", "2026-03-02", ("2026-03-03", "2026-03-05")),
        ("week", "2026-03-04T07:00", None, ("2026-02-23", "2026-03-01")),
        ("week", "2026-03-09T05:00", "2026-03-01", None),
        ("week", "2026-03-09T06:00", "2026-03-01", ("2026-03-02", "2026-03-08")),
        ("month", "2026-03-15T07:00", None, ("2026-02-01", "2026-02-28")),
        ("month", "2026-04-01T05:00", "2026-02-28", None),
        ("day", "2026-03-03T07:00", "2099-01-01", ("2026-03-02", "2026-03-02")),
        ("week", "2026-03-09T06:00", "2099-01-01", ("2026-03-02", "2026-03-08")),
        ("day", "1970-01-01T07:00", None, None),
        ("month", "2020-05-01T07:00", "2026-02-28", None),
    ],
)
def test_what_is_due(every: str, now: str, last: str | None, span: tuple[str, str] | None) -> None:
    asked = ScheduledExport(every=every)  # type: ignore[arg-type]
    found = due(asked, datetime.fromisoformat(now), date.fromisoformat(last) if last else None)

    assert found == (span and tuple(map(date.fromisoformat, span)))


@given(
    every=st.sampled_from(["day", "week", "month"]),
    hours=st.lists(st.integers(1, 24 * 40), min_size=2, max_size=12),
    at=st.times(),
)
def test_no_day_is_left_out_or_taken_twice(every: str, hours: list[int], at: time) -> None:
    asked = ScheduledExport(every=every, at=f"{at:%H:%M}")  # type: ignore[arg-type]
    now, last, spans = datetime.fromisoformat("2026-01-14T09:00"), None, []
    for wait in hours:
        now += timedelta(hours=wait)
        if (span := due(asked, now, last)) is not None:
            spans.append(span)
            last = span[1]

    assert all(first <= end < now.date() for first, end in spans)
    assert all(then[0] == before[1] + timedelta(days=1) for before, then in pairwise(spans))


def test_a_missed_night_is_caught_up_with_once(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    settings = plan(out)

    counts = [run(store, settings, NIGHT + timedelta(days=days)) for days in (0, 0, 3)]

    assert counts == [1, None, 3]
    names = sorted(file.name for file in out.iterdir())
    assert names == [
        "answers ndjson 2026-03-02.ndjson", "answers ndjson 2026-03-03 to 2026-03-05.ndjson",
    ]  # fmt: skip
    with store.reading() as c:
        assert {one.actor for one in audit.events(c, 2) if one.action == "export"} == {"schedule"}


def test_only_so_many_stay_and_others_files_are_left_alone(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.ndjson").write_text("")
    settings = plan(out, keep=2)
    for days in range(4):
        run(store, settings, NIGHT + timedelta(days=days))

    assert sorted(file.name for file in out.iterdir()) == [
        "answers ndjson 2026-03-04.ndjson", "answers ndjson 2026-03-05.ndjson", "mine.ndjson",
    ]  # fmt: skip


def test_with_a_password_it_is_an_archive(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    keep_password(store, "correct horse battery", by="Ida", now=NIGHT.astimezone(UTC))
    run(store, plan(out), NIGHT)

    (file,) = out.iterdir()
    with pyzipper.AESZipFile(file) as archive:
        archive.setpassword(b"correct horse battery")
        assert archive.read(archive.namelist()[0]).count(b"\n") == 1


def test_that_it_failed_is_known_until_it_succeeds(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    settings = plan(out)

    with pytest.raises(RefusedError):
        run(store, settings, NIGHT)
    assert "no such folder" in "".join(trouble(settings, last_run(store), NIGHT))

    out.mkdir()
    assert run(store, settings, NIGHT) == 1
    assert not [*trouble(settings, last_run(store), NIGHT)]
    later = NIGHT + timedelta(days=9)
    assert "nothing starts it" in "".join(trouble(settings, last_run(store), later))


def test_a_clock_that_was_ahead_stops_no_later_export(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    run(store, plan(out), NIGHT.replace(year=2099))

    assert run(store, plan(out), NIGHT + timedelta(days=3)) == 1
    assert last_run(store).until == date(2026, 3, 5)


def test_a_clock_that_starts_anew_makes_no_export_and_is_told(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    run(store, plan(out), NIGHT)
    dead = NIGHT.replace(year=1970)

    assert run(store, plan(out), dead) is None
    assert "clock of this PC is wrong" in "".join(trouble(plan(out), last_run(store), dead))
    assert run(store, plan(out), NIGHT + timedelta(days=1)) == 1


def test_without_a_folder_there_is_none(store: Store) -> None:
    with pytest.raises(UsageError):
        run(store, Settings(), NIGHT)
    assert not [*trouble(Settings(), last_run(store), NIGHT)]
