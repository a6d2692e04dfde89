"""What is typed, read as what is meant: a day, a moment, a name with its value.

What can't be read is wrong usage, and says how it is to look.
"""

import argparse
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from kiosk.forms.fhir_json import decode_json

Read = TypeVar("Read")


def day(text: str) -> date:
    """A day; ArgumentTypeError for anything else, as all of these."""
    return _read(text, date.fromisoformat, "a day like 2026-11-25")


def moment(text: str) -> datetime:
    """A moment, with or without a time zone."""
    return _read(text, datetime.fromisoformat, "a time like 2026-11-25T10:00:00Z")


def _read(text: str, reader: Callable[[str], Read], wanted: str) -> Read:
    try:
        return reader(text)
    except ValueError as cause:
        raise argparse.ArgumentTypeError(f"“{text}” is not {wanted}") from cause


def variable(text: str) -> tuple[str, Any]:
    """NAME=JSON: the name, and what the JSON holds."""
    name, _, value = text.partition("=")
    return name, _read(value, lambda json: decode_json(json.encode()), "JSON, as it stands after =")


def named_file(text: str) -> tuple[str, Path]:
    """NAME=FILE: the name, and the path."""
    name, _, path = text.partition("=")
    if not name or not path:
        raise argparse.ArgumentTypeError(f"“{text}” is not like patient=FILE")
    return name, Path(path)


class Named(argparse.Action):
    """Collects the NAME=… of an option that may be repeated into one dictionary."""

    def __call__(self, _parser: Any, namespace: Any, values: Any, _option: Any = None) -> None:
        """Add one."""
        name, value = values
        setattr(namespace, self.dest, getattr(namespace, self.dest) | {name: value})
