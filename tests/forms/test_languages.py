from typing import Any

import pytest

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def translated(**words: str) -> dict[str, Any]:
    return {
        "extension": [
            {
                "url": TRANSLATION,
                "extension": [
                    {"url": "lang", "valueCode": lang.replace("_", "-")},
                    {"url": "content", "valueString": text},
                ],
            }
            for lang, text in words.items()
        ]
    }


def test_text_is_shown_in_the_language_asked_for_else_as_written(make_form: Any) -> None:
    item = {"linkId": "a", "type": "string", "text": "Name", "_text": translated(ar="الاسم")}
    question = make_form(item).items[0]
    assert question.text("ar") == "الاسم"
    assert question.text("ar-EG") == "الاسم"
    assert question.text("cy") == "Name"


def test_a_regional_translation_wins_over_the_general_one(make_form: Any) -> None:
    words = translated(pt="autocarro", pt_BR="ônibus")
    question = make_form({"linkId": "a", "type": "string", "text": "bus", "_text": words}).items[0]
    assert question.text("pt-BR") == "ônibus"
    assert question.text("pt-PT") == "autocarro"


def test_a_language_counts_only_where_every_text_has_it(make_form: Any) -> None:
    both = {"linkId": "a", "type": "string", "text": "A", "_text": translated(ar="أ", cy="A")}
    one = {"linkId": "b", "type": "string", "text": "B", "_text": translated(ar="ب")}
    title = {"_title": translated(ar="صغير", cy="Bach")}
    assert make_form(both, **title).languages == ("en", "ar", "cy")
    assert make_form(both, one, **title).languages == ("en", "ar")
    assert make_form(both, one).languages == ("en",)


def test_an_option_without_translation_keeps_a_language_out(make_form: Any) -> None:
    options = [{"valueCoding": {"code": "y", "display": "Yes"}}]
    item = {"linkId": "a", "type": "choice", "text": "A", "_text": translated(ar="أ")}
    form = make_form(item | {"answerOption": options}, title="")
    assert form.languages == ("en",)
    options[0]["valueCoding"]["_display"] = translated(ar="نعم")  # type: ignore[assignment]
    form = make_form(item | {"answerOption": options}, title="")
    assert form.languages == ("en", "ar")
    assert form.items[0].answer_options[0].label("ar") == "نعم"


def test_a_form_in_another_language_puts_its_own_first(make_form: Any) -> None:
    assert make_form(language="de").languages == ("de",)


@pytest.mark.parametrize("language", ["ar", "cy", "pl", "ur"])
@pytest.mark.parametrize("name", ["what-matters", "pain-today", "communication-needs"])
def test_our_own_forms_are_whole_in_five_languages(form: Any, name: str, language: str) -> None:
    own = form(name)
    assert own.languages[0] == "en"
    assert language in own.languages
    for item in own.by_path.values():
        assert item.text(language) != item.text("en")


@pytest.mark.parametrize("name", ["gad-7", "phq-9"])
def test_validated_instruments_exist_in_english_alone(form: Any, name: str) -> None:
    assert form(name).languages == ("en",)
    assert TRANSLATION not in str(form(name).raw)
