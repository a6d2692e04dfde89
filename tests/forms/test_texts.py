from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.bidi import balanced
from kiosk.forms.languages import nearest, script_of
from kiosk.forms.proxies import may_answer, unknown_answerers
from kiosk.forms.texts import shown_texts, text_in, translations

CORE = "http://hl7.org/fhir/StructureDefinition/"
OWN = "http://clinic-kiosk.example/fhir/StructureDefinition/"


def translation(lang: str, words: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": lang}, {"url": "content", "valueString": words}]
    return {"url": CORE + "translation", "extension": parts}


def told_to_proxies(words: str, **others: str) -> dict[str, Any]:
    beside = {"extension": [translation(lang, text) for lang, text in others.items()]}
    return {"url": OWN + "proxy-text", "valueString": words, "_valueString": beside}


@pytest.mark.parametrize(
    ("wanted", "available", "near"),
    [
        ("pt-BR", ["pt", "pt-BR"], "pt-BR"),
        ("pt-BR", ["en", "pt"], "pt"),
        ("pt-BR", ["pt-PT", "en"], "pt-PT"),
        ("pt", ["pt-BR", "pt-PT"], "pt-BR"),
        ("PT-br", ["pt-BR"], "pt-BR"),
        ("ar", ["cy", "de"], None),
        ("zh-Hant-TW", ["zh-Hans", "zh-Hant"], "zh-Hant"),
        ("zh-Hant-TW", ["zh", "zh-Hans"], None),
        ("zh-TW", ["zh", "zh-CN", "zh-HK"], "zh-HK"),
        ("zh-Hant", ["zh-TW"], "zh-TW"),
        ("zh", ["zh-Hans"], "zh-Hans"),
        ("sr-Latn", ["sr", "sr-Cyrl"], None),
        ("pa-PK", ["pa", "pa-Arab"], "pa-Arab"),
        ("en-Latn", ["en-GB"], "en-GB"),
        ("de-CH-1996", ["de", "de-CH"], "de-CH"),
        ("", ["en"], None),
        ("en", [], None),
    ],
)
def test_the_nearest_language_is_one_the_reader_can_read(
    wanted: str, available: list[str], near: str | None
) -> None:
    assert nearest(wanted, available) == near


@given(
    wanted=st.sampled_from(["zh-TW", "zh", "sr-Latn", "en-GB", "ar", "pa-PK", "uz-AF", "x"]),
    available=st.lists(
        st.sampled_from(["zh-Hant", "zh-Hans", "zh-CN", "sr", "sr-Cyrl", "en", "ar-EG", "pa", "uz"])
    ),
)
def test_scripts_are_never_mixed(wanted: str, available: list[str]) -> None:
    near = nearest(wanted, available)
    assert near is None or script_of(near) == script_of(wanted)


def test_the_forms_own_text_comes_before_another_region_of_its_language() -> None:
    element = {"text": "lift", "_text": {"extension": [translation("en-US", "elevator")]}}
    assert text_in(element, "text", "en", own="en") == "lift"
    assert text_in(element, "text", "en-GB", own="en") == "lift"
    assert text_in(element, "text", "en-US", own="en") == "elevator"
    assert text_in(element, "text", "en", own="de") == "elevator"


def test_a_form_silent_of_its_language_still_shows_its_translations() -> None:
    element = {"text": "Nombre", "_text": {"extension": [translation("en", "Name")]}}
    assert text_in(element, "text", "en") == "Name"


def test_a_translation_may_be_markdown_and_a_broken_one_is_passed_over() -> None:
    parts = [{"url": "lang", "valueCode": "cy"}, {"url": "content", "valueMarkdown": "*Enw*"}]
    broken = [{"url": CORE + "translation", "extension": [{"url": "lang", "valueCode": "ar"}]}]
    whole = {"url": CORE + "translation", "extension": parts}
    element = {"text": "Name", "_text": {"extension": [*broken, whole]}}
    assert translations(element, "text") == {"cy": "*Enw*"}


def test_a_proxy_reads_the_wording_for_proxies_in_the_same_languages(make_form: Any) -> None:
    beside = [
        translation("ar", "كيف تشعر؟"),
        told_to_proxies("How does the person feel?", ar="كيف يشعر الشخص؟"),
    ]
    item = {
        "linkId": "a",
        "type": "choice",
        "text": "How do you feel?",
        "_text": {"extension": beside},
        "answerOption": [
            {
                "valueString": "I am well",
                "_valueString": {"extension": [told_to_proxies("They are well")]},
            }
        ],
    }
    question = make_form(item).items[0]
    assert question.text("en") == "How do you feel?"
    assert question.text("en", proxy=True) == "How does the person feel?"
    assert question.text("ar", proxy=True) == "كيف يشعر الشخص؟"
    [option] = question.answer_options
    assert option.label("en", proxy=True) == "They are well"
    assert question.answer_label(option.answer, "en", proxy=True) == "They are well"
    plain = make_form({"linkId": "a", "type": "string", "text": "Name?"}).items[0]
    assert plain.text("en", proxy=True) == "Name?"
    assert "How does the person feel?" in shown_texts(item, "text")


def test_who_may_answer_is_said_by_the_form() -> None:
    def said(*codes: Any) -> dict[str, Any]:
        return {
            "extension": [{"url": OWN + "answered-by", "valueCode": code} for code in codes],
            "item": [{"_text": {"extension": [told_to_proxies("x")]}}],
        }

    alone = ("self", "helped", "interpreter", "staff")
    assert may_answer({}) == (*alone, "proxy")
    assert may_answer(said("self")) == alone
    assert may_answer(said("proxy")) == ("proxy",)
    assert may_answer(said("proxy", "self")) == (*alone, "proxy")
    assert unknown_answerers(said("self", "cat")) == ("cat",)
    assert may_answer(said(["self"], {})) == (*alone, "proxy")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\u202eb", "a\u202eb\u202c"),
        ("a\u202cb", "ab"),
        ("a\u2069b", "ab"),
        ("\u2067a\u202eb\u2069c", "\u2067a\u202eb\u202c\u2069c"),
        ("\u202ea\nb", "\u202ea\u202c\nb"),
        ("\u202aa\u202c b", "\u202aa\u202c b"),
        ("\u200fa\u061cb", "\u200fa\u061cb"),
    ],
)
def test_a_turn_of_direction_ends_with_its_line(raw: str, shown: str) -> None:
    assert balanced(raw) == shown


CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(text=st.text(alphabet=CONTROLS + "ab \n", max_size=60))
def test_closing_turns_is_done_once_and_keeps_every_letter(text: str) -> None:
    closed = balanced(text)
    assert balanced(closed) == closed
    assert closed.translate(dict.fromkeys(map(ord, CONTROLS))) == text.translate(
        dict.fromkeys(map(ord, CONTROLS))
    )
    for line in closed.split("\n"):
        assert sum(line.count(c) for c in "\u202a\u202b\u202d\u202e") == line.count("\u202c")
        assert sum(line.count(c) for c in "\u2066\u2067\u2068") == line.count("\u2069")


def test_the_raw_text_keeps_its_open_turn(make_form: Any) -> None:
    item = make_form({"linkId": "a", "type": "string", "text": "a\u202e"}).items[0]
    assert item.text("en") == "a\u202e\u202c"
    assert item.raw["text"] == "a\u202e"


def test_every_text_shown_counts_for_a_language(make_form: Any) -> None:
    arabic = {"extension": [translation("ar", "س")]}
    item: dict[str, Any] = {"linkId": "a", "type": "quantity", "text": "A?", "_text": arabic}

    def languages(**more: Any) -> tuple[str, ...]:
        form = make_form(item | more, title="7", contained=[VALUE_SET])
        found: tuple[str, ...] = form.languages
        return found

    def unit(**more: Any) -> dict[str, Any]:
        coding = {"code": "kg", "display": "kilogram", **more}
        return {"extension": [{"url": CORE + "questionnaire-unit", "valueCoding": coding}]}

    hint = {"linkId": "b", "type": "display", "text": "Help"}
    assert languages() == ("en", "ar")
    assert languages(**unit()) == ("en",)
    assert languages(**unit(_display=arabic)) == ("en", "ar")
    assert languages(item=[hint]) == ("en",)
    assert languages(item=[hint | {"_text": arabic}]) == ("en", "ar")
    assert languages(prefix="1a)") == ("en", "ar")
    assert languages(prefix="Part one") == ("en",)
    assert languages(answerOption=[{"valueString": "10 - 20"}]) == ("en", "ar")
    assert languages(answerValueSet="#unused") == ("en", "ar")
    assert languages(answerValueSet="#own") == ("en",)


CONCEPT = {"code": "a", "display": "Apple", "designation": [{"language": "ar", "value": "تفاح"}]}
VALUE_SET = {
    "resourceType": "ValueSet",
    "id": "own",
    "expansion": {"contains": [CONCEPT, {"code": "b", "display": "Pear"}]},
}


def test_designations_of_own_value_sets_are_translations(make_form: Any) -> None:
    spoken = {"resourceType": "ValueSet", "id": "v", "expansion": {"contains": [CONCEPT]}}
    item = {"linkId": "a", "type": "choice", "text": "1", "answerValueSet": "#v"}
    assert make_form(item, title="7", contained=[spoken]).languages == ("en", "ar")
