"""Which form of a text a number takes: CLDR's plural categories, by Babel.

A language has some of "zero", "one", "two", "few", "many", and always "other": English has two,
Polish four, Arabic and Welsh all six. English is worked out here, for a kiosk that speaks nothing
else need not load Babel. Source: https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

OTHER: Final = "other"
CATEGORIES: Final = ("zero", "one", "two", "few", "many")
"""All but `OTHER`, which every language has."""
_TELLING: Final = 200
"""No language tells whole numbers apart that a screen may show and that are the same below it."""

Rule = Callable[[int], str]
"""The category of a whole number."""


@lru_cache(maxsize=64)
def plural_rule(code: str) -> Rule:
    """The rule of a language, of its parent where it has none ("cy-easy" → "cy").

    A language that CLDR does not know has `OTHER` alone.
    """
    if code.partition("-")[0] == "en":
        return _english
    # Half a megabyte of modules and a file for each language: only who counts in one pays for it.
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415

    for tag in _parents(code):
        try:
            return Locale.parse(tag, sep="-").plural_form
        except (UnknownLocaleError, ValueError):
            continue
    return lambda _number: OTHER


def numbers_by_category(code: str) -> dict[str, list[int]]:
    """The categories besides `OTHER` that a language tells apart, with its numbers below 200."""
    rule = plural_rule(code)
    found: dict[str, list[int]] = {}
    for number in range(_TELLING):
        found.setdefault(rule(number), []).append(number)
    return {category: found[category] for category in CATEGORIES if category in found}


def _english(number: int) -> str:
    return "one" if number == 1 else OTHER


def _parents(tag: str) -> Iterator[str]:
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]
