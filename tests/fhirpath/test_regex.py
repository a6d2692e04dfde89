"""Patterns of any author, in linear time."""

from time import perf_counter

import pytest

from kiosk.fhirpath import FhirPathError
from kiosk.fhirpath.regex import full_match, replace_all, search


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("b", True),
        ("^a.c$", True),
        ("^b", False),
        (r"a\nb", False),
        ("A", False),
    ],
)
def test_a_pattern_is_searched_anywhere(pattern: str, found: bool) -> None:  # noqa: FBT001
    assert search("abc", pattern) is found


def test_a_dot_is_any_character_and_flags_count() -> None:
    assert search("a\nb", "a.b")
    assert search("ABC", "b", "i")
    assert search("x\nb", "^b$", "m")
    assert full_match("abc", "a.c")
    assert not full_match("abcd", "a.c")


def test_groups_are_filled_in() -> None:
    day = r"(?P<month>\d+)/(?P<day>\d+)"

    assert replace_all("11/30", day, "${day}-${month}") == "30-11"
    assert replace_all("11/30", day, "$2-$1") == "30-11"
    assert replace_all("abc", "", "x") == "abc"


def test_a_catastrophic_pattern_is_quick() -> None:
    begun = perf_counter()

    assert not full_match("a" * 5000 + "!", "(a+)+$")
    assert not full_match("a" * 5000, "(a|aa)+b")

    assert perf_counter() - begun < 1


@pytest.mark.parametrize(
    "pattern", ["(", "(?=a)", r"(a)\1", "a{1000}{1000}{1000}", "a" * 3000, "[z-a]"]
)
def test_a_pattern_that_cannot_be_used_is_an_error(pattern: str) -> None:
    with pytest.raises(FhirPathError):
        search("a", pattern)


def test_an_unknown_flag_or_group_is_an_error() -> None:
    with pytest.raises(FhirPathError):
        search("a", "a", "x")
    with pytest.raises(FhirPathError):
        replace_all("a", "(a)", "$2")
