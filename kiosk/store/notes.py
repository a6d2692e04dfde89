"""Small facts of several parts that the store knows of itself, by name."""

import json
from typing import Any

from sqlalchemy import Connection

from kiosk.store.facts import fact, keep_fact


def keep_note(c: Connection, name: str, note: dict[str, Any]) -> None:
    """Keep a note (what JSON can hold) under a name, in the place of the one before."""
    keep_fact(c, name, json.dumps(note))


def read_note(c: Connection, name: str) -> dict[str, Any] | None:
    """The note of that name; None where none was kept, or it is none."""
    try:
        note = json.loads(fact(c, name) or "null")
    except ValueError:
        return None
    return note if isinstance(note, dict) else None
