"""Where the frozen programs `kiosk` and `kioskw` begin: the command line, as `python -m kiosk` is.

`kiosk -m MODULE …` runs one of our own modules as a process of its own, which is how the program
starts what speaks, and the demo its robot and its service (`kiosk.ourselves`).
"""

import os
import runpy
import sys

from kiosk.cli import main
from kiosk.ourselves import RUN


def start() -> int:
    """The command's exit code."""
    _have_streams()
    if sys.argv[1:2] == [RUN] and sys.argv[2:3] and _is_ours(sys.argv[2]):
        del sys.argv[1]
        runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
        return 0
    return main()


def _is_ours(module: str) -> bool:
    return module == "kiosk" or module.startswith("kiosk.")


def _have_streams() -> None:
    """Windows gives a program without a console none of the three, and much writes to them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for life


if __name__ == "__main__":
    raise SystemExit(start())
