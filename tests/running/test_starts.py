"""Starts that fail again and again are counted, whatever the clock says and however they end."""

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.running.starts import (
    FILE,
    LIMIT,
    PAUSES_S,
    WITHIN_S,
    Failed,
    Starts,
    State,
    looked_at,
    noted_starts,
    read_state,
)
from kiosk.running.trouble_codes import GONE


class Clock:
    """Seconds since the boot."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def started(folder: Path, clock: Clock, boot: str = "a") -> Starts:
    return Starts(folder, boot=boot, clock=clock)


def test_three_starts_that_vanish_are_out_of_order(tmp_path: Path, clock: Clock) -> None:
    for _ in range(LIMIT):
        starts = started(tmp_path, clock)
        assert not starts.state.must_pause
        starts.begin()  # and then nothing more: it crashed
    last = started(tmp_path, clock).state
    assert last.must_pause
    assert (last.code, last.pause_s) == (GONE, PAUSES_S[0])


def test_pauses_grow_and_one_more_failure_is_enough(tmp_path: Path, clock: Clock) -> None:
    for _ in range(LIMIT):
        started(tmp_path, clock).begin()
    pauses = []
    for _ in range(5):
        starts = started(tmp_path, clock)
        assert starts.state.must_pause
        pauses.append(starts.state.pause_s)
        starts.paused()
        starts.begin()
        clock.now += 1000  # it hung for so long, or the pause before took so long
    assert pauses == [60, 300, 900, 900, 900]


def test_a_start_that_lasts_clears_it(tmp_path: Path, clock: Clock) -> None:
    for _ in range(LIMIT):
        started(tmp_path, clock).begin()
    starts = started(tmp_path, clock)
    starts.paused()
    starts.begin()
    starts.lasted()
    assert started(tmp_path, clock).state == State("a")


def test_who_ends_in_order_is_not_counted(tmp_path: Path, clock: Clock) -> None:
    for _ in range(5 * LIMIT):
        starts = started(tmp_path, clock)
        starts.begin()
        starts.ended()
    assert not started(tmp_path, clock).state.failed


def test_failures_far_apart_are_no_loop(tmp_path: Path, clock: Clock) -> None:
    for _ in range(5 * LIMIT):
        starts = started(tmp_path, clock)
        assert not starts.state.must_pause
        starts.begin()
        starts.failed("S1")
        clock.now += WITHIN_S / 2


def test_after_a_boot_it_is_tried_at_once_and_one_failure_is_enough_again(
    tmp_path: Path, clock: Clock
) -> None:
    for _ in range(LIMIT):
        started(tmp_path, clock).begin()
    starts = started(tmp_path, clock)
    starts.paused()
    starts.begin()
    clock.now = 5
    starts = started(tmp_path, clock, boot="b")
    assert not starts.state.must_pause
    starts.begin()
    starts.failed("D1")
    again = started(tmp_path, clock, boot="b").state
    assert again.must_pause
    assert (again.code, again.pause_s) == ("D1", PAUSES_S[1])


def test_a_power_cut_is_no_crash(tmp_path: Path, clock: Clock) -> None:
    for boot in "abcdefgh":
        starts = started(tmp_path, clock, boot)
        assert not starts.state.failed
        starts.begin()


def test_where_the_system_has_no_name_for_a_boot_a_clock_that_is_younger_tells(
    tmp_path: Path, clock: Clock
) -> None:
    started(tmp_path, clock, boot="").begin()
    clock.now = 3
    assert not started(tmp_path, clock, boot="").state.failed


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"failed":[{"at":"x"}]}', b"\0" * 99])
def test_a_damaged_file_is_as_none(tmp_path: Path, clock: Clock, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert started(tmp_path, clock).state == State("a")


states = st.builds(
    State,
    boot=st.sampled_from(["", "a", "b"]),
    failed=st.lists(
        st.builds(Failed, at=st.floats(-1e12, 1e12), code=st.sampled_from(["S1", "P2"])), max_size=9
    ).map(tuple),
    begun=st.none() | st.floats(-1e12, 1e12),
    out_of_order=st.booleans(),
    pauses=st.integers(0, 10**6),
    page=st.booleans(),
)


@given(state=states, boot=st.sampled_from(["", "a"]), now=st.floats(0, 1e9))
def test_whatever_is_noted_it_never_waits_longer_than_the_longest_pause(
    state: State, boot: str, now: float
) -> None:
    seen = looked_at(state, boot, now)
    assert seen.pause_s in PAUSES_S
    assert len(seen.failed) <= LIMIT
    assert seen.begun is None
    assert msgspec.json.decode(msgspec.json.encode(seen), type=State) == seen
    if not state.failed and state.begun is None:
        assert not seen.must_pause


def test_a_second_kiosk_counts_nothing_of_the_first(tmp_path: Path, clock: Clock) -> None:
    with noted_starts((tmp_path / "s",), boot="a", clock=clock) as first:
        assert first is not None
        first.begin()
        with noted_starts((tmp_path / "s",), boot="a", clock=clock) as second:
            assert second is None
        assert read_state(tmp_path / "s" / FILE).begun is not None


def test_where_nothing_can_be_written_another_place_is_taken(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("in the way")
    places = (tmp_path / "file", tmp_path / "other")
    for _ in range(LIMIT):
        with noted_starts(places, boot="a", clock=clock) as starts:
            assert starts is not None
            starts.begin()
    with noted_starts(places, boot="a", clock=clock) as starts:
        assert starts is not None
        assert starts.state.must_pause


def test_where_nothing_can_be_written_at_all_nobody_is_kept_from_starting(
    tmp_path: Path, clock: Clock
) -> None:
    (tmp_path / "file").write_text("in the way")
    with noted_starts((tmp_path / "file",), boot="a", clock=clock) as starts:
        assert starts is None


def test_its_files_are_this_users_alone(tmp_path: Path, clock: Clock) -> None:
    with noted_starts((tmp_path / "s",), boot="a", clock=clock) as starts:
        assert starts is not None
    if os.name == "posix":
        assert (tmp_path / "s").stat().st_mode & 0o077 == 0
