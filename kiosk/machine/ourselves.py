"""This program as it was started: how it starts another process of itself.

Run from a checkout, from packages in a folder of their own, or frozen into one folder (PyInstaller)
where there is no Python to be told `-m`.
"""

import sys
from pathlib import Path
from typing import Final

CONSOLE: Final = "kiosk"
"""The frozen program that reads and writes; the one for the screen, `kioskw`, has no console."""

RUN: Final = "-m"
_START: Final = """
import runpy, sys
sys.path[:] = {path!r}
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


def is_frozen() -> bool:
    """Whether this is the frozen program."""
    return bool(getattr(sys, "frozen", False))


def own_command(module: str, *words: str) -> list[str]:
    """The command line that runs a module of ours as a process of its own.

    It finds its modules where this process finds them, and nowhere else: neither the environment
    nor the folder it is started in may put others before them.

    Args:
        module: one with a `__main__` part, such as `kiosk.ui.access.speaker`.
        words: what it is told.
    """
    if is_frozen():
        console = Path(sys.executable).with_stem(CONSOLE)
        return [str(console), RUN, module, *words]
    return [sys.executable, "-I", "-c", _START.format(path=sys.path), module, *words]
