"""What a command gives back."""

from typing import Any, NamedTuple


class Outcome(NamedTuple):
    """The end of a command: its exit code, one JSON document, and the same for a person."""

    exit_code: int
    document: Any
    text: str
