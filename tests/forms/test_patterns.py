import pytest

from kiosk.forms.patterns import PatternRefused, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("[0-9]{3}", "123", "1234"),
        ("a|b", "b", "ab"),
        (r"^\d{3}$", "123", "12"),
        ("^(?!000|666)[0-9]{3}-[0-9]{2}$", "123-45", "666-45"),
        (r"(?=.*\d)(?=.*[a-z]).{4,}", "ab12", "abcd"),
        (r"(?!.*[)])x.+", "xy", "x)"),
        (r"/^\d+$/", "12", "/12/"),
        (r"\d{3}\Z", "123", "123\n"),
        (r"\p{Alpha}+", "abc", "a1"),
        (r"[\p{Digit}x]+", "1x", "y"),
        (r"\u00e9+", "éé", "e"),
        (r"(?<year>\d{4})", "2024", "24"),
        (r"\p{L}+", "çé", "1"),
        (r"\i\c*", "a-1", "-a"),
        ("[^a]]?", "b]", "a"),
    ],
)
def test_a_pattern_is_matched_against_the_whole_text(
    pattern: str, fits: str, does_not: str
) -> None:
    compiled = compile_pattern(pattern)
    assert compiled.fullmatch(fits)
    assert not compiled.fullmatch(does_not)


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "[",
        "\\",
        "a++",
        r"(a)\1",
        "a(?=b)",
        "(?<=a)b",
        "(?=a)b|c",
        "(?=a",
        "(?!",
        "a{1001}",
        "x" * 10_001,
        "\ud800",
    ],
)
def test_a_pattern_that_cannot_be_run_is_refused_with_a_reason_each_time(pattern: str) -> None:
    for _ in range(2):
        with pytest.raises(PatternRefused, match=r"."):
            compile_pattern(pattern)


def test_a_pattern_made_to_hang_does_not() -> None:
    assert compile_pattern("(a+)+$").fullmatch("a" * 200_000 + "b") is None


@pytest.mark.parametrize(
    ("call", "fits", "fits_not"),
    [
        ("matches('^[0-9]{4}$')", "4006", "40061"),
        (r"matches('^\\+[0-9]+$')", "+41", "41"),
        ("matches('[0-9]{4}')", "CH-4006 Basel", "CH-400"),
    ],
)
def test_a_pattern_in_a_call_of_fhirpath_is_the_pattern_meant(
    call: str, fits: str, fits_not: str
) -> None:
    pattern = compile_pattern(call)
    assert pattern.fullmatch(fits)
    assert not pattern.fullmatch(fits_not)
