"""The regular expressions of a form, run by an engine that can't be made to hang.

RE2 takes time in proportion to the text, whatever the pattern. The price: it refuses look-around
and back-references; a form that uses them gets a finding from `check` and no rule.
Sources: https://github.com/google/re2/wiki/Syntax, http://hl7.org/fhir/R4/extension-regex.html
"""

from functools import lru_cache
from typing import Any, Final, Protocol

import re2

_LONGEST: Final = 10_000
_KEPT: Final = 1_000


class Pattern(Protocol):
    """A compiled regular expression."""

    def fullmatch(self, text: str, /) -> object | None:
        """Something where the whole text fits, None where it does not."""


class PatternRefused(ValueError):
    """Not a regular expression, or one that can't be run in linear time; says why."""


def compile_pattern(pattern: str) -> Pattern:
    """The pattern, ready to be matched against whole texts.

    Raises:
        PatternRefused: it is malformed, too large, or needs look-around or back-references.
    """
    made: Pattern | str = _compiled(pattern)
    if isinstance(made, str):
        raise PatternRefused(made)
    return made


@lru_cache(maxsize=_KEPT)
def _compiled(pattern: str) -> Any:
    """The pattern, or why there is none: a refusal is remembered too."""
    if len(pattern) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as cause:
        reason = cause.args[0] if cause.args else ""
        return reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
    except UnicodeEncodeError:
        return "it holds half a character"
