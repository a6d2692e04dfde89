"""What can be set, for people and programs, each made from the classes of the settings."""

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.resources import resource
from kiosk.settings.published.json_schema import json_schema
from kiosk.settings.published.page import page
from kiosk.settings.published.templates import adml, admx


def _sample() -> str:
    return resource("kiosk.toml").read_text("utf-8")


FORMATS: Final[Mapping[str, Callable[[], str]]] = {
    "json": json_schema,
    "admx": admx,
    "adml": adml,
    "markdown": page,
    "toml": _sample,
}
"""JSON Schema; policy templates of Windows and their texts; the page `kiosk guide settings`; the
sample file, which is written by hand and held to the classes by a test."""
