"""The words of the screen: complete, faithful, readable; a language is added by a folder."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QRawFont

from kiosk.errors import SettingsInvalid
from kiosk.forms.questionnaire import Questionnaire
from kiosk.resources import resource
from kiosk.ui.fonts import load_fonts
from kiosk.ui.keyboards import Keyboards
from kiosk.ui.words import Words, load_words

PLACE = re.compile(r"\{[a-z_]+\}")
ENGLISH = 'attract_title = "Tell us"\nsend = "Send {what}"\n'


def folder(tmp_path: Path, **languages: Any) -> Any:
    for code, (language, texts) in languages.items():
        (tmp_path / code).mkdir()
        (tmp_path / code / "language.toml").write_text(language, "utf-8")
        (tmp_path / code / "ui.toml").write_text(texts, "utf-8")
    return tmp_path


def test_a_language_is_added_by_a_folder(tmp_path: Path) -> None:
    words = load_words(
        folder(
            tmp_path,
            en=('name = "English"', ENGLISH),
            cy=('name = "Cymraeg"\nreviewed_by = "Siân Jones"', 'send = "Anfon {what}"'),
        )
    )
    assert [one.name for one in words.offered(("cy", "en"), drafts=("en",))] == [
        "Cymraeg",
        "English",
    ]
    assert words.say("cy", "send", what="x") == "Anfon x"


def test_a_missing_text_falls_back_to_english(tmp_path: Path) -> None:
    words = load_words(folder(tmp_path, en=('name = "English"', ENGLISH), cy=('name = "C"', "")))
    assert words.say("cy", "attract_title") == "Tell us"
    assert words.table("cy")["attract_title"] == "Tell us"


def test_a_draft_is_offered_only_where_it_is_allowed_by_name(words: Words) -> None:
    assert [one.code for one in words.offered(("en", "ar"))] == ["en"]
    assert [one.code for one in words.offered(("en", "ar"), drafts=("ar",))] == ["en", "ar"]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ('name = "C"\ndirection = "up"', ""),
        ('name = "C"\ncolour = "red"', ""),
        ('name = "C"', "send = 3"),
        ('name = "C"', "send = "),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, language: str, texts: str) -> None:
    place = folder(tmp_path, en=('name = "English"', ENGLISH), cy=(language, texts))
    with pytest.raises(SettingsInvalid, match="cy"):
        load_words(place).read_all()


def test_a_language_without_its_texts_is_named(tmp_path: Path) -> None:
    place = folder(tmp_path, en=('name = "English"', ENGLISH), cy=('name = "C"', ""))
    (place / "cy" / "ui.toml").unlink()
    with pytest.raises(SettingsInvalid, match=r"cy.ui\.toml"):
        load_words(place).read_all()


def test_a_value_is_not_read_as_a_place(words: Words) -> None:
    assert words.say("en", "start_unnamed", clinic="{0.__class__}").count("{0.__class__}") == 1


def test_every_language_has_every_text_with_the_same_places(words: Words) -> None:
    english = words.table("en")
    for language in words.languages:
        own = words._read[language.code]()
        assert set(own) == set(english)
        wrong = [
            key
            for key in english
            if set(PLACE.findall(own[key])) != set(PLACE.findall(english[key]))
        ]
        assert wrong == [], language.code


def test_arabic_is_really_translated(words: Words) -> None:
    english, arabic = words.table("en"), words.table("ar")
    assert [
        key
        for key in english
        if english[key] == arabic[key]
        and key != "date_order"  # the names of fields, in their order
        and re.search("[a-z]", english[key].replace("{form}", ""))
        and not PLACE.search(english[key])
    ] == []


def test_errors_are_worded_as_the_rules_ask(words: Words) -> None:
    banned = re.compile(r"\b(please|sorry|valid|invalid|forbidden|oops|required)\b", re.IGNORECASE)
    errors = {k: t for k, t in words.table("en").items() if k.startswith("error_")}
    assert errors
    assert [text for text in errors.values() if banned.search(text)] == []


def test_sentences_are_short(words: Words) -> None:
    texts = words.table("en").values()
    sentences = [part for text in texts for part in re.split(r"(?<=[.?!:])\s+", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []


@pytest.mark.usefixtures("app")
def test_every_text_of_every_language_and_form_and_key_has_its_glyphs(
    words: Words, forms: tuple[Questionnaire, ...]
) -> None:
    files = sorted(resource("fonts").glob("*/*.ttf"))
    by_weight = {}
    for file in files:
        weight = file.stem.split("-")[1]
        by_weight.setdefault(weight, []).append(QRawFont(str(file), 20))
    texts = [text for one in words.languages for text in words.table(one.code).values()]
    texts += [one.name for one in words.languages]
    texts += [json.dumps(form.raw, ensure_ascii=False) for form in forms]
    keyboards = Keyboards(resource("keyboards"))
    texts += [json.dumps(keyboards.of(code), ensure_ascii=False) for code in keyboards.codes]
    needed = {letter for text in texts for letter in text if letter > " "}
    assert {"ਪ", "ૉ", "\N{DOTTED CIRCLE}"} < needed
    for weight in ("Regular", "Bold"):
        fonts = by_weight[weight]
        missing = {c for c in needed if not any(f.supportsCharacter(ord(c)) for f in fonts)}
        assert missing == set(), weight


@pytest.mark.usefixtures("app")
def test_the_fonts_are_small_and_each_has_its_licence() -> None:
    assert load_fonts(resource("fonts"))[0] == "Atkinson Hyperlegible Next"
    for file in resource("fonts").glob("*/*.ttf"):
        assert file.stat().st_size < 200_000
        assert "SIL OPEN FONT LICENSE" in (file.parent / "OFL.txt").read_text()
