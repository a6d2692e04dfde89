"""Texts that run the other way than those around them."""

import pytest

from kiosk.forms.bidi import isolated, unmarked


@pytest.mark.parametrize(
    ("text", "around", "fitting"),
    [
        ("GAD-7", "rtl", "\u2068GAD-7\u2069"),
        ("GAD-7", "ltr", "GAD-7"),
        ("نعم", "ltr", "\u2068نعم\u2069"),
        ("نعم", "rtl", "نعم"),
        ("37,5", "rtl", "37,5"),
        ("", "rtl", ""),
        # A turn that is left open is closed inside, not by what was to end the isolate.
        ("\u202eGAD", "rtl", "\u2068\u202eGAD\u202c\u2069"),
        ("one\ntwo", "rtl", "\u2068one\u2069\n\u2068two\u2069"),
    ],
)
def test_what_runs_the_other_way_is_set_apart(text: str, around: str, fitting: str) -> None:
    assert isolated(text, around) == fitting


def test_a_text_without_marks_is_what_was_written() -> None:
    assert unmarked("\u2068a\u200f\u202eb\u202c\u2069") == "ab"
    assert unmarked("می\u200cرم") == "می\u200cرم"  # that one joins letters, and stays
