"""Reads one TOML file into settings; what is wrong in it is told in full."""

from pathlib import Path

from kiosk.settings.kiosk import Settings
from kiosk.settings.layer import file_layer, read_file_layer
from kiosk.settings.layered import layered


def read_settings(file: Path) -> Settings:
    """The settings in a TOML file, and nothing above them.

    Raises:
        SettingsInvalid: the file can't be read, or keys or values in it are wrong.
    """
    return layered([read_file_layer(file)]).settings


def parse_settings(content: bytes, *, source: str) -> Settings:
    """The settings in a TOML text; `source` is the name used for it in messages.

    Raises:
        SettingsInvalid: the text is no TOML, or keys or values in it are wrong.
    """
    return layered([file_layer(content, source)]).settings
