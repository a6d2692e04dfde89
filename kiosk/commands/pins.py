"""The PIN of a member of staff: typed, sent on standard input, or made here."""

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
        pin = typed(f"{question} (6 to 12 digits): ")
        if pin != typed("The same once more: "):
            raise RefusedError("The two PINs differ.", advice="Start the command again.")
    else:
        return new_pin(), True
    refuse_weak_pin(pin)
    return pin, False


def new_pin() -> str:
    """A PIN by chance; none that anybody would try first."""
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    try:
        refuse_weak_pin(pin)
    except RefusedError:
        return new_pin()
    return pin


def typed(question: str) -> str:
    """What is typed at the terminal, unseen.

    Raises:
        RefusedError: nothing was.
    """
    try:
        return getpass.getpass(question)
    except EOFError as cause:
        raise RefusedError("Nothing was typed.", advice="Start the command again.") from cause


def own_pin(*, from_stdin: bool, why: str) -> str:
    """The PIN that somebody has already.

    Args:
        from_stdin: it comes as the first line of standard input.
        why: it is asked for, e.g. "An export".

    Raises:
        UsageError: there is no way to ask for it, or none came.
    """
    if from_stdin:
        pin = sys.stdin.readline().strip()
        if not pin:
            raise UsageError("No PIN came on standard input.", advice="Send it as its first line.")
        return pin
    if not sys.stdin.isatty():
        raise UsageError(
            f"{why} needs the PIN of a member of staff, and there is no terminal to ask at.",
            advice="Send it as the first line of standard input, with --pin-stdin.",
        )
    return typed("Your staff PIN: ").strip()
