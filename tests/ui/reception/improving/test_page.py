"""The page Improve: who sees it, and its parts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.ui.reception.improving.heard_store import remark
from tests.ui.reception.improving.test_changes import WHERE, draft

ROW = 44
"""The least height of a row, in pixels."""


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


@pytest.mark.parametrize("size", [(800, 560), (1280, 800)])
@pytest.mark.parametrize(
    ("tab", "control"),
    [
        ("week", "Answer"), ("suggestions", "Find in this table"), ("questions", "Form"),
        ("board", "Folder for the PDF"), ("changes", "Throw away"),
    ],
)  # fmt: skip
def test_in_large_text_whatever_has_the_keyboard_is_in_sight(
    open_desk: Callable[..., Any], size: tuple[int, int], tab: str, control: str, now: datetime
) -> None:
    desk = open_desk(size=size)
    form = next(one for one in desk.forms if one.url.endswith("pain-today"))
    remark(desk.store, form, "pain-where", now=now, words="Which week?")
    draft(desk, WHERE, at=now, form=form)
    desk.reception.look.useText(200)
    desk.sign_in("lead")
    desk.reception.go("improve")
    desk.reception.pages["improve"].showTab(tab)
    desk.settle()
    desk.settle()
    met = desk.hands.walk()

    assert {"This week", "Board", control} <= {one.name for one in met}
    for one in met:
        assert one.rect.top() < size[1] - ROW, one.name
        assert one.rect.bottom() > ROW or one.rect.top() >= 0, one.name
