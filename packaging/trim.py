#!/usr/bin/env python3
"""Which files of Qt's binding a kiosk needs: shared by the Debian package and PyInstaller.

    python packaging/trim.py TREE     # deletes the others below TREE (site-packages, or the like)

PySide6 6.11.3 is 650 MB, of which a kiosk uses a quarter. What is kept is named here, so that what
a newer wheel brings stays out until somebody asks for it. The rest is not only weight: a browser, a
debugger that listens on the network (qmltooling), a screen that does (vnc), file dialogs and a
keyboard that learns words are nothing to have on a PC in a waiting room.

What is read aloud and filmed (the extra `speech`, from PySide6-Addons) is kept where it is there:
the speech service's library is linked to the one for films, and that to QtConcurrent.

Drawing is done by QT_QUICK_BACKEND=software, which asks for no OpenGL: `opengl32sw.dll` (20 MB,
Mesa for Windows) is not kept. The robot patient touches by QtTest, papers are printed by
QtPrintSupport, and both are linked to QtWidgets.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

MODULES: Final = frozenset({
    "Core", "Gui", "Multimedia", "Network", "OpenGL", "PrintSupport", "Qml", "Quick", "Svg",
    "Test", "TextToSpeech", "Widgets",
})  # fmt: skip
"""The modules imported by us, or by one of these: `PySide6.Qt<name>`."""

LIBRARIES: Final = MODULES | {
    "Concurrent", "DBus", "QmlMeta", "QmlModels", "QmlWorkerScript", "QuickControls2",
    "QuickControls2Basic", "QuickControls2BasicStyleImpl", "QuickControls2Impl", "QuickLayouts",
    "QuickTemplates2", "WaylandClient", "XcbQpa",
}  # fmt: skip
"""What those, QML modules and plugins are linked to: `libQt6<name>.so.6` or `Qt6<name>.dll`."""

QML: Final = frozenset({
    "QtQml", "QtQml/Models", "QtQml/WorkerScript",
    "QtQuick", "QtQuick/Layouts", "QtQuick/Templates", "QtQuick/Window",
    "QtQuick/Controls", "QtQuick/Controls/impl",
    "QtQuick/Controls/Basic", "QtQuick/Controls/Basic/impl",
})  # fmt: skip
"""Folders of QML modules; none keeps the folders below it."""

PLUGINS: Final = {
    "imageformats": {"qgif", "qjpeg", "qwebp"},  # PNG and BMP are in QtGui
    "multimedia": {"ffmpegmediaplugin"},
    "networkinformation": {"qglib", "qnetworkmanager", "qnetworklistmanager"},
    "platforminputcontexts": {"composeplatforminputcontextplugin"},  # dead keys, at the desk
    "platforms": {"qoffscreen", "qwayland", "qwindows", "qxcb"},
    "printsupport": {"cupsprintersupport"},
    "texttospeech": {"qtexttospeech_speechd", "qtexttospeech_sapi", "qtexttospeech_winrt"},
    "wayland-decoration-client": {"bradient"},
    "wayland-graphics-integration-client": {"qt-plugin-wayland-egl"},
    "wayland-shell-integration": {"xdg-shell"},
    "xcbglintegrations": {"qxcb-egl-integration", "qxcb-glx-integration"},
}
"""Plugins by their folder; names without `lib` and ending."""

_ALIKE: Final = (
    r"libicu(data|i18n|uc)\.so\.\d+",
    r"lib(pyside6|pyside6qml|shiboken6)\.abi3\.so\.[\d.]+",
    r"(pyside6|pyside6qml|shiboken6)\.abi3\.dll",
    # One name of the three that the wheel has each of these under, in full: who needs it asks so.
    r"lib(avcodec|avformat|avutil|swresample|swscale)\.so\.\d+",
    r"libQt6FFmpegStub-[a-z\d-]+\.so\.\d+",
    r"(avcodec|avformat|avutil|swresample|swscale)-\d+\.dll",
    r"(concrt|msvcp|vcruntime)140(_\w+)?\.dll",
)
_PLAIN: Final = frozenset(
    {"__init__.py", "_config.py", "_git_pyside_version.py", "_git_shiboken_module_version.py"}
)


def kept(name: str) -> bool:
    r"""Whether a file is to be shipped.

    Args:
        name: where it stands below the folder of packages, with `/` or `\`, as in
            `PySide6/Qt/lib/libQt6Core.so.6`; also a Qt library beside the packages, where
            PyInstaller puts links. Files of other packages are all kept.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    top, inside = path.parts[0], path.parts[1:]
    if len(path.parts) == 1:
        return not re.match(r"(lib)?Qt6|lib(av|sw|icu)|(av|sw)\w+-\d+\.dll|opengl32sw", top) or (
            _kept_library(top)
        )
    if top not in {"PySide6", "shiboken6"}:
        return True
    if inside[0] == "Qt":
        inside = inside[1:]
    return _kept_inside(inside)


def _kept_inside(inside: tuple[str, ...]) -> bool:
    folder, name = "/".join(inside[1:-1]), inside[-1]
    match inside:
        case (_,) | ("lib", _):
            return name in _PLAIN or _kept_module(name) or _kept_library(name)
        case ("support", _):
            return name.endswith(".py")
        case ("plugins", group, _):
            return PurePosixPath(name).stem.removeprefix("lib") in PLUGINS.get(group, ())
        case ("qml", *_):
            return folder in QML and not name.endswith(".qmltypes")
    return False


def _kept_module(name: str) -> bool:
    found = re.fullmatch(r"(?:Qt(\w+)|Shiboken)(\.abi3\.so|\.pyd)", name)
    return found is not None and (found[1] is None or found[1] in MODULES)


def _kept_library(name: str) -> bool:
    found = re.fullmatch(r"(?:lib)?Qt6(\w+)\.(?:so\.6|dll)", name)
    if found is not None:
        return found[1] in LIBRARIES
    return any(re.fullmatch(one, name) for one in _ALIKE)


def superfluous(tree: Path) -> Iterable[Path]:
    """The files below a folder of packages that are not to be shipped."""
    for file in sorted(tree.rglob("*")):
        if not file.is_dir() and not kept(file.relative_to(tree).as_posix()):
            yield file


def main(tree: Path) -> None:
    """Delete them, and the folders they leave empty."""
    freed = 0
    for file in list(superfluous(tree)):
        freed += file.lstat().st_size
        file.unlink()
    for folder in sorted((one for one in tree.rglob("*") if one.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    sys.stdout.write(f"{freed / 1e6:.0f} MB less\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
