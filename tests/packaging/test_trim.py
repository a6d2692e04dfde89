"""What of Qt's binding is shipped: enough for everything a kiosk does, and nothing to misuse."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import PySide6
import pytest

from tests.extras import need_speech

ROOT = Path(__file__).parents[2]
PACKAGES = Path(PySide6.__file__).parents[1]
OF_SPEECH = frozenset({"Multimedia", "TextToSpeech"})
"""Of the extra; they are linked to a library of the system's sound."""

_spec = spec_from_file_location("trim", ROOT / "packaging" / "trim.py")
assert _spec is not None
assert _spec.loader is not None
trim = module_from_spec(_spec)
_spec.loader.exec_module(trim)

NEEDED = [
    "PySide6/__init__.py",
    "PySide6/QtQuick.abi3.so",
    "PySide6/QtQuick.pyd",
    "PySide6/QtTextToSpeech.abi3.so",
    "PySide6/Qt/lib/libQt6Concurrent.so.6",
    "PySide6/Qt6Concurrent.dll",
    "libQt6Gui.so.6",
    "PySide6/Qt/lib/libavcodec.so.61",
    "PySide6/avcodec-61.dll",
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    r"PySide6\plugins\platforms\qwindows.dll",
    r"PySide6\plugins\texttospeech\qtexttospeech_sapi.dll",
    r"PySide6\qml\QtQuick\Controls\Basic\impl\qmldir",
    "PySide6/msvcp140_1.dll",
    "PySide6/support/deprecated.py",
    "shiboken6/Shiboken.pyd",
    "shiboken6/libshiboken6.abi3.so.6.11",
    "sqlcipher3/_sqlite3.cp311-win_amd64.pyd",
    "python311.dll",
]
NOT_NEEDED = [
    "PySide6/QtWebEngineCore.pyd",
    "PySide6/Qt6WebEngineCore.dll",
    "PySide6/Qt/lib/libQt6WebEngineCore.so.6",
    "libQt6Pdf.so.6",
    "PySide6/QtWebEngineProcess.exe",
    "PySide6/Qt/libexec/QtWebEngineProcess",
    "PySide6/Qt/resources/icudtl.dat",
    "PySide6/designer",
    "PySide6/lupdate.exe",
    "PySide6/opengl32sw.dll",
    "opengl32sw.dll",
    "PySide6/Qt/lib/libavcodec.so",
    "PySide6/Qt/lib/libavcodec.so.61.19.101",
    "PySide6/Qt/plugins/qmltooling/libqmldbg_tcp.so",
    "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
    r"PySide6\plugins\platforminputcontexts\qtvirtualkeyboardplugin.dll",
    r"PySide6\qml\QtQuick\VirtualKeyboard\qmldir",
    "PySide6/Qt/qml/QtQuick/Dialogs/qmldir",
    "PySide6/Qt/qml/QtQuick/Controls/Fusion/Button.qml",
    "PySide6/Qt/qml/QtQuick/Controls/plugins.qmltypes",
    "PySide6/Qt/qml/Qt/labs/folderlistmodel/qmldir",
    "PySide6/Qt/translations/qt_de.qm",
    "PySide6/QtCore.pyi",
    "PySide6/py.typed",
    "PySide6/include/pyside.h",
    "shiboken6/include/shiboken.h",
    "shiboken6/shiboken6.abi3.lib",
]


@pytest.mark.parametrize("name", NEEDED)
def test_what_a_kiosk_needs_is_kept_under_its_name_on_either_system(name: str) -> None:
    assert trim.kept(name)


@pytest.mark.parametrize("name", NOT_NEEDED)
def test_what_it_has_no_use_for_is_not(name: str) -> None:
    assert not trim.kept(name)


def test_every_module_our_code_imports_is_kept() -> None:
    found = {
        name
        for file in (ROOT / "kiosk").rglob("*.py")
        for name in re.findall(r"(?:from|import) PySide6\.Qt(\w+)", file.read_text("utf-8"))
    }
    assert {"Core", "Quick", "Test", "TextToSpeech"} <= found
    assert found - trim.MODULES == set()


def test_every_module_our_screens_import_is_kept() -> None:
    found = {
        name.replace(".", "/")
        for file in (ROOT / "kiosk").rglob("*.qml")
        for name in re.findall(r"^import (Qt[\w.]*)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert "QtQuick/Layouts" in found
    assert found - trim.QML == set()


@pytest.fixture(scope="module")
def trimmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of Qt as they would be shipped, by hard links where the disk allows."""
    tree = tmp_path_factory.mktemp("trimmed")
    for package in ("PySide6", "shiboken6"):
        for file in (PACKAGES / package).rglob("*"):
            place = file.relative_to(PACKAGES)
            if file.is_file() and "__pycache__" not in place.parts and trim.kept(str(place)):
                (tree / place).parent.mkdir(parents=True, exist_ok=True)
                _link(file, tree / place)
    return tree


def _link(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except OSError:
        shutil.copy2(file, to)


@pytest.mark.skipif(shutil.which("objdump") is None, reason="not installed: objdump (binutils)")
def test_nothing_kept_is_linked_to_something_that_is_not(trimmed: Path) -> None:
    libraries = [file for file in trimmed.rglob("*") if ".so" in file.name]
    told = subprocess.run(
        ["objdump", "-p", *libraries], capture_output=True, text=True, check=True
    ).stdout
    asked = set(re.findall(r"NEEDED\s+(\S+)", told))
    shipped = {file.name for file in PACKAGES.glob("PySide6/Qt/lib/*")}
    assert "libQt6Core.so.6" in asked
    assert asked & shipped <= {file.name for file in libraries}


def test_a_form_is_filled_with_what_is_kept_alone(trimmed: Path, tmp_path: Path) -> None:
    form = next((ROOT / "resources" / "forms").rglob("*.json"))
    report = tmp_path / "report.json"
    told = _with_trimmed(trimmed, "form", "try", form, "--robot", "--report", report)
    assert told.returncode == 0, told.stderr
    assert report.is_file()


@pytest.mark.parametrize("module", sorted(trim.MODULES))
def test_every_module_kept_can_be_imported(trimmed: Path, module: str) -> None:
    if module in OF_SPEECH:
        need_speech(f"PySide6.Qt{module}")
    code = f"""
import sys
sys.path[:] = [one for one in sys.path if not one.startswith({str(PACKAGES)!r})]
sys.path.insert(0, {str(trimmed)!r})
import PySide6.Qt{module}
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def _with_trimmed(trimmed: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    """The kiosk in front of the trimmed Qt; its other packages are where they are."""
    code = f"""
import sys
sys.path[:0] = [{str(trimmed)!r}, {str(ROOT)!r}]
from kiosk.cli import main
status = main(sys.argv[1:])
import PySide6
assert PySide6.__file__.startswith({str(trimmed)!r})
raise SystemExit(status)
"""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
