"""A restore that is killed before the n-th change it makes to the disk.

    python killed_restores.py FOLDER BACKUP N

FOLDER holds a store and its keys. Prints how many changes were left of N when it was done.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.store.restore import unpacked
from tests.store.rekey_child import FileKeys

CHANGES = ("rename", "replace", "link", "unlink", "fsync", "mkdir", "rmdir")


def count_down(name: str, left: list[int]) -> None:
    change = getattr(os, name)

    def counted(*given: Any, **more: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return change(*given, **more)

    setattr(os, name, counted)


def restore(folder: Path, file: Path) -> None:
    keys = FileKeys(folder / "keys")
    with file.open("rb") as stream, unpacked(stream, folder / "store") as found:
        key = found.key_in(keys)
        assert key is not None
        found.prove(key)
        found.move_in(key, keys, replace=True, now=datetime.now(UTC))


if __name__ == "__main__":
    LEFT = [int(sys.argv[3])]
    for one in CHANGES:
        count_down(one, LEFT)
    restore(Path(sys.argv[1]), Path(sys.argv[2]))
    print(LEFT[0])
