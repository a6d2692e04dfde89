"""The words by which the look at questions goes, and what their wording gets wrong by itself.

English alone: what denies, what is vague, and how a span of time is told differ by language.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import msgspec

from kiosk.coproduction.plain_words import any_of, sentences
from kiosk.errors import RefusedError

_UNIT: Final = (
    r"(?:minute|hour|day|night|morning|evening|week|weekend|fortnight|month|quarter|season|year"
    r"|decade|life|lifetime|childhood|pregnancy|visit|stay|appointment)s?"
)
_PERIOD: Final = re.compile(
    rf"\b(?:last|past|previous|next|coming|this|each|every|per|an?|one|same|\d+)\s(?:\w+\s){{0,2}}"
    rf"{_UNIT}\b"
    r"|\b(?:today|yesterday|tonight|tomorrow|now|currently|presently|at present|at the moment"
    r"|these days|ever|so far|usually|usual|typical\w*|normal(?:ly)?|in general|generally"
    r"|on average|daily|nightly|weekly|monthly|yearly|annual\w*|since|ago|before|after|during"
    r"|while|when|whenever|until)\b"
    r"|\b(?:pregnan\w*|given birth|gave birth|births|married|miscarr\w*)",  # a life is the time
    re.IGNORECASE,
)
_HOW_OFTEN: Final = re.compile(
    # "How many days have you had it" asks how long.
    r"\bhow (?:often|frequently|regularly|many (?:times|(?:hours|days|nights|mornings|evenings"
    r"|weekends)\b(?! (?:have|has|had)\b)))\b",
    re.IGNORECASE,
)
_QUESTION_AGAIN: Final = re.compile(
    r"\band (?:also )?(?:(?:do|does|did|are|is|was|were|have|has|can|could|will|would) "
    r"(?:you|your|he|she|they|the|it|there)|how (?:many|much|often|long|do|did|are|is)"
    r"|(?:what|when|where|which|who|why) (?:do|does|did|are|is|was|were|have|has))\b",
    re.IGNORECASE,
)
_TWO_RATED: Final = re.compile(
    r"\bhow (?:satisfied|happy|pleased) (?:are|were) you with .+?\b(?P<and>and)\b", re.IGNORECASE
)
_AND_OR: Final = re.compile(r"\band\s?/\s?or\b", re.IGNORECASE)
_TWO_MARKS: Final = re.compile(r"\?\s+(?P<second>\S[^?]*\?)")
_NOT: Final = re.compile(r"\b(?:not|never|no|none|nobody|nothing|without|cannot)\b|\wn't\b")
_ALSO: Final = re.compile(r"\b(?:or|nor|and)\s+$", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[,;:.?!()\u2013\u2014\u2212]|\bbut\b", re.IGNORECASE)
_COMPARED: Final = re.compile(r"\b(?:how|as|more|less|most|too|very)\s+$", re.IGNORECASE)


class QuestionWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The words that a language's `questions.toml` has; in the notation of its `plain.toml`.

    Attributes:
        denying: they deny.
        harmless: they hold a "not" and deny nothing.
        vague: an amount that everybody takes for another.
        way_out: answers for whom no other fits.
        not_sure: answers of who does not know.
        scales: name → its answers, from the least to the most.
    """

    denying: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    way_out: tuple[str, ...] = ()
    not_sure: tuple[str, ...] = ()
    scales: dict[str, tuple[str, ...]] = {}  # msgspec copies it

    def has_way_out(self, answers: Iterable[str]) -> bool:
        """Whether one of the answers is for whom no other fits, or who does not know."""
        return self._any(self._ways_out, answers) or self.has_not_sure(answers)

    def has_not_sure(self, answers: Iterable[str]) -> bool:
        """Whether one of the answers is for who does not know."""
        return self._any(self._unsure, answers)

    def place_on_scales(self, answer: str) -> dict[str, int]:
        """Name of each scale that the answer is on → its place there."""
        return self._places.get(" ".join(re.findall(r"\w+", answer.casefold())), {})

    @staticmethod
    def _any(pattern: re.Pattern[str] | None, answers: Iterable[str]) -> bool:
        straight = map(_straight, answers)
        return pattern is not None and any(map(pattern.search, straight))

    @cached_property
    def _ways_out(self) -> re.Pattern[str] | None:
        return any_of(self.way_out)

    @cached_property
    def _unsure(self) -> re.Pattern[str] | None:
        return any_of(self.not_sure)

    @cached_property
    def denials(self) -> re.Pattern[str] | None:
        """What denies."""
        return any_of(self.denying)

    @cached_property
    def harmless_words(self) -> re.Pattern[str] | None:
        """What only seems to deny."""
        return any_of(self.harmless)

    @cached_property
    def vague_words(self) -> re.Pattern[str] | None:
        """What is vague."""
        return any_of(self.vague)

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        places: dict[str, dict[str, int]] = {}
        for name, answers in self.scales.items():
            for place, answer in enumerate(answers):
                places.setdefault(answer, {})[name] = place
        return places


def read_question_words(content: bytes) -> QuestionWords:
    """The words in a `questions.toml`.

    Raises:
        RefusedError: it is no such file.
    """
    try:
        return msgspec.convert(tomllib.loads(content.decode()), QuestionWords)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as cause:
        raise RefusedError(f"The list of questions' words can't be read: {cause}") from cause


def two_questions(text: str) -> Iterator[str]:
    """The words by which a text asks two things at once."""
    for pattern, group in ((_AND_OR, 0), (_TWO_MARKS, "second"), (_TWO_RATED, 0)):
        if found := pattern.search(text):
            yield found[group]
    if "?" in text and (found := _QUESTION_AGAIN.search(text)):
        yield found[0]


def asks_how_often(text: str) -> str:
    """The words by which it asks how often; "" where it does not."""
    found = _HOW_OFTEN.search(text)
    return found[0] if found else ""


def names_a_period(texts: Iterable[str]) -> bool:
    """Whether one of the texts says of which time it speaks."""
    return any(map(_PERIOD.search, texts))


def double_negatives(text: str, words: QuestionWords) -> Iterator[str]:
    """Each part of a sentence that denies what is denied already."""
    for sentence in sentences(text):
        told = _straight(sentence)
        plain = words.harmless_words.sub(" ", told) if words.harmless_words else told
        for clause in _CLAUSE.split(plain):
            if len(list(_denials(clause, words))) > 1 and _NOT.search(clause.lower()):
                yield " ".join(clause.split())


def vague_amounts(text: str, words: QuestionWords) -> Iterator[str]:
    """Each word for an amount that everybody takes for another, where nothing says how much."""
    if words.vague_words is None or re.search(r"\d", text) or names_a_period([text]):
        return
    for found in words.vague_words.finditer(text):
        if not _COMPARED.search(text[: found.start()]):
            yield found[0]


def _denials(clause: str, words: QuestionWords) -> Iterator[int]:
    """Where a part of a sentence denies; "no milk or no sugar" does it once."""
    # "isn't" is no word of the list: it has a pattern of its own.
    found = {one.start() for one in _NOT.finditer(clause.lower())}
    if words.denials:
        found |= {one.start() for one in words.denials.finditer(clause)}
    yield from (start for start in found if not _ALSO.search(clause[:start]))


def _straight(text: str) -> str:
    return text.replace("\u2019", "'")
