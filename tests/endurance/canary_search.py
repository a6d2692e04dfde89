"""Looks for words in files, in whatever form a program may have written them."""

import base64
import html
import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

ROOT = Path(__file__).parents[2]
SHORTEST = 6
"""Of a form, in bytes: a shorter one may stand in an encrypted file by chance."""
_SHIFTS = 3
"""Base64 writes three bytes as four letters: a word looks otherwise at each place of the three."""


def forms_of(words: str) -> dict[str, bytes]:
    """The bytes of the words by the name of their form; none so short as to be met by chance."""
    plain = words.encode()
    found = {
        "utf-8": plain,
        "utf-16-le": words.encode("utf-16-le"),
        "utf-16-be": words.encode("utf-16-be"),
        "capitals": words.upper().encode(),
        "backwards": words[::-1].encode(),
        "hex": plain.hex().encode(),
        "hex, capitals": plain.hex().upper().encode(),
        "url": quote(words, safe="").encode(),
        "url, plus": quote_plus(words).encode(),
        "url, every byte": "".join(f"%{one:02X}" for one in plain).encode(),
        "json": json.dumps(words)[1:-1].encode(),
        "html": html.escape(words).encode(),
        "python": repr(words)[1:-1].encode(),
    }
    for shift in range(_SHIFTS):
        found[f"base64, {shift}"] = _base64(plain, shift)
        found[f"base64 of utf-16, {shift}"] = _base64(words.encode("utf-16-le"), shift)
    return {name: sign for name, sign in found.items() if len(sign) >= SHORTEST}


def _base64(plain: bytes, shift: int) -> bytes:
    """The letters that depend on nothing but these bytes, where so many others stand before."""
    end = (len(plain) + shift) // _SHIFTS * _SHIFTS
    coded = base64.b64encode((bytes(shift) + plain)[:end])
    return coded[4 if shift else 0 :]


def hits(words: str, *folders: Path) -> list[str]:
    """`file: form` of each form of the words in a file or in its name, hidden ones too."""
    return [
        f"{file}: {form}"
        for folder in folders
        for file in _files(folder)
        for form in forms_in(words, os.fsencode(file.name) + b"\0" + _content(file))
    ]


def forms_in(words: str, content: bytes) -> list[str]:
    """The forms of the words that stand in those bytes."""
    return [form for form, sign in forms_of(words).items() if sign in content]


def files_with(folder: Path, words: str) -> list[Path]:
    """The files that hold the words in any form."""
    return [file for file in _files(folder) if forms_in(words, _content(file))]


def private(folder: Path) -> dict[str, str]:
    """An environment in which a program leaves whatever it leaves in that folder."""
    names = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
             "XDG_STATE_HOME", "XDG_RUNTIME_DIR")  # fmt: skip
    places = {name: folder / name.lower() for name in names}
    for place in places.values():
        place.mkdir(parents=True, mode=0o700)
    offscreen = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    return os.environ | {k: str(v) for k, v in places.items()} | offscreen | {
        "PYTHONPATH": str(ROOT)
    }  # fmt: skip


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:  # removed while others are looked at
        return b""
