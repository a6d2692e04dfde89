"""Takes the words of this PC out of a text: names, addresses, paths, what stands in quotes.

The second net. What goes through it is on a list already; but a sentence of `doctor` may name a
file, and a file may bear a name.
"""

import getpass
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

import msgspec

from kiosk.settings import Settings
from kiosk.settings.schema import tables

LEFT_OUT: Final = "[left out]"

_SHORTEST: Final = 3
"""A shorter word would be found in every other, and says nothing of anybody."""

_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        r"\b[a-z][a-z0-9+.-]*://\S+",
        r"\S+@\S+",
        r"\u201c[^\u201d]*\u201d|\u2018[^\u2019]*\u2019|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)",
        r"(?<![\w.\]])(?:(?:[\\/][^\\/\s,;:]+){2,}|[A-Za-z]:[\\/]\S*|~[\\/]\S+)",
    )
)


def scrubber(words: Iterable[str]) -> Callable[[Any], Any]:
    """What takes those words, and all that has the shape of an address or a name, out of a value.

    It goes through lists and dictionaries; their keys, and numbers, stay as they are.
    """
    found = sorted({one.strip() for one in words if len(one.strip()) >= _SHORTEST}, key=len)
    known = re.compile("|".join(map(re.escape, reversed(found))) or "(?!)", re.IGNORECASE)

    def scrub(value: Any) -> Any:
        if isinstance(value, str):
            for shape in _SHAPES:
                value = shape.sub(LEFT_OUT, value)
            return known.sub(LEFT_OUT, value)
        if isinstance(value, dict):
            return {key: scrub(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [scrub(one) for one in value]
        return value

    return scrub


def words_of_settings(settings: Settings) -> Iterator[str]:
    """Every text that somebody wrote into the settings of this PC."""
    for table in tables(type(settings)):
        for key in table.keys:
            value = getattr(getattr(settings, table.name), key.name)
            if value != key.default:
                yield from _texts(msgspec.to_builtins(value))


def words_of_pc() -> Iterator[str]:
    """Who is logged in where."""
    yield socket.gethostname()
    with suppress(OSError, KeyError, ImportError):  # nobody is
        yield getpass.getuser()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
