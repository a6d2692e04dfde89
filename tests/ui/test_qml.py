"""The QML itself: lint, budgets, plain text, words."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.resources import resource
from kiosk.ui.wording.words import Words, load_desk_words, load_setup_words, load_words

UI = Path(__file__).resolve().parents[2] / "kiosk" / "ui"
QML = sorted(UI.rglob("*.qml"))
MAX_LINES, MAX_FUNCTION_LINES = 150, 5


def tool(name: str) -> str:
    return str(Path(sys.executable).parent / f"pyside6-{name}")


def told_fully(described: Any) -> Any:
    """What the dump leaves out: Qt's names of types, what is constant, that heirs are objects."""
    qt = {"dict": "QVariantMap", "list": "QVariantList", "float": "double"}
    for file in described:
        for kind in file["classes"]:
            kind["object"] = True
        for one in (p for c in file["classes"] for p in c.get("properties", [])):
            one["type"] = qt.get(one["type"], one["type"])
            one["constant"] = "notify" not in one
    return described


@pytest.fixture(scope="session")
def python_types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the QML module `Kiosk`, described from our Python classes."""
    folder = tmp_path_factory.mktemp("qml") / "Kiosk"
    folder.mkdir()
    classes = [str(p) for p in sorted(UI.rglob("*.py")) if "QML_IMPORT_NAME" in p.read_text()]
    types = folder / "types.json"
    subprocess.run([tool("metaobjectdump"), "-o", str(types), *classes], check=True, timeout=60)
    types.write_text(json.dumps(told_fully(json.loads(types.read_text()))))
    subprocess.run(
        [
            tool("qmltyperegistrar"),
            "--generate-qmltypes", str(folder / "kiosk.qmltypes"),
            "-o", str(folder / "registration.cpp"),
            str(types),
            "--import-name", "Kiosk",
            "--major-version", "1",
        ],
        check=True,
        timeout=60,
    )  # fmt: skip
    (folder / "qmldir").write_text("module Kiosk\ndepends QtQuick\ntypeinfo kiosk.qmltypes\n")
    return folder.parent


def test_qmllint_finds_nothing(python_types: Path) -> None:
    ended = subprocess.run(
        [
            tool("qmllint"),
            "--max-warnings", "0",
            "-I", str(python_types),
            "-I", str(UI.parent.parent),
            *map(str, QML),
        ],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("file", QML, ids=lambda file: file.name)
def test_a_qml_file_is_short(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= MAX_LINES


@pytest.mark.parametrize("file", QML, ids=lambda file: file.name)
def test_a_javascript_function_is_short(file: Path) -> None:
    bodies = re.findall(
        r"^( *)function [^\n]*\{\n(.*?)^\1\}", file.read_text(), re.MULTILINE | re.DOTALL
    )
    assert [body for _, body in bodies if len(body.splitlines()) > MAX_FUNCTION_LINES] == []


def test_every_text_is_plain_text() -> None:
    drawing = [
        f.name for f in QML if re.search(r"^\s*Text \{|^Text \{", f.read_text(), re.MULTILINE)
    ]
    assert drawing == ["PlainText.qml"]
    assert "Text.PlainText" in (UI / "controls" / "PlainText.qml").read_text()
    editing = [f for f in QML if re.search(r"\bTextEdit \{", f.read_text())]
    assert all("textFormat: TextEdit.PlainText" in f.read_text() for f in editing)
    others = r"\b(TextField|TextArea|TextInput|Label) \{"
    # A field of one line never reads markup; this is the only one.
    assert [f.name for f in QML if re.search(others, f.read_text())] == ["DeskField.qml"]


def test_nothing_moves_and_nothing_needs_a_gesture() -> None:
    moves = "Animation|Behavior on|Transition"
    gestures = "DragHandler|PinchHandler|SwipeView|pressAndHold|doubleClicked"
    banned = f"{moves}|{gestures}"
    assert [f.name for f in QML if re.search(banned, f.read_text())] == []


def test_every_word_asked_for_exists(words: Words) -> None:
    folder = resource("translations")
    paper = load_words(folder, also="paper.toml")
    tables = words, load_desk_words(folder), load_setup_words(folder), paper
    known = {key for one in tables for key in one.table("en")}
    asked = {
        key for file in QML for key in re.findall(r'words\["([a-zA-Z_-]+)"\]', file.read_text())
    }
    asked |= {
        key
        for file in UI.rglob("*.py")
        for key in re.findall(r'\bsay\(\s*"([a-z_]+)"', file.read_text())
    }
    assert asked - known == set()


def test_every_icon_asked_for_exists() -> None:
    drawn = {file.stem for file in resource("icons").glob("*.svg")}
    asked = {
        name
        for file in QML
        for name in re.findall(r'\b(?:icon|sign|name): "([a-z]+)"', file.read_text())
    }
    assert asked - drawn == set()


def test_every_icon_is_asked_for() -> None:
    asking = (*QML, *UI.rglob("*.py"), *resource("translations").glob("*/language.toml"))
    source = "".join(file.read_text("utf-8") for file in asking)
    drawn = {file.stem for file in resource("icons").glob("*.svg")}
    unused = {n for n in drawn if f'"{n}"' not in source and f"image://icon/{n}/" not in source}
    assert unused == set()
