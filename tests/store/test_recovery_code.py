import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import RefusedError
from kiosk.store.recovery_code import new_recovery_code, recovery_seed

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_each_code_is_new_and_reads_back() -> None:
    codes = {new_recovery_code() for _ in range(50)}
    assert len({recovery_seed(code) for code in codes}) == 50


def test_case_spaces_and_hyphens_do_not_matter() -> None:
    code = new_recovery_code()
    assert recovery_seed(code.lower().replace("-", " ") + "\n") == recovery_seed(code)


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    code = new_recovery_code()
    typed = code.replace("0", "o").replace("1", "l")
    assert recovery_seed(typed) == recovery_seed(code)


@given(st.integers(0, 34), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found_and_its_group_named(at: int, wrong: str) -> None:
    signs = new_recovery_code().replace("-", "")
    if signs[at] == wrong:
        return
    with pytest.raises(RefusedError, match=f"group {at // 5 + 1} "):
        recovery_seed(signs[:at] + wrong + signs[at + 1 :])


@given(st.lists(st.integers(0, 6), min_size=2, max_size=2, unique=True))
def test_two_groups_changed_about_are_found(places: list[int]) -> None:
    groups = new_recovery_code().split("-")
    a, b = places
    if groups[a][:4] == groups[b][:4]:
        return
    groups[a], groups[b] = groups[b], groups[a]
    with pytest.raises(RefusedError, match=f"group {min(a, b) + 1} "):
        recovery_seed("-".join(groups))


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDE-" * 8])
def test_a_code_of_the_wrong_length_says_so(typed: str) -> None:
    with pytest.raises(RefusedError, match="7 groups of 5"):
        recovery_seed(typed)


def test_a_sign_from_another_alphabet_names_its_group() -> None:
    code = new_recovery_code()
    with pytest.raises(RefusedError, match="group 2 "):
        recovery_seed(code[:6] + "Ж" + code[7:])
