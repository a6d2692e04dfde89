"""A child that dies before or after one step of an unattended set-up: MODULE NAME WHEN SETTINGS."""

import os
import signal
import sys
from importlib import import_module
from typing import Any

from kiosk.cli import main


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_at(place: str, name: str, when: str) -> None:
    holder: Any = import_module(place)
    *path, last = name.split(".")
    for one in path:
        holder = getattr(holder, one)
    step = getattr(holder, last)

    def dying(*arguments: Any, **more: Any) -> Any:
        if when == "before":
            die()
        step(*arguments, **more)
        die()

    setattr(holder, last, dying)


module, function, moment, settings = sys.argv[1:]
kill_at(module, function, moment)
raise SystemExit(main(["setup", "--unattended", "--config", settings]))
