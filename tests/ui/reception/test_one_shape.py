"""No object that the desk's QML looks into has a shape of its own (`tests.ui.test_one_shape`)."""

from typing import Any

from tests.ui.test_one_shape import odd_ones


def test_at_the_desk(desk: Any) -> None:
    desk.sign_in("lead")
    for page in [node.name for node in desk.hands.nodes() if node.role == "PageTab"]:
        desk.hands.click(page, "PageTab")
        desk.settle()

    assert odd_ones() == set()
