"""A question that no control can take, as its author sees it."""

from collections.abc import Callable
from typing import Any

from kiosk.ui.patient.kinds.no_control import NoControl


def test_who_has_to_answer_it_is_told_the_one_thing_that_can_be_done(
    page_of: Callable[..., Any], around_in: Callable[..., Any]
) -> None:
    page = page_of(type="reference", required=True)
    told = NoControl().missing(page, around_in())
    assert told == "Touch “I'd rather not say” to go on"
