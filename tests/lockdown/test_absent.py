"""What could lead out is not there: no dialog of the system, link, menu, drop, zoom or debugger.

What a form, a patient or a file plugged in could make of such a thing is not asked: it is absent.
Allowed is what is listed here; whoever adds something decides on it here.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "kiosk"
UI = PROGRAM / "ui"
QML = sorted(UI.rglob("*.qml"))
DESK = UI / "reception"
PATIENTS = [file for file in QML if DESK not in file.parents]
"""What a patient can come to, the staff pages before the PIN included."""

MODULES = {"QtQuick", "QtQuick.Window", "QtQuick.Templates", "Kiosk"}
DESK_MODULES = MODULES | {"QtQuick.Controls.Basic", "QtQuick.Layouts"}
TEMPLATES = {"AbstractButton"}
"""Of the bare controls, what patients meet."""

FROM_BASIC = {"ScrollBar"}
"""Its fields bring a menu of their own since Qt 6.9."""

NOWHERE = (
    r"openUrlExternally", r"[oO]n?LinkActivated", r"Qt\.(quit|exit)\b", r"XMLHttpRequest",
    r"createQmlObject", r"createComponent", r"WebSocket", r"FileDialog", r"FolderDialog",
    r"LocalStorage", r"\bPinch(Handler|Area)", r"\bWheelHandler", r"\bContextMenu\b",
    r"\bMenu(Bar|Item)?\b *\{",
    r"\bDrag\.", r"\bDragHandler", r"Qt\.(RichText|AutoText|StyledText|MarkdownText)",
    r"Text(Edit|Input)?\.(RichText|AutoText|StyledText|MarkdownText)",
)  # fmt: skip
NOT_BEFORE_PATIENTS = (
    r"\bDropArea\b", r"selectByMouse: *true", r"persistentSelection: *true", r"selectAll\(",
    r"\.(copy|cut|paste)\(", r"acceptedButtons",
)  # fmt: skip

NEVER_NAMED = {
    "QDesktopServices", "QFileDialog", "QMenu", "QMessageBox", "QDialog", "QPrintDialog",
    "QPageSetupDialog", "QPrintPreviewDialog", "QSystemTrayIcon", "QWebEngineView",
    "QQmlDebuggingEnabler", "QDrag", "QShortcut", "QAction",
}  # fmt: skip
NEVER_IMPORTED = (
    "PySide6.QtWidgets", "PySide6.QtWebEngine", "PySide6.QtHelp",
    "PySide6.QtUiTools", "PySide6.QtDesigner", "PySide6.QtWebSockets", "webbrowser", "tkinter",
    "pdb",
)  # fmt: skip
STARTS_PROGRAMS = {
    "ui/chime.py": "plays a sound of ours",
    "ui/access/voice.py": "the voice, a process of ours",
    "ui/setup/mixer.py": "the loudness, while IT sets the PC up",
}
STARTERS = {"QProcess", "subprocess", "multiprocessing", "pty"}


def _lines(file: Path) -> str:
    return re.sub(r"//.*", "", file.read_text(encoding="utf-8"))


def _imported(file: Path) -> set[str]:
    return set(re.findall(r"^import ([\w.]+)", _lines(file), re.MULTILINE))


def _shown(file: Path) -> str:
    return file.relative_to(PROGRAM).as_posix()


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    """All that runs in the process of a kiosk, and what is put together before its window."""
    for file in sorted(PROGRAM.rglob("*.py")):
        if file.relative_to(PROGRAM).parts[0] not in {"central", "demo", "trial"}:
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def _names(tree: ast.Module) -> set[str]:
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {one.name for one in node.names}
            found.add(getattr(node, "module", None) or "")
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


@pytest.mark.parametrize("file", QML, ids=_shown)
def test_a_page_imports_nothing_that_could_open_something(file: Path) -> None:
    allowed = MODULES if file in PATIENTS else DESK_MODULES
    assert {one for one in _imported(file) - allowed if not one.startswith("kiosk.ui")} == set()


@pytest.mark.parametrize("file", QML, ids=_shown)
def test_a_page_has_no_way_out_in_it(file: Path) -> None:
    never = NOWHERE + (NOT_BEFORE_PATIENTS if file in PATIENTS else ())
    assert [one for one in never if re.search(one, _lines(file))] == []


def test_of_the_styled_controls_only_those_without_a_menu_are_used() -> None:
    used = {name for file in QML for name in re.findall(r"\bBasic\.(\w+)", _lines(file))}
    assert used <= FROM_BASIC


def test_of_the_bare_controls_patients_meet_only_buttons() -> None:
    used = {name for file in PATIENTS for name in re.findall(r"\bT\.(\w+) *\{", _lines(file))}
    assert used <= TEMPLATES


def test_no_module_names_a_dialog_a_menu_or_a_browser() -> None:
    found = {
        _shown(file): sorted(wrong)
        for file, tree in _trees()
        if (wrong := {n for n in _names(tree) if n in NEVER_NAMED or n.startswith(NEVER_IMPORTED)})
    }
    assert found == {}


def test_nothing_behind_the_window_starts_a_program_but_what_sounds() -> None:
    behind = {
        _shown(file)
        for file, tree in _trees()
        if _shown(file).split("/")[0] in {"ui", "running", "papers", "desk", "sync"}
        and _names(tree) & STARTERS
    }
    assert behind == set(STARTS_PROGRAMS)


@pytest.mark.parametrize(
    "argument",
    ["-qmljsdebugger=port:3768,block", "-platform", "-plugin", "-display", "-reverse", "-style"],
)
def test_qt_is_told_nothing_by_the_command_line(argument: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", "run", argument, "x"], capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr
