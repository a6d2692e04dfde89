"""Compares values with what the classes of the settings demand; tells all that is wrong.

Whether a value is right is decided by msgspec, as it is when settings are made. Where it refuses
one, this looks for the innermost part that is wrong, and says it in words for IT.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import inspect
from msgspec.structs import fields

from kiosk.settings.kinds import (
    Annotation,
    choices,
    element_of,
    expected,
    found,
    is_right,
    is_secret,
    plain_type,
    shape,
)
from kiosk.settings.problems import Places, Problem, key_named, near
from kiosk.settings.schema import Table, annotations
from kiosk.settings.toml_statements import Path

_KEY_OF_TABLE: Final = 2
"""Steps of the way to a key, ("central", "url")."""

_QUOTES: Final = {ord("“"): '"', ord("”"): '"'}
_AT: Final = re.compile(r" - at `[^`]*`$")


def problems_of(
    values: Mapping[str, Any], places: Places, known: Sequence[Table]
) -> Iterator[Problem]:
    """All that is wrong in tables of settings.

    Args:
        values: by table and key, as a TOML file has them.
        places: where they stand.
        known: what can be set.
    """
    by_name = {table.name: table for table in known}
    for name, value in values.items():
        table = by_name.get(name)
        if table is None:
            yield _unknown_table(name, value, known, places)
        elif not isinstance(value, Mapping):
            yield Problem(
                places((name,)), name, f"found {found(value)}", "a table",
                advice=f"Write a line [{name}], and its keys below it.",
            )  # fmt: skip
        else:
            yield from _Checking(known, places).table(table, value)


def _unknown_table(name: str, value: Any, known: Sequence[Table], places: Places) -> Problem:
    names = [table.name for table in known]
    if isinstance(value, Mapping):
        nearest = near(name, names)
        advice = f"Did you mean [{nearest}]?" if nearest else "Remove it."
        return Problem(
            places((name,)), name, f"there is no table [{name}]",
            f"one of the tables {', '.join(names)}", nearest, advice,
        )  # fmt: skip
    advice, nearest = _elsewhere(name, known)
    return Problem(
        places((name,)), name, f"“{name}” stands above the first [table]", "a table",
        nearest, advice or f"Put it under its table: {', '.join(names)}.",
    )  # fmt: skip


def _elsewhere(name: str, known: Sequence[Table]) -> tuple[str, str]:
    """In which table a key is likely meant: advice, and its name with that; ("", "") for none."""
    for table in known:
        if table.key(name):
            return f"{name} belongs in [{table.name}].", f"{table.name}.{name}"
    by_key = {key.name: key for table in known for key in table.keys}
    nearest = near(name, by_key)
    if not nearest:
        return "", ""
    key = by_key[nearest]
    return f"Did you mean {key.name} in [{key.table}]?", key.path


class _Checking(NamedTuple):
    known: Sequence[Table]
    places: Places

    def table(self, table: Table, values: Mapping[str, Any]) -> Iterator[Problem]:
        """What is wrong in one table."""
        yield from self._structure(table.struct, values, (table.name,))

    def value(self, annotation: Annotation, value: Any, path: Path) -> Iterator[Problem]:
        """What is wrong in one value."""
        kind = plain_type(annotation)
        if is_right(value, annotation):
            return
        inner: list[Problem] = []
        if isinstance(kind, inspect.StructType) and isinstance(value, Mapping):
            inner = list(self._structure(kind.cls, value, path))
        elif isinstance(kind, inspect.VarTupleType | inspect.ListType) and isinstance(value, list):
            element = element_of(annotation)
            for number, one in enumerate(value):
                inner += self.value(element, one, (*path, number))
        yield from inner or [self._wrong(annotation, value, path)]

    def _structure(
        self, struct: type[msgspec.Struct], values: Mapping[str, Any], path: Path
    ) -> Iterator[Problem]:
        hints, right = annotations(struct), dict[str, Any]()
        meant: set[str] = set()
        for name, value in values.items():
            if name not in hints:
                unknown = self._unknown((*path, name), list(hints))
                meant.add(unknown.nearest)
                yield unknown
            elif wrong := list(self.value(hints[name], value, (*path, name))):
                yield from wrong
            else:
                right[name] = value
        required = {field.name for field in fields(struct) if field.required}
        for name in sorted(required - values.keys() - meant):
            yield Problem(
                self.places(path), key_named(path), f"“{name}” is missing",
                f"{name}, {expected(hints[name])}", advice="Add it.",
            )  # fmt: skip
        if required <= right.keys():
            yield from self._together(struct, right, path)

    def _unknown(self, path: Path, known: list[str]) -> Problem:
        name = str(path[-1])
        nearest = near(name, known)
        advice = f"Did you mean “{nearest}”?" if nearest else ""
        if len(path) == _KEY_OF_TABLE and (not nearest or self._is_elsewhere(name)):
            there, there_nearest = _elsewhere(name, self.known)
            advice, nearest = f"{advice} {there}".strip(), nearest or there_nearest
        keys = f"a key of {_table_named(path)}" if nearest else f"one of {', '.join(known)}"
        return Problem(
            self.places(path), key_named(path), f"there is no key “{name}” here",
            keys, nearest, advice or "Remove it.",
        )  # fmt: skip

    def _is_elsewhere(self, name: str) -> bool:
        return any(table.key(name) for table in self.known)

    def _wrong(self, annotation: Annotation, value: Any, path: Path) -> Problem:
        word = value if isinstance(value, str) else ""
        nearest = near(word, choices(annotation)) if word else ""
        advice = f"Did you mean “{nearest}”?" if nearest else _hint(annotation, value)
        return Problem(
            self.places(path), key_named(path), f"found {found(value, annotation)}",
            expected(annotation), nearest, advice or "Correct the value.",
        )  # fmt: skip

    def _together(
        self, struct: type[msgspec.Struct], values: Mapping[str, Any], path: Path
    ) -> Iterator[Problem]:
        """What a class refuses though each value is of the right kind: hours that can't be read."""
        said = _refusal(values, struct)
        if not said:
            return
        required = {one.name for one in fields(struct) if one.required}
        alone = (
            {} if required else {name: _refusal({name: values[name]}, struct) for name in values}
        )
        own = [(name, why) for name, why in alone.items() if why]
        for name, why in own or [("", said)]:
            at = (*path, name) if name else path
            yield Problem(self.places(at), key_named(at), why, advice="Correct the value.")


def _table_named(path: Path) -> str:
    return f"[{path[0]}]" if len(path) == _KEY_OF_TABLE else key_named(path[:-1])


def _refusal(values: Mapping[str, Any], struct: type[msgspec.Struct]) -> str:
    """Why a class refuses them, without what is secret among them; "" where it does not."""
    try:
        msgspec.convert(values, struct)
    except msgspec.ValidationError as cause:
        said = _AT.sub("", str(cause))
        hints = annotations(struct)
        for name in values:
            if is_secret(hints[name]) and values[name]:
                said = said.replace(str(values[name]), "…")
        return said
    return ""


def _hint(annotation: Annotation, value: Any) -> str:
    wanted = shape(annotation)
    if wanted == "texts" and isinstance(value, str):
        return f"Write it as a list: [{found(value).translate(_QUOTES)}]."
    if isinstance(value, str) and wanted in {"truth", "whole", "decimal"}:
        return "Write it without quotes." if _unquoted(value, wanted) else ""
    if not isinstance(value, str | list | dict) and wanted in {"text", "choice"}:
        return "Write it in quotes."
    return ""


def _unquoted(text: str, wanted: str) -> bool:
    bare = text.strip().casefold()
    if wanted == "truth":
        return bare in {"true", "false"}
    return bare.removeprefix("-").replace(".", "", 1).isdigit()
