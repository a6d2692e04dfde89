import hmac
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.receipts import FEW, LIST_SIZE, WordList, digest, places_of, plain
from kiosk.resources import resource

LANGUAGES = sorted(file.stem for file in resource("receipt").glob("*.toml"))
PLACES = st.tuples(*[st.integers(0, LIST_SIZE - 1)] * 3)


def words_of(language: str) -> list[str]:
    text = resource("receipt", f"{language}.toml").read_text("utf-8")
    words: list[str] = tomllib.loads(text)["words"]
    return words


def distance(one: str, two: str) -> int:
    """How many letters are to be changed, added or left out (Levenshtein)."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        next_row = [i]
        for j, b in enumerate(two, 1):
            next_row.append(min(row[j] + 1, next_row[-1] + 1, row[j - 1] + (a != b)))
        row = next_row
    return row[-1]


def test_there_is_a_list_for_each_language_that_is_written() -> None:
    assert LANGUAGES == ["ar", "cy", "en", "pl", "ur"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_256_words_of_letters_told_apart_by_their_first_four(language: str) -> None:
    words = words_of(language)
    assert len(words) == LIST_SIZE
    assert len({plain(word)[:4] for word in words}) == LIST_SIZE
    assert all(word.isalpha() for word in words)


def test_no_two_english_words_differ_by_one_letter_alone() -> None:
    words = words_of("en")
    near = [(a, b) for at, a in enumerate(words) for b in words[:at] if distance(a, b) < 2]
    assert near == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_is_found_by_its_first_letters_and_never_among_many(language: str) -> None:
    known = WordList(words_of(language))
    typed = []
    for place in range(LIST_SIZE):
        word, begun = plain(known.word(place)), ""
        while place not in known.offered(begun):
            assert word[len(begun)] in known.letters(begun)
            begun += word[len(begun)]
        assert len(known.offered(begun)) <= FEW
        typed.append(len(begun))
    assert max(typed) <= 4


def test_letters_that_begin_no_word_offer_none() -> None:
    known = WordList(words_of("en"))
    assert (known.letters("xq"), known.offered("xq"), known.offered("")) == ((), (), ())


def test_a_list_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="256"):
        WordList(["river", "lamp"])


@given(st.binary(min_size=3, max_size=3))
def test_any_three_random_bytes_are_a_receipt(random: bytes) -> None:
    assert bytes(places_of(random)) == random


@given(st.binary(min_size=32, max_size=32), PLACES, PLACES)
def test_a_digest_is_of_its_words_in_their_order_and_of_its_key(
    key: bytes, one: tuple[int, ...], two: tuple[int, ...]
) -> None:
    assert (digest(key, one) == digest(key, two)) == (one == two)
    assert digest(key, one) == hmac.new(key, bytes(one), "sha256").digest()
    assert digest(key, one) != digest(bytes(32) if any(key) else b"\1" * 32, one)
