"""Names that another program takes: each allowed there, and no two the same."""

import re
from collections.abc import Callable, Iterable
from typing import Final

_NOT_IN_FILES: Final = re.compile(r"[^\w.-]+")
_NOT_IN_SHEETS: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]+")
LONGEST_SHEET: Final = 31
LONGEST_FILE: Final = 80


def unique(
    names: Iterable[str],
    *,
    longest: int,
    again: str = " ({})",
    size: Callable[[str], int] = len,
    taken: Iterable[str] = (),
) -> list[str]:
    """The names cut to a length and told apart; capitals make no difference.

    Args:
        names: may be empty, or the same.
        longest: so long one may be, as `size` measures it.
        again: what a name that was there gets at its end.
        size: of a text.
        taken: names that are not free.
    """
    there, made = {name.casefold() for name in taken}, list[str]()
    for name in names:
        found, count = _cut(name, longest, size), 1
        while found.casefold() in there:
            count += 1
            mark = again.format(count)
            found = _cut(name, longest - size(mark), size) + mark
        there.add(found.casefold())
        made.append(found)
    return made


def file_names(names: Iterable[str], *, taken: Iterable[str] = ()) -> list[str]:
    """Names of files without suffix, good on every system."""
    plain = (_NOT_IN_FILES.sub("_", name).strip("._") or "table" for name in names)
    return unique(plain, longest=LONGEST_FILE, again="-{}", taken=taken)


def sheet_names(names: Iterable[str], *, taken: Iterable[str] = ()) -> list[str]:
    """Names of the sheets of a workbook, as Excel takes them."""
    plain = (_NOT_IN_SHEETS.sub("_", name).strip("' ") or "Sheet" for name in names)
    # Excel keeps this name for itself
    return unique(plain, longest=LONGEST_SHEET, size=utf16, taken=("History", *taken))


def utf16(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2


def utf8(text: str) -> int:
    """The length of a text in bytes."""
    return len(text.encode())


def cut(text: str, longest: int, size: Callable[[str], int]) -> str:
    """The beginning of a text, and a sign that it goes on, where it is longer than that."""
    return text if size(text) <= longest else _cut(text, longest - size("…"), size) + "…"


def _cut(text: str, longest: int, size: Callable[[str], int]) -> str:
    kept = text[: max(longest, 0)]
    while size(kept) > max(longest, 0):
        kept = kept[:-1]
    return kept
