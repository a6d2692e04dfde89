"""How a language sorts words: Qt's collator knows the rules of CLDR (ł after l, ch after c)."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QCollator, QLocale


@lru_cache(maxsize=64)
def order_of(code: str) -> Callable[[str], Any]:
    """What to sort the words of a language by, "Item 2" before "Item 10".

    Always the same function for a language, so that what was sorted once can be kept.
    """
    collator = QCollator(QLocale(code))
    collator.setNumericMode(True)
    return collator.sortKey
