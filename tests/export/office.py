"""Opens a file in LibreOffice, without a window, and tells what stands in its cells."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True)
class Shown:
    """One cell: its type, its value (of text: the text), and the formula behind it."""

    kind: str
    value: str
    formula: str | None


def sheets_in_office(file: Path, *, as_text: int = 0) -> dict[str, list[list[Shown]]]:
    """Every sheet, row by row.

    Args:
        file: a workbook, or a CSV.
        as_text: of a CSV: so many columns are read as text.
    """
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("not installed: soffice (apt: libreoffice-calc)")
    folder = file.parent / f"{file.name}-office"
    profile = (folder / "profile").absolute().as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    if as_text:
        columns = "/".join(f"{number}/2" for number in range(1, as_text + 1))
        command.append(f"--infilter=CSV:44,34,76,1,{columns},0,false,false,false")
    command += ["--convert-to", "fods", "--outdir", str(folder), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    found = folder / f"{file.stem}.fods"
    assert found.is_file(), done.stdout + done.stderr
    root = ET.parse(found).getroot()  # noqa: S314 - our own
    return {
        sheet.get(f"{_TABLE}name", ""): [_row(row) for row in sheet.iter(f"{_TABLE}table-row")]
        for sheet in root.iter(f"{_TABLE}table")
    }


def _row(row: ET.Element) -> list[Shown]:
    cells: list[Shown] = []
    for cell in row.findall(f"{_TABLE}table-cell"):
        many = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        cells += [_cell(cell)] * min(many, 100)
    while cells and not cells[-1].kind:
        cells.pop()
    return cells


def _cell(cell: ET.Element) -> Shown:
    kind = cell.get(f"{_OFFICE}value-type", "")
    names = ("value", "date-value", "time-value", "boolean-value")
    value = next((v for name in names if (v := cell.get(f"{_OFFICE}{name}"))), None)
    text = "\n".join(_text(one) for one in cell.findall(f"{_TEXT}p"))
    return Shown(kind, text if value is None else value, cell.get(f"{_TABLE}formula"))


def _text(element: ET.Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * int(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        else:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return re.sub("\r", "", "".join(parts))
