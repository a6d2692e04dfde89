"""No file ever holds the memory of a process of ours, and its files are for nobody else."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.machine.secrecy import _no_reports
from kiosk.trial.process import pss_mb

CORES = Path("/proc/sys/kernel/core_pattern")
SILENT = "from kiosk.machine.secrecy import keep_to_itself; keep_to_itself();"
ENDS = {"abort": "import os; os.abort()", "fault": "import os; os.kill(os.getpid(), 11)"}

ENV = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks what only Linux tells")


def crashed(folder: Path, code: str) -> list[Path]:
    """What a process leaves that crashes although whoever began it wants to see a core."""

    def want_cores() -> None:
        most = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))

    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, preexec_fn=want_cores, check=False,
        stderr=subprocess.DEVNULL, env=ENV,
    )  # fmt: skip
    assert ended.returncode in {-signal.SIGABRT, -signal.SIGSEGV}
    return list(folder.iterdir())


@linux
@pytest.mark.parametrize("end", ENDS)
def test_a_crash_leaves_no_core(tmp_path: Path, end: str) -> None:
    assert crashed(tmp_path, f"{SILENT} {ENDS[end]}") == []


@linux
@pytest.mark.parametrize("end", ENDS)
def test_the_same_crash_of_another_program_leaves_one(tmp_path: Path, end: str) -> None:
    pattern = CORES.read_text("ascii").strip()
    if pattern.startswith(("|", "/")):
        pytest.skip(f"cores of this system don't go to the folder of a process: {pattern}")
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip(
            "cores are given up here for good: by ulimit -H -c, or by a command tested before"
        )
    assert crashed(tmp_path, ENDS[end]) != []


@linux
def test_a_system_that_does_not_heed_the_limit_gets_none_either(tmp_path: Path) -> None:
    """As where it pipes cores to a program: the limit is not set here at all."""
    unheeded = "import resource; resource.setrlimit = lambda *_: None;"
    assert crashed(tmp_path, f"{unheeded} {SILENT} {ENDS['abort']}") == []


def test_what_it_writes_is_for_this_user_alone(tmp_path: Path) -> None:
    writes = "open('file', 'w').close(); import os; os.mkdir('folder')"
    subprocess.run([sys.executable, "-c", f"{SILENT} {writes}"], cwd=tmp_path, env=ENV, check=True)
    assert {one.name: one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {
        "file": 0o600,
        "folder": 0o700,
    }


def test_it_can_tell_whether_it_may_be_dumped() -> None:
    asks = "from kiosk.machine.secrecy import may_be_dumped as m;"
    asks += (
        "import resource as r; r.setrlimit(r.RLIMIT_CORE, (r.getrlimit(r.RLIMIT_CORE)[1],) * 2);"
    )
    told = subprocess.run(
        [sys.executable, "-c", f"{asks} print(m()); {SILENT} print(m())"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["True", "False"]


def test_a_fault_is_told_by_no_handler_of_pythons_own() -> None:
    env = os.environ | {"PYTHONFAULTHANDLER": "1"}
    code = f"{SILENT} {ENDS['fault']}"
    ended = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)
    assert ended.stderr == b""


def test_every_process_that_meets_answers_says_so_for_itself() -> None:
    """Linux forgets it with each new program: a child that is another one must say it again."""
    root = Path(__file__).parents[2] / "kiosk"
    mains = [file for file in root.rglob("*.py") if '__name__ == "__main__"' in file.read_text()]
    silent = {str(file.relative_to(root)) for file in mains if "keep_to_itself" in file.read_text()}
    assert {str(file.relative_to(root)) for file in mains} - silent == {
        "__main__.py",  # by way of cli.py
        "commands/doctor/guide.py",  # writes a guide: no store, no answer
        "demo/desk_walk.py",  # sample data, as the next two
        "demo/improving/walk.py",
        "demo/walk.py",  # sample data, and its parent reads how it crashed
    }
    assert "keep_to_itself()" in (root / "cli.py").read_text()


@linux
def test_its_size_is_still_told_to_whoever_may_not_look_into_it() -> None:
    if os.geteuid():
        pytest.skip("becomes another user, as only root can")
    nobody = "import os; os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534);"
    sleeps = f"{SILENT} {nobody} {SILENT} print(); import sys; sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", sleeps], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as silent:
        assert silent.stdout
        assert silent.stdin
        silent.stdout.readline()
        asks = f"from kiosk.trial.process import pss_mb; {nobody} print(pss_mb({silent.pid}))"
        command = [sys.executable, "-c", asks]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        own = pss_mb(silent.pid)
        silent.stdin.close()
    assert own is not None
    assert float(told.stdout) >= own, told.stderr


class Kernel32:
    """What Windows was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def SetErrorMode(self, mode: int) -> None:  # noqa: N802 - Windows' name
        self.asked.append(("mode", mode))

    def WerSetFlags(self, flags: int) -> None:  # noqa: N802
        self.asked.append(("reports", flags))


def test_windows_is_asked_for_no_report_and_no_heap_in_one() -> None:
    kernel: Any = Kernel32()
    _no_reports(kernel)
    (_, mode), reports = kernel.asked
    assert mode & 0x0002  # SEM_NOGPFAULTERRORBOX
    assert reports == ("reports", 1)
