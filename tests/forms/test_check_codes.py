"""Every code of `kiosk form check`, each with a form that earns it and a form that does not."""

from typing import Any

import pytest

from kiosk.forms.check import CODES, check_questionnaire

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
OWN = "http://clinic-kiosk.example/fhir/StructureDefinition/"


def extended(*extensions: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"extension": list(extensions), **rest}


def core(name: str, **value: Any) -> dict[str, Any]:
    return {"url": CORE + name, **value}


def sdc(name: str, **value: Any) -> dict[str, Any]:
    return {"url": SDC + name, **value}


def fhirpath(expression: str, **rest: Any) -> dict[str, Any]:
    return {"language": "text/fhirpath", "expression": expression, **rest}


def calculated(expression: str) -> dict[str, Any]:
    return extended(sdc("calculatedExpression", valueExpression=fhirpath(expression)))


def variable(name: str, expression: str = "1") -> dict[str, Any]:
    return core("variable", valueExpression=fhirpath(expression, name=name))


def when(**condition: Any) -> dict[str, Any]:
    return {"linkId": "second", "enableWhen": [{"question": "first", **condition}]}


def control(code: str) -> dict[str, Any]:
    return core("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": code}]})


def media(**attachment: Any) -> dict[str, Any]:
    return extended(sdc("itemMedia", valueAttachment=attachment))


def hidden() -> dict[str, Any]:
    return extended(core("questionnaire-hidden", valueBoolean=True))


FIRST = {"linkId": "first", "type": "string", "text": "First?"}
SECOND = {"linkId": "second", "type": "string", "text": "Second?"}
NOTE = {"linkId": "note", "type": "display", "text": "Read this."}
RED = {"code": "red", "display": "Red"}
BLUE = {"code": "blue", "display": "Blue"}
CHOICE = {"type": "choice", "answerOption": [{"valueCoding": RED}, {"valueCoding": BLUE}]}
COLOUR = CHOICE | {"linkId": "colour", "text": "Colour?"}
EXISTS = {"operator": "exists", "answerBoolean": True}
GIVEN = {"valueExpression": fhirpath("true")}
RENDERED = {"type": "display", "text": "See here"}


def xhtml(source: str) -> dict[str, Any]:
    return RENDERED | {"_text": extended(core("rendering-xhtml", valueString=source))}


ON_AN_ITEM: dict[str, dict[str, Any]] = {
    "wrong-shape": {"required": "true"},
    "modifier-extension": CHOICE
    | {"answerOption": [{"valueCoding": RED, "modifierExtension": [{"url": "http://e.org/not"}]}]},
    "no-linkId": {"linkId": ""},
    "duplicate-linkId": {"linkId": "first"},
    "unknown-type": {"type": "banana"},
    "items-in-text": {"type": "display", "item": [FIRST | {"linkId": "inner"}]},
    "unknown-question": {"enableWhen": [{"question": "nowhere", **EXISTS}]},
    "ambiguous-question": {"item": [FIRST]} | when(**EXISTS),
    "no-question": {"enableWhen": [{"question": "note", "operator": "=", "answerString": "x"}]},
    "unknown-operator": when(operator="~", answerString="x"),
    "unknown-enableBehavior": {"enableBehavior": "some"},
    "no-comparison": when(operator="="),
    "exists-without-boolean": when(operator="exists", answerString="yes"),
    "comparison-type": when(operator="=", answerInteger=3),
    "order-without-order": {
        "enableWhen": [{"question": "colour", "operator": ">", "answerCoding": RED}],
    },
    "expression": calculated("(("),
    "duplicate-variable": extended(variable("x"), variable("x", "2")),
    "variable-is-context": extended(variable("resource")),
    "no-options": {"type": "choice"},
    "options-and-value-set": CHOICE | {"answerValueSet": "http://example.org/vs"},
    "initial-not-an-option": CHOICE | {"initial": [{"valueCoding": {"code": "green"}}]},
    "initial-type": {"initial": [{"valueInteger": 1}]},
    "no-value-possible": {
        "type": "integer",
        **extended(core("minValue", valueInteger=5), core("maxValue", valueInteger=4)),
    },
    "occurs-impossible": extended(core("questionnaire-minOccurs", valueInteger=2)),
    "element": {"concept": []},
    "extension": {"_text": extended({"url": "http://example.org/x"})},
    "extension-value": extended(core("questionnaire-hidden", valueString="true")),
    "extension-place": {"_required": extended(core("cqf-expression", **GIVEN))},
    "toggle": CHOICE
    | extended(
        sdc(
            "answerOptionsToggleExpression",
            extension=[
                {"url": "option", "valueCoding": {"code": "green"}},
                {"url": "expression", **GIVEN},
            ],
        )
    ),
    "no-control": {"type": "reference"},
    "no-text": {"text": ""},
    "empty-group": {"type": "group"},
    "text-with-answer": {"type": "display", "required": True},
    "no-enableBehavior": {"enableWhen": [{"question": "first", **EXISTS}] * 2},
    "comparison-not-an-option": {
        "enableWhen": [{"question": "colour", "operator": "=", "answerCoding": {"code": "no"}}],
    },
    "two-conditions": extended(sdc("enableWhenExpression", valueExpression=fhirpath("true")))
    | when(**EXISTS),
    "expression-language": extended(
        sdc("initialExpression", valueExpression={"language": "text/cql", "expression": "Age"})
    ),
    "empty-expression": calculated(" "),
    "no-variable-name": extended(core("variable", valueExpression=fhirpath("1"))),
    "unknown-variable": calculated("%nobody"),
    "unknown-function": calculated("magic()"),
    "ambiguous-linkId": calculated("%resource.item.where(linkId='first').answer.value")
    | {"item": [FIRST]},
    "reads-everything": calculated("%resource.descendants().answer.value.sum()"),
    "expression-question": calculated("%resource.item.where(linkId='nowhere').answer.value"),
    "value-set": {"type": "choice", "answerValueSet": "http://example.org/vs"},
    "options-on-type": {"type": "boolean", "answerOption": [{"valueString": "yes"}]},
    "option-type": {"type": "integer", "answerOption": [{"valueCoding": RED}]},
    "option-without-value": {"type": "choice", "answerOption": [{"valueCoding": RED}, {"id": "b"}]},
    "duplicate-option": {"type": "choice", "answerOption": [{"valueCoding": RED}] * 2},
    "unknown-answerConstraint": {"answerConstraint": "anything"},
    "unknown-disabledDisplay": {"disabledDisplay": "grey"},
    "several-initial": {"initial": [{"valueString": "a"}, {"valueString": "b"}]},
    "initial-on-type": {"type": "group", "initial": [{"valueString": "a"}], "item": []},
    "two-initials": {
        "initial": [{"valueString": "a"}],
        **extended(sdc("initialExpression", valueExpression=fhirpath("'b'"))),
    },
    "bad-limit": {"maxLength": -1},
    "limit-on-type": extended(core("maxSize", valueDecimal=1)),
    "occurs-without-required": extended(
        core("questionnaire-minOccurs", valueInteger=2), repeats=True
    ),
    "occurs-without-repeats": extended(core("questionnaire-maxOccurs", valueInteger=2)),
    "regex": extended(core("regex", valueString=r"(a)\1")),
    "required-hidden": {"required": True, **hidden()},
    "required-read-only": {"required": True, "readOnly": True},
    "unknown-control": extended(control("hologram")),
    "remote-media": media(contentType="image/png", url="http://example.org/a.png", title="A"),
    "media-type": media(contentType="image/svg+xml", data="PHN2Zy8+", title="A"),
    "media-broken": media(contentType="video/mp4", data="I0VYVE0zVQ==", title="A"),
    "film-needs-speech": media(contentType="video/webm", data="GkXfowAA", title="A"),
    "film-without-subtitles": media(contentType="audio/ogg", data="T2dnUwAA", title="A"),
    "subtitles-alone": media(contentType="text/vtt", data="V0VCVlRU"),
    "markup": xhtml("<p>See <script>alert(1)</script>here</p>"),
    "markup-broken": xhtml("<p>See <b>here</p>"),
    "translation": {"_text": extended(core("translation", extension=[{"url": "lang"}]))},
    "extension-elsewhere": extended(sdc("templateExtract", valueBoolean=True)),
    "style": xhtml('<p style="color: red">See here</p>'),
    "direction": {"text": "Turn \u202e round"},
    "control-on-type": {"type": "display", **extended(control("slider"))},
    "media-without-title": media(contentType="image/png", data="aGVsbG8="),
    "option-without-words": {"type": "choice", "answerOption": [{"valueCoding": {"code": "r"}}]},
    "initial-beside-options": CHOICE | {"initial": [{"valueCoding": RED}]},
    "max-length-on-type": {"type": "date", "maxLength": 3},
    "signature": extended(
        core("questionnaire-signatureRequired", valueCodeableConcept={"text": "sign"})
    ),
}
"""Code → what an item must have to earn it, beside linkId, type and text."""


def alerting(name: str, expression: str) -> dict[str, Any]:
    """A form with that alert rule."""
    value = fhirpath(expression) | ({"name": name} if name else {})
    return {"extension": [{"url": OWN + "alert-rule", "valueExpression": value}]}


ON_THE_FORM: dict[str, dict[str, Any]] = {
    "alert-rule": alerting("first", "magic()"),
    "alert-rule-name": alerting("", "%resource.item.answer.exists()"),
    "alert-rule-always": alerting("first", "true"),
    "no-url": {"url": ""},
    "no-version": {"version": ""},
    "no-status": {"status": ""},
    "no-title": {"title": " "},
    "unknown-status": {"status": "final"},
    "retired": {"status": "retired"},
    "draft": {"status": "draft"},
    "other-subject": {"subjectType": ["Device"]},
    "unknown-answerer": extended({"url": OWN + "answered-by", "valueCode": "neighbour"}),
    "language-incomplete": {
        "_title": extended(
            core(
                "translation",
                extension=[
                    {"url": "lang", "valueCode": "ar"},
                    {"url": "content", "valueString": "صغير"},
                ],
            )
        )
    },
}
OF_COMMANDS = {"unreadable"}
OF_FORMS = {"nothing-asked"}


def findings(form: Any, code: str) -> list[Any]:
    return [finding for finding in check_questionnaire(form) if finding.code == code]


def test_every_code_has_an_example_here() -> None:
    assert {*ON_AN_ITEM, *ON_THE_FORM} == set(CODES) - OF_COMMANDS - OF_FORMS


@pytest.mark.parametrize("code", ON_AN_ITEM)
def test_what_an_author_should_know_of_an_item_is_named(make_form: Any, code: str) -> None:
    found = findings(make_form(FIRST, NOTE, COLOUR, SECOND | ON_AN_ITEM[code]), code)
    assert found, "not named"
    assert {finding.severity for finding in found} == {CODES[code][0]}
    assert all(finding.path.startswith("Questionnaire.item[") for finding in found)
    assert not findings(make_form(FIRST, NOTE, COLOUR, SECOND), code)


@pytest.mark.parametrize("code", ON_THE_FORM)
def test_what_an_author_should_know_of_the_form_is_named(make_form: Any, code: str) -> None:
    [finding] = findings(make_form(FIRST, **ON_THE_FORM[code]), code)
    assert (finding.severity, finding.link_id) == (CODES[code][0], "")
    assert not findings(make_form(FIRST), code)


def test_a_message_is_a_sentence(make_form: Any) -> None:
    for example in ON_AN_ITEM.values():
        for finding in check_questionnaire(make_form(FIRST, NOTE, COLOUR, SECOND | example)):
            assert finding.message.endswith("."), finding
