"""The arrows of the design, and the budgets that keep files small, held by a machine."""

import ast
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "kiosk").rglob("*.py"))


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_every_import_follows_the_arrows() -> None:
    # In a process of its own: import-linter sets up logging for the whole process.
    lint = "from importlinter.cli import lint_imports as l; raise SystemExit(l(no_cache=True))"
    ended = subprocess.run(
        [sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("file", SOURCES, ids=lambda f: str(f.relative_to(ROOT)))
def test_a_python_file_stays_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


def test_functions_stay_small() -> None:
    lengths = [length(function) for file in SOURCES for function in functions(file)]

    assert max(lengths) <= 50
    assert median(lengths) <= 10
