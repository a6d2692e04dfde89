"""A PIN for a member of staff: typed, sent on standard input, or made here."""

import getpass
import secrets
import sys

from kiosk.errors import RefusedError, UsageError
from kiosk.store.staff import refuse_weak_pin

PIN_DIGITS = 6


def asked_pin(question: str, *, from_stdin: bool) -> tuple[str, bool]:
    """The PIN, and whether it was made here. Never taken from the command line: others see it.

    Args:
        question: what is asked at a terminal, e.g. "First staff PIN".
        from_stdin: it comes as the first line of standard input.

    Raises:
        UsageError: no PIN came.
        RefusedError: it is weak, or the two that were typed differ.
    """
    if from_stdin:
        pin = sys.stdin.readline().strip()
        if not pin:
            raise UsageError("No PIN came on standard input.", advice="Send it as its first line.")
    elif sys.stdin.isatty():
        pin = _typed(f"{question} (6 to 12 digits): ")
        if pin != _typed("The same once more: "):
            raise RefusedError("The two PINs differ.", advice="Start the command again.")
    else:
        return _new_pin(), True
    refuse_weak_pin(pin)
    return pin, False


def _new_pin() -> str:
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    try:
        refuse_weak_pin(pin)
    except RefusedError:
        return _new_pin()
    return pin


def _typed(question: str) -> str:
    try:
        return getpass.getpass(question)
    except EOFError as cause:
        raise RefusedError("Nothing was typed.", advice="Start the command again.") from cause
