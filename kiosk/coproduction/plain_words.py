"""How plainly a text is written, in figures, and what in it to write otherwise.

The measure of reading is the Flesch-Kincaid grade, the school year in the USA in which a text of
its kind is read with ease; the reader's age is about five more, so grade 6 is an age of 11:

    0.39 · words / sentences + 11.8 · syllables / words - 15.59

It was found on passages of some 150 words, and means nothing for a button. Hence two units of
measure: one text of at least `FEWEST_WORDS` by itself, so that one hard text can't hide among easy
ones; and all texts of a form or of a part of the screen together, but for names and labels of
fewer than `SHORTEST_PHRASE` words, which would make every average look easy.

A sentence ends as in Flesch's own count: at a full stop, question or exclamation mark, colon or
semicolon before a blank, or with its line; in a paragraph colons are not counted. A word is what
stands between blanks and has a letter or figure; a place (`{count}`) and a number are words of one
syllable. The grade holds for English alone, the length of sentences for every language that writes
blanks between its words.

Source of the formula: Kincaid, Fishburne, Rogers and Chissom, Derivation of New Readability
Formulas for Navy Enlisted Personnel, Research Branch Report 8-75, 1975. Of the bounds: R11 and R31.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import msgspec

from kiosk.coproduction.syllables import syllables
from kiosk.errors import RefusedError

HARDEST_GRADE: Final = 6.0
"""Above it a text is hard to read: R31's reading age of 9 to 11."""

LONGEST_SENTENCE: Final = 20
"""In words."""

LONGEST_PARAGRAPH: Final = 3
"""In sentences."""

FEWEST_WORDS: Final = 10
"""Below it no grade: in ten words, one word of four syllables makes 3.5 grades already."""

SHORTEST_PHRASE: Final = 4
"""In words: what is shorter is a name or a label, and left out of the grade of several texts."""

CODES: Final[Mapping[str, str]] = {
    "hard-to-read": f"a reading grade above {HARDEST_GRADE:g}",
    "long-sentence": f"a sentence of more than {LONGEST_SENTENCE} words",
    "long-paragraph": f"a paragraph of more than {LONGEST_PARAGRAPH} sentences",
    "banned-word": "an error that begs, blames or speaks of rules",
    "hard-word": "a word for which there is a plainer one",
}
"""Every code that may be said here, and what it stands for."""

_STOP: Final = re.compile(
    r"""(?<=[.!?…؟\u06d4।]) ["”\u2019»')\]]* \s++ (?![a-z])  # "e.g. here" goes on""",
    re.VERBOSE,
)
_COLON: Final = re.compile(r"(?<=[:;؛])\s+")
_PLACE: Final = re.compile(r"\{[a-z_]+\}")
_JOINTS: Final = re.compile(r"[-\u2010-\u2014/]")


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The words of one language to do without, as its `plain.toml` has them.

    A word, or several with blanks between them; one that ends in `*` stands for all words that
    begin so. Capitals make no difference.

    Attributes:
        banned: what no error says.
        plainer: hard word → what to write for it.
    """

    banned: tuple[str, ...] = ()
    plainer: dict[str, str] = {}  # msgspec copies it

    def __post_init__(self) -> None:
        if not all(entry.strip("* ") for entry in (*self.banned, *self.plainer)):
            raise ValueError("an empty word")

    @cached_property
    def _banned(self) -> re.Pattern[str] | None:
        return any_of(self.banned)

    @cached_property
    def _hard(self) -> re.Pattern[str] | None:
        return any_of(self.plainer)

    def banned_in(self, sentence: str) -> Iterator[str]:
        """The banned words of a sentence, as they stand there."""
        if self._banned:
            yield from (found[0] for found in self._banned.finditer(sentence))

    def hard_in(self, sentence: str) -> Iterator[tuple[str, str]]:
        """The hard words of a sentence, each with what to write for it."""
        plainer = tuple(self.plainer.values())
        if self._hard:
            for found in self._hard.finditer(sentence):
                yield found[0], plainer[(found.lastindex or 1) - 1]


def read_word_list(content: bytes) -> WordList:
    """The words in a `plain.toml`.

    Raises:
        RefusedError: it is no such file.
    """
    try:
        return msgspec.convert(tomllib.loads(content.decode()), WordList)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as cause:
        raise RefusedError(f"The list of plain words can't be read: {cause}") from cause


@dataclass(frozen=True)
class Text:
    """One text that people read.

    Attributes:
        place: where it stands: a key of the screen's words, or a linkId.
        words: the text; its paragraphs are its lines.
        scolds: whether the program says it by itself, so that it may be an error. A question may
            say "sorry"; an error never needs to.
    """

    place: str
    words: str
    scolds: bool = False


@dataclass(frozen=True)
class Figures:
    """What was counted in one or several texts.

    Attributes:
        words, sentences: how many.
        longest: the longest sentence, in words.
        grade: Flesch-Kincaid, to one decimal; None for other languages than English, and for
            fewer than `FEWEST_WORDS`.
    """

    words: int
    sentences: int
    longest: int
    grade: float | None


@dataclass(frozen=True)
class NotPlain:
    """One thing to write otherwise.

    Attributes:
        code: one of `CODES`.
        place: of the text.
        sentence: where it is: a sentence, or the whole text.
        advice: what it is and what to do, in one sentence.
    """

    code: str
    place: str
    sentence: str
    advice: str


def figures(texts: Iterable[str], language: str) -> Figures:
    """The figures of all the texts together; `language` as a BCP 47 tag."""
    counted = [_count(text) for text in texts]
    read = [one for one in counted if one.words >= SHORTEST_PHRASE]
    return Figures(
        words=sum(one.words for one in counted),
        sentences=sum(one.sentences for one in counted),
        longest=max((one.longest for one in counted), default=0),
        grade=_grade(read) if _is_english(language) else None,
    )


def is_hard(measured: Figures) -> bool:
    """Whether the grade is too high."""
    return measured.grade is not None and measured.grade > HARDEST_GRADE


def look(text: Text, language: str, words: WordList) -> Iterator[NotPlain]:
    """Everything in one text to write otherwise; `words` are the lists of that language."""
    measured = figures([text.words], language)
    if is_hard(measured):
        yield NotPlain("hard-to-read", text.place, text.words, grade_advice(measured))
    for paragraph in text.words.splitlines():
        count = sum(bool(_words(part)) for part in _STOP.split(paragraph))
        if count > LONGEST_PARAGRAPH:
            advice = f"A paragraph of {count} sentences: break it after the third at most."
            yield NotPlain("long-paragraph", text.place, paragraph, advice)
    for sentence in sentences(text.words):
        yield from _look_at(sentence, text, words)


def grade_advice(measured: Figures) -> str:
    """What to do about a grade that is too high."""
    return (
        f"Reading grade {measured.grade}, for an age of {(measured.grade or 0) + 5:.0f}; "
        f"the most is {HARDEST_GRADE:g}: write shorter sentences and shorter words."
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text, those without a word left out."""
    stops = (stop for line in text.splitlines() for stop in _STOP.split(line))
    parts = (part.strip() for stop in stops for part in _COLON.split(stop))
    return [part for part in parts if _words(part)]


def any_of(entries: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of the words, each in a group of its own; None where there are none.

    A word, or several with blanks between them; one that ends in `*` stands for all words that
    begin so. Capitals make no difference.
    """
    written = "|".join(f"({_pattern(entry)})" for entry in entries)
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE) if written else None


def _look_at(sentence: str, text: Text, words: WordList) -> Iterator[NotPlain]:
    if (count := len(_words(sentence))) > LONGEST_SENTENCE:
        advice = f"A sentence of {count} words: make two of it, of {LONGEST_SENTENCE} at most."
        yield NotPlain("long-sentence", text.place, sentence, advice)
    for found in words.banned_in(sentence) if text.scolds else ():
        advice = f"“{found}” in an error: say what to do instead."
        yield NotPlain("banned-word", text.place, sentence, advice)
    for found, plainer in words.hard_in(sentence):
        advice = f"“{found}” is a hard word: perhaps “{plainer}”."
        yield NotPlain("hard-word", text.place, sentence, advice)


@dataclass(frozen=True)
class _Count:
    words: int
    sentences: int
    syllables: int
    longest: int


def _count(text: str) -> _Count:
    parts = [_words(sentence) for sentence in sentences(text)]
    lengths = [len(part) for part in parts]
    heard = sum(_syllables(word) for part in parts for word in part)
    return _Count(sum(lengths), len(parts), heard, max(lengths, default=0))


def _grade(counted: Iterable[_Count]) -> float | None:
    words = sum(one.words for one in counted)
    if words < FEWEST_WORDS:
        return None
    heard, ends = sum(one.syllables for one in counted), sum(one.sentences for one in counted)
    return round(0.39 * words / ends + 11.8 * heard / words - 15.59, 1)


def _words(sentence: str) -> list[str]:
    return [word for word in sentence.split() if any(map(str.isalnum, word))]


def _syllables(word: str) -> int:
    joined = _JOINTS.split(_PLACE.sub("1", word))
    return sum(syllables(part) for part in joined if any(map(str.isalnum, part)))


def _is_english(language: str) -> bool:
    return language.lower().partition("-")[0] == "en"


def _pattern(entry: str) -> str:
    words = r"\s+".join(map(re.escape, entry.rstrip("*").split()))
    return words + (r"\w*" if entry.endswith("*") else "")
