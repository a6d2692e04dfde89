"""Easy Read, a child's version and sign language: tags that fall back, media that are theirs."""

import base64
import re
from typing import Any

import pytest

from kiosk.forms import extensions as ext
from kiosk.forms.check import check_questionnaire
from kiosk.forms.filler import FormFiller
from kiosk.forms.languages import alternative, is_meant_for, nearest, script_of, sign_language
from kiosk.forms.languages import written as language_of
from kiosk.forms.looks.media import media_for
from kiosk.forms.looks.option_presentation import present_option
from kiosk.forms.texts import Reader

PIXEL = base64.b64encode(b"\x89PNG").decode()
FILM = base64.b64encode(b"\x1a\x45\xdf\xa3film").decode()


def attachment(title: str, language: str = "", kind: str = "image/png") -> dict[str, Any]:
    data = FILM if kind.startswith("video") else PIXEL
    return {"contentType": kind, "data": data, "title": title, "language": language}


def usual(title: str, **more: str) -> dict[str, Any]:
    return {"url": ext.ITEM_MEDIA, "valueAttachment": attachment(title, **more)}


def meant(title: str, *tags: str, kind: str = "image/png") -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"url": "for", "valueCode": tag} for tag in tags]
    parts.append({"url": "media", "valueAttachment": attachment(title, kind=kind)})
    return {"url": ext.ALTERNATIVE_MEDIA, "extension": parts}


def told(**words: str) -> dict[str, Any]:
    return {
        "extension": [
            {
                "url": ext.TRANSLATION,
                "extension": [
                    {"url": "lang", "valueCode": lang.replace("_", "-")},
                    {"url": "content", "valueString": text},
                ],
            }
            for lang, text in words.items()
        ]
    }


def titles(element: Any, language: str) -> list[str]:
    return [one.title for one in media_for(element, ext.ITEM_MEDIA, Reader(language))]


@pytest.mark.parametrize(
    ("tag", "language", "how", "signs"),
    [
        ("en", "en", "", ""),
        ("en-x-easy", "en", "easy", ""),
        ("zh-Hant-X-Easy", "zh-Hant", "easy", ""),
        ("x-easy", "", "easy", ""),
        ("cy-x-bfi", "cy", "bfi", "bfi"),
        ("pl-x-pso", "pl", "pso", "pso"),
        ("en-x-sgn-xyz", "en", "sgn-xyz", "sgn-xyz"),
        ("sgn-GB", "sgn-GB", "", "bfi"),
        ("xh", "xh", "", ""),
    ],
)
def test_a_tag_tells_its_language_and_how_it_is_told(
    tag: str, language: str, how: str, signs: str
) -> None:
    assert (language_of(tag), alternative(tag), sign_language(tag)) == (language, how, signs)


def test_an_alternative_falls_back_to_its_language_before_any_other_alternative() -> None:
    assert nearest("en-x-easy", ["ar", "en-x-child", "en"]) == "en"
    assert nearest("en-x-easy", ["en-x-child", "en-GB"]) == "en-GB"
    assert nearest("en", ["en-x-easy", "en-GB"]) == "en-GB"
    assert nearest("en", ["ar", "en-x-easy"]) == "en-x-easy"
    assert nearest("ar-x-easy", ["en"]) is None
    assert script_of("ar-x-easy") == "Arab"


def test_what_is_meant_for_an_alternative_is_meant_for_no_other() -> None:
    assert is_meant_for("x-easy", "pl-x-easy")
    assert is_meant_for("en-x-easy", "en-GB-x-easy")
    assert not is_meant_for("en-x-easy", "pl-x-easy")
    assert not is_meant_for("en-x-easy", "en-x-child")
    assert not is_meant_for("en-x-easy", "en")
    assert not is_meant_for("en", "en")


def test_pictures_of_an_alternative_take_the_place_of_the_usual_one_there_alone() -> None:
    element = {"extension": [usual("Photo"), meant("Drawing", "en-x-easy", "en-x-child")]}
    assert titles(element, "en") == titles(element, "ar") == ["Photo"]
    assert titles(element, "en-x-easy") == titles(element, "en-x-child") == ["Drawing"]
    assert titles(element, "en-x-bfi") == ["Photo"]


def test_a_usual_attachment_in_an_alternative_is_shown_in_that_one_alone() -> None:
    element = {"extension": [usual("Drawing", language="en-x-easy")]}
    assert titles(element, "en") == titles(element, "") == []
    assert titles(element, "en-x-easy") == ["Drawing"]


def test_a_film_in_signs_leaves_the_picture_where_it_is() -> None:
    film = meant("Signed", "x-bfi", kind="video/webm")
    element = {"extension": [usual("Photo"), film]}
    assert titles(element, "en") == ["Photo"]
    assert titles(element, "en-x-bfi") == ["Signed", "Photo"]


def test_an_option_has_its_picture_in_the_alternative_alone(make_form: Any) -> None:
    option = {"valueCoding": {"code": "y", "display": "Yes"}, "extension": [meant("A", "x-easy")]}
    form = make_form({"linkId": "a", "type": "choice", "text": "A", "answerOption": [option]})
    [option] = form.items[0].answer_options
    assert present_option(option, "en").media is None
    drawn = present_option(option, "en-x-easy").media
    assert drawn is not None
    assert (drawn.title, drawn.own) == ("A", True)


def question(**more: Any) -> dict[str, Any]:
    return {"linkId": "a", "type": "boolean", "text": "Does it hurt?", **more}


def test_a_form_is_shown_in_an_alternative_only_where_all_of_it_exists_in_it(
    make_form: Any,
) -> None:
    easy = told(en_x_easy="Is it sore?")
    assert make_form(question(_text=easy)).language_for("en-x-easy") == "en"
    form = make_form(question(_text=easy), _title=told(en_x_easy="Little"))
    assert form.language_for("en-x-easy") == "en-x-easy"
    assert form.language_for("en-x-child") == form.language_for("pl") == "en"


def test_signs_are_told_with_the_words_that_there_are(make_form: Any) -> None:
    signed = question(extension=[usual("", language="sgn-GB", kind="video/webm")])
    assert make_form(signed).language_for("en-x-bfi") == "en-x-bfi"
    assert make_form(signed).language_for("cy-x-bfi") == "en-x-bfi"
    assert make_form(signed).language_for("en-x-ase") == "en"
    assert make_form(question()).language_for("en-x-bfi") == "en"


def test_a_response_says_how_it_was_asked(make_form: Any, respond: Any) -> None:
    signed = question(
        _text=told(en_x_easy="Is it sore?"),
        extension=[usual("", language="bfi", kind="video/webm")],
    )
    form = make_form(signed, _title=told(en_x_easy="Little"))
    for language in ("en-x-easy", "en-x-bfi", "en"):
        assert respond(FormFiller(form, language=language))["language"] == language
    assert respond(FormFiller(form, language="en-x-child"))["language"] == "en"


@pytest.mark.parametrize(
    "broken",
    [meant("A"), meant("A", "en"), {"url": ext.ALTERNATIVE_MEDIA, "valueString": "x"}],
    ids=["for nobody", "for a language", "no media"],
)
def test_media_that_nobody_would_see_are_told(make_form: Any, broken: Any) -> None:
    def codes(extension: Any) -> set[str]:
        form = make_form(question(extension=[extension]))
        return {finding.code for finding in check_questionnaire(form)}

    assert "extension-value" in codes(broken)
    assert "extension-value" not in codes(meant("A", "x-easy"))


def test_a_picture_of_the_form_itself_is_looked_at_too(make_form: Any) -> None:
    nameless = make_form(question(), extension=[meant("", "x-easy")])
    assert "media-without-title" in {one.code for one in check_questionnaire(nameless)}


OURS = [
    ("what-matters", "en-x-easy"),
    ("what-matters", "en-x-child"),
    ("communication-needs", "en-x-easy"),
]


@pytest.mark.parametrize(("name", "language"), OURS)
def test_our_own_forms_have_a_small_picture_for_everything(
    form: Any, name: str, language: str
) -> None:
    own, reader = form(name), Reader(language)
    assert own.language_for(language) == language
    asked = [item for item in own.by_path.values() if item.is_asked]
    options = [option for item in asked for option in item.answer_options]
    shown = [media_for(raw, ext.ITEM_MEDIA, reader) for raw in (own.raw, *(i.raw for i in asked))]
    shown += [media_for(option.raw, ext.ITEM_ANSWER_MEDIA, reader) for option in options]
    assert all(len(media) == 1 for media in shown)
    for [media] in shown:
        assert (media.kind, bool(media.title)) == ("image", True)
        assert 1_000 < len(media.content(100_000)) <= 10_000
    assert media_for(own.raw, ext.ITEM_MEDIA, Reader("en")) == ()


@pytest.mark.parametrize(("name", "language"), OURS)
def test_our_own_alternatives_are_in_short_sentences(form: Any, name: str, language: str) -> None:
    own = form(name)
    words = [own.title(language), own.description(language)]
    for item in own.by_path.values():
        words += [item.text(language), *(o.label(language) for o in item.answer_options)]
    for sentence in (part for text in words for part in re.split(r"(?<=[.?!])\s+", text)):
        assert len(sentence.split()) <= 12, sentence
