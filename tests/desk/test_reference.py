"""Whose visit it is: an NHS number, a number of the clinic's own, or nobody is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.nhs_number import SYSTEM
from kiosk.desk.reference import LONGEST, Reference, read_reference, shown_number

LOCAL = "https://clinic.example/patients"


@pytest.mark.parametrize("local", ["", LOCAL])
def test_an_nhs_number_is_one_with_and_without_numbers_of_ones_own(local: str) -> None:
    assert read_reference(" 943 476 5919 ", local) == Reference(SYSTEM, "9434765919")
    assert read_reference("943 476 5918", local).problem == "check-digit"
    assert read_reference("   ", local) == Reference()


def test_without_numbers_of_ones_own_anything_else_is_a_mistake_of_a_kind() -> None:
    assert read_reference("943 476 591", "").problem == "length"
    assert read_reference("HN-12", "").problem == "not-known"


def test_a_number_of_the_clinics_own_is_taken_as_it_is() -> None:
    assert read_reference("HN-  00012 ", LOCAL) == Reference(LOCAL, "HN- 00012")
    assert read_reference("4711", LOCAL) == Reference(LOCAL, "4711")
    assert read_reference("x" * (LONGEST + 1), LOCAL).problem == "too-long"


def test_it_is_shown_as_it_is_read() -> None:
    assert shown_number(SYSTEM, "9434765919") == "943 476 5919"
    assert shown_number(LOCAL, "4711") == "4711"
    assert shown_number(None, None) == ""


@given(st.text(max_size=60), st.sampled_from(["", LOCAL]))
def test_it_is_a_number_or_a_problem_or_nothing(typed: str, local: str) -> None:
    read = read_reference(typed, local)

    assert bool(read.value) + bool(read.problem) == bool(typed.split())
    assert bool(read.value) == bool(read.system)
