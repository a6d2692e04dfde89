"""Settings as they may leave the PC: numbers, choices and language codes; of texts, that they are.

A key that comes new is shown only where its values can be nothing else.
"""

import re
from typing import Any, Final

from kiosk.settings import Settings
from kiosk.settings.kinds import shape
from kiosk.settings.schema import Key, tables

DEFAULT: Final = "[as it comes]"
SET: Final = "[set]"

_SHOWN: Final = ("truth", "whole", "decimal", "choice")
_CODES: Final = ("patient.languages", "patient.draft_translations")
_CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z]{1,8}){0,2}")


def settings_for_others(settings: Settings) -> dict[str, dict[str, Any]]:
    """By table and key."""
    return {
        table.name: {
            key.name: _shown(key, getattr(getattr(settings, table.name), key.name))
            for key in table.keys
        }
        for table in tables(type(settings))
    }


def _shown(key: Key, value: Any) -> Any:
    if not key.secret and (shape(key.annotation) in _SHOWN or value is None):
        return value
    if value == key.default:
        return DEFAULT
    if key.path in _CODES and all(_CODE.fullmatch(code) for code in value):
        return list(value)
    return f"[{len(value)} set]" if isinstance(value, tuple) else SET
