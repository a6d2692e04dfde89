"""The files of an export in one ZIP that a password opens (AES-256, the scheme of WinZip).

Everything is encrypted as it is written: nothing of it ever lies on the drive in clear. The names
of the files are not encrypted; they name forms, never a person. Windows' own Explorer can't open
such a ZIP; 7-Zip, WinZip, macOS' Keka and every Linux archive program can.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import pyzipper

from kiosk.errors import RefusedError
from kiosk.export.files import Target, move, private, refuse_existing, sum_of, sync, unfinished
from kiosk.store.written_code import new_code

SUFFIX: Final = ".zip"
SHORTEST: Final = 12
_LETTERS: Final = 6
_GROUPS: Final = 5
_KEY_BITS: Final = 256


class Archive(Target):
    """One encrypted ZIP; in it one file is written after the other."""

    together = False

    def __init__(self, out: Path, password: str, *, replace: bool = False) -> None:
        super().__init__(out, replace=replace)
        refuse_existing(out, replace=replace)
        self._unfinished = unfinished(out)
        self._password = password
        self._file: BinaryIO | None = None
        self._zip: Any = None

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """One file in the archive."""
        if self._zip is None:
            self._begin()
        with self._zip.open(name, "w", force_zip64=True) as out:
            yield cast("BinaryIO", out)

    def finish(self) -> None:
        """The list of its files is written at its end."""
        if self._zip is None:
            self._begin()
        archive, file, self._zip, self._file = self._zip, self._file, None, None
        archive.close()
        if file is not None:
            with file:
                sync(file)
        self.sha256 = {self.out.name: sum_of(self._unfinished)}

    def place(self) -> tuple[Path, ...]:
        """It is there."""
        move(self._unfinished, self.out, replace=self._replace)
        return (self.out,)

    def discard(self) -> None:
        """What is not whole goes."""
        archive, file, self._zip, self._file = self._zip, self._file, None, None
        if archive is not None:
            with suppress(OSError, ValueError):  # it is broken off, and wants to write its end
                archive.close()
        if file is not None:
            with suppress(OSError):
                file.close()
        with suppress(OSError):
            self._unfinished.unlink(missing_ok=True)

    def _begin(self) -> None:
        self._file = private(self._unfinished)
        self._zip = pyzipper.AESZipFile(self._file, "w", compression=pyzipper.ZIP_DEFLATED)
        self._zip.setpassword(self._password.encode())
        self._zip.setencryption(pyzipper.WZ_AES, nbits=_KEY_BITS)


def archive_name(out: Path) -> Path:
    """What the archive of an export to `out` is called."""
    return out if out.suffix.lower() == SUFFIX else out.with_name(out.name + SUFFIX)


def new_password() -> str:
    """A password nobody can guess (100 random bits), to be written down: `9KQ2M-…`."""
    return new_code(_GROUPS)


def refuse_weak(password: str) -> None:
    """Sees that a password is worth the name: who has the file may try for years.

    Raises:
        RefusedError: it is short, of few different signs, or only digits; or it has a sign that
            programs turn into different bytes, so that not all of them would open the archive.
    """
    if not (password.isascii() and password.isprintable()):
        raise RefusedError(
            "A password for an archive has no accents and no signs such as £ or €.",
            advice="Take the letters a to z, digits, spaces and signs such as - or !.",
        )
    if len(password) < SHORTEST:
        raise RefusedError(
            f"A password for an archive has {SHORTEST} signs or more.",
            advice="Three words that have nothing to do with each other are good.",
        )
    if len(set(password.casefold())) < _LETTERS or password.replace(" ", "").isdigit():
        raise RefusedError(
            "This password is easy to guess.",
            advice="Take words, not only digits or the same signs over and over.",
        )
