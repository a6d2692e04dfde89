"""Where the frozen programs `kiosk` and `kioskw` begin: the command line, as `python -m kiosk` is.

`kiosk -m MODULE …` runs one of our own modules as a process of its own, which is how the program
starts what speaks, and the demo its robot and its service (`kiosk.machine.ourselves`).
"""

import os
import runpy
import sys
from pathlib import Path
from typing import Final, TextIO

from kiosk.cli import main
from kiosk.machine.ourselves import RUN
from kiosk.machine.places import default_settings_file

_MOST_BYTES: Final = 1_000_000
"""A longer log is put aside at the next start, in the place of the one before."""


def start() -> int:
    """The command's exit code."""
    have_streams(default_settings_file().parent / "logs" / "kiosk.log")
    if sys.argv[1:2] == [RUN] and sys.argv[2:3] and _is_ours(sys.argv[2]):
        del sys.argv[1]
        runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
        return 0
    return main()


def _is_ours(module: str) -> bool:
    return module == "kiosk" or module.startswith("kiosk.")


def have_streams(log: Path) -> None:
    """Windows gives a program without a console no streams, and much writes to them.

    Args:
        log: where then goes what is for standard error; nowhere, if it can't be written.
    """
    if sys.stderr is None:
        sys.stderr = _opened(log)
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for life
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for life


def _opened(log: Path) -> TextIO:
    try:
        log.parent.mkdir(exist_ok=True)
        if log.is_file() and log.stat().st_size > _MOST_BYTES:
            log.replace(log.with_suffix(".1.log"))
        return log.open("a", encoding="utf-8", buffering=1)
    except OSError:
        return Path(os.devnull).open("w", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(start())
