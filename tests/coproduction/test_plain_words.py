from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.plain_words import (
    CODES,
    FEWEST_WORDS,
    HARDEST_GRADE,
    LONGEST_SENTENCE,
    Text,
    WordList,
    figures,
    look,
    read_word_list,
    sentences,
)
from kiosk.errors import RefusedError
from kiosk.resources import resource

WORDS = WordList(
    banned=("please", "not valid"), plainer={"commenc*": "begin", "prior to": "before"}
)
LISTS = sorted(resource("translations").glob("*/plain.toml"))
LANGUAGES = st.sampled_from(["en", "en-GB", "ar", "cy", ""])
TEXTS = st.text() | st.lists(
    st.sampled_from(
        ["pain", "commence", "please", "{count}", "2", "—", ".", "! ", ":", "\n", "e.g."]
    )
).map(" ".join)


def codes(words: str, *, language: str = "en", scolds: bool = True) -> list[str]:
    return [found.code for found in look(Text("here", words, scolds), language, WORDS)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" — … ", 0),
        ("Touch one answer", 1),
        ("Stop? No. Go on!", 3),
        ("Pain, e.g. a headache, counts. It does.", 2),
        ("Touch “Try again.” Then wait.", 2),
        ("Two ways: by touch; by key.", 3),
        ("See www.example.org for 2.5 of it.", 1),
        ("First line\nSecond line", 2),
        ("هل يؤلمك؟ قل لنا.", 2),
        ("درد ہے\u06d4 کہاں\u06d4", 2),
    ],
)
def test_sentences_end_where_a_reader_takes_breath(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_the_grade_is_that_of_the_formula() -> None:
    # 11 words, 2 sentences, 12 syllables: 0.39 · 5.5 + 11.8 · 12 / 11 - 15.59
    measured = figures(["Do you have pain today? Tell us where it hurts {most}."], "en")
    assert (measured.words, measured.sentences, measured.longest) == (11, 2, 6)
    assert measured.grade == -0.6


def test_a_text_of_few_words_or_in_another_language_has_no_grade() -> None:
    nine = "Do you have any pain in your left knee?"
    assert figures([nine], "en").grade is None
    assert figures([f"{nine} Where?"], "en-GB").grade is not None
    assert figures([f"{nine} Where?"], "cy").grade is None


def test_labels_do_not_make_the_average_easy() -> None:
    hard = "Immediate medical observation necessitates hospital admission today. Go in now."
    labels = ["Yes", "Go on", "Not now"] * 50
    alone = figures([hard], "en").grade
    assert alone is not None
    assert alone > HARDEST_GRADE
    assert figures([hard, *labels], "en").grade == alone


def test_what_is_to_be_written_otherwise_is_told_with_its_place() -> None:
    text = "Go on. We commence prior to your visit, please. Bring a pen."
    found = {each.code: each for each in look(Text("here", text, scolds=True), "en", WORDS)}
    assert set(found) == {"hard-word", "banned-word"}
    for each in found.values():
        assert (each.place, each.sentence) == ("here", "We commence prior to your visit, please.")
    assert "please" in found["banned-word"].advice
    assert [f.advice.split("“")[2][:6] for f in look(Text("", text), "en", WORDS)] == [
        "begin”",
        "before",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("go " * (LONGEST_SENTENCE + 1), "long-sentence"),
        ("Go. Stop. Wait. Look.", "long-paragraph"),
        (
            "Immediate medical observation necessitates hospital admission today. Go in now.",
            "hard-to-read",
        ),
        ("This is NOT  valid", "banned-word"),
        ("Commencing now", "hard-word"),
    ],
)
def test_each_code_has_a_text_that_earns_it_alone(text: str, code: str) -> None:
    assert codes(text) == [code]
    assert code in CODES


@pytest.mark.parametrize(
    "text",
    [
        "go " * LONGEST_SENTENCE,
        "Go. Stop. Wait.\nLook. Touch. Write.",
        "Go. Stop. Ask at the desk: they can help; they are kind.",
        "It was a pleasure, a recommencement and validity",
    ],
)
def test_what_is_just_within_bounds_is_plain(text: str) -> None:
    assert codes(text) == []


def test_a_question_may_say_what_an_error_may_not() -> None:
    assert codes("I am not valid", scolds=False) == []


@pytest.mark.parametrize(
    "content",
    [b"\xff", b"banned = 3", b'banned = [""]', b'[plainer]\n"*" = "x"', b"colour = 1", b"["],
)
def test_a_word_list_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError):
        read_word_list(content)


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.parent.name)
def test_no_plainer_word_is_itself_hard(file: Any) -> None:
    words = read_word_list(file.read_bytes())
    assert words.banned
    for plainer in words.plainer.values():
        assert list(words.hard_in(plainer)) == []


@given(st.lists(TEXTS), LANGUAGES)
def test_figures_are_bounded(texts: list[str], language: str) -> None:
    measured = figures(texts, language)
    assert 0 <= measured.longest <= measured.words
    assert (measured.sentences == 0) == (measured.words == 0)
    assert measured.sentences <= measured.words <= measured.longest * measured.sentences
    if measured.grade is not None:
        assert measured.words >= FEWEST_WORDS
        assert measured.grade >= round(0.39 + 11.8 - 15.59, 1)


@given(TEXTS, LANGUAGES)
def test_nothing_is_said_but_by_a_known_code_and_of_a_part_of_the_text(
    words: str, language: str
) -> None:
    for found in look(Text("here", words, scolds=True), language, WORDS):
        assert found.code in CODES
        assert found.sentence.strip() in words


@given(TEXTS)
def test_blanks_between_words_do_not_count(words: str) -> None:
    assert figures([words.replace(" ", "  \t")], "en") == figures([words], "en")


@given(st.integers(1, 60))
def test_a_longer_sentence_is_never_easier(count: int) -> None:
    shorter, longer = (figures(["word " * n + "."], "en") for n in (count, count + 1))
    assert longer.longest == shorter.longest + 1
    if shorter.grade is not None and longer.grade is not None:
        assert longer.grade >= shorter.grade


@given(st.integers(FEWEST_WORDS, 60))
def test_longer_words_are_never_easier(count: int) -> None:
    easy, hard = (figures([f"{word} " * count], "en").grade for word in ("pain", "medicine"))
    assert easy is not None
    assert hard is not None
    assert hard > easy
    assert hard > HARDEST_GRADE


@given(TEXTS, TEXTS)
def test_a_hard_word_is_found_wherever_it_stands(before: str, after: str) -> None:
    text = f"{before} \n commence \n {after}"
    assert any(found.sentence == "commence" for found in look(Text("", text), "en", WORDS))
