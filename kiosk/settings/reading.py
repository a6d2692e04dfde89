"""Reads a TOML file into settings; what is wrong in it is said by file and key."""

import re
from difflib import get_close_matches
from pathlib import Path

import msgspec

from kiosk.errors import SettingsInvalid
from kiosk.settings.kiosk import Settings


def read_settings(file: Path) -> Settings:
    """The settings in a TOML file.

    Raises:
        SettingsInvalid: the file can't be read, or a key or value in it is wrong.
    """
    try:
        content = file.read_bytes()
    except OSError as cause:
        raise SettingsInvalid(
            f"The settings file {file} can't be read: {cause.strerror}.",
            advice="Give the right file with --config, or make one with: kiosk setup",
        ) from cause
    return parse_settings(content, source=str(file))


def parse_settings(content: bytes, *, source: str) -> Settings:
    """The settings in a TOML text; `source` is the name used for it in messages.

    Raises:
        SettingsInvalid: the text is no TOML, or a key or value in it is wrong.
    """
    try:
        return msgspec.toml.decode(content, type=Settings)
    except msgspec.ValidationError as cause:
        raise SettingsInvalid(f"{source}: {cause}", advice=_nearest_key(str(cause))) from cause
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise SettingsInvalid(
            f"{source} is not a valid TOML file: {cause}", advice="Mend the line it names."
        ) from cause


def _nearest_key(message: str) -> str:
    unknown = re.search(r"unknown field `([^`]+)`(?: - at `\$\.?([^`]*)`)?", message)
    if unknown is None:
        return "Correct the value it names."
    known = _keys(unknown.group(2) or "")
    near = get_close_matches(unknown.group(1), known, n=1)
    if near:
        return f"Did you mean “{near[0]}”?"
    return f"Known keys here: {', '.join(sorted(known))}."


def _keys(table: str) -> list[str]:
    groups = {field.name: field.default for field in msgspec.structs.fields(Settings)}
    struct = type(groups[table]) if table in groups else Settings
    return [field.name for field in msgspec.structs.fields(struct)]
