"""The settings file: read once, strictly, with a message that helps."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import SettingsInvalid
from kiosk.resources import resource
from kiosk.settings import Settings, parse_settings, read_settings


def test_the_sample_file_is_valid_and_says_what_holds_anyway() -> None:
    assert read_settings(resource("kiosk.toml")) == Settings()


def test_every_key_in_a_comment_of_the_sample_is_a_real_one() -> None:
    lines = resource("kiosk.toml").read_text(encoding="utf-8").splitlines()
    uncommented = [line[2:] if line.startswith("# ") and " = " in line else line for line in lines]

    assert parse_settings("\n".join(uncommented).encode(), source="sample") != Settings()


@pytest.mark.parametrize(
    ("text", "said", "advice"),
    [
        ('[clinic]\nnmae = "A"', "nmae", "name"),
        ("[cinic]", "cinic", "clinic"),
        ("[patient]\nidle_warning_s = 3", "60", "Correct"),
        ('[patient]\nidentity = "face"', "face", "Correct"),
        ("[patient]\nidle_countdown_s = 30", "60", "Correct"),
        ("[patient]\nrepeat_ms = 1500", "1000", "Correct"),
        ("[patient]\ncleaning_s = 5", "15", "Correct"),
        ("[patient]\ndraft_hours = 500", "72", "Correct"),
        ("[patient]\nclean_afer = 10", "clean_afer", "clean_after"),
        ('[central]\ntimeout_s = "soon"', "timeout_s", "Correct"),
        ("[clinic", "line 1", "Mend"),
    ],
)
def test_a_mistake_is_named_with_what_would_be_right(text: str, said: str, advice: str) -> None:
    with pytest.raises(SettingsInvalid) as told:
        parse_settings(text.encode(), source="kiosk.toml")

    assert "kiosk.toml" in str(told.value)
    assert said in str(told.value)
    assert advice in told.value.advice


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"none\.toml"):
        read_settings(tmp_path / "none.toml")


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_in_another_way(content: bytes) -> None:
    with suppress(SettingsInvalid):
        parse_settings(content, source="any")
