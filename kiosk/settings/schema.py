"""What can be set, as the classes of the settings say it: tables, keys, meaning, type, default.

Everything that tells people or programs what may be set is made from this: messages, the page, the
policy templates, the JSON Schema. The meaning is in the docstrings, under "Attributes:", and
nowhere else.
"""

import inspect
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, get_type_hints

import msgspec
from msgspec.structs import fields

from kiosk.settings.kinds import Annotation, is_secret
from kiosk.settings.kiosk import Settings

MASK: Final = "********"
"""Stands for what is secret."""

_ENTRY: Final = re.compile(r" {4}(\w+(?:, *\w+)*): +(.*)")


class Key(NamedTuple):
    """One key.

    Attributes:
        table, name: as in the file.
        annotation: its type, with what it demands (`kiosk.settings.kinds`).
        about: what it means.
        default: what holds where nothing is set.
    """

    table: str
    name: str
    annotation: Annotation
    about: str
    default: Any

    @property
    def path(self) -> str:
        """As messages name it: "central.timeout_s"."""
        return f"{self.table}.{self.name}"

    @property
    def secret(self) -> bool:
        """Whether nothing may repeat its value."""
        return is_secret(self.annotation)

    def shown(self, value: Any) -> Any:
        """A value of it as JSON has it; a secret one is masked."""
        return MASK if self.secret and value else msgspec.to_builtins(value)


class Table(NamedTuple):
    """One table.

    Attributes:
        name: as in the file.
        about: what it is for.
        keys: in the order in which they are told.
        struct: its class.
    """

    name: str
    about: str
    keys: tuple[Key, ...]
    struct: type[msgspec.Struct]

    def key(self, name: str) -> Key | None:
        """The key of that name; None where there is none."""
        return next((key for key in self.keys if key.name == name), None)


def shown_settings(settings: msgspec.Struct) -> dict[str, dict[str, Any]]:
    """Settings by table and key, for records and lists: what is secret is masked."""
    return {
        table.name: {
            key.name: key.shown(getattr(getattr(settings, table.name), key.name))
            for key in table.keys
        }
        for table in tables(type(settings))
    }


def tables(of: type[msgspec.Struct] = Settings) -> tuple[Table, ...]:
    """All that can be set.

    Args:
        of: a class whose fields are classes, each a table.
    """
    return tuple(_table(field.name, field.type) for field in fields(of))


def _table(name: str, struct: type[msgspec.Struct]) -> Table:
    hints, about = annotations(struct), attributes(struct)
    keys = (
        Key(name, field.name, hints[field.name], about.get(field.name, ""), _default(field))
        for field in fields(struct)
    )
    return Table(name, summary(struct), tuple(keys), struct)


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return None if field.default is msgspec.NODEFAULT else field.default


def annotations(struct: type[msgspec.Struct]) -> Mapping[str, Annotation]:
    """The type of each field, with what it demands."""
    return get_type_hints(struct, include_extras=True)


def summary(struct: type) -> str:
    """The sentences of a class's docstring before its attributes."""
    text = inspect.getdoc(struct) or ""
    return " ".join(text.partition("\nAttributes:")[0].split())


def attributes(struct: type) -> dict[str, str]:
    """What its docstring says of each attribute, in one line, with a capital and a full stop."""
    section = (inspect.getdoc(struct) or "").partition("\nAttributes:\n")[2]
    told: dict[str, str] = {}
    names: list[str] = []
    for line in section.splitlines():
        if line and not line.startswith(" "):
            break
        if entry := _ENTRY.fullmatch(line):
            names = re.split(r", *", entry.group(1))
        for name in names:
            told[name] = f"{told.get(name, '')} {entry.group(2) if entry else line.strip()}"
    return {name: _sentence(text.strip()) for name, text in told.items()}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
