"""What every test may use, and the closing table of a run.

- `now` is the clock of a test: a fixed instant, so that no test depends on the machine's.
- `told_demo` is the demo, told once in a run, with all that it left behind.
- `secret_service` is the environment of a real, unlocked keyring in a private session bus.
- Tests marked `long` run only with `--long`.
- The run ends with a table by area (the folders of this tree), after pytest's own list of skips
  and their reasons.
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.store.session import MISSING, NOT_INSTALLED, lasting_log_in

# How long an example takes says something about the machine, not about the code.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
# No test speaks through the service of this machine, which may hang where there is no sound.
os.environ["SPEECHD_ADDRESS"] = "unix_socket:/nowhere"

_HERE = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="long: runs with --long"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seconds: Counter[str] = Counter()
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.getreports(outcome):
            area = _area(report.nodeid)
            counts[area][outcome] += 1
    for phases in terminalreporter.stats.values():
        for report in phases:
            if isinstance(report, pytest.TestReport):  # setup and teardown take time, too
                seconds[_area(report.nodeid)] += report.duration
    terminalreporter.section("by area")
    terminalreporter.line(f"{'area':<16}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for area in sorted(counts):
        row = counts[area]
        failed = row["failed"] + row["error"]
        terminalreporter.line(
            f"{area:<16}{row['passed']:>8}{failed:>8}{row['skipped']:>9}{seconds[area]:>9.1f}"
        )


def _area(nodeid: str) -> str:
    parts = Path(nodeid.split("::", maxsplit=1)[0]).parts
    inside = parts[parts.index(_HERE.name) + 1 :] if _HERE.name in parts else parts
    return inside[0] if len(inside) > 1 else "whole"


@pytest.fixture(autouse=True)
def _umask_of_its_own() -> Iterator[None]:
    """A command that runs in this process sets it for good (`kiosk.machine.secrecy`)."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture
def now() -> datetime:
    """Two days before the clocks matter to anybody: a Monday morning, in UTC."""
    return datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class ToldDemo:
    """What `kiosk demo --robot` said, and the folder it left."""

    out: Path
    said: str
    complained: str

    def read(self, name: str) -> Any:
        """One of its JSON files."""
        return json.loads((self.out / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def told_demo(tmp_path_factory: pytest.TempPathFactory) -> ToldDemo:
    """The demo's whole story, told once for all tests that look at what it leaves."""
    fcntl = pytest.importorskip("fcntl", reason="Windows has no such locks")
    run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent  # one folder for all workers of this run
    out, kept = run / "demo-out", run / "demo-told.json"
    with (run / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(json.dumps(_tell_demo(out)))
    said, complained = json.loads(kept.read_text())
    return ToldDemo(out, said, complained)


def _tell_demo(out: Path) -> tuple[str, str]:
    command = [sys.executable, "-m", "kiosk", "demo", "--robot", "--out", str(out)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout, ended.stderr


@pytest.fixture(scope="session")
def secret_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment in which a child finds a real, unlocked Secret Service."""
    if MISSING:
        pytest.skip(NOT_INSTALLED)
    with lasting_log_in(tmp_path_factory.mktemp("home")) as env:
        yield env
