"""Where an export is written: whole or not at all, readable by its owner alone.

Each is a context: inside it files are written under other names; `place` puts them where they
belong, once all is written and recorded; without it nothing is left behind.
"""

import errno
import hashlib
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from kiosk.errors import RefusedError, UsageError

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_GONE: Final = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ENOTDIR})
_PIECE: Final = 1 << 20


class Target(ABC):
    """Where the files of one export go.

    Attributes:
        out: the file or folder that was asked for.
        together: several files may be written at the same time.
        sha256: of each file that will be there, by its name; once all is written.
    """

    together = True

    def __init__(self, out: Path, *, replace: bool = False) -> None:
        self.out = out
        self.sha256: dict[str, str] = {}
        self._replace = replace

    @abstractmethod
    def file(self, name: str) -> AbstractContextManager[BinaryIO]:
        """One file of the export, to write to; it is on the disk at the end of the block."""

    @abstractmethod
    def finish(self) -> None:
        """All is written: nothing of it is lacking on the disk any more."""

    @abstractmethod
    def place(self) -> tuple[Path, ...]:
        """Puts the files in their place, and says which they are."""

    @abstractmethod
    def discard(self) -> None:
        """Nothing of what was written and not placed stays."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.discard()  # whatever went wrong, no answers stay behind in clear


class OneFile(Target):
    """One file."""

    def __init__(self, out: Path, *, replace: bool = False) -> None:
        super().__init__(out, replace=replace)
        refuse_existing(out, replace=replace)
        self._unfinished = unfinished(out)
        self._used = False

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """The file; there is one only.

        Raises:
            UsageError: it is the second.
        """
        if self._used:
            raise UsageError(
                f"This export has several files, one of them {name}.",
                advice=f"Name a folder: --out {self.out.with_suffix('')}",
            )
        self._used = True
        with private(self._unfinished) as out:
            yield out
            sync(out)

    def finish(self) -> None:
        """Its sum is taken."""
        self.sha256 = {self.out.name: sum_of(self._unfinished)}

    def place(self) -> tuple[Path, ...]:
        """The file is there."""
        move(self._unfinished, self.out, replace=self._replace)
        return (self.out,)

    def discard(self) -> None:
        """The unfinished one goes."""
        with suppress(OSError):
            self._unfinished.unlink(missing_ok=True)


class Folder(Target):
    """Several files in one folder, which is made where it is missing."""

    def __init__(self, out: Path, *, replace: bool = False) -> None:
        super().__init__(out, replace=replace)
        if out.exists() and not out.is_dir():
            raise RefusedError(
                f"{out} is a file, and this export has several.", advice="Name a folder for them."
            )
        self._workshop = unfinished(out)
        self._names: list[str] = []
        shutil.rmtree(self._workshop, ignore_errors=True)

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """One file in the folder.

        Raises:
            RefusedError: one of that name is there already.
        """
        refuse_existing(self.out / name, replace=self._replace)
        if not self._names:
            self._workshop.mkdir(mode=0o700)
        self._names.append(name)
        with private(self._workshop / name) as out:
            yield out
            sync(out)

    def finish(self) -> None:
        """The sums are taken."""
        self.sha256 = {name: sum_of(self._workshop / name) for name in self._names}

    def place(self) -> tuple[Path, ...]:
        """All files are there, or none; no folder for nothing."""
        made = bool(self._names) and not self.out.exists()
        if made:
            self.out.mkdir(mode=0o700)
        placed: list[Path] = []
        try:
            for name in self._names:
                move(self._workshop / name, self.out / name, replace=self._replace)
                placed.append(self.out / name)
        except BaseException:
            for file in placed:
                file.unlink(missing_ok=True)
            if made:
                self.out.rmdir()
            raise
        return tuple(placed)

    def discard(self) -> None:
        """The unfinished ones go."""
        shutil.rmtree(self._workshop, ignore_errors=True)


@contextmanager
def whole_file(file: Path, *, record: Callable[[], None] = lambda: None) -> Iterator[BinaryIO]:
    """A new file to write to; at the end of the block it is in its place, and on the disk.

    Args:
        file: a regular file there is replaced.
        record: done once all is written, before the file is there to be read: an export that
            can't be recorded is not made.

    Raises:
        RefusedError: it can't be written there; whatever went wrong, nothing half-written is left.
    """
    try:
        with OneFile(file, replace=True) as target:
            with target.file(file.name) as out:
                yield out
            record()
            target.place()
    except OSError as cause:
        raise not_written(file, cause) from cause


def refuse_existing(file: Path, *, replace: bool) -> None:
    """Nothing is written over that nobody wanted to lose.

    Raises:
        RefusedError: something is there that may not be replaced.
    """
    if not os.path.lexists(file):
        return
    if file.is_dir():
        raise RefusedError(
            f"{file} is no ordinary file but a folder.",
            advice=f"Name a file for the export, for instance: {file / 'answers'}",
        )
    if file.exists() and not file.is_file():
        raise RefusedError(f"{file} is no ordinary file.", advice="Name a file for the export.")
    if not replace:
        raise RefusedError(
            f"{file} is there already; it was left as it is.",
            advice="Choose another name, or add --replace.",
        )


def not_written(out: Path, cause: OSError) -> RefusedError:
    """Why an export is not there, and what to do."""
    why, advice = cause.strerror or "the drive gave no reason", "Choose another place."
    if cause.errno in _FULL:
        why, advice = "the drive is full", "Make room on it, or choose another drive."
    elif cause.errno in _READ_ONLY:
        why, advice = f"nothing may be written there ({why})", "Choose a folder of your own."
    elif cause.errno in _GONE:
        why = f"the folder is not there, or the drive was taken out ({why})"
        advice = "Look at the path, or put the drive back in."
    return RefusedError(
        f"The export could not be written to {out}: {why}.",
        advice=f"{advice} Nothing was lost: the responses are still stored; no half file is left.",
    )


def unfinished(out: Path) -> Path:
    """Under which name something is written until it is whole."""
    return out.with_name(f".{out.name}.unfinished")


def private(file: Path) -> BinaryIO:
    """A new file that only this user can read; what was left under that name goes first."""
    file.unlink(missing_ok=True)  # not written into: it may be a link that somebody laid there
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(file, flags, 0o600), "w+b")


def sync(out: BinaryIO) -> None:
    """On the disk: it may be a stick that is pulled out in a moment."""
    out.flush()
    os.fsync(out.fileno())


def sum_of(file: Path) -> str:
    """SHA-256 in hexadecimal digits."""
    made = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            made.update(piece)
    return made.hexdigest()


def told_sums(sums: Mapping[str, str]) -> str:
    """The sums of some files on one line, for the audit."""
    return ", ".join(f"{name} sha256 {found}" for name, found in sums.items())


def move(file: Path, to: Path, *, replace: bool) -> None:
    """Puts a whole file in its place.

    Raises:
        RefusedError: something came there meanwhile that may not be replaced.
    """
    refuse_existing(to, replace=replace)
    file.replace(to)
    _sync_folder(to.parent)


def _sync_folder(folder: Path) -> None:
    """The name of a file is on the disk, too, where the system knows how."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
