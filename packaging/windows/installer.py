#!/usr/bin/env python3
r"""Builds the installer from the frozen folder.

    python packaging/windows/installer.py FOLDER OUT.msi [--version N]

By WiX 3 (candle and light) on Windows; elsewhere by msitools' wixl, for tests alone: wixl knows no
permanent component, so that mark is put in afterwards.

Windows knows a file by its component's number and a product by its upgrade code, for ever: both are
computed from names, never drawn, so that each build of the same thing has the same ones.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

_HERE: Final = Path(__file__).resolve().parent
SOURCE: Final = _HERE / "kiosk.wxs"

UPGRADE_CODE: Final = UUID("00e36098-0a7e-465a-af7b-d69b42b1052f")
"""Never to be changed: by it Windows knows that a newer version replaces an older one."""

_FILES: Final = UUID("682e555f-7e76-401a-bb3f-b9ea9015b8d7")
"""The space of the numbers of files."""

_WIX: Final = "http://schemas.microsoft.com/wix/2006/wi"
_BY_REGISTRY, _PERMANENT, _64_BIT = 4, 16, 256
"""Attributes of a component in the tables of an installer."""


def component_number(name: str) -> UUID:
    """The number of the component that holds a file, by its path in the folder."""
    return uuid5(_FILES, name.casefold())


def product_code(version: str) -> UUID:
    """The number of one version of the product."""
    return uuid5(UPGRADE_CODE, version)


def file_list(names: list[str]) -> bytes:
    """The fragment with every file of the folder, a component each.

    Args:
        names: paths below the folder, with `/`.
    """
    ET.register_namespace("", _WIX)
    root = ET.Element(f"{{{_WIX}}}Wix")
    folders = {"": _reference(root)}
    group = _in(_in(root, "Fragment"), "ComponentGroup", Id="Files")
    for name in sorted(names):
        folder = _folder(folders, PurePosixPath(name).parent)
        number = str(component_number(name))
        component = _in(folder, "Component", Id=_id("c", name), Guid=number)
        _in(component, "File", Id=_id("f", name), Source=f"$(var.Folder)/{name}", KeyPath="yes")
        _in(group, "ComponentRef", Id=_id("c", name))
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _reference(root: ET.Element) -> ET.Element:
    return _in(_in(root, "Fragment"), "DirectoryRef", Id="INSTALLDIR")


def _folder(folders: dict[str, ET.Element], path: PurePosixPath) -> ET.Element:
    name = "" if path == PurePosixPath() else str(path)
    if name not in folders:
        above = _folder(folders, path.parent)
        folders[name] = _in(above, "Directory", Id=_id("d", name), Name=path.name)
    return folders[name]


def _in(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_WIX}}}{tag}", attributes)


def _id(kind: str, name: str) -> str:
    return f"{kind}{blake2b(name.encode(), digest_size=16).hexdigest()}"


def names_in(folder: Path) -> Iterator[str]:
    """The files of the frozen folder, by their paths in it; a link is the file it leads to."""
    for file in folder.rglob("*"):
        if file.is_file():
            yield file.relative_to(folder).as_posix()


def build(folder: Path, out: Path, version: str) -> None:
    """Write the installer.

    Raises:
        CalledProcessError: the tool refused; it has said why.
    """
    settings = {
        "Version": version,
        "ProductCode": str(product_code(version)).upper(),
        "UpgradeCode": str(UPGRADE_CODE).upper(),
        "Folder": folder.resolve().name,
    }
    with TemporaryDirectory() as name:
        files = Path(name) / "files.wxs"
        files.write_bytes(file_list(list(names_in(folder))))
        if sys.platform == "win32":
            _by_wix(files, out.resolve(), settings, folder.resolve().parent)
        else:
            _by_wixl(files, out.resolve(), settings, folder.resolve().parent)


def _by_wix(files: Path, out: Path, settings: dict[str, str], place: Path) -> None:
    tools = Path(os.environ["WIX"]) / "bin"
    defined = [f"-d{name}={value}" for name, value in settings.items()]
    objects = [files.with_suffix(".wixobj"), files.with_name("kiosk.wixobj")]
    for source, made in zip([files, SOURCE], objects, strict=True):
        _run(place, tools / "candle.exe", "-nologo", "-arch", "x64", *defined, "-out", made, source)
    _run(place, tools / "light.exe", "-nologo", "-out", out, *objects)


def _by_wixl(files: Path, out: Path, settings: dict[str, str], place: Path) -> None:
    """What wixl knows nothing of is left out of what it reads, and put into what it made."""
    source = ET.parse(SOURCE)
    marks = {one.attrib["Id"]: _mark(one) for one in source.iter(f"{{{_WIX}}}Component")}
    known = files.with_name("kiosk.wxs")
    source.write(known, encoding="utf-8", xml_declaration=True)
    defined = [part for name, value in settings.items() for part in ("-D", f"{name}={value}")]
    _run(place, "wixl", "-a", "x64", *defined, "-o", out, known, files)
    for name, (attributes, condition) in marks.items():
        query = (
            f"UPDATE `Component` SET `Attributes` = {attributes}, `Condition` = '{condition}' "
            f"WHERE `Component` = '{name}'"
        )  # no stranger's words: those of our own source
        _run(place, "msibuild", out, "-q", query)


def _mark(component: ET.Element) -> tuple[int, str]:
    """Attributes and condition of a component, as the table has them; all taken out of it."""
    for folder in component.iter(f"{{{_WIX}}}CreateFolder"):
        folder.clear()  # of its rights
    condition = component.find(f"{{{_WIX}}}Condition")
    if condition is not None:
        component.remove(condition)
    keyed = component.find(f"{{{_WIX}}}RegistryValue") is not None
    permanent = component.attrib.pop("Permanent", "no") == "yes"
    attributes = _64_BIT + _BY_REGISTRY * keyed + _PERMANENT * permanent
    return attributes, "" if condition is None else str(condition.text)


def _run(place: Path, *command: object) -> None:
    program = shutil.which(str(command[0])) or str(command[0])
    subprocess.run([program, *map(str, command[1:])], cwd=place, check=True)


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Builds the installer from the frozen folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", required=True, help="three numbers, as in 1.2.3")
    told = parser.parse_args()
    build(told.folder, told.out, told.version)


if __name__ == "__main__":
    main()
