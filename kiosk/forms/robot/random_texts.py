"""Random words, and random texts that fit a regular expression.

The expression is read loosely: a text that is made still has to be matched against it.
"""

import string
from collections.abc import Callable
from random import Random
from typing import Final

WORDS: Final = ("rest", "walking", "sleep", "family", "knee", "tablets", "morning", "worry")

USUAL: Final = (
    "12",
    "123",
    "1234",
    "12345",
    "123456789",
    "0123456789",
    "+31612345678",
    "(555) 123-4567",
    "555-123-4567",
    "12345-6789",
    "1234 AB",
    "SW1A 1AA",
    "name@example.org",
    "https://example.org/",
    "2024-01-31",
    "31/01/2024",
    "10:30",
    "Smith",
    "A1",
    "a",
)
"""What patterns in forms are usually meant to accept."""

_DEEPEST: Final = 50
_LONGEST: Final = 5_000
_WIDEST: Final = 300
_LETTERS: Final = string.ascii_letters
_WORD: Final = string.ascii_letters + string.digits + "_"
_VISIBLE: Final = string.ascii_letters + string.digits + string.punctuation + " "
_SHORT: Final = {
    "d": string.digits,
    "w": _WORD,
    "s": " ",
    "h": " ",
    "t": "\t",
    "n": "\n",
    "r": "\r",
}
_PROPERTIES: Final = {
    "Lu": string.ascii_uppercase,
    "Ll": string.ascii_lowercase,
    "N": string.digits,
    "Nd": string.digits,
    "P": string.punctuation,
}
_NAMED: Final = {
    "alpha": _LETTERS,
    "digit": string.digits,
    "alnum": _LETTERS + string.digits,
    "upper": string.ascii_uppercase,
    "lower": string.ascii_lowercase,
    "punct": string.punctuation,
    "space": " ",
    "xdigit": string.hexdigits,
}
_NOWHERE: Final = "bBAzZ"

Maker = Callable[["_Making"], str]
"""Makes one text for a part of a pattern."""


class CannotMake(ValueError):
    """The pattern can't be read, or every text of it is too long."""


def some_words(rng: Random, *, least: int = 0, most: int | None = None) -> str:
    """One to four words, made to fit the lengths."""
    text = " ".join(rng.sample(WORDS, rng.randint(1, 4))).ljust(least, ".")
    return text if most is None else text[: max(most, 0)].strip()


def text_like(pattern: str, rng: Random, *, reach: int = 3) -> str:
    """A text that probably fits the pattern.

    Args:
        pattern: a regular expression.
        rng: chooses.
        reach: by how much a repetition may go beyond its least.

    Raises:
        CannotMake: none could be made.
    """
    reader = _Reader(pattern)
    maker = reader.alternatives(0)
    if reader.here:
        raise CannotMake(pattern)
    return maker(_Making(rng, reach))


class _Making:
    """The making of one text: what chooses, and how much may still be made."""

    def __init__(self, rng: Random, reach: int) -> None:
        self.rng = rng
        self.reach = reach
        self._left = _LONGEST

    def spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise CannotMake


class _Reader:
    """Reads a pattern from left to right into makers."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    @property
    def here(self) -> str:
        """The next character; "" at the end."""
        return self._pattern[self._at : self._at + 1]

    def alternatives(self, depth: int) -> Maker:
        if depth > _DEEPEST:
            raise CannotMake
        choices = [self._sequence(depth)]
        while self._take("|"):
            choices.append(self._sequence(depth))
        return lambda making: making.rng.choice(choices)(making)

    def _sequence(self, depth: int) -> Maker:
        parts: list[Maker] = []
        while self.here and self.here not in "|)":
            parts.append(self._repeated(self._atom(depth)))
        return lambda making: "".join(part(making) for part in parts)

    def _take(self, text: str) -> bool:
        if self._pattern.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _next(self) -> str:
        found = self.here
        if not found:
            raise CannotMake
        self._at += 1
        return found

    def _until(self, end: str) -> str:
        stop = self._pattern.find(end, self._at)
        if stop < 0:
            raise CannotMake
        found, self._at = self._pattern[self._at : stop], stop + len(end)
        return found

    def _atom(self, depth: int) -> Maker:
        found = self._next()
        if found == "(":
            return self._group(depth)
        if found == "[":
            return _one_of(self._class())
        if found == "\\":
            return _one_of(self._escaped())
        if found in "^$":
            return _nothing
        return _one_of(_VISIBLE if found == "." else found)

    def _group(self, depth: int) -> Maker:
        silent = any(self._take(mark) for mark in ("?=", "?!", "?<=", "?<!"))
        if self._take("?P<") or self._take("?<"):
            self._until(">")
        elif self._take("?") and not self._take(":"):
            flags = self._flags()
            if flags == ")":
                return _nothing
        inside = self.alternatives(depth + 1)
        if not self._take(")"):
            raise CannotMake
        return _nothing if silent else inside

    def _flags(self) -> str:
        """Passes over flags; what ends them: ":" before a group, ")" where they stand alone."""
        while True:
            found = self._next()
            if found in ":)":
                return found

    def _class(self) -> str:
        negated = self._take("^")
        found = self._member()
        while not self._take("]"):
            found += self._member()
        return "".join(c for c in _VISIBLE if c not in found) if negated else found

    def _member(self) -> str:
        if self._take("[:"):
            return _NAMED.get(self._until(":]"), "")
        first = self._single()
        ahead = self._pattern[self._at : self._at + 2]
        if len(first) != 1 or len(ahead) < 2 or ahead[0] != "-" or ahead[1] == "]":  # noqa: PLR2004
            return first
        self._next()
        last = self._single()
        codes = range(ord(first), ord(last[:1] or first) + 1)[:_WIDEST]
        return "".join(map(chr, codes))

    def _single(self) -> str:
        found = self._next()
        return self._escaped() if found == "\\" else found

    def _escaped(self) -> str:
        """The characters that an escape stands for; "" for a place between characters."""
        found = self._next()
        if found in "pP":
            name = self._until("}") if self._take("{") else self._next()
            return _PROPERTIES.get(name, _LETTERS)
        if found in "xu":
            return self._coded(4 if found == "u" else 2)
        if found in "DWS":
            return "".join(c for c in _VISIBLE if c not in _SHORT[found.lower()])
        return "" if found in _NOWHERE else _SHORT.get(found, found)

    def _coded(self, length: int) -> str:
        code = self._until("}") if self._take("{") else "".join(self._next() for _ in range(length))
        try:
            return chr(int(code, 16))
        except (ValueError, OverflowError) as cause:
            raise CannotMake from cause

    def _repeated(self, maker: Maker) -> Maker:
        least, most = self._counts()
        if self.here and self.here in "?+":
            self._next()  # lazy or possessive: the same texts
        if (least, most) == (1, 1):
            return maker

        def repeat(making: _Making) -> str:
            highest = least + making.reach if most is None else min(most, least + making.reach)
            return "".join(maker(making) for _ in range(making.rng.randint(least, highest)))

        return repeat

    def _counts(self) -> tuple[int, int | None]:
        known = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self.here and self.here in known:
            return known[self._next()]
        if not self._take("{"):
            return 1, 1
        low, comma, high = self._until("}").partition(",")
        if not (low or "0").isdecimal() or not (high or "0").isdecimal():
            raise CannotMake
        least = min(int(low or 0), _LONGEST)
        most = None if comma and not high else max(least, min(int(high or least), _LONGEST))
        return least, most


def _nothing(_making: _Making) -> str:
    return ""


def _one_of(characters: str) -> Maker:
    def choose(making: _Making) -> str:
        making.spend()
        return making.rng.choice(characters) if characters else ""

    return choose
