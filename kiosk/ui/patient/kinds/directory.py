"""A long list of options: searched by what a person types, or looked through from A to Z."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Any, Final, NamedTuple

from kiosk.forms.choice_rules import is_exclusive
from kiosk.forms.item import AnswerOption

WIDTH: Final = 10
"""How many cards a step of looking through a list has at most."""
_KEPT: Final = 16
_BETWEEN: Final = re.compile(r"[\W_]+")
_LETTERS: Final = str.maketrans(
    {
        # Letters that Unicode does not take apart, and those that people write for each other.
        "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ð": "d", "ŧ": "t", "ĸ": "k", "ŋ": "n", "'": "", "\N{RIGHT SINGLE QUOTATION MARK}": "",
        "\N{ARABIC TATWEEL}": "", "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
    }
)  # fmt: skip


def folded(text: str) -> str:
    """What is left of a text for comparing: no case, no accents, one way to write each letter.

    The words stand apart by one blank. Arabic loses its vowel signs and the forms of its letters;
    digits are those of ASCII.
    """
    letters = text.casefold()
    if letters.isascii():
        letters = letters.replace("'", "")
    else:
        letters = unicodedata.normalize("NFKD", letters).translate(_LETTERS)
        kept = (one for one in letters if not unicodedata.combining(one))
        letters = "".join(str(unicodedata.decimal(one, one)) for one in kept)
    return _BETWEEN.sub(" ", letters).strip()


class Step(NamedTuple):
    """One card of looking through the list: the entries `first` to `end`, not `end` itself."""

    label: tuple[str, str]
    first: int
    end: int


@dataclass(frozen=True, eq=False)
class Directory:
    """The options of a list in one language.

    Attributes:
        places: the options' places in the form, by their words from A to Z.
        labels: their words, in the same order.
    """

    places: Sequence[int]
    labels: Sequence[str]
    _keys: Sequence[str]

    def find(self, words: str) -> list[int]:
        """The places of the options that have all the words, best first; [] for no words.

        First those that begin with the words, then those with words that begin so, then those that
        have them somewhere inside; each from A to Z.
        """
        wanted = folded(words)
        parts = wanted.split()
        if not parts:
            return []
        # Quick over tens of thousands: each pass leaves less to look at.
        hits = list(zip(self.places, self._keys, strict=True))
        for part in sorted(parts, key=len, reverse=True):
            hits = [hit for hit in hits if part in hit[1]]
        begins, starts = " " + wanted, [" " + part for part in parts]
        best = [place for place, key in hits if key.startswith(begins)]
        rest = [hit for hit in hits if not hit[1].startswith(begins)]
        beginning = rest
        for start in starts:
            beginning = [hit for hit in beginning if start in hit[1]]
        second = [place for place, _ in beginning]
        known = frozenset(second)
        return [*best, *second, *(place for place, _ in rest if place not in known)]

    def steps(self, first: int, end: int) -> list[Step]:
        """The part of the list cut into at most ten steps, told by their first and last words."""
        size = WIDTH
        while size * WIDTH < end - first:
            size *= WIDTH
        cuts = [*range(first, end, size), end]
        return [Step(self._span(a, b), a, b) for a, b in pairwise(cuts)]

    def _span(self, first: int, end: int) -> tuple[str, str]:
        begin, last = self.labels[first], self.labels[end - 1]
        before = self.labels[first - 1] if first else ""
        after = self.labels[end] if end < len(self.labels) else ""
        return _apart(begin, (before, last)), _apart(last, (after, begin))


@lru_cache(maxsize=_KEPT)
def directory(
    options: tuple[AnswerOption, ...], language: str, order: Callable[[str], Any], *, proxy: bool
) -> Directory:
    """The directory of a list; kept, since a list is read again at every touch.

    `order`: what to sort words by, so that they stand as the readers of the language look for them.
    """
    labels = [option.label(language, proxy=proxy) for option in options]
    places = sorted(range(len(options)), key=lambda at: order(labels[at]))
    sorted_labels = [labels[at] for at in places]
    return Directory(places, sorted_labels, [" " + folded(label) for label in sorted_labels])


@lru_cache(maxsize=_KEPT)
def alone(options: tuple[AnswerOption, ...]) -> tuple[int, ...]:
    """The places of the options that are chosen alone."""
    return tuple(place for place, option in enumerate(options) if is_exclusive(option))


def _apart(label: str, others: Sequence[str]) -> str:
    """As few whole words of a label as tell it from others."""
    words = label.split()
    same = 0
    for other in others:
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(words, other.split(), strict=False))
        same = max(same, len(list(alike)))
    return " ".join(words[: same + 1])
