"""The program is killed while a patient answers: what is lost, what is shown, what staff can do."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.store import drafts
from kiosk.store.database import create_store, open_store
from kiosk.store.key import new_key

CHILD = Path(__file__).with_name("killed_patient.py")
ENV = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


def long_one(value: int) -> object:
    return pytest.param(value, marks=pytest.mark.long)


def killed_after(lines: int, directory: Path, key: bytes) -> None:
    """Lets the robot patient say so many lines, then SIGKILL."""
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**ENV, "PYTHONPATH": root},
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(key.hex() + "\n")
        child.stdin.flush()
        told = [child.stdout.readline() for _ in range(lines)]
        child.kill()
    assert all(told), "the robot patient ended by itself"


@pytest.mark.parametrize("touched", [*map(long_one, (2, 7)), 5])
def test_at_most_the_answer_being_given_is_lost(tmp_path: Path, touched: int) -> None:
    key = new_key()
    create_store(tmp_path / "store", key).close()

    killed_after(touched, tmp_path / "store", key)

    store = open_store(tmp_path / "store", key)
    with store.reading() as connection:
        (draft,) = drafts.list_drafts(connection)
        rows = drafts.load_draft(connection, draft.id).rows
    store.close()
    assert touched - 1 <= len(rows) <= touched


@pytest.mark.long
def test_every_kill_leaves_a_store_without_a_fault(tmp_path: Path, now: datetime) -> None:
    key = new_key()
    create_store(tmp_path / "store", key, now=now).close()

    for lines in (3, 8):
        killed_after(lines, tmp_path / "store", key)

    store = open_store(tmp_path / "store", key)
    with store.reading() as connection:
        assert len(drafts.list_drafts(connection)) == 2
    assert store.faults() == ()
    store.close()
