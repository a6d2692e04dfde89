"""What can be set, for people and programs, each made from the classes of the settings."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from kiosk.settings.published.json_schema import json_schema
from kiosk.settings.published.page import page
from kiosk.settings.published.templates import adml, admx

FORMATS: Final[Mapping[str, Callable[[type[msgspec.Struct]], str]]] = {
    "json": json_schema,
    "admx": admx,
    "adml": adml,
    "markdown": page,
}
"""JSON Schema; policy templates of Windows and their texts; the page `kiosk guide settings`. Each
takes the class of the settings."""
