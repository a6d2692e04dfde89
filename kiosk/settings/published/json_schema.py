"""The settings as JSON Schema (2020-12): for editors that complete and check the file."""

import json
from typing import Any, Final

import msgspec
from msgspec import inspect

from kiosk.settings.kinds import is_secret
from kiosk.settings.schema import annotations, attributes, summary

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(of: type[msgspec.Struct]) -> str:
    """The text, with the meaning of each key.

    Args:
        of: the class of the settings.
    """
    (root,), parts = msgspec.json.schema_components([of], ref_template="#/$defs/{name}")
    for struct in _structs(of):
        _describe(struct, parts[struct.__name__])
    schema = {"$schema": _DIALECT, "title": "Settings of a clinic kiosk", **root, "$defs": parts}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _structs(of: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    """Each class that the settings are made of."""
    found: dict[str, type[msgspec.Struct]] = {}

    def look(kind: Any) -> None:
        if isinstance(kind, inspect.StructType) and kind.cls.__name__ not in found:
            found[kind.cls.__name__] = kind.cls
            for field in kind.fields:
                look(field.type)
        for inner in (getattr(kind, "type", None), getattr(kind, "item_type", None)):
            look(inner) if inner is not None else None
        for one in getattr(kind, "types", ()):
            look(one)

    look(inspect.type_info(of))
    return list(found.values())


def _describe(struct: type[msgspec.Struct], part: dict[str, Any]) -> None:
    about, hints = attributes(struct), annotations(struct)
    part["description"] = summary(struct)
    for name, key in part.get("properties", {}).items():
        if name in about:
            key["description"] = about[name]
        if is_secret(hints[name]):
            key["writeOnly"] = True
