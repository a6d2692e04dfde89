"""Whether a language has every text of the screen, in every form that its numbers need."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kiosk.forms.languages import alternative
from kiosk.ui.wording.cldr import numbers_by_category
from kiosk.ui.wording.words import counted_by

_PLACE: Final = re.compile(r"\{[a-z_]+\}")
_MONTH: Final = re.compile(r"month_\d+_of")
_MAY_LACK: Final = "zero"
"""Most texts are never said of none."""


def problems(english: Mapping[str, str], own: Mapping[str, str], code: str) -> Iterator[str]:
    """What is wrong with the texts of a language, each begun with its key.

    An alternative, such as Easy Read, holds only what it says otherwise and lacks nothing.
    A text counts where English has a `_one` of it. It needs a form for each of the language's
    plural categories, and only one that stands for a single number may leave the number out.

    Args:
        english: its texts by key.
        own: those that the language itself has.
        code: of the language.
    """
    places = _places(english, code)
    for key in [] if alternative(code) else sorted(places.keys() - own.keys()):
        if not key.endswith(f"_{_MAY_LACK}"):
            yield f"{key}: it is missing"
    for key in sorted(own):
        if _MONTH.fullmatch(key):
            continue  # only where a language bends its months
        if key not in places:
            yield f"{key}: no such text is shown"
        elif frozenset(_PLACE.findall(own[key])) not in places[key]:
            wanted = ", ".join(sorted(frozenset[str]().union(*places[key]))) or "nothing"
            yield f"{key}: {wanted} should stand in it between braces, as in English"


def _places(english: Mapping[str, str], code: str) -> dict[str, set[frozenset[str]]]:
    """The keys that a language should have, each with the places that may be in its text."""
    found = {key: frozenset(_PLACE.findall(text)) for key, text in english.items()}
    ones = {text: key for key in english if (text := counted_by(key)) != key and text in english}
    wanted = {key: {places} for key, places in found.items() if key not in ones.values()}
    for text, one in ones.items():
        for category, numbers in numbers_by_category(code).items():
            without = found[one] if len(numbers) == 1 else found[text]
            wanted[f"{text}_{category}"] = {found[text], without}
    return wanted
