"""What was acknowledged is there after kill -9, however often it happens."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.store import drafts
from kiosk.store.database import Store

KILLS, SEED = 8, 2026


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked writers, which needs fork")
def test_no_acknowledged_answer_is_lost_by_kill_9(
    store: Store, key: bytes, record_property: Callable[[str, object], None]
) -> None:
    store.close()
    done = subprocess.run(
        [
            sys.executable, str(Path(__file__).with_name("killed_writers.py")),
            str(store.directory), str(KILLS), str(SEED),
        ],
        input=key.hex(), text=True, capture_output=True, check=True,
    )  # fmt: skip
    acknowledged: dict[str, list[str]] = json.loads(done.stdout)
    assert len(acknowledged) == KILLS
    with store.reading() as c:
        kept = {draft.id: drafts.load_draft(c, draft.id).rows for draft in drafts.list_drafts(c)}
    answers = sum(len(paths) for paths in acknowledged.values())
    lost = [p for draft, paths in acknowledged.items() for p in paths if p not in kept[draft]]
    record_property("kills", KILLS)
    record_property("answers", answers)
    assert answers > KILLS
    assert lost == []
    assert all(row == path * 50 for rows in kept.values() for path, row in rows.items())
    assert store.faults() == ()
