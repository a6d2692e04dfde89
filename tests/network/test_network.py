"""The short form of `python -m tests.network`: each response arrives once, through every fault."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.timeout(600)  # a busy machine shows it, not the clock of a test

ROOT = Path(__file__).parents[2]
FIGURES = ["responses", "hits", "kills", "lost", "duplicated", "quarantined"]


def run(*options: str, status: int = 0) -> str:
    """What the program prints, in a process of its own: it forks."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.network", *options],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == status, ended.stdout + ended.stderr
    return ended.stdout


def test_each_response_arrives_once_through_every_fault() -> None:
    rows: list[dict[str, Any]] = json.loads(run("--short", "--json"))

    assert sum(row["responses"] for row in rows) >= 300
    assert sum(row["kills"] for row in rows) > len(rows) / 4
    assert [row["fault"] for row in rows if row["lost"] or row["duplicated"]] == []
    assert [row["note"] for row in rows if "not there in the end" in row["note"]] == []
    # Each was met; a broken one is the patients' doing, and not the network's.
    assert {row["fault"] for row in rows if not row["hits"]} == {"a broken one"}
    assert all(row["quarantined"] for row in rows if row["fault"] == "a broken one")


def test_a_broken_sender_would_be_seen() -> None:
    """Else the rows above show nothing."""
    heading, creating, believing, *_ = run("--broken", "--responses", "24", status=1).splitlines()

    def figures(line: str) -> dict[str, int]:
        return dict(zip(FIGURES, map(int, line[39:].split()[:6]), strict=True))

    assert heading.split() == ["fault", "server", *FIGURES, "note"]
    assert creating.startswith("no idempotency ")
    assert figures(creating)["duplicated"] > 0
    assert believing.startswith("believes any 200 ")
    assert figures(believing)["lost"] > 0


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_ten_thousand_responses_arrive_once() -> None:
    rows: list[dict[str, Any]] = json.loads(run("--long", "--json"))

    assert sum(row["responses"] for row in rows) >= 10_000
    assert [row for row in rows if row["lost"] or row["duplicated"]] == []
