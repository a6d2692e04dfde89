"""Opens a store, and is killed before the N-th statement of its migration; 0: never.

    python upgraded.py DIRECTORY N

The key comes on standard input, in hex. Says how many statements there were.
"""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from kiosk.store.database import open_store

directory, deadly = Path(sys.argv[1]), int(sys.argv[2])
asked = 0


@event.listens_for(Engine, "before_cursor_execute")
def count(*_: object) -> None:
    global asked  # noqa: PLW0603 - a program of ten lines
    asked += 1
    if asked == deadly:
        os.kill(os.getpid(), signal.SIGKILL)


open_store(directory, bytes.fromhex(sys.stdin.read())).close()
print(asked)
