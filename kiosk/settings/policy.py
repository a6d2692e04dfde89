r"""Windows policy: HKLM\SOFTWARE\Policies\ClinicKiosk\<table>, one value for each key.

| in the file             | in the registry                                   |
|-------------------------|---------------------------------------------------|
| text, one of some words | REG_SZ                                            |
| true or false           | REG_DWORD 1 or 0                                  |
| a whole number          | REG_DWORD                                         |
| a number                | REG_SZ, with a full stop ("2.5"); or REG_DWORD    |
| a list of texts         | REG_MULTI_SZ                                      |
| a list of tables        | REG_SZ, as JSON                                   |

What reads the registry is an argument: everything else here runs on any system.
"""

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from kiosk.settings.kinds import Annotation, Shape, expected, found, is_secret, may_be_none, shape
from kiosk.settings.layer import Layer
from kiosk.settings.problems import Place, Problem
from kiosk.settings.schema import Key, Table, tables
from kiosk.settings.toml_statements import Path

POLICY_KEY: Final = r"SOFTWARE\Policies\ClinicKiosk"
HIVE: Final = "HKLM"

REG_TYPES: Final = {
    0: "REG_NONE", 1: "REG_SZ", 2: "REG_EXPAND_SZ", 3: "REG_BINARY", 4: "REG_DWORD",
    7: "REG_MULTI_SZ", 11: "REG_QWORD",
}  # fmt: skip
"""By their numbers in Windows (winnt.h)."""

_TYPES: Final[dict[Shape, tuple[str, ...]]] = {
    "text": ("REG_SZ",),
    "choice": ("REG_SZ",),
    "truth": ("REG_DWORD",),
    "whole": ("REG_DWORD",),
    "decimal": ("REG_SZ", "REG_DWORD"),
    "texts": ("REG_MULTI_SZ",),
    "structured": ("REG_SZ",),
}


class RegistryValue(NamedTuple):
    """One value of the registry: its name, its type (`REG_TYPES`) and what it holds."""

    name: str
    type: str
    data: Any


class Registry(Protocol):
    """What reads the registry of Windows, below HKEY_LOCAL_MACHINE."""

    def subkeys(self, key: str) -> Sequence[str]:
        """The names of the keys below; () where there is no such key.

        Raises:
            PermissionError: it may not be read.
        """
        ...

    def values(self, key: str) -> Sequence[RegistryValue]:
        """The values in a key; () where there is no such key.

        Raises:
            PermissionError: it may not be read.
        """
        ...


def registry_place(table: str, name: str = "") -> str:
    """How a value is named in full."""
    return "\\".join(filter(None, (HIVE, POLICY_KEY, table, name)))


def registry_type(annotation: Annotation) -> str:
    """The type that a value of the registry should have."""
    return _TYPES[shape(annotation)][0]


def registry_layer(registry: Registry) -> Layer:
    """What the policy of Windows sets. The registry does not tell large letters from small."""
    values: dict[str, Any] = {}
    unread: list[Problem] = []
    known = {table.name.casefold(): table for table in tables()}
    try:
        for value in registry.values(POLICY_KEY):
            if value.name:  # the default value of a key means nothing
                values[value.name.casefold()] = value.data
        for name in registry.subkeys(POLICY_KEY):
            table = known.get(name.casefold())
            into = values.setdefault(table.name if table else name, {})
            for value in registry.values(rf"{POLICY_KEY}\{name}"):
                unread += _take(table, name, value, into)
    except PermissionError:
        said = "the policy may not be read by this user"
        unread.append(Problem(Place(registry_place("")), "", said, advice="Ask who set it."))
    return Layer("policy", registry_place(""), values, _place, tuple(unread))


def _place(path: Path) -> Place:
    return Place(registry_place(*(str(step) for step in path[:2])))


def _take(
    table: Table | None, name: str, value: RegistryValue, into: dict[str, Any]
) -> list[Problem]:
    """Adds a value to its table, as a file would have it; or says why it can't be read."""
    if not value.name:
        return []
    keys = {key.name.casefold(): key for key in table.keys} if table else {}
    key = keys.get(value.name.casefold())
    if key is None:
        into[value.name] = value.data
        return []
    try:
        into[key.name] = read_value(value, key.annotation)
    except ValueError as cause:
        place = Place(registry_place(name, value.name))
        return [Problem(place, key.path, str(cause), _wanted(key), advice="Correct the policy.")]
    return []


def _wanted(key: Key) -> str:
    words = {
        "truth": "1 for true or 0 for false",
        "structured": f"JSON, {expected(key.annotation)}",
    }
    kind = shape(key.annotation)
    return f"{' or '.join(_TYPES[kind])} with {words.get(kind) or expected(key.annotation)}"


def read_value(value: RegistryValue, annotation: Annotation) -> Any:
    """A value of the registry as a TOML file would have it.

    Raises:
        ValueError: it is of another type, or can't be read; with what is there instead.
    """
    kind = shape(annotation)
    if value.type not in _TYPES[kind]:
        raise ValueError(f"found {value.type}")
    shown = f"found {found(value.data, annotation)}"
    match kind:
        case "truth":
            if value.data not in {0, 1}:
                raise ValueError(shown)
            return bool(value.data)
        case "decimal":
            try:
                return float(value.data)
            except ValueError:
                raise ValueError(shown) from None
        case "texts":
            return list(value.data)
        case "structured":
            return _from_json(value.data, "found" if is_secret(annotation) else shown)
    return None if value.data == "" and may_be_none(annotation) else value.data


def _from_json(text: str, shown: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(f"{shown}, which is no JSON") from None


def registry_value(name: str, value: Any, annotation: Annotation) -> RegistryValue:
    """How a setting stands in the registry."""
    kind = shape(annotation)
    data: Any = value
    match kind:
        case "truth":
            data = int(value)
        case "decimal":
            data = repr(float(value))
        case "texts":
            data = list(value)
        case "structured":
            data = json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
    if value is None:
        data = ""
    return RegistryValue(name, _TYPES[kind][0], data)
