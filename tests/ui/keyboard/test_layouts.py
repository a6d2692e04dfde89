"""The files of `resources/keyboards/`: complete, and a mistake in one is told by file and key."""

import json
import shutil
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.errors import SettingsInvalid
from kiosk.forms.languages import written
from kiosk.resources import resource
from kiosk.ui.keyboards import (
    ACTIONS,
    KINDS,
    Keyboards,
    Layout,
    problems,
    read_layout,
    width_of,
    word_of,
)
from kiosk.ui.wording.words import Words

FILES = sorted(resource("keyboards").glob("*.json"))
ENGLISH = resource("keyboards", "en.json")
FIRST_ROW = ["q", "w", "e"]


def keys(layout: Layout, kind: str = "text") -> Iterator[str]:
    for rows in layout.kinds()[kind].values():
        for row in rows:
            yield from filter(None, row)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the keyboards that ship."""
    return Path(shutil.copytree(resource("keyboards"), tmp_path / "keyboards"))


def change(file: Path, where: str, value: Any) -> None:
    """Puts a value at a dotted place of a JSON file; None takes the place out."""
    raw = json.loads(file.read_text("utf-8"))
    *path, last = where.split("/")
    place = raw
    for step in path:
        place = place[int(step) if isinstance(place, list) else step]
    if value is None:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    file.write_text(json.dumps(raw), "utf-8")


def test_every_language_has_every_keyboard(words: Words) -> None:
    keyboards = Keyboards(resource("keyboards"))
    assert {written(one.code) for one in words.languages} <= set(keyboards.codes)
    for one in map(keyboards.of, keyboards.codes):
        assert all(one[kind]["faces"][one[kind]["first"]] for kind in KINDS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_printable_sign_of_ascii_can_be_written(file: Path) -> None:
    own = set(keys(read_layout(file)))
    assert set(string.printable) - set(string.whitespace) - own == set()
    assert {"{space}", "{enter}", "{erase}"} <= own


@pytest.mark.parametrize(
    ("code", "alphabet"),
    [
        ("ar", "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئىة"),
        ("pl", "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"),
    ],
)
def test_every_letter_of_the_alphabet_is_on_the_keyboard(code: str, alphabet: str) -> None:
    assert set(alphabet) <= set(keys(read_layout(resource("keyboards", f"{code}.json"))))


def test_the_names_of_neighbours_can_be_written() -> None:
    english = set(keys(read_layout(ENGLISH)))
    welsh, polish, french, german = "âêîôûŵŷáä", "ąćęłńóśźż", "àâçéèêëîïôùûü", "äöüß"
    others = "ñãõăășțçğöşåøæčěšžřůýđáéíóúàèìòùőű"
    for letters in (welsh, polish, french, german, others):
        assert set(letters) - english == set()


def test_each_letter_has_its_capital() -> None:
    faces = read_layout(ENGLISH).text
    pairs = (("letters", "capitals"), ("accents", "accent_capitals"))
    for small, large in (*pairs, ("more_accents", "more_accent_capitals")):
        small_keys = [key for row in faces[small] for key in row if not word_of(key)]
        large_keys = [key for row in faces[large] for key in row if not word_of(key)]
        assert [key.lower() for key in large_keys] == small_keys


def test_an_address_is_written_without_a_space_or_a_capital() -> None:
    layout = read_layout(ENGLISH)
    for kind in ("email", "url"):
        own = list(keys(layout, kind))
        assert "{space}" not in own
        assert "{capitals}" not in own
        assert set(string.ascii_lowercase + string.digits + "@._-") <= set(own)


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        ("text", None, "text"),
        ("txt", {}, "txt"),
        ("text/letters/0/0", 5, "text.letters: Expected `str`, got `int` - at `$[0][0]`"),
        (
            "text/letters/0",
            [*FIRST_ROW * 4],
            "text.letters, row 1: 12 letter keys wide, at most 11",
        ),
        ("text/letters/0/0", "{shift}", "text.letters, key “{shift}”: there is neither"),
        ("text/letters/0/0", "§", "text.letters, key “§”: it has no name"),
        ("text/letters/0/0", "w", "text.letters, key “w”: 2 keys of this face have that name"),
        ("text/letters/2/8", "ø", "text.letters, key “{erase}”: it is missing"),
        ("text/letters", [["a", "{erase}"]] * 5, "text.letters, 5 rows, at most 4"),
        ("text/lost", [["a", "{erase}"]], "text.lost: no key shows this face"),
        ("shown", {"{shift}": "⇧"}, "shown: there is no key “{shift}”"),
        ("names/{space}", None, "text.letters, key “{space}”: it has no name"),
        ("start", "capital", "once, start: text has no face “capital”"),
        ("number", None, "must be there with text, number, email, phone, url"),
    ],
)
def test_a_mistake_is_told_by_file_and_key(folder: Path, where: str, value: Any, told: str) -> None:
    change(folder / "en.json", where, value)
    with pytest.raises(SettingsInvalid) as error:
        Keyboards(folder)
    assert "en.json" in str(error.value)
    assert told in str(error.value)
    assert error.value.advice


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"text": "\xff"}'])
def test_what_is_no_json_is_told_by_its_file(folder: Path, content: bytes) -> None:
    (folder / "cy.json").write_bytes(content)
    with pytest.raises(SettingsInvalid, match=r"cy\.json"):
        Keyboards(folder).of("cy")


def test_a_language_is_added_by_a_file_with_its_letters_alone(folder: Path) -> None:
    letters = [["ŵ", "ŷ", "@", "{erase}"], ["{space}", "{enter}"]]
    (folder / "cy.json").write_bytes(
        msgspec.json.encode({"language": "Cymraeg", "text": {"letters": letters}})
    )
    added = Keyboards(folder).of("cy")
    assert added["text"] == {"first": "letters", "faces": {"letters": letters}}
    assert added["names"]["@"] == "at sign"
    assert added["email"] == Keyboards(folder).of("en")["email"]


def test_a_word_is_wider_beside_the_space() -> None:
    assert width_of("{enter}", ["{enter}", "{space}"]) == 1.75
    assert width_of(",", [",", "{space}"]) == 1


def test_a_letter_is_one_wide_a_word_more_and_the_space_most() -> None:
    assert [width_of(k) for k in ("q", "لا", "{", "{space}", "{erase}", ".com")] == [
        1, 1, 1, 2, 1.5, 1.5,
    ]  # fmt: skip


def test_no_problem_is_found_in_what_ships() -> None:
    english = read_layout(ENGLISH)
    for file in FILES:
        layout = read_layout(file)
        assert list(problems(layout, english.names | layout.names)) == []
        assert not ACTIONS & set(layout.text)
