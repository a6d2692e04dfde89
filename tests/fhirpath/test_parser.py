"""Text that is FHIRPath, and text that is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.fhirpath import Expression, FhirPathError, Scope, json_of, node

PIECES = st.sampled_from(
    [
        "item", "where", "linkId", "=", "'a'", "(", ")", "[", "]", "{", "}", ".", ",", "%", "%a",
        "$this", "$index", "1", "1.5", "2 days", "@2020", "@T10", "and", "or", "is", "as", "in",
        "contains", "-", "+", "|", "&", "`x`", "/*", "*/", "//", "div", "true", "iif", "not", " ",
        "'", "`", "\\", "@", "~", "!~", "<=", "String", "System.Integer", "aggregate", "$total",
    ]
)  # fmt: skip
GRAMMATICAL = st.recursive(
    st.sampled_from(
        ["1", "'a'", "{}", "true", "item.linkId", "%resource", "$this", "2.5", "@2020"]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "=", "and", "|", "<", "&", "in", "~"]), inner).map(
            " ".join
        ),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("item.where({})".format),
        inner.map("iif({0}, 1, {0})".format),
        inner.map("({}).first()".format),
        inner.map("({}) is Integer".format),
    ),
    max_leaves=12,
)
RESPONSE = node({"resourceType": "QuestionnaireResponse", "item": [{"linkId": "a"}]})


def value(text: str) -> object:
    return [json_of(item) for item in Expression(text).evaluate(RESPONSE, Scope())]


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_an_error(text: str) -> None:
    try:
        Expression(text).check()
    except FhirPathError as error:
        at = error.position
    else:
        at = None

    assert at is None or 1 <= at <= len(text) + 1


@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_heap_of_tokens_is_an_expression_or_an_error(text: str) -> None:
    try:
        Expression(text).evaluate(RESPONSE, Scope(max_steps=10_000))
    except FhirPathError:
        return


@given(GRAMMATICAL)
def test_what_follows_the_grammar_is_parsed(text: str) -> None:
    Expression(text).check()

    try:
        Expression(text).evaluate(RESPONSE, Scope(max_steps=10_000))
    except FhirPathError:
        return


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("1 +", 4),
        ("item.where(", 12),
        ("a b", 3),
        ("'open", 1),
        ("1 + # 2", 5),
        ("a.b.3", 5),
        ("@2020-13", 1),
        ("item.where(linkId = 'x'", 24),
        ("2 /* never closed", 3),
        ("item.first(1)", 6),
        ("x and and y", 7),
        ("", 1),
    ],
)
def test_a_syntax_error_says_where_it_is(text: str, position: int) -> None:
    with pytest.raises(FhirPathError, match=f"at character {position}$") as caught:
        Expression(text).check()

    assert caught.value.position == position


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3 - 4 div 2", [5]),
        ("-1 + 3", [2]),
        ("- - 3", [3]),
        ("1 | 2 = 2 | 1", [False]),
        ("false and true or true", [True]),
        ("true or false implies false", [False]),
        ("1 = 1 in (true | false)", [True]),
        ("1 < 2 = true", [True]),
        ("'a' & 'b' = 'ab'", [True]),
        ("1 + 1 is Integer", [True]),
    ],
)
def test_operators_bind_by_their_rank(text: str, result: list[object]) -> None:
    assert value(text) == result


def test_a_long_chain_of_operators_needs_no_depth() -> None:
    assert value(" + ".join(["1"] * 2000)) == [2000]


def test_a_long_path_needs_no_depth() -> None:
    assert value("%resource" + ".first()" * 2000 + ".item.linkId") == ["a"]


@pytest.mark.parametrize("text", ["(" * 5000 + "1" + ")" * 5000, "-" * 9000 + "1", "iif(" * 4000])
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    with pytest.raises(FhirPathError):
        Expression(text).check()


def test_a_hundred_levels_are_evaluated() -> None:
    assert value("iif(false, 0, " * 90 + "1" + ")" * 90) == [1]


def test_an_expression_beyond_20_000_characters_is_refused() -> None:
    with pytest.raises(FhirPathError, match="20,000"):
        Expression("1" + " " * 20_000).check()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"'it\'s'", "it's"),
        (r"'\u0041\t\\'", "A\t\\"),
        (r"'\ud83d\ude00'", "😀"),
        (r"'\p'", "p"),
        ("'a\nb'", "a\nb"),
    ],
)
def test_a_string_is_read_with_its_escapes(text: str, said: str) -> None:
    assert value(text) == [said]


def test_half_a_character_is_refused() -> None:
    with pytest.raises(FhirPathError):
        Expression(r"'\ud83d'").check()


def test_words_of_operators_are_names_too() -> None:
    tree = node({"contains": [{"is": 1, "as": 2, "in": 3}]})

    found = Expression("contains.select(is | as | in | `div`)").evaluate(tree, Scope())

    assert [json_of(one) for one in found] == [1, 2, 3]


def test_integers_are_bounded_and_longs_too() -> None:
    assert value("9223372036854775807L > 2147483647") == [True]
    with pytest.raises(FhirPathError, match="bounds"):
        Expression("2147483648").check()
