"""One place that settings come from: what it sets, and where each of that stands."""

import codecs
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from kiosk.settings.checking import problems_of
from kiosk.settings.problems import Place, Places, Problem, key_named
from kiosk.settings.schema import tables
from kiosk.settings.toml_lines import read_located
from kiosk.settings.toml_statements import Path as Way

SIZE_MAX: Final = 512 * 1024
"""Bytes; a file of settings with everything in it has some ten thousand."""

Source = Literal["policy", "environment", "file"]

_SAVE_AGAIN: Final = "Save it as UTF-8; in Notepad: Save as, Encoding: UTF-8."


class Layer(NamedTuple):
    """One place that settings come from.

    Attributes:
        source: of which kind it is.
        name: as messages name it: the path of a file.
        values: by table and key; as far as they can be read.
        places: where they stand.
        unread: what in it can't be read at all.
    """

    source: Source
    name: str
    values: Mapping[str, Any]
    places: Places
    unread: tuple[Problem, ...] = ()

    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong in it, from top to bottom."""
        told = (*self.unread, *problems_of(self.values, self.places, tables()))
        return tuple(sorted(told, key=lambda one: one.place.line or 0))


def file_layer(content: bytes, name: str, source: Source = "file") -> Layer:
    """What a TOML file sets.

    Args:
        content: of the file.
        name: of the file, for messages.
        source: "policy" for the file of a fleet's policy.
    """
    try:
        text = _decoded(content)
    except ValueError as cause:
        problem = Problem(Place(name, _bad_line(content)), "", str(cause), advice=_SAVE_AGAIN)
        return Layer(source, name, {}, lambda _path: Place(name), (problem,))
    read = read_located(text)

    def place(path: Way) -> Place:
        while path and path not in read.lines:
            path = path[:-1]
        return Place(name, read.lines.get(path))

    faults = (
        Problem(Place(name, one.line), key_named(one.path), one.said, advice="Mend this line.")
        for one in read.faults
    )
    return Layer(source, name, read.data, place, tuple(faults))


def read_file_layer(file: Path, source: Source = "file") -> Layer:
    """What a TOML file sets; one that can't be read sets nothing, and that is a problem of it."""
    try:
        return file_layer(file.read_bytes(), str(file), source)
    except OSError as cause:
        said = "it is a folder" if _is_folder(file) else f"it can't be read: {cause.strerror}"
        advice = "Give the right file with --config, or make one with: kiosk setup"
        problem = Problem(Place(str(file)), "", said, "a file", advice=advice)
        return Layer(source, str(file), {}, lambda _path: Place(str(file)), (problem,))


def _is_folder(file: Path) -> bool:
    try:
        return file.is_dir()
    except PermissionError:  # one of those above it is closed to this user
        return False


def _decoded(content: bytes) -> str:
    """The text; a mark of UTF-8 at its beginning, as Notepad writes it, does not matter.

    Raises:
        ValueError: with what it is instead.
    """
    if len(content) > SIZE_MAX:
        raise ValueError(f"it has more than {SIZE_MAX // 1024} KB, and so is no settings file")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ValueError("expected UTF-8; it is saved as UTF-16 (“Unicode”)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(
            "expected UTF-8; there is a letter in another encoding, such as Windows-1252 (“ANSI”)"
        ) from None


def _bad_line(content: bytes) -> int | None:
    """The line of the first byte that is no UTF-8; None where the whole file is something else."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or len(content) > SIZE_MAX:
        return None
    try:
        content.decode()
    except UnicodeDecodeError as cause:
        return content.count(b"\n", 0, cause.start) + 1
    return None
