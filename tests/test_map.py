"""The README's map of the house is the house: every place once, in the order of the imports."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from itertools import pairwise, product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (`.+?) \|", re.MULTILINE)
PATH = re.compile(r"`((?:kiosk|resources|tests|packaging)/[^` ]*)`")
ARROWS = re.compile(r"^Arrows point one way: `(.+?)`", re.MULTILINE)
LONGEST = 40

Imports = frozenset[tuple[str, str]]
"""Who imports whom, by the names of what lies right inside `kiosk/`."""


def section(readme: str) -> str:
    return readme.partition("## Map of the house\n")[2].partition("\n## ")[0]


def places(text: str) -> list[str]:
    """What lies right inside `kiosk/`, from top to bottom as the map has it."""
    paths = [path for row in ROW.findall(text) for path in PATH.findall(row)]
    return [Path(path).stem for path in paths if path.startswith("kiosk/")]


def steps(text: str) -> list[list[str]]:
    """The line of arrows: what stands beside one another at each step."""
    found = ARROWS.search(text)
    assert found is not None
    return [step.split(" | ") for step in found[1].split(" → ")]


def upward(order: list[str], imports: Imports) -> set[str]:
    """Imports of what stands above in the map."""
    return {f"{a} → {b}" for a, b in imports if order.index(b) < order.index(a)}


def false_arrows(order: list[str], arrows: list[list[str]], imports: Imports) -> set[str]:
    """Arrows that no import has, or that the map or an import contradicts."""
    beside = {(a, b) for step in arrows for a, b in product(step, step) if a != b}
    down = [(a, b) for above, below in pairwise(arrows) for a, b in product(above, below)]
    bare = [
        f"{above} → {below}"
        for above, below in pairwise(arrows)
        if imports.isdisjoint(product(above, below))
    ]
    turned = [f"{a} → {b}" for a, b in down if order.index(a) > order.index(b)]
    return {*bare, *turned, *(f"{a} → {b}" for a, b in beside & imports)}


def lies_in(folder: Path) -> set[str]:
    """Modules and packages, but the package's own file."""
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    return modules | {file.parent.name for file in folder.glob("*/__init__.py")}


@pytest.fixture(scope="module")
def text() -> str:
    return section((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def imports() -> Imports:
    """By the real graph of imports; made in a process of its own, for it loads much."""
    code = (
        "import grimp; graph = grimp.build_graph('kiosk', cache_dir=None);"
        "[print(one, other) for one in graph.modules"
        " for other in graph.find_modules_directly_imported_by(one)]"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return _between(line.split() for line in ended.stdout.splitlines())


def _between(found: Iterable[list[str]]) -> Imports:
    pairs = {(_top(a), _top(b)) for a, b in found}
    return frozenset((a, b) for a, b in pairs if a and b and a != b)


def _top(module: str) -> str:
    """Which part of `kiosk` a module is of; "" for `kiosk` itself, which holds the version."""
    return module.partition(".")[2].partition(".")[0]


def test_every_package_and_module_stands_in_the_map_once(text: str) -> None:
    assert sorted(places(text)) == sorted(lies_in(ROOT / "kiosk"))


def test_every_path_in_the_map_is_there(text: str) -> None:
    assert [path for path in PATH.findall(text) if not (ROOT / path).exists()] == []


def test_nothing_imports_what_stands_above_it(text: str, imports: Imports) -> None:
    assert upward(places(text), imports) == set()


def test_each_arrow_is_an_import_and_nothing_beside_it_is(text: str, imports: Imports) -> None:
    assert false_arrows(places(text), steps(text), imports) == set()


def test_the_linter_keeps_the_same_order(text: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    order = places(text)
    below = [[order.index(_top(one)) for one in layer.split(" | ")] for layer in layers]
    assert all(max(above) < min(under) for above, under in pairwise(below))


def test_the_map_is_read_at_one_glance(text: str) -> None:
    assert len(text.splitlines()) <= LONGEST


MADE_UP = """
| Where | What |
|---|---|
| `kiosk/cli.py` | what is typed |
| `kiosk/ui/`, `kiosk/desk/` | what is seen; see `tests/` |
| `kiosk/forms/` | the engine |
| `tests/` | tries them |

Arrows point one way: `cli → ui | desk → forms`. Kept.
"""
TRUE = frozenset({("cli", "ui"), ("ui", "forms"), ("desk", "forms")})


def test_a_map_that_is_right_is_taken() -> None:
    order = places(MADE_UP)
    assert order == ["cli", "ui", "desk", "forms"]
    assert upward(order, TRUE) == false_arrows(order, steps(MADE_UP), TRUE) == set()


@pytest.mark.parametrize(
    ("imports", "wrong"),
    [
        (TRUE | {("forms", "ui")}, {"forms → ui"}),
        (TRUE | {("desk", "ui")}, {"desk → ui"}),
        (TRUE | {("forms", "cli"), ("ui", "cli")}, {"forms → cli", "ui → cli"}),
    ],
    ids=["from below", "from one row", "two"],
)
def test_an_import_upward_is_found(imports: Imports, wrong: set[str]) -> None:
    assert upward(places(MADE_UP), imports) == wrong


@pytest.mark.parametrize(
    ("arrows", "wrong"),
    [
        ("cli → forms", {"['cli'] → ['forms']"}),
        ("ui → cli", {"['ui'] → ['cli']", "ui → cli"}),
        ("cli | ui → forms", {"cli → ui"}),
    ],
    ids=["no such import", "turned round", "not beside one another"],
)
def test_a_false_arrow_is_found(arrows: str, wrong: set[str]) -> None:
    line = steps(f"Arrows point one way: `{arrows}`.")
    assert false_arrows(places(MADE_UP), line, TRUE) == wrong


def test_what_the_map_lacks_is_found(tmp_path: Path) -> None:
    for name in ("cli.py", "ui/__init__.py", "ui/page.py", "new.py", "__init__.py", "notes/a.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
    assert lies_in(tmp_path) == {"cli", "ui", "new"}
