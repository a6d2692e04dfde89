"""The words of the screen: complete, faithful, readable; a language is added by a folder."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kiosk.coproduction.plain_words import Text, look
from kiosk.errors import SettingsInvalid
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import bundled_words
from kiosk.papers.fonts import load_fonts
from kiosk.resources import resource
from kiosk.ui.fonts import missing_glyphs
from kiosk.ui.keyboards import Keyboards
from kiosk.ui.wording.completeness import problems
from kiosk.ui.wording.words import Counted, Words, load_desk_words, load_words

PLACE = re.compile(r"\{[a-z_]+\}")
POLISH = """
days_one = "dzień"
days_few = "{count} dni"
days_many = "{count} dni"
days = "{count} dnia"
hi = "Cześć {name}"
"""
FRENCH = """
days_one = "un jour"
days = "{count} jours"
hi = "Bonjour {name}"
"""
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


def test_every_language_has_every_text_in_every_form_with_its_places(words: Words) -> None:
    english = words.own("en")
    told = [
        f"{language.code}: {problem}"
        for language in words.languages
        for problem in problems(english, words.own(language.code), language.code)
    ]
    assert told == []


@pytest.mark.parametrize(
    ("code", "texts", "named"),
    [
        ("pl", POLISH, []),
        ("pl", "", ["days", "days_few", "days_many", "days_one", "hi"]),
        ("pl", POLISH.replace("{count} dni", "dni"), ["days", "days_few", "days_many"]),
        ("pl", POLISH.replace("{name}", ""), ["hi"]),
        ("pl", POLISH + 'days_two = "dwa dni"', ["days_two"]),
        ("fr", FRENCH.replace("un", "{count}"), []),
        ("fr", FRENCH, ["days_one"]),  # in French nought is one, too
    ],
)
def test_what_a_language_lacks_is_named(code: str, texts: str, named: list[str]) -> None:
    english = {"days": "{count} days", "days_one": "1 day", "hi": "Hello {name}"}
    told = problems(english, tomllib.loads(texts), code)
    assert [one.partition(":")[0] for one in told] == named


def test_a_form_of_english_never_stands_in_another_language(tmp_path: Path) -> None:
    english = (
        'days = "{count} days"\ndays_one = "one day"\nnights = "{count}"\nnights_one = "a night"'
    )
    words = load_words(
        folder(
            tmp_path,
            en=('name = "English"', english),
            pl=('name = "Polski"', 'days = "{count} dni"\ndays_few = "{count} dni, mało"'),
        )
    )
    said = [words.count("pl", "days", number) for number in (1, 2, 5, 22)]
    assert said == ["1 dni", "2 dni, mało", "5 dni", "22 dni, mało"]
    assert [words.count("en", "days", number) for number in (0, 1)] == ["0 days", "one day"]
    # What it has no text for is told in English, forms and all.
    assert words.count("pl", "nights", 1) == "a night"


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "دقيقة واحدة"), (2, "دقيقتين"), (3, "٣ دقائق"), (25, "٢٥ دقيقة")],
)
def test_arabic_counts_as_arabic_does(words: Words, number: int, told: str) -> None:
    assert words.count("ar", "minutes", number) == told


def test_one_number_of_several_chooses_the_form(words: Words) -> None:
    said = words.say("en", "several_of", count=Counted(1), limit=3)
    assert said == "1 selected, 3 at most"
    assert words.say("ar", "several_of", count=Counted(2), limit=3).startswith("اخترت إجابتين")


def test_a_number_stands_in_the_digits_of_the_language(words: Words) -> None:
    assert words.say("ar", "option_place", number=3, count=4) == "٣ من ٤"
    assert words.say("en", "option_place", number=3, count=4) == "3 of 4"


def test_what_runs_the_other_way_is_set_apart(words: Words) -> None:
    said = words.say("ar", "progress", form="GAD-7", number=3, count=4)
    assert said == "\u2068GAD-7\u2069 · السؤال\u00a0٣\u00a0من\u00a0٤"
    assert words.say("en", "own_words", label="Other", words="نعم") == "Other: \u2068نعم\u2069"
    assert words.say("en", "own_words", label="Other", words="Yes") == "Other: Yes"


def test_what_an_alternative_lacks_is_said_in_its_own_language(tmp_path: Path) -> None:
    words = load_words(
        folder(
            tmp_path,
            **{
                "en": ('name = "English"', ENGLISH),
                "cy": ('name = "Cymraeg"', 'send = "Anfon {what}"'),
                "cy-x-easy": (
                    'name = "Hawdd ei Ddeall"\nlarge = true',
                    'attract_title = "Dwedwch"',
                ),
                "pl-x-easy": ('name = "Łatwy"', ""),
            },
        )
    )
    assert words.say("cy-x-easy", "attract_title") == "Dwedwch"
    assert words.say("cy-x-easy", "send", what="x") == "Anfon x"
    assert words.say("pl-x-easy", "attract_title") == "Tell us"


def test_a_word_on_a_button_is_named_as_it_stands_there(words: Words) -> None:
    english = words.table("en")
    for language in words.languages:
        own = words.table(language.code)
        for key in ("decline", "thanks_done"):
            if own[key] != english[key]:
                assert [name for name, text in own.items() if english[key] in text] == []


def test_easy_read_has_short_sentences_without_short_forms(words: Words) -> None:
    for text in words._read["en-x-easy"]().values():
        assert "'" not in text
        for sentence in re.split(r"(?<=[.?!])\s+", text):
            assert len(sentence.split()) <= 12, sentence


@pytest.mark.parametrize("code", ["ar", "cy", "pl", "ur"])
def test_a_language_is_really_translated(words: Words, code: str) -> None:
    english, own = words.own("en"), words.own(code)
    same = {
        key
        for key in english
        if english[key] == own.get(key) and re.search("[a-z]", PLACE.sub("", english[key]))
    }
    # The names of fields in their order; what both write alike ("Start", "Help", "Braille").
    alike = {"date_order", "time_am", "time_pm", "scan_seconds", "display_sample", "need_braille"}
    assert same <= alike | {"staff", "help_brief", "stop_brief", "clean_start", "key_minus"}


def test_every_text_of_every_language_is_plain(words: Words) -> None:
    for language in words.languages:
        listed = bundled_words(language.code)
        texts = words.table(language.code).items()
        found = [
            one
            for key, text in texts
            for one in look(Text(key, text, scolds=True), language.code, listed)
        ]
        assert found == []


@pytest.mark.usefixtures("app")
def test_every_text_of_every_language_and_form_and_key_has_its_glyphs(
    words: Words, forms: tuple[Questionnaire, ...]
) -> None:
    texts = [text for one in words.languages for text in words.table(one.code).values()]
    texts += [one.name for one in words.languages]
    texts += [json.dumps(form.raw, ensure_ascii=False) for form in forms]
    keyboards = Keyboards(resource("keyboards"))
    texts += [json.dumps(keyboards.of(code), ensure_ascii=False) for code in keyboards.codes]
    assert {"ਪ", "ૉ", "\N{DOTTED CIRCLE}"} < set("".join(texts))
    assert missing_glyphs(resource("fonts"), texts) == {}
    assert missing_glyphs(resource("fonts"), ["ක"]) == {"Regular": "ක", "Bold": "ක"}


@pytest.mark.usefixtures("app")
def test_the_fonts_are_small_and_each_has_its_licence() -> None:
    assert load_fonts(resource("fonts"))[0] == "Atkinson Hyperlegible Next"
    for file in resource("fonts").glob("*/*.ttf"):
        assert file.stat().st_size < 200_000
        assert "SIL OPEN FONT LICENSE" in (file.parent / "OFL.txt").read_text()


@pytest.mark.parametrize("load", [load_words, load_desk_words], ids=["kiosk", "desk"])
def test_another_way_to_tell_a_language_has_its_own_name(load: Any) -> None:
    words: Words = load(resource("translations"))

    assert words.name_of("en-x-easy") == "Easy Read"
    assert words.name_of("en-x-child") == "For children"
    assert words.name_of("en-GB") == "English"
    assert words.name_of("cy-x-easy") == "Cymraeg (Easy Read)"
    assert words.name_of("fr-x-own") == "Français"
