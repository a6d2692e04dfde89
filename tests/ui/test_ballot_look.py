"""Two wordings side by side: long ones too are whole, equally large and seen at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kiosk.coproduction.ballots import Ballot
from tests.ui.test_every_screen import PANELS, check

LONG = {
    "a": "Over the last two weeks, thinking of the days and of the nights, how often have you been "
    "bothered by pain in your back, your shoulders or your knees, so that you could not do what "
    "you like?",
    "b": "Thinking of the last two weeks, how often did pain anywhere in your body stop you from "
    "doing the things that you like to do, by day or at night, at home or out and about?",
}
SHORT = {"a": "Where does it hurt most?", "b": "Where is the pain worst?"}
DAY = date(2026, 3, 2)


def choose_from(kiosk: Any, wordings: dict[str, str]) -> None:
    choosing = kiosk.patient._choosing
    choosing._ballot, choosing._pair = Ballot("b", "u|1", "q", wordings, DAY, DAY), ("a", "b")
    choosing.changed.emit()
    kiosk.patient._go("thanks")
    kiosk.patient.askWording()
    kiosk.finger.wait_for_stillness()


def seen(kiosk: Any, wordings: dict[str, str]) -> list[str]:
    return [name for name in kiosk.finger.names() if name in wordings.values()]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("panel", PANELS)
def test_long_wordings_are_whole_in_every_size(
    open_kiosk: Callable[..., Any], panel: str, language: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel])
    kiosk.patient._speaking.speak(language)
    choose_from(kiosk, LONG)
    for step in range(3):
        kiosk.patient._display.setText(step)
        assert check(kiosk, f"ballot {step}", PANELS[panel][1]) == {}


@pytest.mark.parametrize("panel", PANELS)
def test_both_are_seen_at_once(open_kiosk: Callable[..., Any], panel: str) -> None:
    kiosk = open_kiosk(panel=PANELS[panel])
    choose_from(kiosk, LONG)
    assert len(seen(kiosk, LONG)) == len(LONG)
    kiosk.patient.leaveWording()
    choose_from(kiosk, SHORT)
    for step in range(3):
        kiosk.patient._display.setText(step)
        kiosk.finger.wait_for_stillness()
        assert len(seen(kiosk, SHORT)) == len(SHORT)
        high = {kiosk.finger.find(one).rect.height() for one in SHORT.values()}
        assert len(high) == 1  # neither is offered larger than the other
