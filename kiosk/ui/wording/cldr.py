"""What CLDR knows of a language, by Babel: the forms its numbers ask for, and what it calls itself.

A number is of one of the plural categories "zero", "one", "two", "few", "many" and "other":
English has two of them, Polish four, Arabic and Welsh all six. English is worked out here, for a
kiosk that speaks nothing else need not load Babel.
Source: https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

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
    locale = _locale(code)
    rule: Rule = locale.plural_form if locale else lambda _number: OTHER
    return rule


def own_name(code: str) -> str:
    """What a language calls itself ("Deutsch"); its code where CLDR does not know it."""
    locale = _locale(code)
    return str(locale.language_name).capitalize() if locale else code


def runs_leftward(code: str) -> bool:
    """Whether a language is written from right to left; not where CLDR does not know it."""
    locale = _locale(code)
    return locale is not None and locale.text_direction == "rtl"


def numbers_by_category(code: str) -> dict[str, list[int]]:
    """The categories besides `OTHER` that a language tells apart, with its numbers below 200."""
    rule = plural_rule(code)
    found: dict[str, list[int]] = {}
    for number in range(_TELLING):
        found.setdefault(rule(number), []).append(number)
    return {category: found[category] for category in CATEGORIES if category in found}


def _locale(code: str) -> Any:
    """CLDR's data of a language, or of the nearest of its parents; None where there is none."""
    # Half a megabyte of modules and a file for each language: only who asks for one pays for it.
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415

    for tag in _parents(code):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _english(number: int) -> str:
    return "one" if number == 1 else OTHER


def _parents(tag: str) -> Iterator[str]:
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]
