"""Hostile and broken forms end in a clear refusal or work, within bounds on time and memory.

Each one goes the whole way: read, check, filled by the robot, response, bytes and back, validated,
extracted. Only `FormUnreadable` may come of that. The bounds are held from outside: every test
ends after `SECONDS`, and none gets more than `MEMORY` beyond what the process had before.
"""

import json
import resource
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import FormUnreadable
from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.check import check_questionnaire
from kiosk.forms.extraction.extract import extract
from kiosk.forms.filler import FormFiller
from kiosk.forms.finding import Finding
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.response import decode, encode
from kiosk.forms.robot.robot import fill
from kiosk.forms.validate import validate_response

SECONDS = 20
MEMORY = 1024**3

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CALCULATED = SDC + "calculatedExpression"
VARIABLE = CORE + "variable"

pytestmark = pytest.mark.timeout(SECONDS)

Raw = dict[str, Any]


@pytest.fixture(autouse=True)
def _bounded_memory() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@dataclass(frozen=True)
class Went:
    """How far a form came.

    Attributes:
        refusal: what its author is told; "" where it was read.
    """

    refusal: str
    form: Questionnaire | None = None
    found: tuple[Finding, ...] = ()
    response: Raw | None = None
    errors: tuple[Finding, ...] = ()

    @property
    def works(self) -> bool:
        return not self.refusal


def sent(filler: FormFiller) -> bytes:
    moment = datetime(2026, 3, 2, 10, tzinfo=UTC)
    return encode(
        filler.response(status="in-progress", authored=moment, response_id="r", device_id="d")
    )


def told(refused: FormUnreadable) -> str:
    """The message, which must be there, not endless, and come with advice."""
    assert 0 < len(str(refused)) < 1000
    assert refused.advice
    return str(refused)


def whole_way(content: bytes) -> Went:
    went = None
    with suppress(MemoryError):
        went = _whole_way(content)
    # Said here, when what had filled the memory is gone.
    assert went is not None, "it needs more memory than it may have"
    return went


def _whole_way(content: bytes) -> Went:
    try:
        form = read_questionnaire(content)
    except FormUnreadable as refused:
        return Went(told(refused))
    found = check_questionnaire(form)
    response = sent(fill(form, seed=1))
    assert encode(decode(response)) == response
    problems = validate_response(form, decode(response))
    extract(form, decode(response) | {"status": "completed"})
    errors = tuple(problem for problem in problems if problem.severity == "error")
    return Went("", form, found, decode(response), errors)


def head(**more: Any) -> Raw:
    start = {"resourceType": "Questionnaire", "url": "http://example.org/hostile", "version": "1"}
    return start | {"status": "active", "title": "Hostile"} | more


def a_form(*items: Any, **more: Any) -> bytes:
    return json.dumps(head(**more) | {"item": [*items]}).encode()


def question(link_id: str = "a", kind: str = "string", **more: Any) -> Raw:
    return {"linkId": link_id, "text": "Question", "type": kind, **more}


def extension(url: str, **value: Any) -> Raw:
    return {"url": url, **value}


# Size and depth


def nested(depth: int, start: bytes, end: bytes) -> bytes:
    opening = b'{"resourceType":"Questionnaire","title":"x",'
    return opening + start * depth + end * depth + b"}"


@pytest.mark.parametrize("depth", [10_000, 100_000])
@pytest.mark.parametrize(
    ("start", "end"),
    [(b'"item":[{', b"}]"), (b'"extension":[{', b"}]"), (b'"contained":[{', b"}]")],
    ids=["items", "extensions", "contained"],
)
def test_json_that_is_nested_too_deeply_is_refused(start: bytes, end: bytes, depth: int) -> None:
    assert whole_way(nested(depth, start, end)).refusal


@pytest.mark.parametrize("depth", [30, 100, 300, 450, 490, 900, 990])
@pytest.mark.parametrize("key", ["extension", "contained", "_title", "whatever"])
def test_what_the_reader_of_json_still_takes_stops_nothing_else(key: str, depth: int) -> None:
    deep = f'"url":"http://example.org/x","{key}":[{{' * depth + "}]" * depth
    inside = f'{{"linkId":"a","type":"string",{deep}}}'

    whole_way(f'{{"resourceType":"Questionnaire",{deep}}}'.encode())
    whole_way(f'{{"resourceType":"Questionnaire","item":[{inside}]}}'.encode())


@pytest.mark.parametrize("depth", [31, 32, 33, 200])
def test_items_are_nested_up_to_the_bound_and_then_refused(depth: int) -> None:
    inner = question("leaf")
    for level in range(depth - 1):
        inner = question(f"g{level}", "group", item=[inner])

    assert whole_way(a_form(inner)).works == (depth <= 32)


def test_a_text_of_ten_megabytes_is_carried() -> None:
    went = whole_way(a_form(question(text="x" * 10_000_000)))

    assert went.works
    assert went.errors == ()


def test_ten_megabytes_of_unknown_extensions_are_kept_and_named() -> None:
    unknown = extension("http://example.org/unknown", valueString="x" * 100)
    content = a_form(question(), extension=[unknown] * 60_000)
    went = whole_way(content)

    assert len(content) > 9_000_000
    assert any("http://example.org/unknown" in finding.message for finding in went.found)


@pytest.mark.parametrize("content", [b" " * 17_000_000, a_form(question(text="x" * 17_000_000))])
def test_a_file_beyond_the_bound_is_refused_unread(content: bytes) -> None:
    assert "larger" in whole_way(content).refusal


def test_more_items_than_the_bound_are_refused() -> None:
    assert whole_way(a_form(*(question(str(n)) for n in range(20_001)))).refusal


@pytest.mark.long
def test_as_many_items_as_the_bound_allows_are_opened_and_answered() -> None:
    form = read_questionnaire(a_form(*(question(str(n)) for n in range(20_000))))
    filler = FormFiller(form)
    for page in (filler.pages[0], filler.pages[-1]):
        filler.answer(page.path, [Answer("valueString", "here")])
    response = decode(sent(filler))

    assert [item["linkId"] for item in response["item"]] == ["0", "19999"]
    assert check_questionnaire(form) is not None
    assert [f for f in validate_response(form, response) if f.severity == "error"] == []


def test_ten_thousand_options_can_be_chosen_from() -> None:
    options = [{"valueCoding": {"system": "s", "code": str(n)}} for n in range(10_000)]
    one = question("one", "choice", answerOption=options, required=True)
    many = question("many", "choice", answerOption=options, required=True, repeats=True)
    went = whole_way(a_form(one, many))

    assert went.response is not None
    assert [item["linkId"] for item in went.response["item"]] == ["one", "many"]
    assert went.errors == ()


def test_ten_thousand_conditions_on_one_item_are_weighed() -> None:
    condition = {"question": "a", "operator": "exists", "answerBoolean": True}
    shown = question("b", enableWhen=[condition] * 10_000, enableBehavior="all")

    assert whole_way(a_form(question("a"), shown)).works


def test_ten_thousand_items_hanging_on_one_answer_are_opened() -> None:
    condition = [{"question": "a", "operator": "exists", "answerBoolean": True}]
    hanging = (question(str(n), enableWhen=condition) for n in range(10_000))
    filler = FormFiller(read_questionnaire(a_form(question("a"), *hanging)))
    before = filler.count
    filler.answer("a", [Answer("valueString", "x")])

    assert (before, filler.count) == (1, 10_001)


def test_a_chain_of_conditions_is_followed_to_its_end() -> None:
    def link(number: int) -> Raw:
        before = {"question": str(number - 1), "operator": "exists", "answerBoolean": True}
        return question(str(number), enableWhen=[before]) if number else question("0")

    filler = FormFiller(read_questionnaire(a_form(*(link(n) for n in reversed(range(300))))))
    for number in range(300):
        filler.answer(str(number), [Answer("valueString", "x")])
    filler.answer("0", [])

    assert filler.count == 1


# No JSON, or odd JSON


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b'"Questionnaire"',
        b"\xff\xfe{\x00}\x00",
        b'{"resourceType":"Questionnaire","title":"\xff"}',
        b'{"resourceType":"Questionnaire","title":"\\ud800"}',
        b'{"resourceType":"Questionnaire","x":NaN}',
        b'{"resourceType":"Questionnaire","x":Infinity}',
        b'{"resourceType":"Questionnaire"',
        b'{"resourceType":"Questionnaire"} and more',
        b'{"resourceType":["Questionnaire"]}',
        b'<Questionnaire xmlns="http://hl7.org/fhir"/>',
    ],
    ids=repr,
)
def test_what_is_no_form_is_refused(content: bytes) -> None:
    assert whole_way(content).refusal


ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, "", "x", "\u0000", "#", "a|b|c"),
    *([], {}, [[]], [None], [1], ["x"], [{}], [{"x": 1}], {"x": 1}, {"extension": {}}),
)


def odd_forms(keys: tuple[str, ...]) -> Iterator[bytes]:
    for key in keys:
        for value in ODD:
            for kind in ("string", "choice", "group"):
                yield a_form(question("a", kind, **{key: value}), question("b"))


@pytest.mark.parametrize(
    "keys",
    [
        ("linkId", "type", "text", "_text", "prefix", "definition"),
        ("code", "required", "repeats", "readOnly", "maxLength"),
        ("answerOption", "answerValueSet", "initial", "answerConstraint", "disabledDisplay"),
        ("enableWhen", "enableBehavior", "item", "extension", "id"),
    ],
    ids="+".join,
)
def test_an_element_of_any_shape_stops_no_item(keys: tuple[str, ...]) -> None:
    for content in odd_forms(keys):
        whole_way(content)


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_an_element_of_any_shape_stops_no_form(value: Any) -> None:
    keys = ("item", "extension", "contained", "language", "title", "_title", "name", "id", "url")
    for key in (*keys, "version", "status", "description", "meta", "code", "modifierExtension"):
        whole_way(json.dumps(head(item=[question()]) | {key: value}).encode())


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_part_of_any_shape_stops_no_condition_and_no_option(value: Any) -> None:
    condition = {"question": "a", "operator": "=", "answerString": "x"}
    option = {"valueCoding": {"system": "s", "code": "c", "display": "d"}}
    for key in (*condition, "answerInteger", "answerCoding", "answerQuantity"):
        whole_way(a_form(question(), question("b", enableWhen=[condition | {key: value}])))
    for key in ("system", "code", "display", "extension", "_display", "userSelected"):
        changed = {"valueCoding": option["valueCoding"] | {key: value}}
        whole_way(a_form(question("a", "choice", answerOption=[changed])))
    for key in ("valueCoding", "valueString", "valueInteger", "initialSelected", "extension"):
        whole_way(a_form(question("a", "choice", answerOption=[option | {key: value}])))
        whole_way(a_form(question("a", "open-choice", initial=[{key: value}])))


EVERY_URL = sorted(
    {value for value in vars(ext).values() if isinstance(value, str) and value.startswith("http")}
)


KINDS = ("string", "integer", "choice", "quantity", "group")


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
@pytest.mark.parametrize("url", EVERY_URL, ids=lambda url: url.rsplit("/", 1)[-1])
def test_an_extension_with_any_value_stops_no_form(url: str, every: bool) -> None:  # noqa: FBT001
    given: list[Raw] = [
        *({"value" + kind: value} for kind in ("Integer", "Expression") for value in ODD),
        *({"valueExpression": {"language": "text/fhirpath", "expression": v}} for v in ODD),
        *({"extension": [{"url": value, "valueString": "x"}]} for value in ODD),
        {},
        {"valueCodeableConcept": {"coding": "x"}},
        {"valueCoding": {"code": 1}},
        {"valueQuantity": {"value": "x"}},
        {"valueExpression": {"language": "text/cql", "expression": "exists(X)"}},
        {"valueExpression": {"language": "application/x-fhir-query", "expression": "X?y={{%z}}"}},
    ]
    for turn, value in enumerate(given):
        odd = [extension(url, **value)]
        # Each value meets one type of item, or with --long every one.
        kinds = KINDS if every else KINDS[turn % len(KINDS) :][:1]
        items = [question(kind, kind, extension=odd) for kind in kinds]
        whole_way(a_form(*items, question(_text={"extension": odd}), extension=odd))


# Names


STRANGE = (
    *("/", "a/b", "#", "#a", "~", "a~2", "%", "%2F", "%25", "..", "a:b", "a[0]", " ", "'", '"'),
    *("\\", "\u0000", "\n", "\u202e", "é", "e\u0301", "\U0001f489", "'); drop", "$this"),
    *("%resource", "x" * 10_000),
)


@pytest.mark.parametrize("link_id", STRANGE, ids=lambda text: repr(text)[:20])
def test_a_strange_link_id_names_its_item_as_any_other(link_id: str) -> None:
    shown = {"question": link_id, "operator": "exists", "answerBoolean": True}
    went = whole_way(
        a_form(
            question("g", "group", item=[question(link_id, required=True)]),
            question("b", required=True, enableWhen=[shown]),
        )
    )

    assert went.response is not None
    group, following = went.response["item"]
    assert group["item"][0]["linkId"] == link_id
    assert following["linkId"] == "b"
    assert went.errors == ()


@pytest.mark.parametrize("missing", [{"linkId": ""}, {"linkId": None}, {}])
def test_items_without_a_name_are_named_by_check(missing: Raw) -> None:
    nameless = {"type": "string", "text": "?"} | missing
    went = whole_way(a_form(nameless, nameless, question()))

    assert any(f.code == "no-linkId" and f.severity == "error" for f in went.found)


def test_a_link_id_that_is_everywhere_is_an_error_for_the_author_and_the_form_is_still_filled() -> (
    None
):
    group = question("a", "group", item=[question("a")] * 20)
    went = whole_way(a_form(*[question("a", required=True)] * 200, *[group] * 10))

    assert went.response is not None
    assert len(went.response["item"]) >= 200
    assert any(f.code == "duplicate-linkId" and f.severity == "error" for f in went.found)


# Texts


MARKUP = "<script>alert(1)</script><b onclick=x()>&amp;</b><!-- <![CDATA[ ]]> {{7*7}} ${x} %s"
TURNED = "\u202eabc\u202c \u2066def\u2069 \u200fghi\u061c \u202a\u202b\u202d open"


def test_a_control_character_that_fhir_forbids_stops_no_form() -> None:
    option = {"valueCoding": {"system": "s", "code": "c", "display": "\u0000"}}
    chosen = question("c", "choice", text="\u0000\u0007", answerOption=[option], required=True)

    assert whole_way(a_form(chosen, title="\u0000")).works


@pytest.mark.parametrize("text", [MARKUP, TURNED, "\ufeff", "\U0010ffff", "a\u0300" * 9999])
def test_a_text_is_carried_as_it_is(text: str) -> None:
    option = {"valueCoding": {"system": "s", "code": "c", "display": text}}
    chosen = question("c", "choice", text=text, prefix=text, answerOption=[option], required=True)
    help_text = question("h", "display", text=text)
    went = whole_way(a_form(chosen | {"item": [help_text]}, title=text, description=text))

    assert went.response is not None
    (item,) = went.response["item"]
    assert item["answer"][0]["valueCoding"]["display"] == text
    assert went.errors == ()


# Numbers


def numbered(url: str, key: str, number: str, kind: str) -> bytes:
    odd = extension(url, **{key: "NUMBER"})
    content = a_form(question("a", kind, extension=[odd], required=True), question("b"))
    return content.replace(b'"NUMBER"', number.encode())


NUMBERS = (
    *("-0", "-0.0", "1e400", "-1e400", "0.1e-400", "1e999999999", "-1e999999999", "1e-999999999"),
    *("9" * 5000, "9" * 5000 + ".5", "0." + "9" * 5000, "18446744073709551616", "1000000000"),
)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda text: text[:16])
@pytest.mark.parametrize("kind", ["integer", "decimal", "quantity", "string", "choice"])
def test_a_number_of_any_size_in_a_rule_stops_no_form(number: str, kind: str) -> None:
    for url in (ext.MIN_VALUE, ext.MAX_VALUE):
        whole_way(numbered(url, "valueDecimal", number, kind))
    counts = (ext.MIN_OCCURS, ext.MAX_OCCURS, ext.MIN_LENGTH, ext.MAX_DECIMAL_PLACES, ext.MAX_SIZE)
    for url in (*counts, ext.ORDINAL_VALUE, ext.ITEM_WEIGHT):
        whole_way(numbered(url, "valueInteger", number, kind))


@pytest.mark.parametrize("number", NUMBERS, ids=lambda text: text[:16])
def test_a_number_of_any_size_as_an_answer_stops_no_form(number: str) -> None:
    for kind in ("integer", "decimal"):
        key = f"value{kind.title()}"
        initial = question("a", kind, initial=[{key: "NUMBER"}])
        option = {key: "NUMBER", "extension": [extension(ext.ORDINAL_VALUE, valueDecimal="NUMBER")]}
        chosen = question("c", "choice", answerOption=[option])
        compared = {"question": "a", "operator": ">", f"answer{kind.title()}": "NUMBER"}
        shown = question("b", enableWhen=[compared], maxLength="NUMBER")
        content = a_form(initial, chosen, shown)
        whole_way(content.replace(b'"NUMBER"', number.encode()))


def test_a_decimal_keeps_all_its_digits() -> None:
    digits = b"0." + b"123456789" * 100
    initial = question("a", "decimal", initial=[{"valueDecimal": "NUMBER"}], readOnly=True)
    went = whole_way(a_form(initial).replace(b'"NUMBER"', digits))

    assert went.response is not None
    assert digits in encode(went.response)


# Cycles


def expression(url: str, text: str, **more: Any) -> Raw:
    return extension(url, valueExpression={"language": "text/fhirpath", "expression": text, **more})


@pytest.mark.parametrize("length", [1, 2, 3, 500])
def test_conditions_that_wait_for_one_another_are_refused(length: int) -> None:
    def condition(number: int) -> list[Raw]:
        asked = str((number + 1) % length)
        return [{"question": asked, "operator": "exists", "answerBoolean": True}]

    items = (question(str(n), enableWhen=condition(n)) for n in range(length))

    assert whole_way(a_form(*items)).refusal


@pytest.mark.parametrize("around", ["a", "b"])
def test_a_group_that_waits_for_what_is_inside_it_is_refused(around: str) -> None:
    condition = [{"question": "b", "operator": "exists", "answerBoolean": True}]
    inner = question("b", enableWhen=condition if around == "b" else [])
    group = question("a", "group", item=[inner], enableWhen=condition)

    assert whole_way(a_form(group)).refusal


def reading(link_id: str) -> str:
    return f"%resource.item.where(linkId='{link_id}').answer.value + 1"


def calculated(link_id: str, text: str) -> Raw:
    return question(link_id, "integer", extension=[expression(CALCULATED, text)])


@pytest.mark.parametrize(
    "items",
    [
        [calculated("a", reading("a"))],
        [calculated("a", reading("b")), calculated("b", reading("a"))],
        [calculated(str(n), reading(str((n + 1) % 50))) for n in range(50)],
        [
            calculated("a", "%v")
            | {
                "extension": [
                    expression(VARIABLE, reading("a"), name="v"),
                    expression(CALCULATED, "%v"),
                ]
            }
        ],
    ],
    ids=["itself", "each other", "fifty in a ring", "through a variable"],
)
def test_calculations_that_wait_for_one_another_are_refused(items: list[Raw]) -> None:
    assert whole_way(a_form(*items)).refusal


@pytest.mark.parametrize(
    "variables",
    [
        {"v": "%v + 1"},
        {"v": "%w", "w": "%v"},
        {f"v{n}": f"%v{(n + 1) % 50}" for n in range(50)},
    ],
    ids=["itself", "each other", "fifty in a ring"],
)
@pytest.mark.parametrize("place", ["form", "item"])
def test_variables_that_wait_for_one_another_are_refused(
    variables: dict[str, str], place: str
) -> None:
    declared = [expression(VARIABLE, text, name=name) for name, text in variables.items()]
    asked = {"extension": declared} if place == "item" else {}
    head_too = {"extension": declared} if place == "form" else {}

    assert whole_way(a_form(question("a", **asked), **head_too)).refusal


# Expressions

GREEDY = {
    "5,000 parentheses": "(" * 5000 + "1" + ")" * 5000,
    "100,000 parentheses": "(" * 100_000 + "1" + ")" * 100_000,
    "5,000 open parentheses": "(" * 5000,
    "5,000 signs": "-" * 5000 + "1",
    "nested calls": "iif(true, " * 3000 + "1" + ")" * 3000,
    "nested indexers": "%resource" + "[0" * 3000 + "]" * 3000,
    "a sum of 100 kB": "1" + "+1" * 50_000,
    "a union of 100 kB": "1" + "|1" * 50_000,
    "a path of 100 kB": "item" + ".item" * 20_000,
    "a chain of calls": "true" + ".not()" * 15_000,
    "90 parentheses": "(" * 90 + "1" + ")" * 90,
    "a sum of 18 kB": "1" + "+1" * 9_000,
    "a union of 18 kB": "1" + "|1" * 9_000,
    "a path of 18 kB": "item" + ".item" * 3_600,
    "a chain of calls of 18 kB": "true" + ".not()" * 3_000,
    "a chain of conditions of 18 kB": "true" + " and true" * 2_000,
    "a text of 18 kB": "'" + "\\u0041" * 3_000 + "'",
    "one name of 100 kB": "x" * 100_000,
    "one text of 100 kB": "'" + "x" * 100_000 + "'",
    "5,000 digits": "9" * 5000,
    "an endless repeat of texts": "'a'.repeat($this & 'a')",
    "an endless repeat of numbers": "1.repeat($this + 1)",
    "a repeat of the same": "%resource.repeat($this)",
    "a doubled collection": "1" + ".combine(1)" + ".select($this.combine($this))" * 40,
    "a doubled text": "'aa'" + ".select($this & $this)" * 40,
    "a doubled text by aggregate": f"({'|'.join(map(str, range(50)))})"
    ".aggregate($total & $total, 'aa')",
    "a doubled text by replacing": "'aaaaaaaaaa'" + ".replace('a', 'aaaaaaaaaa')" * 12,
    "a product of collections": "(1|2|3|4|5|6|7|8|9|10)"
    + ".select((1|2|3|4|5|6|7|8|9|10).combine($this))" * 9,
    "descendants of descendants": "%resource" + ".descendants()" * 30,
    "children of children": "%resource" + ".children()" * 100,
    "a great power": "10.power(1000000000)",
    "a tower of powers": "9.power(9.power(9.power(9)))",
    "a great exponential": "1000000000.exp()",
    "a root of nothing": "(-1).sqrt() | 0.ln() | 1 / 0 | 1 mod 0 | 1 div 0",
    "the end of time": "@9999-12-31 + 99999999999 years",
    "before all time": "today() - 99999999999 days",
    "a catastrophic pattern": f"'{'a' * 5000}!'.matches('(a+)+$')",
    "a catastrophic replacement": f"'{'a' * 5000}!'.replaceMatches('(a+)+$', 'b')",
    "a pattern of patterns": "'a'.matches('((a{1000}){1000}){1000}')",
    "an unknown name": "%nobody.knows.this()",
    "an open text": "'never closed",
    "an open comment": "1 /* never closed",
    "a null byte": "'a' & '\u0000'",
    "rubbish": "1 1 )( ;; {{ }} \U0001f489",
}


def in_context(context: str, text: str) -> bytes:
    """A form with this expression in one place where SDC allows one."""
    core = {"variable": VARIABLE, "cqf-expression": CORE + "cqf-expression"}
    given = expression(core.get(context, SDC + context), text, name="v")
    if context == "cqf-expression":
        return a_form(question("a", _text={"extension": [given]}), question("b"))
    if context == "constraint":
        parts = [
            extension("key", valueId="k"),
            extension("severity", valueCode="error"),
            extension("human", valueString="no"),
            extension("expression", valueString=text),
        ]
        given = extension(CORE + "questionnaire-constraint", extension=parts)
    kind = "choice" if context in {"answerExpression", "candidateExpression"} else "string"
    user = expression(CALCULATED, "%v") if context == "variable" else given
    holder = question("b", kind, extension=[given, user] if user is not given else [given])
    return a_form(question("a"), holder, question("c"))


CONTEXTS = (
    *("calculatedExpression", "enableWhenExpression", "initialExpression", "answerExpression"),
    *("candidateExpression", "variable", "constraint", "cqf-expression"),
)


OFTEN = ("calculatedExpression", "enableWhenExpression", "variable")


@pytest.mark.parametrize(
    "context",
    [c if c in OFTEN else pytest.param(c, marks=pytest.mark.long) for c in CONTEXTS],
)
@pytest.mark.parametrize("greed", GREEDY)
def test_an_expression_that_asks_for_too_much_stops_no_form(greed: str, context: str) -> None:
    whole_way(in_context(context, GREEDY[greed]))


PATTERNS = ("(a+)+$", "(a|a)*$", "(a|aa)+$", "([a-z]+)*!x", "^(([a-z])+.)+[A-Z]$", "(.*)*x")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_catastrophic_pattern_refuses_a_long_answer_at_once(pattern: str) -> None:
    strict = question("a", extension=[extension(CORE + "regex", valueString=pattern)])
    form = read_questionnaire(a_form(strict))
    filler = FormFiller(form)
    filler.answer("a", [Answer("valueString", "a" * 50_000 + "?")])

    assert [problem.rule for problem in filler.problems("a")] == ["regex"]
    assert "regex" in {f.code for f in validate_response(form, decode(sent(filler)))}


ODD_PATTERNS = (
    *("(", "[", "(?=a)", "(?P<x>a)(?P=x)", "(a{1000}){1000}", "a{99999}", "\\", "", "x" * 99_999),
)


@pytest.mark.parametrize("pattern", ODD_PATTERNS, ids=lambda text: text[:20])
def test_a_pattern_that_can_not_be_used_stops_no_form(pattern: str) -> None:
    assert whole_way(
        a_form(question("a", extension=[extension(CORE + "regex", valueString=pattern)]))
    ).works


# Value sets


def value_set(name: str, **more: Any) -> Raw:
    url = f"http://example.org/{name}"
    return {"resourceType": "ValueSet", "id": name, "url": url, "status": "active"} | more


def chosen_from(reference: str) -> Raw:
    return question("a", "choice", answerValueSet=reference)


@pytest.mark.parametrize("reference", ["#", "#a", "#nobody", "", "|", "http://example.org/a|1"])
def test_value_sets_that_include_one_another_end(reference: str) -> None:
    def including(me: str, other: str) -> Raw:
        names = [f"http://example.org/{other}", f"#{other}", f"#{me}"]
        return value_set(me, compose={"include": [{"valueSet": [name]} for name in names]})

    ring = [including("a", "b"), including("b", "a")]

    assert whole_way(a_form(chosen_from(reference), contained=ring)).works


def test_an_expansion_in_many_levels_is_read() -> None:
    inner: Raw = {"system": "s", "code": "leaf"}
    for level in range(200):
        inner = {"system": "s", "code": str(level), "contains": [inner]}
    deep = value_set("a", expansion={"timestamp": "2026-03-02", "contains": [inner]})

    assert whole_way(a_form(chosen_from("#a"), contained=[deep])).works


@pytest.mark.long
def test_an_expansion_of_a_hundred_thousand_codes_is_read() -> None:
    codes = [{"system": "s", "code": str(number)} for number in range(100_000)]
    wide = value_set("a", expansion={"timestamp": "2026-03-02", "contains": codes})

    assert whole_way(a_form(chosen_from("#a"), contained=[wide])).works


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_value_set_of_any_shape_stops_no_form(value: Any) -> None:
    for broken in (
        value_set("a", expansion=value),
        value_set("a", compose=value),
        value_set("a", expansion={"contains": value}),
        value_set("a", expansion={"contains": [{"code": value, "contains": value}]}),
        value_set("a", compose={"include": value}),
        value_set("a", compose={"include": [{"system": value, "concept": value}]}),
        value_set("a", compose={"include": [{"valueSet": value, "filter": value}]}),
        value_set("a", url=value),
        {"resourceType": value, "id": "a"},
    ):
        whole_way(a_form(chosen_from("#a"), contained=[broken, value]))


# Responses


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_response_of_any_shape_is_judged_and_extracted(value: Any) -> None:
    marked = [extension(SDC + "observationExtract", valueBoolean=True)]
    inner = question("b", "integer", code=[{"code": "1"}], extension=marked)
    form = read_questionnaire(a_form(question("g", "group", item=[inner]), question("c", "choice")))
    sound: Raw = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    inside = [
        {"linkId": "b", "answer": value},
        {"linkId": "b", "answer": [value]},
        {"linkId": "b", "answer": [{"valueInteger": value, "item": value}]},
        {"linkId": "b", "answer": [{"valueUnheard": value}], "item": value},
    ]
    items = [
        value,
        {"linkId": "g", "item": value},
        {"linkId": "c", "answer": [{"valueCoding": value}, {"valueCoding": {"code": value}}]},
        {"linkId": value, "text": value, "extension": value, "definition": value},
        *({"linkId": "g", "item": [item]} for item in inside),
    ]
    heads = ("item", "status", "questionnaire", "authored", "subject", "author", "id", "basedOn")
    answers = [
        *({"item": [item]} for item in items),
        *({key: value} for key in (*heads, "partOf", "encounter", "source", "extension")),
    ]
    for broken in answers:
        response = decode(json.dumps(sound | broken).encode())
        assert validate_response(form, response) is not None
        assert extract(form, response).bundle["type"] == "transaction"


@pytest.mark.parametrize("key", ["item", "answer"])
def test_a_response_nested_far_deeper_than_its_form_is_judged(key: str) -> None:
    form = read_questionnaire(a_form(question("a", "group", item=[question("b")])))
    inner = b'{"linkId":"a","' + key.encode() + b'":['
    content = b'{"resourceType":"QuestionnaireResponse","status":"completed","item":['
    response = decode(content + inner * 200 + b"]}" * 200 + b"]}")

    assert [f for f in validate_response(form, response) if f.severity == "error"]


def test_a_response_with_a_hundred_thousand_answers_is_judged() -> None:
    form = read_questionnaire(a_form(question(repeats=True)))
    answers = [{"valueString": str(number)} for number in range(100_000)]
    item = {"linkId": "a", "text": "Question", "answer": answers}
    response = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [item]}

    assert [f for f in validate_response(form, response) if f.severity == "error"] == []
