"""A recovery code, typed from paper: at a terminal a slip of the finger is forgiven."""

import sys
from collections.abc import Callable
from typing import Final, TypeVar

from kiosk.errors import RefusedError

Given = TypeVar("Given")

TRIES: Final = 3


def with_typed_code(attempt: Callable[[str], Given]) -> Given:
    """What an attempt gives for a typed code; at a terminal three times, for a slip is soon made.

    Raises:
        RefusedError: as the attempt, the last time.
    """
    tries = TRIES if sys.stdin.isatty() else 1
    for left in reversed(range(tries)):
        try:
            return attempt(_asked("Recovery code from the sheet: "))
        except RefusedError as slip:
            if not left:
                raise
            sys.stderr.write(f"{slip} {slip.advice}\n")
    raise AssertionError


def _asked(question: str) -> str:
    """What is typed, visibly: a long code is copied from paper, sign by sign."""
    sys.stderr.write(question if sys.stdin.isatty() else "")
    sys.stderr.flush()
    return sys.stdin.readline().strip()
