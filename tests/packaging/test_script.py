"""What the bootstrap script says of itself, and whether a plain shell can read it."""

import shutil
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.tags import sys_tags
from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).parents[2]
BOOTSTRAP = ROOT / "packaging" / "bootstrap.sh"
DEBIAN = ROOT / "packaging" / "debian"
OF_THE_PACKAGE = sorted(
    file
    for file in DEBIAN.rglob("*")
    if file.is_file() and file.read_bytes().startswith(b"#!/bin/sh")
)
SCRIPTS = [BOOTSTRAP, ROOT / "packaging" / "system.sh", ROOT / ".ci" / "run"]


@pytest.mark.parametrize("script", [*SCRIPTS[:2], *OF_THE_PACKAGE], ids=lambda script: script.name)
def test_a_plain_posix_shell_can_read_it(script: Path) -> None:
    subprocess.run([shutil.which("dash") or "sh", "-n", str(script)], check=True)


@pytest.mark.skipif(
    shutil.which("shellcheck") is None, reason="not installed: shellcheck (apt: shellcheck)"
)
def test_shellcheck_finds_nothing() -> None:
    command = ["shellcheck", "-x", "-P", str(ROOT), *map(str, [*SCRIPTS, *OF_THE_PACKAGE])]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.stdout == ""


def test_help_explains_the_verbs() -> None:
    told = _told("--help")
    assert told.returncode == 0
    assert all(f"\n  {verb} " in told.stdout for verb in ("demo", "test", "run", "kiosk"))


@pytest.mark.parametrize("arguments", [(), ("dmeo",)])
def test_a_missing_or_unknown_verb_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    told = _told(*arguments)
    assert told.returncode == 2
    assert "usage: sh packaging/bootstrap.sh demo|test|run|kiosk" in told.stderr


@pytest.mark.parametrize(("groups", "name"), [((), "RUN_MB"), (("dev",), "TEST_MB")])
def test_the_size_it_announces_is_the_size_of_the_locked_wheels(
    groups: tuple[str, ...], name: str
) -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    packages = {package["name"]: package for package in lock["package"] if _is_for_here(package)}
    names = _needed(packages, groups)
    megabytes = sum(_wheel_size(packages[name]) for name in names) / 1e6
    assert _announced(name) == pytest.approx(megabytes, rel=0.15)


def _is_for_here(package: dict[str, Any]) -> bool:
    """Another version may be locked for another Python."""
    markers = package.get("resolution-markers", [])
    return not markers or any(Marker(one).evaluate() for one in markers)


def _announced(name: str) -> int:
    lines = BOOTSTRAP.read_text().splitlines()
    line = next(line for line in lines if line.startswith(f"{name}="))
    return int(line.split("#")[0].partition("=")[2])


def _needed(packages: dict[str, Any], groups: Iterable[str]) -> set[str]:
    root = packages["clinic-kiosk"]
    wanted = [*root["dependencies"]]
    for group in groups:
        wanted += root["dev-dependencies"][group]
    names: set[str] = set()
    while wanted:
        entry = wanted.pop()
        applies = "marker" not in entry or Marker(entry["marker"]).evaluate()
        if applies and entry["name"] not in names:
            names.add(entry["name"])
            wanted += packages[entry["name"]].get("dependencies", [])
    return names


def _wheel_size(package: dict[str, Any]) -> int:
    order = {tag: place for place, tag in enumerate(sys_tags())}
    fitting = []
    for wheel in package["wheels"]:
        tags = parse_wheel_filename(wheel["url"].rpartition("/")[2])[3]
        places = [order[tag] for tag in tags if tag in order]
        if places:
            fitting.append((min(places), wheel["size"]))
    return min(fitting)[1]


def _told(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(BOOTSTRAP), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)
