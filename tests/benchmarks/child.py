"""A window under measurement, in a process of its own.

Who measures loads no Qt: a page of memory that two processes share counts for each in part only.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

from kiosk.trial.process import pss_mb

HERE = Path(__file__).parent
ENV = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
}
SETTLED_S = 0.3
"""So long after a frame its memory is looked at."""


class Child:
    """A process of its own, timed from before it is launched."""

    def __init__(self, script: str, *asked: object) -> None:
        command = [sys.executable, str(HERE / script), *map(str, asked)]
        self.began = time.clock_gettime(time.CLOCK_BOOTTIME)
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def hears(self, event: str) -> dict[str, Any]:
        """What it says of an event, with the milliseconds since it was launched.

        Raises:
            LookupError: it ended before.
        """
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = json.loads(line)
            if said["event"] == event:
                return said | {"ms": (said["at"] - self.began) * 1000}
        raise LookupError(f"the process ended before “{event}”")

    def goes_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def megabytes(self) -> float:
        """What `memory_of` tells of it."""
        return memory_of(self.process.pid)


def memory_of(pid: int) -> float:
    """Proportional memory in MB of a process and all it started, once it has settled.

    Raises:
        LookupError: the system does not tell it.
    """
    time.sleep(SETTLED_S)
    told = pss_mb(pid)
    if told is None:
        raise LookupError("the system does not tell its memory")
    return told
