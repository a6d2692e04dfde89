"""Regular expressions in linear time, whatever the pattern and the text.

Source: http://hl7.org/fhirpath/#matchesregex-string-boolean. The engine is RE2: it has no
look-around and no back-references, and refuses a pattern that has.
"""

from functools import lru_cache
from typing import Any, Final

import re2

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.scope import LONGEST_TEXT

_LONGEST: Final = 2_000  # characters of a pattern
_MOST_MATCHES: Final = 10_000
_MEMORY: Final = 4 << 20  # bytes a compiled pattern may take


def search(text: str, pattern: str, flags: str = "") -> bool:
    """Whether the pattern is found anywhere in the text; “.” also means a line's end."""
    return _compiled(pattern, flags).search(text) is not None


def full_match(text: str, pattern: str, flags: str = "") -> bool:
    """Whether the pattern is the whole text."""
    return _compiled(pattern, flags).fullmatch(text) is not None


def replace_all(text: str, pattern: str, new: str, flags: str = "") -> str:
    """The text with each match replaced; $1 and ${name} stand for groups.

    An empty pattern leaves the text as it is.
    """
    if not pattern:
        return text
    template, size, count = _template(new), 0, 0

    def filled(match: Any) -> str:
        nonlocal size, count
        said = "".join(part if group is None else _group(match, group) for part, group in template)
        size, count = size + len(said), count + 1
        if size > LONGEST_TEXT or count > _MOST_MATCHES:
            raise FhirPathError("replaceMatches(): more than can be replaced")
        return said

    return str(_compiled(pattern, flags).sub(filled, text))


@lru_cache(maxsize=256)
def _template(new: str) -> tuple[tuple[str, str | None], ...]:
    # Text to be taken as it is, and names of groups, in turn.
    parts: list[tuple[str, str | None]] = []
    at = 0
    for found in _GROUP.finditer(new):
        parts += [(new[at : found.start()], None), ("", found[1] or found[2])]
        at = found.end()
    return (*parts, (new[at:], None))


def _group(match: Any, name: str) -> str:
    try:
        return match.group(int(name) if name.isdigit() else name) or ""
    except (IndexError, KeyError, re2.error):
        raise FhirPathError(f"replaceMatches(): there is no group {name}") from None


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> Any:
    if len(pattern) > _LONGEST:
        raise FhirPathError(f"a pattern of more than {_LONGEST:,} characters")
    if set(flags) - {"i", "m"}:
        raise FhirPathError(f"no such flag of a pattern: {flags}")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    options.dot_nl = True
    options.case_sensitive = "i" not in flags
    try:
        return re2.compile(f"(?m){pattern}" if "m" in flags else pattern, options)
    except re2.error as cause:
        raise FhirPathError(
            f"the pattern “{pattern[:60]}” can't be used: {_reason(cause)}"
        ) from cause


def _reason(cause: Exception) -> str:
    said = cause.args[0] if cause.args else ""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


_GROUP: Final = re2.compile(r"\$(?:(\d)|\{([A-Za-z0-9_]+)\})")
