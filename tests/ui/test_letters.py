"""What was typed is kept as whole letters."""

from typing import Any

from kiosk.ui.letters import whole

MIND = "What would you most like to talk about today?"


def test_half_a_letter_is_left_out_and_a_whole_one_stays() -> None:
    assert whole("knee \U0001f642\ud83d") == "knee \U0001f642"
    assert whole("ركبتي é") == "ركبتي é"


def test_an_emoji_that_a_full_field_cut_in_two_does_not_stop_the_patient(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    (field,) = kiosk.patient.shown.property("question")["writing"]
    kiosk.patient.shown.write(field, "My knee \ud83d")
    kiosk.finger.touch("Continue")
    kiosk.settle()
    (draft,) = kiosk.drafts()
    assert draft.answered == 1
