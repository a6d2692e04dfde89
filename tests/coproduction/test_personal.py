import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.personal import looks_personal

PERSONAL = [
    "My NHS number is 943 476 5919",
    "9434765919",
    "943-476-5919.",
    "I live in ST4 7QB",
    "sw1a1aa",
    "ring me on 07700 900123",
    "+44 7700 900 123",
    "(01782) 123456",
    "0048 601 234 567",
    "write to jo.bloggs@example.org please",
    "born 3/2/1950",
    "born 03.02.50",
    "1950-02-03",
    "3 March 1950",
    "3rd of March 1950",
    "March 3, 1950",
    "3 marca 1950",
    "Mr Khan told me",
    "ask Dr. Smith",
    "Mrs O'Neill",
    "dr Kowalska",
    "Pani Nowak",
    "my name is jo",
    "السيد أحمد قال",
    "٠١٧٨٢١٢٣٤٥٦",
]
PLAIN = [
    "",
    "Which pain do you mean?",
    "I have had it for 3 weeks, or 21 days",
    "between 6 and 10",
    "1234567890",
    "943 476 5918",
    "from 2019 to 2021",
    "12.5 mg twice a day",
    "the doctor asked me before",
    "Mr is the wrong title",
    "doctor or nurse?",
    "I am 50 and it hurts 24/7",
    "Say “pain” @ the top",
    "أين الألم؟",
]


@pytest.mark.parametrize("words", PERSONAL)
def test_what_tells_who_somebody_is_is_noticed(words: str) -> None:
    assert looks_personal(words)


@pytest.mark.parametrize("words", PLAIN)
def test_what_is_said_of_a_question_is_not(words: str) -> None:
    assert not looks_personal(words)


def checked(nine: str) -> int:
    """The check digit of an NHS number, by the rule of the NHS Data Dictionary; 10 for none."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    return 0 if total % 11 == 0 else 11 - total % 11


@given(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_of_ten_figures_only_those_with_their_check_digit_are_an_nhs_number(
    nine: str, gap: str
) -> None:
    right = checked(nine)
    for digit in range(10):
        number = gap.join([nine[:3], nine[3:6], f"{nine[6:]}{digit}"])
        assert looks_personal(f"It is {number}, I think") == (digit == right)


@given(st.text(max_size=500))
def test_whatever_is_written_it_is_told_at_once(words: str) -> None:
    assert looks_personal(words) in {True, False}
