"""Every key on every panel, in every text size: large, named, apart, and nothing clipped."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.ui.keyboards import KINDS

LETTERS = re.compile(r"(\w\w)\w\w\w?")
"""Five letters become seven: as much longer as the longest languages are."""
PANELS = ('10" 1280x800', '24" 1920x1080', '24" 1080x1920')


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("panel", PANELS)
def test_every_key_of_every_face_is_large_named_and_apart(
    show: Callable[..., Any], panel: str, step: int
) -> None:
    least = 16 if panel.startswith("10") else 20
    for language in ("en", "ar"):
        shown = show("Writing", panel=panel, step=step, language=language, start="a\nb\nc")
        for kind in KINDS:
            for face, rows in shown.keys[kind]["faces"].items():
                shown.show_face(kind, face)
                assert max(len(row) for row in rows) <= 11
                assert {f"{kind} {face}": shown.faults(least)} == {f"{kind} {face}": []}


@pytest.mark.parametrize("panel", PANELS)
def test_words_that_are_longer_still_fit_their_keys(
    show: Callable[..., Any], words: Any, panel: str
) -> None:
    longer = {key: LETTERS.sub(r"\g<0>\g<1>", word) for key, word in words.table("en").items()}
    shown = show("Writing", panel=panel, step=2, words=longer, start="a", maxLength=40)
    for face in shown.keys["text"]["faces"]:
        shown.show_face("text", face)
        assert shown.faults(16) == []


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("panel", PANELS)
def test_a_long_question_is_read_to_its_end_above_the_keyboard(
    show: Callable[..., Any], panel: str, step: int
) -> None:
    question = " ".join(f"word{n}" for n in range(120))
    shown = show("Writing", panel=panel, step=step, title=question)
    read: list[str] = []
    while not read or not read[-1].endswith("word119"):
        read.append(str(shown.item("Heading").property("text")))
        assert shown.cut_off() == []
        shown.finger.touch("Read on")
    assert " ".join(read).replace(" …", "") == question
    assert shown.item("Heading").property("text") == read[0]


def test_another_keyboard_begins_with_its_own_first_face(show: Callable[..., Any]) -> None:
    shown = show("Writing")
    for kind, first in (("number", "1"), ("email", "q"), ("text", "Q"), ("phone", "1")):
        shown.item("Writing").setProperty("keyboard", kind)
        shown.finger.wait_for(first)
