import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.syllables import syllables

KNOWN = {
    1: "a I the pain eyes help asked walked changed used sent sleep through friend place pause "
    "gone please week write nurse knee breathe cough lives whole mouse aches bathed tongue "
    "clothes scared tried noise yes you loud eight called blurred health heard don't we'd",
    2: "about answer question patient reader tablet table little people apple worry today "
    "hearing needed started sudden going trying doing being poem lion quiet science chaos diet "
    "react hopeless lately movement careful wanted ended handled troubled safely something "
    "someone doctor language muscles boxes matches changes nurses houses rhythm finger minutes "
    "answered smaller nation patience million marriage every player headaches didn't wasn't "
    "business sometimes somewhat safety create disease piercing therefore ankle metre gp ok",
    3: "medicine hospital idea area another reception appointment piano video "
    "medical difficult recently previous serious generous radio manual usual "
    "family happier earlier carefully hopelessly companion "
    "agreement excitement example beginning worrying languages everything fluently genuine "
    "violence period studio heroine poetry museum royally autism nuclear",
    4: "information society anxiety material experience january usually "
    "reliable variable medication diabetes operation "
    "situation gradually appreciate difficulty ability "
    "emergency interpreter temperature",
    5: "imagination communication examination association university refrigerator immediately",
    6: "physiotherapy responsibility",
}


@pytest.mark.parametrize(
    ("word", "count"), [(word, count) for count, all_ in KNOWN.items() for word in all_.split()]
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count
    assert syllables(word.upper()) == count


@given(st.text())
def test_anything_has_at_least_one_and_hardly_more_than_its_letters(word: str) -> None:
    assert 1 <= syllables(word) <= len(word) + 2


@pytest.mark.parametrize("mark", [".", ",", "?”", "\u2019", ")"])
def test_marks_around_a_word_are_not_spoken(mark: str) -> None:
    for count, words in KNOWN.items():
        assert {word for word in words.split() if syllables(f"“{word}{mark}") != count} == set()


@pytest.mark.parametrize("word", ["", "7", "2026", "—", "عربي"])
def test_what_has_no_english_letter_counts_as_one(word: str) -> None:
    assert syllables(word) == 1
