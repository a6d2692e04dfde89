"""Writes settings as TOML; a JSON string is a string of TOML, too."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def written_toml(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """The text for tables of strings, numbers, truths, and lists and tables of them."""
    texts = []
    for name, table in tables.items():
        if table:
            lines = (f"{_key(key)} = {written_value(value)}" for key, value in table.items())
            texts.append("\n".join((f"[{_key(name)}]", *lines)))
    return "\n\n".join(texts) + "\n" if texts else ""


def written_value(value: Any) -> str:
    """The text for one such value."""
    if isinstance(value, Mapping):
        pairs = (f"{_key(key)} = {written_value(inner)}" for key, inner in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(written_value, value))}]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    # JSON lets a DEL stand as it is, TOML does not; what is beyond ASCII stands in both.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
