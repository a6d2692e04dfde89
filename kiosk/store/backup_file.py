"""A backup: the whole store in one file, under the same key, with the key's sealed copy beside it.

    backup.json       what is in it: no name, no answer; readable without the key
    kiosk.db          the database, in the state of one commit
    store.json        the card of the store
    recovery.sealed   the key, which the code on the recovery sheet opens: also on another PC

A ZIP without compression: what is encrypted grows no smaller. It keeps what the kiosk deletes
afterwards, answers that a patient wanted deleted among them, so it must not outlive them for long.
"""

import hashlib
import os
import tempfile
import zipfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, Final

import msgspec

from kiosk.errors import DiskFull, RefusedError, StoreUnavailable
from kiosk.store import folder
from kiosk.store.files import sync_folder, write_private
from kiosk.store.space import FULL, MB

ABOUT: Final = "backup.json"
PARTS: Final = (folder.DATABASE, folder.CARD, folder.SEALED)
FORMAT: Final = 1

_PIECE: Final = MB
_ABOUT_MOST: Final = 64_000
_NO_ZIP: Final = (
    zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, ValueError,
)  # fmt: skip
"""What is raised for a file that is none, or not like ours, or torn."""


class Part(msgspec.Struct, frozen=True):
    """A file in a backup: how many bytes, and their SHA-256 in hex."""

    size: int
    sha256: str


class About(msgspec.Struct, frozen=True, rename="camel"):
    """What a backup says of itself.

    Attributes:
        format: of this description.
        made: when.
        version: of the program that made it.
        schema: the migration its database stands at.
        kiosk: the kiosk's name for the central service.
        store: id of the store, under which a keyring holds its key.
        waiting, refused, sent: responses, by how far they came.
        paused: forms that their patients have not sent.
        events: of the audit.
        files: what is in it.
    """

    format: int
    made: datetime
    version: str
    schema: str
    kiosk: str
    store: str
    waiting: int
    refused: int
    sent: int
    paused: int
    events: int
    files: dict[str, Part]


def write_backup(file: Path, copy: Path, about: About) -> None:
    """Write it down to the disk and read it back; it has its name once it is whole.

    Raises:
        RefusedError: there is such a file, or it can't be written; nothing is left of it.
    """
    refuse_existing(file)
    draft: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
        draft = Path(name)
        with os.fdopen(descriptor, "w+b") as stream:
            _pack(stream, copy, about)
            stream.flush()
            os.fsync(stream.fileno())
            for _, pieces in _checked(stream, about):
                deque(pieces, maxlen=0)
        draft.rename(file)
        sync_folder(file.parent)
    except OSError as cause:
        raise _not_written(file, cause) from cause
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def refuse_existing(file: Path) -> None:
    """No backup is ever written over.

    Raises:
        RefusedError: there is such a file.
    """
    if file.exists():
        raise RefusedError(
            f"{file} is there already and is not overwritten.",
            advice="Name another file, for example with the day in its name.",
        )


def read_about(stream: BinaryIO) -> About:
    """What a backup says of itself.

    Raises:
        RefusedError: it is none, or one that this version does not know.
    """
    try:
        with _opened(stream) as packed, packed.open(ABOUT) as part:
            content = part.read(_ABOUT_MOST)
        about = msgspec.json.decode(content, type=About)
    except (*_NO_ZIP, msgspec.DecodeError) as cause:
        raise _no_backup() from cause
    if about.format != FORMAT or sorted(about.files) != sorted(PARTS) or about.made.tzinfo is None:
        raise RefusedError(
            f"This backup was made by another version, {about.version[:20]}.",
            advice="Install that version or a newer one, and try again.",
        )
    return about


def unpack(stream: BinaryIO, about: About, into: Path) -> None:
    """Write its files into a folder, each compared with what the backup says of it.

    Raises:
        RefusedError: it is damaged.
        DiskFull, StoreUnavailable: they can't be written.
    """
    try:
        for name, pieces in _checked(stream, about):
            write_private(into / name, b"")
            with (into / name).open("r+b") as out:
                out.writelines(pieces)
                out.flush()
                os.fsync(out.fileno())
    except OSError as cause:
        raise no_copy(cause) from cause


def _checked(stream: BinaryIO | IO[bytes], about: About) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each file by pieces, which raise at their end where they are not what was written."""
    with _opened(stream) as packed:
        for name in PARTS:
            yield name, _pieces(packed, name, about.files[name])


def _pieces(packed: zipfile.ZipFile, name: str, part: Part) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    try:
        with packed.open(name) as inside:
            while piece := inside.read(_PIECE):
                size += len(piece)
                digest.update(piece)
                if size > part.size:
                    raise _damaged()
                yield piece
    except _NO_ZIP as cause:
        raise _damaged() from cause
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise _damaged()


@contextmanager
def _opened(stream: BinaryIO | IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        packed = zipfile.ZipFile(stream)
    except _NO_ZIP as cause:
        raise _no_backup() from cause
    with packed:
        yield packed


def _pack(stream: IO[bytes], copy: Path, about: About) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
        packed.writestr(ABOUT, msgspec.json.format(msgspec.json.encode(about)))
        for name in PARTS:
            packed.write(copy / name, name)


def parts_of(copy: Path) -> dict[str, Part]:
    """The files of a copied store, as a backup tells of them."""
    return {name: _part(copy / name) for name in PARTS}


def _part(file: Path) -> Part:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return Part(file.stat().st_size, digest.hexdigest())


def _no_backup() -> RefusedError:
    return RefusedError(
        "This is no backup of a kiosk, or only a part of one.",
        advice="Name a file that `kiosk backup` wrote.",
    )


def _damaged() -> RefusedError:
    return RefusedError(
        "The backup is damaged: what is in it is not what was written.",
        advice="Copy it anew from where it was kept, or take an older one. Nothing was changed.",
    )


def no_copy(cause: OSError) -> StoreUnavailable:
    """What to raise where the copy of a store can't be written beside it."""
    if cause.errno in FULL:
        return DiskFull(
            "There is no room for a copy beside the store; nothing was changed.",
            advice="Free as much space on its disk as the store takes up.",
        )
    return StoreUnavailable(
        f"The store can't be copied: {cause.strerror}.",
        advice="See that this user may write in the store's folder. Nothing was changed.",
    )


def _not_written(file: Path, cause: OSError) -> RefusedError:
    return RefusedError(
        f"{file} can't be written: {cause.strerror}. Nothing is left of it.",
        advice="Choose another place for it, or free some space there.",
    )
