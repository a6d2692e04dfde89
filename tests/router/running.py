"""The FHIR engine of others as a process of its own, able to do what it is told.

Its packages are fetched beforehand (`npm ci --ignore-scripts` beside package-lock.json, or in a
copy of this folder that CLINIC_KIOSK_ROUTER names); nothing is downloaded here.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
PACKAGES = Path(os.environ.get("CLINIC_KIOSK_ROUTER", HERE)) / "node_modules"
NODE_OLDEST = 18


def why_not() -> str:
    """Why it can't run on this PC; "" where it can."""
    node = _node()
    if node is None:
        return "not installed: Node, 18 or newer (apt: nodejs), for the FHIR router"
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(said.removeprefix("v").partition(".")[0]) < NODE_OLDEST:
        return f"Node {said.strip()} is older than 18, which the FHIR router needs"
    if not (PACKAGES / "@medplum" / "fhir-router").is_dir():
        return "the FHIR router's packages are not installed (run: npm ci in tests/router)"
    return ""


@contextmanager
def running_router(*without: str) -> Iterator[tuple[str, ...]]:
    """The base addresses of so many services, for the length of a block.

    Each argument is one service and says what it goes without, as in server.mjs; without any
    there is one that does everything.
    """
    with TemporaryDirectory(prefix="router-") as name:
        folder = Path(name)
        for script in HERE.glob("*.mjs"):
            shutil.copy(script, folder)
        (folder / "node_modules").symlink_to(PACKAGES.resolve(), target_is_directory=True)
        command = [_node() or "node", str(folder / "server.mjs"), *without]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield tuple(_address(process) for _ in without or ("nothing",))
            finally:
                process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("router ready at "), line
    return line.rpartition(" ")[2].strip()


def _node() -> str | None:
    return shutil.which("node") or shutil.which("nodejs")
