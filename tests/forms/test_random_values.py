import io
import json
import wave
from base64 import b64decode
from decimal import Decimal
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms.answers import VALUE_KEYS, Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.robot.random_values import random_answers
from kiosk.forms.rules import problems_of

quick = settings(max_examples=150, deadline=None)

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
UCUM = "http://unitsofmeasure.org"
SEEDS = range(12)


def item_of(**raw: Any) -> Item:
    return Item({"linkId": "a", **raw}, "a", "", "Questionnaire.item[0]", ())


def rule(url: str, **value: Any) -> dict[str, Any]:
    return {"url": url if url.startswith("http") else CORE + url, **value}


def unit(code: str, **more: str) -> dict[str, Any]:
    coding = {"system": UCUM, "code": code, **more}
    return rule("questionnaire-unitOption", valueCoding=coding)


def options(*codes: str, exclusive: str = "") -> list[dict[str, Any]]:
    alone = {"extension": [rule("questionnaire-optionExclusive", valueBoolean=True)]}
    return [
        {"valueCoding": {"code": code}} | (alone if code == exclusive else {}) for code in codes
    ]


def many(least: int, most: int) -> list[dict[str, Any]]:
    return [
        rule("questionnaire-minOccurs", valueInteger=least),
        rule("questionnaire-maxOccurs", valueInteger=most),
    ]


def made(item: Item, seed: int, **found: Any) -> tuple[Answer, ...]:
    rng = Random(seed)  # noqa: S311 - play, not secrets
    return random_answers(item, rng, limits=Limits.of(item, **found))


KILO = {"value": 1, "system": UCUM, "code": "kg"}
ANSWERABLE = [
    *({"type": kind} for kind in VALUE_KEYS if kind not in {"choice", "coding"}),
    {"type": "integer", "extension": [rule("minValue", valueInteger=2000)]},
    {"type": "integer", "extension": [rule("maxValue", valueInteger=-7)]},
    {"type": "integer", "extension": [rule("minValue", valueDecimal=Decimal("1.5"))]},
    {"type": "integer", "extension": [rule("regex", valueString="[1-9][0-9]{3}")]},
    {"type": "integer", "extension": [rule("minValue", valueInteger=2**31 - 1)]},
    {
        "type": "decimal",
        "extension": [
            rule("minValue", valueDecimal=Decimal("0.123")),
            rule("maxValue", valueDecimal=Decimal("0.124")),
        ],
    },
    {"type": "decimal", "extension": [rule("maxDecimalPlaces", valueInteger=0)]},
    {
        "type": "date",
        "extension": [
            rule("minValue", valueDate="2031-02-28"),
            rule("maxValue", valueDate="2031-03-01"),
        ],
    },
    {"type": "date", "extension": [rule("minValue", valueDate="2031")]},
    {"type": "date", "extension": [rule("maxValue", valueDate="1899-12")]},
    {
        "type": "dateTime",
        "extension": [
            rule("minValue", valueDateTime="2031-02-28T23:59:30Z"),
            rule("maxValue", valueDateTime="2031-03-01T00:00:00Z"),
        ],
    },
    {
        "type": "time",
        "extension": [
            rule("minValue", valueTime="09:00:00"),
            rule("maxValue", valueTime="09:01:00"),
        ],
    },
    {"type": "time", "extension": [rule("minValue", valueTime="23:59:00")]},
    {"type": "string", "maxLength": 1},
    {"type": "text", "extension": [rule("minLength", valueInteger=300)]},
    {"type": "string", "extension": [rule("regex", valueString=r"^\+?[0-9 ()-]{7,15}$")]},
    {"type": "string", "extension": [rule("regex", valueString=r"[1-9]\d{3}\s?[A-Z]{2}")]},
    {"type": "string", "extension": [rule("regex", valueString=r"(?!000)\d{3}-\d{2}-\d{4}")]},
    {"type": "string", "extension": [rule("regex", valueString=r"(?i)[^@\s]+@[\w.-]+\.\w{2,}")]},
    {"type": "string", "extension": [rule("regex", valueString=r"(a|[\p{L}&&x]|\x41){2,}?b*")]},
    {"type": "url", "extension": [rule("regex", valueString="https://.+")]},
    {"type": "quantity", "extension": [unit("kg"), unit("g")]},
    {"type": "quantity", "extension": [unit("cm", display="centimetre")]},
    {"type": "quantity", "extension": [{**unit("x"), "valueCoding": {"display": "spoons"}}]},
    {
        "type": "quantity",
        "extension": [
            unit("g"),
            rule(SDC + "minQuantity", valueQuantity=KILO),
            rule(SDC + "maxQuantity", valueQuantity={**KILO, "value": 2}),
        ],
    },
    {"type": "quantity", "extension": [rule(SDC + "maxQuantity", valueQuantity=KILO)]},
    *(
        {"type": "attachment", "extension": [rule("mimeType", valueCode=kind)]}
        for kind in ("image/*", "image/jpeg", "text/*", "application/pdf", "audio/*", "*/*")
    ),
    {"type": "attachment", "extension": [rule("maxSize", valueDecimal=60)]},
    {
        "type": "reference",
        "extension": [rule("questionnaire-referenceResource", valueCode="Practitioner")],
    },
    {"type": "choice", "answerOption": options("a", "b", "c")},
    {"type": "coding", "answerOption": options("a", "b"), "answerConstraint": "optionsOrType"},
    {"type": "string", "answerOption": [{"valueString": "a"}]},
    {"type": "open-choice", "answerOption": options("a", "b")},
    {
        "type": "choice",
        "repeats": True,
        "answerOption": options("a", "b", "c", "none", exclusive="none"),
        "extension": many(2, 3),
    },
    {"type": "integer", "repeats": True, "extension": many(3, 3)},
    {"type": "open-choice", "answerValueSet": "http://example.org/vs"},
]


@pytest.mark.parametrize("raw", ANSWERABLE, ids=lambda raw: json.dumps(raw, default=str)[:60])
def test_an_item_that_can_be_answered_is_and_every_rule_is_kept(raw: dict[str, Any]) -> None:
    item = item_of(**raw)
    for seed in SEEDS:
        answers = made(item, seed)
        assert answers, seed
        assert problems_of(item, answers) == ()


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "group"},
        {"type": "display"},
        {"type": "question"},
        {"type": "choice"},
        {"type": "choice", "answerValueSet": "http://example.org/vs"},
        {
            "type": "integer",
            "extension": [rule("minValue", valueInteger=3), rule("maxValue", valueInteger=2)],
        },
        {"type": "string", "extension": [rule("minLength", valueInteger=3)], "maxLength": 2},
        {"type": "choice", "answerOption": options("a"), "repeats": True, "extension": many(2, 3)},
        {"type": "string", "repeats": True, "extension": many(3, 2)},
        {"type": "attachment", "extension": [rule("mimeType", valueCode="model/*")]},
        {"type": "attachment", "extension": [rule("maxSize", valueDecimal=1)]},
        {"type": "string", "extension": [rule("regex", valueString="[^\\s\\S]")]},
    ],
)
def test_an_item_that_no_answer_fits_stays_empty(raw: dict[str, Any]) -> None:
    assert [made(item_of(**raw), seed) for seed in SEEDS] == [()] * len(SEEDS)


def test_the_same_seed_gives_the_same_answers_and_others_give_others() -> None:
    items = [item_of(**raw) for raw in ANSWERABLE]
    assert [made(item, 7) for item in items] == [made(item, 7) for item in items]
    assert len({made(item_of(type="integer"), seed)[0].value for seed in range(50)}) > 10


def test_what_expressions_found_goes_before_what_the_item_says() -> None:
    item = item_of(type="integer", extension=[rule("maxValue", valueInteger=5)])
    values = {made(item, seed, min_value=40, max_value=41)[0].value for seed in range(40)}
    assert values == {40, 41}


def test_an_option_that_stands_alone_is_chosen_alone_and_others_together() -> None:
    raw = options("a", "b", "none", exclusive="none")
    item = item_of(type="choice", repeats=True, answerOption=raw)
    chosen = {tuple(a.value["code"] for a in made(item, seed)) for seed in range(80)}
    assert ("none",) in chosen
    assert ("a", "b") in chosen
    assert not any("none" in codes and len(codes) > 1 for codes in chosen)


def test_an_open_choice_is_sometimes_answered_in_own_words() -> None:
    item = item_of(type="open-choice", answerOption=options("a", "b"))
    keys = {made(item, seed)[0].key for seed in range(60)}
    assert keys == {"valueCoding", "valueString"}


def test_a_text_bound_to_a_value_set_gets_a_code_of_it() -> None:
    item = item_of(type="string", answerValueSet="http://example.org/vs")
    codes = item_of(type="choice", answerOption=options("AU")).answer_options
    assert made(item, 1, options=codes) == (Answer("valueString", "AU"),)


def file_of(kind: str) -> bytes:
    item = item_of(type="attachment", extension=[rule("mimeType", valueCode=kind)])
    return b64decode(made(item, 3)[0].value["data"])


def test_the_files_that_are_made_are_of_the_type_they_say() -> None:
    assert json.loads(file_of("application/json"))
    assert ET.fromstring(file_of("application/xml")).tag == "number"  # noqa: S314 - own
    with wave.open(io.BytesIO(file_of("audio/wav"))) as sound:
        assert sound.getnframes() == 8
    assert file_of("image/png").startswith(b"\x89PNG")
    assert file_of("image/jpeg").startswith(b"\xff\xd8\xff")
    assert file_of("image/gif").startswith(b"GIF89a")
    pdf = file_of("application/pdf")
    assert pdf[int(pdf.split()[-2]) :].startswith(b"xref")


ANYTHING = st.none() | st.booleans() | st.integers(-50, 50) | st.text(max_size=6)
LIMITS = [
    ("minValue", "valueInteger"),
    ("maxValue", "valueDate"),
    ("minValue", "valueTime"),
    ("maxDecimalPlaces", "valueInteger"),
    ("minLength", "valueInteger"),
    ("regex", "valueString"),
    ("maxSize", "valueDecimal"),
    ("mimeType", "valueCode"),
    ("questionnaire-minOccurs", "valueInteger"),
    ("questionnaire-maxOccurs", "valueInteger"),
    ("questionnaire-unitOption", "valueCoding"),
]


@st.composite
def items(draw: st.DrawFn) -> Item:
    """Items of any type with rules that make sense or do not."""
    found = draw(st.lists(st.sampled_from(LIMITS), max_size=4))
    raw: dict[str, Any] = {
        "type": draw(st.sampled_from([*VALUE_KEYS, "group", "other"])),
        "repeats": draw(st.booleans()),
        "extension": [rule(name, **{key: draw(ANYTHING)}) for name, key in found],
    }
    if draw(st.booleans()):
        raw["maxLength"] = draw(ANYTHING)
    if draw(st.booleans()):
        raw["answerOption"] = draw(st.lists(st.sampled_from(options("a", "b", "c")), max_size=4))
    return item_of(**raw)


@quick
@given(items(), st.integers(0, 99))
def test_whatever_is_made_breaks_no_rule(item: Item, seed: int) -> None:
    answers = made(item, seed)
    assert not answers or problems_of(item, answers) == ()


@quick
@given(st.text(alphabet="ab[](){}|*+?^$\\.-,:=!<>12dwpx&", max_size=12), st.integers(0, 9))
def test_no_pattern_makes_it_fail(pattern: str, seed: int) -> None:
    item = item_of(type="string", extension=[rule("regex", valueString=pattern)])
    answers = made(item, seed)
    assert not answers or problems_of(item, answers) == ()
