"""TOML with lines: as the standard library reads it, and every place that is wrong."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.settings.toml_lines import read_located
from kiosk.settings.written import written_toml

keys = st.sampled_from(["a", "b", "c", "d-e"])
values: st.SearchStrategy[Any] = st.recursive(
    st.text(max_size=6) | st.integers(-9, 9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=2),
    max_leaves=6,
)
headings = st.lists(keys, min_size=1, max_size=2).map(".".join)
lines = st.one_of(
    st.builds("[{}]".format, headings),
    st.builds("[[{}]]".format, headings),
    st.dictionaries(keys, values, min_size=1, max_size=1).map(
        lambda one: written_toml({"x": one}).splitlines()[1]
    ),
    st.sampled_from(
        [
            "",
            "# x",
            "a = [",
            "  1,",
            "  {a = 1},",
            "]",
            'b = """',
            'x """',
            "c = 'x",
            "a.b = 1",
            "}",
        ]
    ),
)
texts = st.lists(lines, max_size=9).map("\n".join)


@given(texts)
def test_a_text_is_read_as_the_standard_library_reads_it_and_else_has_a_fault(text: str) -> None:
    read = read_located(text)

    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert read.faults
        assert all(1 <= fault.line <= text.count("\n") + 1 for fault in read.faults)
    else:
        assert read.data == whole
        assert not read.faults


@given(texts)
def test_every_key_of_a_right_text_has_the_line_that_it_begins_on(text: str) -> None:
    read = read_located(text)
    if read.faults:
        return

    rows = text.split("\n")
    for path, line in read.lines.items():
        value: Any = read.data
        for step in path:
            value = value[step]
        if isinstance(path[-1], str):
            assert path[-1] in "\n".join(rows[line - 1 :])
            before = read_located("\n".join(rows[: line - 1]))
            assert path not in before.lines or before.faults
    assert set(read.lines) == set(_paths(read.data, ()))


def _paths(value: Any, path: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, below in inner:
        found.append((*path, key))
        if isinstance(below, dict | list):
            found += _paths(below, (*path, key))
    return found


@given(texts, st.integers(0, 8), st.sampled_from(["x", "= 1", "[x", "y = ", "z = 1 2"]))
def test_one_wrong_line_is_told_by_its_number(text: str, row: int, wrong: str) -> None:
    rows = text.split("\n")[:row]
    if read_located("\n".join(rows)).faults:
        return

    faults = read_located("\n".join([*rows, wrong, "", "[other]", "key = 1"])).faults

    assert [fault.line for fault in faults] == [len(rows) + 1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = [\n  {b = 1},\n  # c\n  {b = 2},\n]", 4),
        ("a = [{b = 1},\n\n  {b = 2}]", 3),
        ("a = [\n{b = 1}, {b = 2},\n]", 2),
        ("[[a]]\nb = 1\n\n[[a]]\nb = 2", 5),
    ],
)
def test_what_is_in_the_second_of_a_list_is_found_there(text: str, line: int) -> None:
    assert read_located(text).lines["a", 1, "b"] == line
