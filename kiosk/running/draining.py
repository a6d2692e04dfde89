"""How far a kiosk is that closes for maintenance: a small file beside its store, while it does.

Whether it is done, its run.lock tells: it is free once the store was let go.
"""

import contextlib
import json
from pathlib import Path
from typing import Final, Literal, get_args

from kiosk.store.files import replace_private
from kiosk.store.folder import DRAINING

Step = Literal["occupied", "sending", "closing"]
"""Somebody sits at the screen; what waits is being sent; the store is being closed."""

_STEPS: Final = get_args(Step)


def tell_step(directory: Path, step: Step) -> None:
    """Note how far it is; where the disk takes nothing, nobody is told."""
    with contextlib.suppress(OSError):
        replace_private(directory / DRAINING, json.dumps({"step": step}).encode())


def told_step(directory: Path) -> Step | None:
    """How far the kiosk of that store is; None where it has not begun, or is done."""
    try:
        step = json.loads((directory / DRAINING).read_bytes())["step"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return step if step in _STEPS else None


def forget_step(directory: Path) -> None:
    """It is done, or was given up."""
    with contextlib.suppress(OSError):
        (directory / DRAINING).unlink(missing_ok=True)
