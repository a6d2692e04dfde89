"""`config show` and `config explain`: what holds on this PC, and where it comes from."""

import argparse
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec

from kiosk.commands.opening import opened_store
from kiosk.commands.outcome import Outcome
from kiosk.commands.settings_given import layers_for
from kiosk.errors import KioskError, UsageError
from kiosk.machine.places import policy_file
from kiosk.settings import Settings
from kiosk.settings.environment import variable
from kiosk.settings.kinds import example, expected
from kiosk.settings.layered import Layered, layered
from kiosk.settings.policy import registry_place, registry_value
from kiosk.settings.problems import near
from kiosk.settings.schema import Key, Table, tables
from kiosk.settings.written import written_value
from kiosk.sync.fetch.clinic import ALLOWED, FromCentre, with_clinic_settings

_WIDE: Final = 60
_DEFAULT: Final = "default"


class _Row(NamedTuple):
    key: Key
    value: Any
    source: str
    place: str

    def document(self) -> dict[str, Any]:
        return {
            "key": self.key.path,
            "value": self.key.shown(self.value),
            "source": self.source,
            "place": self.place or None,
        }

    def line(self) -> str:
        value = "(not set)" if self.value is None else written_value(self.key.shown(self.value))
        if len(value) > _WIDE:
            value = f"{value[:_WIDE]}…"
        setting = f"{self.key.name} = {value}"
        return f"{setting:<44}  {self.source}{self.place and ' ' + self.place}"


def show(arguments: argparse.Namespace) -> Outcome:
    """Each value and where it came from; secrets are masked.

    Raises:
        UsageError, NotSetUp, SettingsInvalid: there are no settings that can be used.
    """
    found = layered(layers_for(arguments))
    over, unknown = _over(found.settings)
    rows = [_row(key, found, over) for table in tables() for key in table.keys]
    document = {
        "layers": [{"source": layer.source, "name": layer.name} for layer in found.layers],
        "settings": [row.document() for row in rows],
        "notKnown": unknown or None,
    }
    return Outcome(0, document, "\n".join(_told(rows, unknown)))


def _over(settings: Settings) -> tuple[FromCentre, str]:
    """What the centre and this PC's desk set above; or why that is not known."""
    try:
        with opened_store(settings) as store:
            return with_clinic_settings(store, settings), ""
    except KioskError as closed:
        return FromCentre(settings), str(closed)


def _row(key: Key, found: Layered, over: FromCentre) -> _Row:
    value = getattr(getattr(over.settings, key.table), key.name)
    if key.path in over.here:
        return _Row(key, value, "desk", "set at the desk of this PC: Clinic")
    if key.path in over.keys:
        return _Row(key, value, "centre", over.settings.central.clinic_settings)
    origin = found.origin(key.table, key.name)
    if origin is None:
        return _Row(key, value, _DEFAULT, "")
    return _Row(key, value, origin.source, str(origin.place))


def _told(rows: list[_Row], unknown: str) -> Iterator[str]:
    table = ""
    for row in rows:
        if row.key.table != table:
            yield from ([""] if table else [])
            table = row.key.table
            yield f"[{table}]"
        yield row.line()
    if unknown:
        yield ""
        yield "What the centre and the desk of this PC set above this is not known:"
        yield f"  {unknown}"


def explain(arguments: argparse.Namespace) -> Outcome:
    """What a key means, what it may be, what it is now, where it can be set.

    Raises:
        UsageError: there is no such key.
    """
    table, key = _wanted(arguments.key)
    if key is None:
        lines = [f"[{table.name}] {table.about}", ""]
        lines += [f"  {one.name:<24}{one.about}" for one in table.keys]
        named = {one.name: one.about for one in table.keys}
        return Outcome(0, {"table": table.name, "about": table.about, "keys": named}, _text(lines))
    now, unknown = _now(arguments, key)
    ways = _ways(key)
    document = {
        "key": key.path,
        "about": key.about,
        "expected": expected(key.annotation),
        "default": key.shown(key.default),
        "now": now.document() if now else None,
        "notKnown": unknown or None,
        "secret": key.secret,
        "setBy": ways,
    }
    return Outcome(0, document, _text(_explained(key, now, unknown, ways)))


def _text(lines: list[str]) -> str:
    return "\n".join(lines)


def _explained(key: Key, now: _Row | None, unknown: str, ways: dict[str, str]) -> list[str]:
    default = "not set" if key.default is None else written_value(key.shown(key.default))
    held = f"not known: {unknown}"
    if now is not None:
        held = "not set" if now.value is None else written_value(key.shown(now.value))
        held += f", {now.source}{now.place and ': ' + now.place}"
    lines = [key.path, f"  {key.about}", ""]
    facts = {"It is": expected(key.annotation), "Default": default, "Now": held} | ways
    return lines + [f"  {name:<16}{text}" for name, text in facts.items()]


def _ways(key: Key) -> dict[str, str]:
    """Where it can be set, and how it would stand there."""
    given = example(key.annotation)
    value = msgspec.to_builtins(key.default) if given is None else given
    value = "" if value is None else value
    entry = registry_value(key.name, value, key.annotation)
    place = registry_place(key.table, key.name)
    text = value if isinstance(value, str) else written_value(value)
    in_file = f"[{key.table}] {key.name} = {written_value(value)}"
    centre = key.name in ALLOWED.get(key.table, ())
    return {
        "In the file": in_file,
        "Windows policy": f"{place}, {entry.type}: {_data(entry.data)}",
        "Linux policy": f"{policy_file()}, as in the file",
        "Environment": f"{variable(key)}={text}",
        "The centre": "may set it above all of these" if centre else "can't set it",
    }


def _data(data: Any) -> str:
    return " | ".join(data) if isinstance(data, list) else str(data)


def _now(arguments: argparse.Namespace, key: Key) -> tuple[_Row | None, str]:
    try:
        found = layered(layers_for(arguments))
    except KioskError as cause:
        return None, str(cause).splitlines()[0]
    may_differ = key.name in ALLOWED.get(key.table, ())
    over = _over(found.settings)[0] if may_differ else FromCentre(found.settings)
    return _row(key, found, over), ""


def _wanted(name: str) -> tuple[Table, Key | None]:
    """The table and key of a name: "central.url", "url" where one table has it, or "central".

    Raises:
        UsageError: there is none, or several tables have it.
    """
    known = tables()
    keys = [(table, key) for table in known for key in table.keys]
    for table, key in keys:
        if name == key.path:
            return table, key
    for table in known:
        if name == table.name:
            return table, None
    found = [(table, key) for table, key in keys if key.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        which = ", ".join(key.path for _, key in found)
        raise UsageError(f"Several tables have a key {name}.", advice=f"Name one: {which}.")
    names = {key.path: key.path for _, key in keys}
    names |= {key.name: key.path for _, key in keys} | {table.name: table.name for table in known}
    nearest = names.get(near(name, names), "")
    advice = f"Did you mean {nearest}?" if nearest else "All keys: kiosk config show"
    raise UsageError(f"There is no key {name}.", advice=advice)
