"""No object of the set-up window that QML looks into has a shape of its own."""

from typing import Any

from tests.ui.test_one_shape import odd_ones


def test_at_the_set_up(window: Any) -> None:
    assert window.setting_up
    assert odd_ones() == set()
