"""The words of a label as patients read them: no marks of HTML or Markdown."""

import pytest

from kiosk.authoring.xlsform.plain_text import without_marks
from tests.authoring.conftest import Import, form_of, told


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**Stop** and *rest*", "Stop and rest"),
        ("# Your pain\nWhere?", "Your pain\nWhere?"),
        ("Choose __one__, _please_", "Choose one, please"),
        ("[Help](https://clinic.example/help)", "Help (https://clinic.example/help)"),
        ("<b>**Now**</b>", "Now"),
        ("R&amp;D&nbsp;&lt; 5", "R&D < 5"),
    ],
)
def test_marks_go_and_the_words_stay(written: str, read: str) -> None:
    assert without_marks(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "My name is ____",
        "5 * 3 * 2",
        "1*2*3",
        "* milk\n* bread",
        "name* and age*",
        "a_b_c",
        "${_x_} & ${a}*${b}*",
        "#1 of 3",
        "if x <b and c> 3",
    ],
)
def test_what_is_no_mark_stays(text: str) -> None:
    assert without_marks(text) == text


def test_marks_that_go_are_said(bring: Import) -> None:
    imported = bring({"type": "note", "name": "n", "label": "**Stop** here"})

    assert form_of(imported).by_path["n"].text("en") == "Stop here"
    assert told(imported) == [(2, "label", "**Stop** here")]
