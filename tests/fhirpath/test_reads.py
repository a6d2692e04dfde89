"""What an expression reads, told without evaluating it."""

import pytest

from kiosk.fhirpath import Expression, FhirPathError


def test_variables_link_ids_and_functions_are_named() -> None:
    reads = Expression(
        "%a + %`b c` + %resource.item.where(linkId='x' and text='no').item.where('y'=linkId)"
        ".answer.value.weight() + iif(%sct = 'z', %d, defineVariable('e').select(%e))"
    ).reads

    assert reads.variables == {"a", "b c", "resource", "d"}
    assert reads.link_ids == {"x", "y"}
    assert reads.functions == {"weight"}
    assert not reads.whole


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("%resource.item.where(linkId='g').item.where(linkId='q').answer.value", [("g", "q")]),
        ("item.where(linkId='g').item.where(linkId='q').answer.value", [("g", "q")]),
        ("%context.item.where(linkId='g').answer.item.where(linkId='q')", [("g", "q")]),
        (
            "$this.item.where(linkId='g').first().item.where(linkId='q' and answer.exists())",
            [("g", "q")],
        ),
        (
            "item.where(linkId='a').answer.value + item.where(linkId='b').answer.value",
            [("a",), ("b",)],
        ),
        ("iif(item.where(linkId='a').exists(), 1, item.where(linkId='b'))", [("a",), ("b",)]),
        ("item.where(linkId='g').item.answer", [("g",)]),
        ("item.where(linkId='g').item.where(linkId='a' or linkId='b')", [("g",)]),
        ("%other.item.where(linkId='g')", []),
        ("item.select(item.where(linkId='g'))", []),
        ("descendants().where(linkId='g')", []),
    ],
)
def test_chains_of_link_ids_are_paths(text: str, paths: list[tuple[str, ...]]) -> None:
    assert list(Expression(text).reads.paths) == paths


@pytest.mark.parametrize("name", ["descendants()", "children()", "repeat(item)", "repeatAll(item)"])
def test_what_walks_the_whole_tree_says_so(name: str) -> None:
    assert Expression(f"%resource.{name}.where(linkId='q')").reads.whole
    assert Expression(f"%resource.{name}.where(linkId='q')").reads.link_ids == {"q"}


def test_a_hyphenated_name_is_read_where_it_exists() -> None:
    expression = Expression("%a-b + 1")

    assert expression.reads.variables == {"a"}
    assert expression.hyphenated == {"a-b"}
    assert expression.reads_given(frozenset({"a-b"})).variables == {"a-b"}


def test_what_is_no_fhirpath_has_no_reads() -> None:
    with pytest.raises(FhirPathError):
        _ = Expression("item.where(").reads
