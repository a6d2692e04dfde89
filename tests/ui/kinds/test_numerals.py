"""Numbers are read exactly or not at all (AC 18), in the figures of every language."""

# ruff: noqa: RUF001 - figures of other scripts are what is tested
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.resources import resource
from kiosk.ui.patient.kinds.numerals import (
    MOST_FIGURES,
    NO_NUMBER,
    NOTHING,
    TOO_LONG,
    UNCLEAR,
    Figures,
    figures_of,
    read,
    write,
)
from kiosk.ui.wording.words import load_words

WORDS = load_words(resource("translations"))
SHIPPED = [
    figures_of(lambda key, code=language.code: WORDS.say(code, key)) for language in WORDS.languages
]
ENGLISH = Figures()
GERMAN = Figures(decimal=",")
ARABIC = Figures("٠١٢٣٤٥٦٧٨٩", "٫")
PERSIAN = Figures("۰۱۲۳۴۵۶۷۸۹", "٫")
BENGALI = Figures("০১২৩৪৫৬৭৮৯", ".")
ALL = [*SHIPPED, ENGLISH, GERMAN, ARABIC, PERSIAN, BENGALI]

numbers = st.builds(
    lambda figures, places: Decimal(figures).scaleb(-places),
    st.integers(1 - 10**MOST_FIGURES, 10**MOST_FIGURES - 1),
    st.integers(0, MOST_FIGURES - 1),
)


def test_each_language_that_ships_has_ten_figures_and_a_decimal_sign() -> None:
    assert SHIPPED
    for figures in SHIPPED:
        assert len(set(figures.digits)) == 10
        assert figures.decimal in {".", ",", "٫"}


@given(numbers, st.sampled_from(ALL))
def test_what_is_written_is_read_as_the_same_number_digit_for_digit(
    number: Decimal, figures: Figures
) -> None:
    got = read(write(number, figures), figures).number
    assert got == number
    assert got is not None
    assert got.as_tuple().exponent == number.as_tuple().exponent


@given(st.integers(-(10**17), 10**17), st.sampled_from(ALL))
def test_whole_numbers_come_back_from_every_language(number: int, figures: Figures) -> None:
    assert read(write(number, figures), figures).number == number


@given(st.text(max_size=80), st.sampled_from(ALL))
def test_nothing_that_can_be_typed_breaks_it(text: str, figures: Figures) -> None:
    got = read(text, figures)
    assert (got.number is None) == bool(got.problem)
    if got.number is not None:
        assert got.number.is_finite()


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(ALL), st.sampled_from(".,"))
def test_a_sign_that_may_stand_between_thousands_is_never_guessed(
    whole: int, rest: int, figures: Figures, mark: str
) -> None:
    got = read(f"{whole}{mark}{rest:03}", figures)
    if mark == figures.decimal:
        assert got.number == Decimal(f"{whole}.{rest:03}")
    else:
        assert got == (None, UNCLEAR)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("37.5", "37.5"),
        ("37,5", "37.5"),
        ("37.50", "37.50"),
        ("٣٧٫٥", "37.5"),
        ("۳۷٫۵", "37.5"),
        ("٣٧,٥", "37.5"),
        (" 72 ", "72"),
        ("007", "7"),
        ("0,125", "0.125"),
        (".5", "0.5"),
        ("37.", "37"),
        ("-5", "-5"),
        ("\u200e\u22125", "-5"),
        ("\u2013 5", "-5"),
        ("+5", "5"),
        ("-0", "0"),
        ("1 234", "1234"),
        ("1\u202f234\u00a0567,5", "1234567.5"),
        ("1'234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("١٬٢٣٤٫٥", "1234.5"),
    ],
)
@pytest.mark.parametrize("figures", [ENGLISH, GERMAN, ARABIC])
def test_what_can_mean_one_number_alone_is_read_in_every_language(
    text: str, number: str, figures: Figures
) -> None:
    got = read(text, figures).number
    assert str(got) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", NOTHING),
        (" \u200f ", NOTHING),
        ("about 5", NO_NUMBER),
        ("5kg", NO_NUMBER),
        ("5-6", NO_NUMBER),
        ("--5", NO_NUMBER),
        ("1e5", NO_NUMBER),
        ("½", NO_NUMBER),
        ("²", NO_NUMBER),
        ("37 5", NO_NUMBER),
        ("1 2345", NO_NUMBER),
        ("1,23,456", NO_NUMBER),
        ("1.2.3", NO_NUMBER),
        ("1,234 567", NO_NUMBER),
        (".", NO_NUMBER),
        ("-", NO_NUMBER),
        ("NaN", NO_NUMBER),
        ("9" * 19, TOO_LONG),
        ("0" * 10_000_000, TOO_LONG),
    ],
)
def test_what_is_no_number_is_told_apart(text: str, problem: str) -> None:
    for figures in (ENGLISH, GERMAN, ARABIC):
        assert read(text, figures) == (None, problem)


def test_the_sign_of_the_language_wins_over_the_thousands_of_another() -> None:
    assert read("1.234", ENGLISH).number == Decimal("1.234")
    assert read("1,234", GERMAN).number == Decimal("1.234")
    assert read("1.234", GERMAN).problem == UNCLEAR
    assert read("1,234", ARABIC).problem == UNCLEAR


def test_numbers_are_written_in_the_figures_of_the_language() -> None:
    assert write(Decimal("-37.50"), ARABIC) == "\u200e\u2212٣٧٫٥٠"
    assert write(1234, GERMAN) == "1234"
    assert write(Decimal("1E+3"), ENGLISH) == "1000"
