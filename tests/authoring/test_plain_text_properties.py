"""text(read(text(q))) == text(q), and read back onto q nothing of it changes."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.authoring.plain_text import form_text, read_plain_text
from kiosk.errors import ImportRefused
from kiosk.forms import extensions as ext

TYPES = [
    "group", "display", "boolean", "integer", "decimal", "quantity", "date", "dateTime", "time",
    "string", "text", "url", "choice", "open-choice", "attachment", "reference", "coding", "",
]  # fmt: skip
WORDS = st.text(
    alphabet=st.one_of(st.sampled_from('ab “”"{}\\\n()[]-#>:=1.'), st.characters(codec="utf-8")),
    max_size=12,
)
LINK_IDS = st.one_of(st.sampled_from(["a", "b", "c", "d"]), WORDS)
CODINGS = st.fixed_dictionaries(
    {},
    optional={
        "system": st.sampled_from(["http://x.org", "http://y.org"]),
        "code": st.one_of(st.sampled_from("123"), WORDS),
        "display": st.one_of(st.sampled_from(["Yes", "No"]), WORDS),
        "extension": st.just([{"url": "http://x.org/e", "valueDecimal": Decimal("1.50")}]),
    },
)
VALUES = [
    ("Coding", CODINGS),
    ("String", st.one_of(st.sampled_from(["Yes", "No"]), WORDS)),
    ("Integer", st.integers(-5, 2**31 - 1)),
    ("Decimal", st.sampled_from([Decimal("1.50"), Decimal("2E+3"), Decimal(-7)])),
    ("Date", st.sampled_from(["2026-03-02", "2026", "nonsense"])),
    ("DateTime", st.sampled_from(["2026-03-02T10:00:00Z", "2026-03-02"])),
    ("Time", st.sampled_from(["10:00:00", "9"])),
    ("Boolean", st.booleans()),
    ("Quantity", st.just({"value": Decimal("1.0"), "unit": "kg"})),
    ("Reference", st.just({"reference": "Patient/1"})),
]


def valued(prefix: str) -> Any:
    return st.one_of(
        *(st.builds(lambda value, key=key: {f"{prefix}{key}": value}, some) for key, some in VALUES)
    )


def translated(tag: str, words: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": tag}, {"url": "content", "valueString": words}]
    return {"url": ext.TRANSLATION, "extension": parts}


BESIDE_TEXT = st.fixed_dictionaries(
    {
        "extension": st.lists(
            st.one_of(
                st.builds(translated, st.sampled_from(["cy", "en-x-easy", "?"]), WORDS),
                st.just({"url": ext.RENDERING_STYLE, "valueString": "bold"}),
            ),
            max_size=3,
        )
    }
)
CONDITIONS = st.builds(
    lambda question, operator, answer: {"question": question, "operator": operator} | answer,
    LINK_IDS,
    st.sampled_from(["=", "!=", ">", "<", ">=", "<=", "exists", "~"]),
    valued("answer"),
)
EXTENSIONS = st.lists(
    st.sampled_from(
        [
            {"url": ext.HIDDEN, "valueBoolean": True},
            {"url": ext.HIDDEN, "valueBoolean": False},
            {"url": ext.ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": "help"}]}},
            {"url": ext.ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": "lower"}]}},
            {
                "url": ext.ENABLE_WHEN_EXPRESSION,
                "valueExpression": {"language": "text/fhirpath", "expression": "1 = {\n2}"},
            },
            {"url": "http://x.org/unknown", "valueDecimal": Decimal("0.10")},
        ]
    ),
    max_size=2,
)
BARE = {"linkId": LINK_IDS, "type": st.sampled_from(TYPES)}
MORE = {
    "text": WORDS,
    "_text": BESIDE_TEXT,
    "extension": EXTENSIONS,
    "required": st.booleans(),
    "repeats": st.booleans(),
    "readOnly": st.booleans(),
    "prefix": WORDS,
    "answerValueSet": WORDS,
    "answerOption": st.lists(valued("value"), max_size=4),
    "enableWhen": st.lists(CONDITIONS, max_size=3),
    "enableBehavior": st.sampled_from(["all", "any", "some"]),
}
ITEMS = st.recursive(
    st.fixed_dictionaries(BARE, optional=MORE),
    lambda inner: st.fixed_dictionaries(
        BARE, optional={**MORE, "item": st.lists(inner, max_size=3)}
    ),
    max_leaves=6,
)
FORMS = st.fixed_dictionaries(
    {"resourceType": st.just("Questionnaire"), "status": st.just("draft")},
    optional={
        "url": WORDS,
        "version": WORDS,
        "language": st.sampled_from(["en", "cy"]),
        "title": WORDS,
        "_title": BESIDE_TEXT,
        "description": WORDS,
        "purpose": WORDS,
        "item": st.lists(ITEMS, max_size=4),
        "code": st.just([{"code": "x"}]),
    },
)


@given(FORMS)
def test_the_text_of_what_was_read_from_a_text_is_that_text(raw: dict[str, Any]) -> None:
    text = form_text(raw)
    assert form_text(read_plain_text(text.encode()).questionnaire) == text


@given(FORMS)
def test_read_back_onto_its_form_a_text_changes_nothing(raw: dict[str, Any]) -> None:
    assert read_plain_text(form_text(raw).encode(), onto=raw).questionnaire == raw


LINES = st.one_of(
    WORDS,
    st.sampled_from(
        [
            "# T", "## P  {p}", "- Q", "  - Q  {q}", "> N", "( ) A", "  [ ] B  {b}", "Help: x",
            "Yes or no.", "Choose one:", "A date.", "Only if {q} is yes", "and if {q} is 3",
            "or if {q} is “A”", "[cy] y", "Must be answered.", "Only if {= {}", "a\\",
        ]
    ),
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.one_of(st.none(), FORMS))
def test_any_text_is_a_form_or_refused(lines: list[str], onto: dict[str, Any] | None) -> None:
    with suppress(ImportRefused):
        read_plain_text("\n".join(["# T", *lines]).encode(), onto=onto)
