"""A kiosk that is set up well raises no alarm."""

from tests.commands.doctor.conftest import Kiosk, names


def test_a_good_kiosk_raises_no_alarm_and_leaves_nothing_unknown(kiosk: Kiosk) -> None:
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == set(), told["text"]
    assert told["well"]
    assert names(told, "to know") == {
        "speech", "screenshots", "staff-pins", "store-checked", "placement",
    }  # fmt: skip
    assert told["text"].endswith("All is well.")
    assert told["seconds"] < 20
