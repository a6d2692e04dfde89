"""One gate: the linter, the formatter and the type checker are tests."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "tool",
    [
        ("ruff", "check", "--quiet"),
        ("ruff", "format", "--check", "--quiet"),
        ("mypy", "--no-pretty"),
    ],
    ids=["linter", "formatter", "types"],
)
def test_the_tree_is_clean(tool: tuple[str, ...]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_nothing_lies_in_the_root_but_what_belongs_there() -> None:
    agreed = {".ci", ".gitignore", "LICENSE", "README.md", "kiosk", "packaging", "pyproject.toml",
              "resources", "tests", "uv.lock"}  # fmt: skip
    if shutil.which("git") is None:
        pytest.skip("not installed: git (apt: git), which tells what belongs to this copy")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this copy is no git repository: nothing tells what belongs to it")
    assert {name.split("/")[0] for name in listed.stdout.split("\0") if name} == agreed
