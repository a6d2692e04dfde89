"""What carries patients' answers on a stick: only its code opens it, and damage is told."""

import hashlib

import pytest

from kiosk.errors import RefusedError
from kiosk.export.sealing import MARK, is_sealed, refuse_damaged, seal, unseal

SECRET = b"the patient said something private" * 20


@pytest.fixture(scope="module")
def sealed() -> tuple[bytes, str]:
    return seal(SECRET)


def test_the_code_opens_it_and_the_file_says_nothing(sealed: tuple[bytes, str]) -> None:
    content, code = sealed

    assert unseal(content, code) == SECRET
    assert is_sealed(content)
    assert b"private" not in content


def test_the_code_may_be_typed_in_small_letters_and_with_spaces(sealed: tuple[bytes, str]) -> None:
    content, code = sealed

    assert unseal(content, code.lower().replace("-", " ")) == SECRET


def test_two_seals_of_the_same_have_nothing_in_common(sealed: tuple[bytes, str]) -> None:
    content, code = seal(SECRET)

    assert code != sealed[1]
    assert content[len(MARK) :] != sealed[0][len(MARK) :]
    with pytest.raises(RefusedError, match="does not open this file"):
        unseal(content, sealed[1])


def test_a_slip_in_the_code_is_named_by_its_group(sealed: tuple[bytes, str]) -> None:
    content, code = sealed
    wrong = "0" if code[7] != "0" else "1"

    with pytest.raises(RefusedError, match="group 2 of the code"):
        unseal(content, code[:7] + wrong + code[8:])


def test_any_damage_is_told_before_a_code_is_asked_for(sealed: tuple[bytes, str]) -> None:
    content, _ = sealed
    places = [0, len(MARK), len(MARK) + 20, len(MARK) + 30, len(content) // 2, len(content) - 1]

    for place in places:
        broken = bytearray(content)
        broken[place] ^= 1
        with pytest.raises(RefusedError, match="damaged"):
            refuse_damaged(bytes(broken))
    for length in (0, 10, len(MARK), len(content) - 1):
        with pytest.raises(RefusedError, match="damaged"):
            refuse_damaged(content[:length])


def test_who_repairs_the_check_of_a_changed_file_is_found_out(sealed: tuple[bytes, str]) -> None:
    content, code = sealed
    begin = bytearray(content[:-32])
    begin[-3] ^= 1
    forged = bytes(begin) + hashlib.sha256(begin).digest()

    refuse_damaged(forged)
    with pytest.raises(RefusedError, match="damaged"):
        unseal(forged, code)


def test_more_than_an_export_can_have_is_neither_sealed_nor_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content, code = seal(b" " * 5000)
    monkeypatch.setattr("kiosk.export.sealing.MOST_BYTES", 4999)

    with pytest.raises(RefusedError, match="too many"):
        seal(b" " * 5000)
    with pytest.raises(RefusedError, match="more in this file"):
        unseal(content, code)
