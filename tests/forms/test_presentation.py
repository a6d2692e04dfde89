from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms.looks.controls import CONTROLS
from kiosk.forms.looks.layout import ChoiceColumn, Width
from kiosk.forms.looks.markup import Marks
from kiosk.forms.looks.option_presentation import present_option
from kiosk.forms.looks.presentation import Words, present
from kiosk.forms.looks.units import Unit

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Questionnaire.item."
OWN = "http://clinic-kiosk.example/fhir/StructureDefinition/"


def core(name: str, **value: Any) -> dict[str, Any]:
    return {"url": CORE + name, **value}


def sdc(name: str, **value: Any) -> dict[str, Any]:
    return {"url": SDC + name, **value}


def arabic(words: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": "ar"}, {"url": "content", "valueString": words}]
    return {"extension": [core("translation", extension=parts)]}


def control(code: str) -> dict[str, Any]:
    concept = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control"}]}
    concept["coding"][0]["code"] = code
    return core("questionnaire-itemControl", valueCodeableConcept=concept)


def beside(code: str, text: str) -> dict[str, Any]:
    return {"linkId": code, "type": "display", "text": text, "extension": [control(code)]}


@pytest.fixture
def shown(make_form: Any) -> Any:
    """How an item with these elements is shown."""

    def show(language: str = "en", *, proxy: bool = False, **elements: Any) -> Any:
        item = {"linkId": "a", "type": "string", "text": "A?", **elements}
        return present(make_form(item).items[0], language, proxy=proxy)

    return show


@pytest.mark.parametrize("code", CONTROLS)
def test_every_control_code_is_offered_with_its_kind(shown: Any, code: str) -> None:
    presentation = shown(extension=[control(code)])
    assert (presentation.control, presentation.control_kind) == (code, CONTROLS[code].kind)


def test_a_control_that_is_not_known_is_kept_as_given(shown: Any) -> None:
    presentation = shown(extension=[control("hologram")])
    assert (presentation.control, presentation.control_kind) == ("hologram", "")


def test_a_plain_item_wishes_for_nothing(shown: Any) -> None:
    presentation = shown()
    assert presentation.text.plain == "A?"
    assert presentation.words == Words()
    assert (presentation.media, presentation.category, presentation.support_links) == (None, "", ())
    assert presentation.demands.max_occurs == 1
    assert presentation.disabled_display == "hidden"


def test_the_words_around_a_question_are_told_apart(shown: Any) -> None:
    codes = ("help", "prompt", "flyover", "legal", "unit", "lower", "upper", "inline")
    note = {"linkId": "note", "type": "display", "text": "note"}
    words = shown(item=[*(beside(code, f"the {code}") for code in codes), note]).words
    assert {code: getattr(words, code).plain for code in codes} == {
        code: f"the {code}" for code in codes
    }
    assert words.plain.plain == "note"


def test_layout_is_offered_as_the_form_has_it(shown: Any) -> None:
    column = sdc(
        "choiceColumn",
        extension=[
            {"url": "path", "valueString": "display"},
            {"url": "label", "valueString": "Name", "_valueString": arabic("الاسم")},
            {"url": "width", "valueQuantity": {"value": 30, "code": "%"}},
            {"url": "forDisplay", "valueBoolean": True},
        ],
    )
    layout = shown(
        "ar",
        extension=[
            core("questionnaire-choiceOrientation", valueCode="horizontal"),
            sdc("columnCount", valuePositiveInt=3),
            sdc("width", valueQuantity={"value": Decimal("120.5")}),
            sdc("collapsible", valueCode="default-closed"),
            column,
        ],
    ).layout
    assert (layout.orientation, layout.column_count) == ("horizontal", 3)
    assert (layout.width, layout.collapsible) == (Width(Decimal("120.5"), "px"), "default-closed")
    assert layout.choice_columns == (
        ChoiceColumn("display", "الاسم", Width(Decimal(30), "%"), for_display=True),
    )


def test_how_an_answer_is_given_is_offered(shown: Any) -> None:
    coding = {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kilograms"}
    entry = shown(
        type="quantity",
        extension=[
            core("questionnaire-unit", valueCoding=coding | {"_display": arabic("كغ")}),
            core("questionnaire-unitOption", valueCoding={"code": "g"}),
            core("questionnaire-unitValueSet", valueCanonical="http://example.org/units"),
            sdc("unitOpen", valueCode="optionsOrType"),
            sdc("unitSupplementalSystem", valueCanonical="http://unitsofmeasure.org"),
            core("questionnaire-sliderStepValue", valueInteger=5),
            core("entryFormat", valueString="DD/MM", _valueString=arabic("ي/ش")),
            sdc("keyboard", valueCoding={"code": "number"}),
            sdc("openLabel", valueString="Other"),
            core("mimeType", valueCode="image/png"),
        ],
        language="ar",
    ).entry
    assert entry.units.fixed == Unit("kg", "http://unitsofmeasure.org", "كغ")
    assert entry.units.options == (Unit("g", "", "g"),)
    assert (entry.units.value_set, entry.units.open) == (
        "http://example.org/units",
        "optionsOrType",
    )
    assert entry.units.supplemental_system == "http://unitsofmeasure.org"
    assert (entry.step, entry.format, entry.keyboard) == (Decimal(5), "ي/ش", "number")
    assert (entry.open_label, entry.mime_types) == ("Other", ("image/png",))


def test_marks_of_demand_and_notes_are_offered(shown: Any) -> None:
    presentation = shown(
        required=True,
        repeats=True,
        readOnly=True,
        extension=[
            core("questionnaire-minOccurs", valueInteger=2),
            core("questionnaire-maxOccurs", valueInteger=4),
            core("questionnaire-signatureRequired", valueCodeableConcept={"text": "x"}),
            core(
                "questionnaire-displayCategory",
                valueCodeableConcept={"coding": [{"code": "security"}]},
            ),
            core("questionnaire-supportLink", valueUri="http://example.org/why"),
            core("questionnaire-usageMode", valueCode="capture"),
            sdc("shortText", valueString="Short"),
            sdc("optionalDisplay", valueBoolean=True),
        ],
    )
    demands = presentation.demands
    assert (demands.required, demands.min_occurs, demands.max_occurs) == (True, 2, 4)
    assert (demands.repeats, demands.read_only, demands.signature) == (True, True, True)
    assert (presentation.category, presentation.usage_mode) == ("security", "capture")
    assert presentation.support_links == ("http://example.org/why",)
    assert presentation.short_text == "Short"
    assert presentation.optional


@pytest.mark.parametrize("given", ["optionsOnly", "optionsOrType", "optionsOrString"])
def test_what_r5_says_of_answers_is_read_in_r5_and_as_an_extension(shown: Any, given: str) -> None:
    extension = [{"url": R5 + "answerConstraint", "valueCode": given}]
    assert shown(type="coding", answerConstraint=given).entry.constraint == given
    assert shown(type="choice", extension=extension).entry.constraint == given


def test_open_choice_takes_words_and_choice_does_not(shown: Any) -> None:
    assert shown(type="open-choice").entry.constraint == "optionsOrString"
    assert shown(type="choice").entry.constraint == "optionsOnly"


def test_disabled_items_are_hidden_or_protected(shown: Any) -> None:
    extension = [{"url": R5 + "disabledDisplay", "valueCode": "protected"}]
    assert shown(disabledDisplay="protected").disabled_display == "protected"
    assert shown(extension=extension).disabled_display == "protected"


def test_xhtml_comes_before_markdown_and_markdown_before_a_style(shown: Any) -> None:
    style = core("rendering-style", valueString="font-style: italic")
    markdown = core("rendering-markdown", valueMarkdown="**M**")
    xhtml = core("rendering-xhtml", valueString="<u>X</u>")

    def text(*extensions: dict[str, Any]) -> tuple[str, Marks]:
        [block] = shown(_text={"extension": list(extensions)}).text.blocks
        return block.spans[0].text, block.spans[0].marks

    assert text(style) == ("A?", Marks(italic=True))
    assert text(style, markdown) == ("M", Marks(bold=True))
    assert text(style, markdown, xhtml) == ("X", Marks(underlined=True))


def test_marks_of_the_own_language_are_not_shown_for_a_translation(shown: Any) -> None:
    words = arabic("س")["extension"]
    plain = core("rendering-xhtml", valueString="<b>A?</b>")
    spoken = {**plain, "_valueString": arabic("<b>سؤال</b>")}
    inside = arabic("س")["extension"][0]
    inside["extension"][1]["_valueString"] = {
        "extension": [core("rendering-markdown", valueString="*س*")]
    }
    assert shown("ar", _text={"extension": [*words, plain]}).text.plain == "س"
    assert shown("ar", _text={"extension": [*words, spoken]}).text.plain == "سؤال"
    [block] = shown("ar", _text={"extension": [inside, spoken]}).text.blocks
    assert block.spans[0].marks == Marks(italic=True)
    assert shown("en", _text={"extension": [*words, spoken]}).text.plain == "A?"


def test_an_option_has_prefix_marks_picture_and_stands_alone(make_form: Any) -> None:
    picture = {"contentType": "image/png", "data": "aGVsbG8=", "title": "A smile"}
    option = {
        "valueCoding": {
            "code": "none",
            "display": "None",
            "_display": {"extension": [core("rendering-markdown", valueString="**None**")]},
        },
        "extension": [
            core("questionnaire-optionPrefix", valueString="a)"),
            core("questionnaire-optionExclusive", valueBoolean=True),
            sdc("itemAnswerMedia", valueAttachment=picture),
        ],
    }
    item = {"linkId": "a", "type": "choice", "text": "A?", "answerOption": [option]}
    [answer] = make_form(item).items[0].answer_options
    shown = present_option(answer, "en")
    assert (shown.prefix, shown.exclusive) == ("a)", True)
    assert shown.label.blocks[0].spans[0].marks.bold
    assert shown.media is not None
    assert (shown.media.kind, shown.media.title, shown.media.remote) == ("image", "A smile", False)


def test_an_option_without_words_shows_what_it_is(make_form: Any) -> None:
    options = [{"valueInteger": 3}, {"valueCoding": {"code": "x"}}, {"valueDate": "2026"}]
    item = {"linkId": "a", "type": "choice", "text": "A?", "answerOption": options}
    labels = [present_option(o, "en").label.plain for o in make_form(item).items[0].answer_options]
    assert labels == ["3", "x", "2026"]


@pytest.mark.parametrize(
    ("attachment", "kind", "remote"),
    [
        ({"contentType": "image/png", "url": "http://example.org/a.png"}, "", True),
        ({"contentType": "image/svg+xml", "data": "PHN2Zy8+"}, "", False),
        ({"url": "data:image/png;base64,aGVsbG8="}, "image", False),
        ({"contentType": "AUDIO/MPEG; x=y", "data": "aGVsbG8="}, "audio", False),
        ({"contentType": "video/mp4", "data": "aGVsbG8="}, "video", False),
        ({"contentType": "image/jpg", "data": "aGVsbG8="}, "image", False),
        ({}, "", False),
    ],
)
def test_only_media_that_the_form_carries_are_shown(
    shown: Any, attachment: dict[str, Any], kind: str, *, remote: bool
) -> None:
    media = shown(extension=[sdc("itemMedia", valueAttachment=attachment)]).media
    assert (media.kind, media.remote) == (kind, remote)


def test_a_text_that_was_worked_out_replaces_the_forms_own(make_form: Any) -> None:
    item = make_form({"linkId": "a", "type": "string", "text": "A?"}).items[0]
    assert present(item, "en", text="Dear <b>Ana</b>").text.plain == "Dear \u2039b>Ana\u2039/b>"
