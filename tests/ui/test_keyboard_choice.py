"""Another keyboard than that of the screen: chosen by its own name, kept, and forgotten."""

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.resources import resource
from kiosk.ui.keyboard_choice import KeyboardChoice

NAMES = [
    "English", "العربية", "Cymraeg", "Español", "Français", "Polski", "Português", "Română",
    "Soomaali", "اردو", "বাংলা", "ਪੰਜਾਬੀ", "ગુજરાતી",
]  # fmt: skip
PANELS = {
    '10"': ((1280, 800), 5.9),
    '10" upright': ((800, 1280), 5.9),
    '24"': ((1920, 1080), 3.6),
    '24" upright': ((1080, 1920), 3.6),
}
FORM = "What matters to you today"


def write(kiosk: Any) -> None:
    """From the question to the page where it is answered."""
    field = next(node for node in kiosk.finger.nodes() if node.role == "EditableText")
    kiosk.finger.touch(field.name, field.role)
    kiosk.finger.wait_for_stillness()


def touch(kiosk: Any, *names: str) -> None:
    for name in names:
        kiosk.finger.touch(name)
        kiosk.finger.wait_for_stillness()


@pytest.fixture
def writing(kiosk: Any) -> Any:
    kiosk.begin(FORM)
    write(kiosk)
    return kiosk


def test_bengali_is_written_on_an_english_screen(writing: Any) -> None:
    touch(writing, "O", "k", "Keyboard: English", "বাংলা", "ফাঁকা", "ব", "আ-কার")
    assert writing.finger.sees("Keyboard: বাংলা")
    touch(writing, "Done")
    assert writing.patient.asking.writing("text")["text"] == "Ok বা"
    write(writing)
    assert writing.finger.sees("Keyboard: বাংলা")


@pytest.mark.parametrize("by_key", [True, False])
def test_back_leads_to_the_same_keyboard_and_text(writing: Any, *, by_key: bool) -> None:
    touch(writing, "O", "Keyboard: English")
    assert not writing.finger.sees("Done")
    if by_key:
        QTest.keyClick(writing.window.root, Qt.Key.Key_Escape)
    else:
        writing.finger.touch("Back")
    writing.finger.wait_for_stillness()
    assert writing.finger.sees("Keyboard: English")
    touch(writing, "k", "Done")
    assert writing.patient.asking.writing("text")["text"] == "Ok"


def test_another_language_of_the_screen_brings_its_keyboard(writing: Any) -> None:
    touch(writing, "Keyboard: English", "বাংলা", "Done", "Language", "العربية")
    write(writing)
    assert writing.finger.sees("لوحة المفاتيح: العربية")


def test_the_next_person_finds_the_keyboard_of_the_screen(writing: Any) -> None:
    touch(writing, "Keyboard: English", "বাংলা")
    writing.nobody_touches_it()
    writing.finger.wait_for_stillness()
    writing.begin(FORM)
    write(writing)
    assert writing.finger.sees("Keyboard: English")


@pytest.mark.parametrize("panel", PANELS)
def test_every_keyboard_is_found_by_its_own_name(
    open_kiosk: Callable[..., Any], panel: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel])
    kiosk.begin(FORM)
    write(kiosk)
    touch(kiosk, "Keyboard: English")
    assert [node.name for node in kiosk.finger.nodes() if node.name in NAMES] == NAMES


def test_the_languages_on_offer_come_first() -> None:
    choice = KeyboardChoice(resource("keyboards"))
    names = [one["name"] for one in choice.names(("ur", "pl"))]
    assert names[:3] == ["اردو", "Polski", "Cymraeg"]
    assert sorted(names) == sorted(NAMES)


def test_a_keyboard_that_cant_be_used_is_left_out_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Path(shutil.copytree(resource("keyboards"), tmp_path / "keyboards"))
    broken = json.loads((folder / "cy.json").read_text("utf-8"))
    broken["text"]["letters"][0][0] = "§"
    (folder / "cy.json").write_text(json.dumps(broken), "utf-8")
    choice = KeyboardChoice(folder)
    with caplog.at_level(logging.ERROR):
        assert choice.of("cy") == choice.of("en")
    assert "cy.json: text.letters, key “§”" in caplog.text
    assert "Cymraeg" not in [one["name"] for one in choice.names(())]
    assert choice.of("xx") == choice.of("en")
