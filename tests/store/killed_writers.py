"""Starts writers that give answers as fast as they can, and kills each at a random moment.

    python killed_writers.py STORE KILLS SEED < KEY_IN_HEX

Prints by draft the paths that a writer said were kept. Forks, so that the program is loaded once.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from kiosk.store import drafts
from kiosk.store.database import open_store


def write_for_ever(directory: Path, key: bytes, said: int) -> None:
    """Say the draft, then each path once its answer is committed."""
    store, now = open_store(directory, key), datetime.now(UTC)
    with store.transaction() as c:
        draft = drafts.begin_draft(c, questionnaire="q|1", content_hash="q", language="en", now=now)
    os.write(said, f"{draft}\n".encode())
    n = 0
    while True:
        path = f"path-{n}"
        with store.transaction() as c:
            drafts.save_answer(c, draft, path=path, row=path * 50, place=path, now=now)
        os.write(said, f"{path}\n".encode())
        n += 1


def kill_one(directory: Path, key: bytes, chance: random.Random) -> tuple[str, list[str]]:
    """What one writer said before it was killed."""
    hear, said = os.pipe()
    writer = os.fork()
    if writer == 0:
        write_for_ever(directory, key, said)
    os.close(said)
    with os.fdopen(hear) as lines:
        draft = lines.readline().strip()
        time.sleep(chance.uniform(0.02, 0.15))
        os.kill(writer, signal.SIGKILL)
        paths = [line.strip() for line in lines if line.endswith("\n")]
    os.waitpid(writer, 0)
    return draft, paths


if __name__ == "__main__":
    store_directory, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    secret, moment = bytes.fromhex(sys.stdin.read()), random.Random(seed)  # noqa: S311 - a moment, no secret
    told = dict(kill_one(store_directory, secret, moment) for _ in range(kills))
    sys.stdout.write(json.dumps(told))
