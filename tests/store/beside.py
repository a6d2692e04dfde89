"""Another process, which holds something while a test goes on."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HAS_IT_OPEN = (
    "import pathlib, sys; from kiosk.store.database import open_store\n"
    "open = open_store(pathlib.Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))\n"
    "print('held', flush=True); sys.stdin.read()"
)
"""Given a store's folder and its key, in hex."""


@contextmanager
def process_beside(script: str, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """For the length of a block; the script prints `held`, and ends with its standard input."""
    with subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"held"
        yield child
        child.communicate()
