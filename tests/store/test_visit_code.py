import re

from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.visit_code import ALPHABET, LENGTH, grouped, new_code, read_code

MISTAKEN = {"2": "Z", "5": "S", "6": "G", "8": "B", "V": "U"}


def codes(number: int) -> list[str]:
    return [new_code() for _ in range(number)]


def test_a_code_has_six_signs_none_of_which_looks_like_another() -> None:
    for code in codes(300):
        assert len(code) == LENGTH
        assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01ILO")
    assert not set(ALPHABET) & set(MISTAKEN.values())


def test_no_code_is_a_word() -> None:
    assert not set(ALPHABET) & set("AEIOUY0134")
    assert [code for code in codes(500) if re.search("[A-Z]{3}", code)] == []


def test_codes_differ() -> None:
    assert len(set(codes(300))) > 295


@given(st.data())
def test_however_a_person_types_a_code_it_is_read(data: st.DataObject) -> None:
    code = data.draw(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
    seen = "".join(data.draw(st.sampled_from([s, MISTAKEN.get(s, s)])) for s in code)
    cased = "".join(data.draw(st.sampled_from([s, s.lower()])) for s in seen)
    typed = data.draw(st.sampled_from([" ", "-", "", ". "])).join(cased)
    assert read_code(typed) == code
    assert read_code(grouped(code)) == code


def test_digits_of_another_script_and_full_width_letters_are_read() -> None:
    assert read_code("K٧T ٢MX") == "K7T2MX"  # noqa: RUF001 - Arabic digits are the point
    assert read_code("Ｋ７Ｔ-２ＭＸ") == "K7T2MX"  # noqa: RUF001


@given(st.text(max_size=40))
def test_any_text_is_read_as_something(typed: str) -> None:
    assert isinstance(read_code(typed), str)
