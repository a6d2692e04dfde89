"""A package, the one after it, and a Debian to install them in."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.debian import Debian, build


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One package, and the one after it."""
    out = tmp_path_factory.mktemp("packages")
    return build(out), build(out, "--version", "0.1.1")


@pytest.fixture(scope="session")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    debian = Debian(tmp_path_factory.mktemp("debian") / "root")
    debian.bootstrap()
    yield debian
    subprocess.run(["rm", "-rf", "--one-file-system", debian.root], check=False)
