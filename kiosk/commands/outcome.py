"""What a command gives back, so that one place alone prints it: for a person or as JSON."""

import sys
from collections.abc import Callable
from typing import Any, NamedTuple


class Outcome(NamedTuple):
    """The end of a command: its exit code, one JSON document, and the same for a person."""

    exit_code: int
    document: Any
    text: str


def saying(*, as_json: bool) -> Callable[[str], None]:
    """Where progress is told: standard output belongs to the JSON document alone."""
    out = sys.stderr if as_json else sys.stdout
    return lambda line: print(line, file=out, flush=True)
