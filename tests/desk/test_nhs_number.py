"""NHS numbers: a mistyped one is told at once, and which kind of mistake it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.nhs_number import check_digit, grouped_number, plain_number, problem

NINE = st.text("0123456789", min_size=9, max_size=9).filter(lambda n: check_digit(n) is not None)


def number(nine: str) -> str:
    return f"{nine}{check_digit(nine)}"


@pytest.mark.parametrize("typed", ["9434765919", "943 476 5919", "943-476-5919", "٩٤٣٤٧٦٥٩١٩"])
def test_a_right_number_has_no_problem_however_it_is_parted(typed: str) -> None:
    assert problem(typed) == ""
    assert plain_number(typed) == "9434765919"


@pytest.mark.parametrize("typed", ["", "943 476 591", "943 476 59190", "943 476 591X", "CD-17"])
def test_what_has_not_ten_digits_says_so(typed: str) -> None:
    assert problem(typed) == "length"


@given(NINE, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(nine: str, place: int, by: int) -> None:
    right = number(nine)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]

    assert problem(right) == ""
    assert problem(wrong) == "check-digit"


@given(NINE, st.integers(0, 8))
def test_two_digits_that_changed_places_are_always_found(nine: str, place: int) -> None:
    right = number(nine)
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

    assert problem(swapped) == ("" if swapped == right else "check-digit")


def test_nine_digits_that_no_number_begins_with_have_no_tenth() -> None:
    assert check_digit("000000006") is None
    assert {problem(f"000000006{digit}") for digit in range(10)} == {"check-digit"}


@given(NINE)
def test_it_is_read_in_threes_and_back(nine: str) -> None:
    shown = grouped_number(number(nine))

    assert [len(part) for part in shown.split()] == [3, 3, 4]
    assert plain_number(shown) == number(nine)


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    assert problem(typed) in {"", "length", "check-digit"}
