"""Reads printed pages back, as a machine does: by Debian's poppler-utils."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

_UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ARABIC_VOWELS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670]")
_HEAD_MM, _FOOT_MM = 20, 17
_POINTS = 72 / 25.4
A4 = (210, 297)


def needs(tool: str) -> None:
    """Skips the test where the tool is missing."""
    if shutil.which(tool) is None:
        pytest.skip(f"not installed: {tool} (apt: poppler-utils)")


def text_of(file: Path, *options: str) -> str:
    """All text of a PDF."""
    needs("pdftotext")
    command = ["pdftotext", "-enc", "UTF-8", *options, str(file), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def body_of(file: Path, *options: str) -> str:
    """The text between the edges of A4 pages."""
    width, height = (round(side * _POINTS) for side in A4)
    top = round(_HEAD_MM * _POINTS)
    room = height - top - round(_FOOT_MM * _POINTS)
    crop = ["-r", "72", "-x", "0", "-y", str(top), "-W", str(width), "-H", str(room), "-nopgbrk"]
    return text_of(file, *crop, *options)


def plain(text: str) -> str:
    """Text as it is compared: NFKC, single spaces, no marks of direction, no Arabic vowel signs.

    The signs are drawn as shapes (`kiosk.papers.text`), so that words stay whole.
    """
    normal = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return " ".join(_ARABIC_VOWELS.sub("", normal).split())


def letters(text: str) -> str:
    """The letters and digits alone: for words that a table or a page breaks anywhere."""
    return "".join(sign for sign in plain(text) if sign.isalnum())


def pages_of(file: Path) -> int:
    """How many pages a PDF has."""
    needs("pdfinfo")
    told = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True)
    found = re.search(r"^Pages:\s+(\d+)", told.stdout, re.MULTILINE)
    assert found
    return int(found[1])


def drawn(file: Path, *, dots: int) -> QImage:
    """The first page as it is printed, so many dots an inch."""
    needs("pdftoppm")
    out = file.with_suffix("")
    command = ["pdftoppm", "-r", str(dots), "-png", "-singlefile", str(file), str(out)]
    subprocess.run(command, check=True)
    return QImage(str(out.with_suffix(".png")))
