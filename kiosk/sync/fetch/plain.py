"""One line of plain text out of whatever came: the centre's texts are not trusted."""

import re
import unicodedata
from typing import Final

from kiosk.forms.bidi import unmarked

_DROPPED: Final = ("C", "Z")
_SPACE: Final = re.compile(r"\s+")
_KEPT: Final = "\u200c\u200d"
"""Joiners: Persian, Urdu and the Indic scripts are spelt with them."""


def plain_line(text: str, *, longest: int) -> str:
    """The text without control signs, marks of direction and line ends; cut at a word.

    Args:
        text: whatever came.
        longest: so many letters, with the sign that there was more.
    """
    text = unmarked(text[: longest * 4])
    letters = (
        " " if unicodedata.category(letter)[0] in _DROPPED and letter not in _KEPT else letter
        for letter in unicodedata.normalize("NFC", text)
    )
    line = _SPACE.sub(" ", "".join(letters)).strip()
    if len(line) <= longest:
        return line
    whole, _, _ = line[:longest].rpartition(" ")
    return f"{(whole or line[: longest - 1]).rstrip()}…"
