"""What is said in the communication-needs form changes this screen at once."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.forms.questionnaire import read_questionnaire
from kiosk.resources import resource


@pytest.fixture
def asked(open_kiosk: Callable[..., Any]) -> Any:
    """A patient at the first question of the form."""
    form = read_questionnaire(resource("forms", "communication-needs.json").read_bytes())
    kiosk = open_kiosk(forms=(form,))
    kiosk.begin("How we can talk with you")
    return kiosk


def height_of(kiosk: Any) -> int:
    return int(kiosk.finger.find("What helps you to read?").rect.height())


def test_larger_text_is_larger_at_once_and_smaller_when_taken_back(asked: Any) -> None:
    before = height_of(asked)
    asked.finger.touch("Larger text")
    asked.finger.wait_for_stillness()
    assert height_of(asked) > before
    asked.finger.touch("Larger text")
    asked.finger.wait_for_stillness()
    assert height_of(asked) == before


def test_strong_contrast_and_more_time_are_met_and_gone_with_the_patient(asked: Any) -> None:
    asked.finger.touch("Strong contrast")
    assert asked.patient._display._theme == "contrast"
    for _ in range(2):
        asked.finger.touch("Continue")
        asked.finger.wait_for_stillness()
    asked.finger.touch("More time")
    assert asked.patient._idle._slower
    asked.patient.leave(delete=False)
    assert not asked.patient._idle._slower
    assert asked.patient._display._theme == "light"


def test_a_wish_made_on_the_display_sheet_outlives_an_answer(asked: Any) -> None:
    asked.patient._display.setText(2)
    asked.finger.touch("Strong contrast")
    assert asked.patient._display._step == 2
