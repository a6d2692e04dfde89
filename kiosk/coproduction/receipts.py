"""The receipt of a remark: three words by which whoever made it looks up what became of it.

A word is known by its place in a list of 256 that has the same thing at the same place in every
language. Kept is a keyed digest of the three places alone: three words are a small space, and
without the store's key nobody can try them all against it.
"""

import hmac
import unicodedata
from collections.abc import Sequence
from typing import Final

LIST_SIZE: Final = 256
"""Words in a list; a place is one byte."""

WORDS: Final = 3

FEW: Final = 6
"""So few words can be shown at once; of more another letter is asked for."""

Places = tuple[int, ...]
"""Where the words of a receipt stand in the list, in their order."""


def places_of(random: bytes) -> Places:
    """The receipt that so many random bytes (`WORDS`) make."""
    return tuple(random)


def digest(key: bytes, places: Places) -> bytes:
    """What is kept of a receipt: HMAC-SHA256 (RFC 2104) over its three places, 32 bytes."""
    return hmac.digest(key, bytes(places), "sha256")


class WordList:
    """The words of receipts in one language.

    Args:
        words: `LIST_SIZE` of them, each at its place.

    Raises:
        ValueError: they are more or fewer.
    """

    def __init__(self, words: Sequence[str]) -> None:
        if len(words) != LIST_SIZE:
            raise ValueError(f"{len(words)} words of {LIST_SIZE}")
        self._words = tuple(words)
        self._plain = tuple(map(plain, words))

    def word(self, place: int) -> str:
        """The word at a place."""
        return self._words[place]

    def letters(self, begun: str) -> tuple[str, ...]:
        """The letters that can come next, in the order of their script, without accents."""
        at = len(begun)
        return tuple(sorted({word[at] for word in self._beginning(begun) if len(word) > at}))

    def offered(self, begun: str) -> Places:
        """The places of the words that begin so, in the order of their letters.

        () while they are more than `FEW`, unless no further letter tells them apart.
        """
        found = [at for at, word in enumerate(self._plain) if word.startswith(begun)]
        few = len(found) <= FEW or not self.letters(begun)
        return tuple(sorted(found, key=lambda at: self._plain[at])) if few and begun else ()

    def _beginning(self, begun: str) -> list[str]:
        return [word for word in self._plain if word.startswith(begun)]


def plain(text: str) -> str:
    """Letters alone, small and without accents: how a word is looked for."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalpha())
