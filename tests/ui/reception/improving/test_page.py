"""The page Improve: who sees it, and its parts."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("role", "sees"), [("reception", True), ("lead", True), ("clinical", True), ("IT", False)]
)
def test_who_sees_it(desk: Any, role: str, *, sees: bool) -> None:
    desk.sign_in(role)

    assert desk.hands.sees("Improve") is sees


def test_it_opens_with_what_is_there_this_week(desk: Any) -> None:
    desk.sign_in()
    desk.hands.click("Improve", "PageTab")
    desk.settle()

    assert desk.hands.heading() == "Improve"
    assert desk.hands.sees("This week")
