"""Changes values in the text of a settings file; all else stays as it was written, comments too.

What comes out is read once more: where it would not say exactly what was meant, nothing is changed.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.errors import RefusedError
from kiosk.settings.written import written_toml

_LONGEST: Final = 60
"""A value goes over so many lines at the most, where one of these changes it."""


def with_values(text: str, changes: Mapping[str, Mapping[str, Any]]) -> str:
    """The text with other values, by table and key; TOML's strings, numbers, truths and lists.

    Raises:
        RefusedError: it is no TOML, or a value can't be put there surely.
    """
    for table, values in changes.items():
        for key, value in values.items():
            text = _with_one(text, table, key, value)
    return text


def lines_for(changes: Mapping[str, Mapping[str, Any]]) -> str:
    """What has to be written by hand where the file can't be written."""
    tables = (
        "\n".join([f"[{table}]", *(_line(key, value) for key, value in values.items())])
        for table, values in changes.items()
    )
    return "\n".join(tables)


def _with_one(text: str, table: str, key: str, value: Any) -> str:
    data = _read(text)
    inside = data.get(table, {})
    wanted = data | {table: inside | {key: _plain(value)}}
    if key in inside and inside[key] == _plain(value):
        return text
    line = _line(key, value)
    for one in _candidates(text, table, key, line):
        try:
            if tomllib.loads(one) == wanted:
                return one
        except tomllib.TOMLDecodeError:
            continue
    raise RefusedError(
        "The settings file is written so that this program can't change it surely.",
        advice=f"Write this under [{table}] in it: {line}",
    )


def _line(key: str, value: Any) -> str:
    """As a person writes it: the names of settings need no quotes."""
    quoted = written_toml({"_": {"_": value}}).splitlines()[1]
    return f"{key} = {quoted.partition(' = ')[2]}"


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise RefusedError(
            f"The settings file is not valid TOML: {cause}", advice="Mend the line it names."
        ) from cause


def _candidates(text: str, table: str, key: str, line: str) -> Iterator[str]:
    """What might be right: in its place, below its example, in its table, behind all."""
    lines = text.splitlines()
    begins = re.compile(rf"\s*{re.escape(key)}\s*=")
    for start in (number for number, one in enumerate(lines) if begins.match(one)):
        for length in range(1, min(_LONGEST, len(lines) - start) + 1):
            new = f"{line}{_comment(lines[start]) if length == 1 else ''}"
            yield _joined([*lines[:start], new, *lines[start + length :]])
    header = re.compile(rf"\s*\[\s*{re.escape(table)}\s*\]\s*(#.*)?")
    example = re.compile(rf"\s*#\s*{re.escape(key)}\s*=")
    for start in (number for number, one in enumerate(lines) if example.match(one)):
        yield _joined([*lines[: start + 1], line, *lines[start + 1 :]])
    for start in (number for number, one in enumerate(lines) if header.fullmatch(one)):
        yield _joined([*lines[: start + 1], line, *lines[start + 1 :]])
    yield _joined([*lines, "", f"[{table}]", line])


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).lstrip("\n") + "\n"


def _comment(line: str) -> str:
    """The comment behind a value, with the space before it; "" where none is."""
    for place in (one.start() for one in re.finditer(r"\s*#", line)):
        try:
            tomllib.loads(line[:place])
        except tomllib.TOMLDecodeError:
            continue
        return line[place:]
    return ""


def _plain(value: Any) -> Any:
    """As it is read again."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
