"""Settings in the environment, for tests and trials: CLINIC_KIOSK_CENTRAL__TIMEOUT_S=20.

A text stands as it is; everything else as in the file: true, 20, ["en", "cy"].
"""

import tomllib
from collections.abc import Mapping
from typing import Any, Final

from kiosk.settings.kinds import Annotation, expected, found, may_be_none, shape
from kiosk.settings.layer import Layer
from kiosk.settings.problems import Place, Problem
from kiosk.settings.schema import Key, Table, tables
from kiosk.settings.toml_statements import UNREADABLE, Path

PREFIX: Final = "CLINIC_KIOSK_"
_BETWEEN: Final = "__"


def variable(key: Key) -> str:
    """The variable that sets a key."""
    return f"{PREFIX}{key.table}{_BETWEEN}{key.name}".upper()


def environment_layer(environ: Mapping[str, str]) -> Layer:
    """What the environment sets.

    Args:
        environ: its variables; those without the prefix, or without “__”, are something else.
    """
    values: dict[str, dict[str, Any]] = {}
    unread: list[Problem] = []
    known = tables()
    for name, text in sorted(environ.items()):
        table, between, key = name.removeprefix(PREFIX).partition(_BETWEEN)
        if not name.startswith(PREFIX) or not between:
            continue
        wanted = _key(known, table.lower(), key.lower())
        try:
            value = text if wanted is None else read_value(text, wanted.annotation)
        except ValueError:
            unread.append(_unreadable(name, text, wanted))
            continue
        values.setdefault(table.lower(), {})[key.lower()] = value
    return Layer("environment", "the environment", values, _place, tuple(unread))


def _key(known: tuple[Table, ...], table: str, name: str) -> Key | None:
    return next((one.key(name) for one in known if one.name == table), None)


def _place(path: Path) -> Place:
    return Place(PREFIX + _BETWEEN.join(str(step) for step in path[:2]).upper())


def read_value(text: str, annotation: Annotation) -> Any:
    """A value of a variable as a TOML file would have it.

    Raises:
        ValueError: it can't be read.
    """
    if shape(annotation) in {"text", "choice"}:
        return None if not text and may_be_none(annotation) else text
    try:
        (value,) = tomllib.loads(f"value = {text}").values()
    except UNREADABLE:
        raise ValueError(text) from None
    return value


def _unreadable(name: str, text: str, key: Key | None) -> Problem:
    annotation = str if key is None else key.annotation
    return Problem(
        Place(name), "" if key is None else key.path, f"found {found(text, annotation)}",
        expected(annotation), advice="Write it as it stands after “=” in the file.",
    )  # fmt: skip
