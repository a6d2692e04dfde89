"""Every keyboard writes its language by touch: each letter, words with joined letters, in order.

`alphabets.json` has what is written: the letters that CLDR calls the main ones of a language, with
the others of its exemplars that are in use and without those that went out of it (ঌ, ૠ …); words
and sentences as patients write them.
"""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication, QTextLayout

from kiosk.papers.fonts import load_fonts, use_fonts
from kiosk.resources import resource
from kiosk.ui.keyboards import CIRCLE, KASHIDA, Keyboards

Show = Callable[..., Any]
ALPHABETS = json.loads(Path(__file__).with_name("alphabets.json").read_text("utf-8"))
JOINED = [code for code, said in ALPHABETS.items() if "joined" in said]
LEFTWARDS = ("ar", "ur")
PANEL = '10" 1280x800'


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def cased(letters: str) -> str:
    """The letters, in both cases where the language has two."""
    return nfc(" ".join(dict.fromkeys([*letters.split(" "), *letters.upper().split(" ")])))


def drawn(text: str) -> list[tuple[str, list[int], list[float]]]:
    """What is drawn for a line of text: fonts, their glyphs and the places of these."""
    layout = QTextLayout(text, QGuiApplication.font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return [
        (run.rawFont().familyName(), run.glyphIndexes(), [QPointF(p).x() for p in run.positions()])
        for run in layout.glyphRuns()
    ]


def glyphs(text: str) -> list[int]:
    return [glyph for _, run, _ in drawn(text) for glyph in run]


def test_every_keyboard_is_written_on_here() -> None:
    assert set(ALPHABETS) == set(Keyboards(resource("keyboards")).codes)


@pytest.mark.parametrize("code", ALPHABETS)
def test_every_letter_has_its_key(code: str) -> None:
    faces = Keyboards(resource("keyboards")).of(code)["text"]["faces"]
    keys = {key for rows in faces.values() for row in rows for key in row}
    assert set(cased(ALPHABETS[code]["letters"]).split(" ")) - keys == set()


@pytest.mark.long
@pytest.mark.parametrize("code", ALPHABETS)
def test_every_letter_is_written_by_touch(show: Show, code: str) -> None:
    shown = show("Writing", panel=PANEL, language=code, maxLength=2000)
    text = cased(ALPHABETS[code]["letters"])
    shown.write(text)
    assert shown.text() == text == nfc(shown.text())


@pytest.mark.parametrize("code", ALPHABETS)
def test_words_are_written_by_touch_in_their_order(show: Show, code: str) -> None:
    shown = show("Writing", panel=PANEL, language=code, maxLength=2000)
    text = nfc(" ".join(ALPHABETS[code]["words"]))
    shown.write(text)
    assert shown.text() == text


@pytest.mark.parametrize("code", ALPHABETS)
@pytest.mark.parametrize("panel", ['10" 1280x800', '10" 800x1280'])
def test_every_key_is_large_named_and_apart(show: Show, code: str, panel: str) -> None:
    shown = show("Writing", panel=panel, step=2, language=code, start="a\nb\nc")
    for face in shown.keys["text"]["faces"]:
        shown.show_face("text", face)
        assert {face: shown.faults(16)} == {face: []}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("code", ALPHABETS)
def test_every_word_is_drawn_whole_by_our_own_fonts(code: str) -> None:
    use_fonts(resource("fonts"))
    own = set(load_fonts(resource("fonts")))
    for word in ALPHABETS[code]["words"]:
        for family, run, _ in drawn(nfc(word)):
            assert family in own
            assert 0 not in run


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("code", JOINED)
def test_letters_are_joined(code: str) -> None:
    use_fonts(resource("fonts"))
    for word in map(nfc, ALPHABETS[code]["joined"]):
        alone = [glyph for letter in word for glyph in glyphs(letter)]
        if code in LEFTWARDS:
            assert not set(glyphs(word)) >= set(alone)
        else:
            assert len(glyphs(word)) < len(word)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("code", JOINED)
def test_letters_are_drawn_in_the_order_of_the_script(code: str) -> None:
    use_fonts(resource("fonts"))
    if code in LEFTWARDS:
        word = nfc(ALPHABETS[code]["joined"][0])
        layout = QTextLayout(word, QGuiApplication.font())
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        assert line.cursorToX(0) > line.cursorToX(1)  # type: ignore[operator]
    else:
        # A vowel that is written after its letter and stands before it.
        syllable = nfc(ALPHABETS[code]["before"])
        [(_, run, places)] = drawn(syllable)
        [letter] = glyphs(syllable[0])
        assert places[run.index(letter)] == max(places) > 0


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("code", JOINED)
def test_a_sign_without_its_letter_is_drawn_on_something(code: str) -> None:
    use_fonts(resource("fonts"))
    keyboard = Keyboards(resource("keyboards")).of(code)
    keys = {key for rows in keyboard["text"]["faces"].values() for row in rows for key in row}
    signs = {key for key in keys if key and unicodedata.category(key[0]).startswith("M")}
    assert signs
    for sign in signs:
        shown = keyboard["drawn"][sign]
        assert shown == (KASHIDA if code in LEFTWARDS else CIRCLE) + sign
        [(_, run, _)] = drawn(shown)
        assert len(run) >= 2
        assert 0 not in run


@pytest.mark.parametrize("code", ALPHABETS)
def test_every_key_that_writes_more_than_a_letter_writes_it_whole(show: Show, code: str) -> None:
    shown = show("Writing", panel=PANEL, language=code, maxLength=2000)
    faces = shown.keys["text"]["faces"]
    whole = [
        key
        for rows in faces.values()
        for row in rows
        for key in row
        if len(key) > 1 and not key.startswith("{")
    ]
    for key in whole:
        for way in shown.way_to(key, "text"):
            shown.touch(way)
    assert shown.text() == "".join(whole)
