"""Puts the layers of settings over one another: what counts most wins, key by key."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from kiosk.settings.kiosk import Settings
from kiosk.settings.layer import Layer
from kiosk.settings.problems import Place, Problem, key_named, refuse


class Origin(NamedTuple):
    """Where the value of a key comes from.

    Attributes:
        source: "policy", "environment" or "file".
        place: where it stands there.
    """

    source: str
    place: Place


class Layered(NamedTuple):
    """The settings, and where they come from.

    Attributes:
        settings: what holds.
        layers: what they are made of; what counts most is first.
    """

    settings: Settings
    layers: tuple[Layer, ...]

    def origin(self, table: str, *way: str | int) -> Origin | None:
        """Where a key, or a part of it, is set; None where its default holds."""
        for layer in self.layers:
            if way and way[0] in layer.values.get(table, {}):
                return Origin(layer.source, layer.places((table, *way)))
        return None


def layered(layers: Iterable[Layer]) -> Layered:
    """The settings that layers make together.

    Args:
        layers: what counts most comes first. A list is taken as a whole, not put together.

    Raises:
        SettingsInvalid: with all that is wrong in any of them.
    """
    found = tuple(layers)
    refuse(problem for layer in found for problem in layer.problems())
    values: dict[str, dict[str, Any]] = {}
    for layer in reversed(found):
        for table, keys in layer.values.items():
            values[table] = values.get(table, {}) | keys
    try:
        return Layered(msgspec.convert(values, Settings), found)
    except msgspec.ValidationError as cause:
        refuse([_together(str(cause), found)])
        raise


def _together(said: str, layers: tuple[Layer, ...]) -> Problem:
    """What no layer has wrong by itself."""
    why, _, at = said.partition(" - at `$.")
    table = (at.partition("`")[0],) if at else ()
    names = ", ".join(layer.name for layer in layers if layer.values)
    advice = "Each of these is right by itself; they don't go together."
    return Problem(Place(names), key_named(table), why, advice=advice)


def is_set(layers: Iterable[Layer]) -> bool:
    """Whether any of them sets anything, or would if it could be read."""
    return any(layer.values or layer.unread for layer in layers)


def flat(values: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Tables of settings by their keys' full names, "central.url"."""
    return {f"{table}.{key}": one for table, keys in values.items() for key, one in keys.items()}
