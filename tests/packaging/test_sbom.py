"""What is shipped is known, piece by piece, and may be shipped."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SBOM = ROOT / "packaging/sbom.py"


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    spec = spec_from_file_location("sbom", SBOM)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a package ships: the project's dependencies, without what `trim.py` takes away."""
    tree = tmp_path_factory.mktemp("shipped")
    for package in shipped():
        for file in package.files or ():
            source, target = Path(str(package.locate_file(file))), tree / file
            if target.exists() or not source.is_file():
                continue  # two of Qt's packages have files in common
            if source.suffix != ".pyc" and ".." not in file.parts:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(source)
    subprocess.run([sys.executable, ROOT / "packaging/trim.py", tree], check=True)
    return tree


def shipped() -> list[Distribution]:
    """The packages that the project needs, and those that these need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, Distribution] = {}
    wanted = [*project["dependencies"], *project["optional-dependencies"]["speech"]]
    while wanted:
        needed = Requirement(wanted.pop())
        name = canonicalize_name(needed.name)
        if name in found or not (needed.marker is None or needed.marker.evaluate({"extra": ""})):
            continue
        found[name] = distribution(needed.name)
        wanted += found[name].requires or ()
    return list(found.values())


def run(tree: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SBOM, tree, "--out", out], capture_output=True, text=True, check=False
    )


def package(tree: Path, name: str, *, licence: str, files: Iterable[str] = ()) -> None:
    """A package that is installed in that tree."""
    info = tree / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    said = f"License-Expression: {licence}\n" if licence else ""
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{said}")
    for file in files:
        (tree / file).parent.mkdir(parents=True, exist_ok=True)
        (tree / file).write_bytes(b"code")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))


def test_every_package_and_each_of_its_libraries_is_listed_and_may_be_shipped(
    tree: Path, tmp_path: Path
) -> None:
    ended = run(tree, tmp_path)

    assert ended.returncode == 0, ended.stderr
    document = json.loads((tmp_path / "clinic-kiosk.cdx.json").read_text(encoding="utf-8"))
    listed = {part["purl"] for part in document["components"] if "purl" in part}
    assert listed == {
        f"pkg:pypi/{one.name.lower().replace('_', '-')}@{one.version}" for one in shipped()
    }
    names = [part["name"] for part in document["components"]]
    assert {"Qt", "ICU", "SQLCipher", "SQLite", "libsodium", "Abseil", "FFmpeg"} <= set(names)
    assert names.count("OpenSSL") == 2
    assert "SQLite (Qt's plugin)" not in names
    assert all(part["licenses"] for part in document["components"])


def test_the_licences_go_with_it(tree: Path, tmp_path: Path) -> None:
    assert run(tree, tmp_path).returncode == 0

    text = (tmp_path / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "SIL OPEN FONT LICENSE" in text
    assert re.search(r"SQLCipher 4\.\d+\.0: BSD-3-Clause, inside sqlcipher3\. Copyright", text)
    assert str(ROOT) not in text


@pytest.mark.parametrize(
    ("licence", "files", "told"),
    [
        ("GPL-3.0-only", (), "GPL-3.0-only is not among what may be shipped"),
        ("MIT AND AGPL-3.0-only", (), "is not among what may be shipped"),
        ("", (), "does not say its licence in SPDX words"),
        ("MIT", ("strange/_fast.abi3.so",), "carries native code, and was looked into at: never"),
        ("MIT", ("strange/libQt6VirtualKeyboard.so.6.txt",), "a module of Qt that is GPL only"),
    ],
)
def test_what_may_not_be_shipped_is_refused(
    tmp_path: Path, licence: str, files: tuple[str, ...], told: str
) -> None:
    package(tmp_path / "tree", "strange", licence=licence, files=files)

    ended = run(tmp_path / "tree", tmp_path / "out")

    assert ended.returncode == 1
    assert told in ended.stderr
    assert not (tmp_path / "out").exists()


def test_a_library_that_belongs_to_no_package_is_refused(tmp_path: Path) -> None:
    package(tmp_path / "tree", "plain", licence="MIT", files=("plain/__init__.py",))
    (tmp_path / "tree/plain/_planted.so").write_bytes(b"code")

    ended = run(tmp_path / "tree", tmp_path / "out")

    assert ended.returncode == 1
    assert "plain/_planted.so belongs to no package" in ended.stderr


def test_either_of_two_licences_will_do(sbom: ModuleType) -> None:
    assert sbom.allowed("GPL-3.0-only OR MIT")
    assert sbom.allowed("(GPL-2.0-only OR LGPL-3.0-only) AND Zlib")
    assert not sbom.allowed("GPL-3.0-only AND MIT")
