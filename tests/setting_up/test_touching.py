"""Five touches tell what is wrong with a touch panel."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.setting_up.touching import TARGETS, Point, judged, targets

SIZE, SCALE = (1280.0, 800.0), 5.9
STAND = targets(*SIZE, SCALE)


def moved(how: Callable[[float, float], Point]) -> dict[str, Point | None]:
    return {name: how(*point) for name, point in STAND.items()}


def test_touches_on_their_targets_are_good() -> None:
    found = judged(moved(lambda x, y: (x + 6, y - 6)), SIZE, SCALE)
    assert found.good
    assert 1 < found.mean_mm < 2


@pytest.mark.parametrize(
    ("how", "turned"),
    [
        (lambda x, y: (1280 - x, y), "left-right"),
        (lambda x, y: (x, 800 - y), "up-down"),
        (lambda x, y: (1280 - x, 800 - y), "both"),
        (lambda x, y: (y * 1.6, x / 1.6), "exchanged"),
    ],
)
def test_an_axis_the_wrong_way_round_is_named(
    how: Callable[[float, float], Point], turned: str
) -> None:
    found = judged(moved(how), SIZE, SCALE)
    assert found.turned == turned
    assert not found.good
    assert found.far == ()  # it is one fault, not five


def test_a_quarter_turn_is_found_either_way() -> None:
    for how in (
        lambda x, y: ((1 - y / 800) * 1280, x / 1.6),
        lambda x, y: (y * 1.6, 800 - x / 1.6),
    ):
        assert judged(moved(how), SIZE, SCALE).turned in {"quarter", "three-quarters"}


def test_a_dead_corner_is_named_and_the_rest_is_judged() -> None:
    found = judged(moved(lambda x, y: (x, y)) | {"bottom-left": None}, SIZE, SCALE)
    assert found.missed == ("bottom-left",)
    assert (found.far, found.turned) == ((), "")


def test_a_constant_offset_is_told_with_its_direction() -> None:
    found = judged(moved(lambda x, y: (x + 8 * SCALE, y - 3 * SCALE)), SIZE, SCALE)
    assert found.far == TARGETS
    assert found.right_mm == pytest.approx(8, abs=0.1)
    assert found.down_mm == pytest.approx(-3, abs=0.1)


def test_a_panel_that_feels_nothing_at_all_is_no_bug() -> None:
    assert judged(dict.fromkeys(TARGETS), SIZE, SCALE).missed == TARGETS


@given(st.tuples(*(st.tuples(st.floats(-4, 4), st.floats(-2, 2)) for _ in TARGETS)))
def test_a_trembling_hand_is_no_fault_of_the_panel(jitter: tuple[Point, ...]) -> None:
    shaken = {
        name: (x + dx * SCALE, y + dy * SCALE)
        for (name, (x, y)), (dx, dy) in zip(STAND.items(), jitter, strict=True)
    }
    found = judged({**shaken}, SIZE, SCALE)
    assert found.good
    assert found.most_mm <= 4.6


@given(st.floats(200, 4000), st.floats(200, 4000), st.floats(1.5, 25))
def test_targets_stand_in_the_window_whatever_its_size(w: float, h: float, scale: float) -> None:
    for x, y in targets(w, h, scale).values():
        assert 0 < x < w
        assert 0 < y < h
