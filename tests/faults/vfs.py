"""Hears what SQLite asks of the disk, below SQLCipher: each write and sync with its bytes.

sqlcipher3 carries an SQLite of its own and exports `sqlite3_vfs_find`. The default VFS is a
structure in memory that may be written: its xOpen and xDelete become ours and pass on to what was
there, and each opened file gets a copy of its methods in which xWrite, xTruncate and xSync are
ours. (sqlite.org/c3ref/vfs.html, c3ref/io_methods.html)

Not heard: -shm, which SQLite maps into memory. It holds nothing that is not in -wal, and the
first to open the store after a crash makes it anew.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3

from tests.faults.replay import Created, Cut, Deleted, Step, Synced, Written

OK = 0
_CREATE = 0x4  # SQLITE_OPEN_CREATE

# Names are passed on by address: SQLite keeps it, and reads options behind the name's end.
_OPEN = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_WRITE = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = ctypes.CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(ctypes.Structure):
    """The part of sqlite3_vfs up to what is ours."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("path_length", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
    )


class _Methods(ctypes.Structure):
    """sqlite3_io_methods; what is passed on untouched is only an address."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", _WRITE),
        ("truncate", _TRUNCATE),
        ("sync", _SYNC),
        *((f"other_{n}", c_void_p) for n in range(13)),
    )


class _File(ctypes.Structure):
    """What every sqlite3_file begins with."""

    _fields_ = (("methods", POINTER(_Methods)),)


class Listener:
    """Files under `directory` are heard; everything passes on to the VFS that was there.

    Args:
        hear: called with each step once it was done.
        forbid: asked before each step; another answer than OK is returned to SQLite instead.
    """

    def __init__(
        self,
        directory: Path,
        hear: Callable[[Step], None],
        forbid: Callable[[Step], int] = lambda _: OK,
    ) -> None:
        self._directory, self._hear, self._forbid = directory, hear, forbid
        self._names: dict[int, str] = {}
        self._methods: dict[int, tuple[_Methods, Any]] = {}
        self._vfs = _default_vfs()
        self._open, self._delete = self._vfs.open, self._vfs.delete
        self._ours = _OPEN(self.x_open), _DELETE(self.x_delete)

    def begin(self) -> None:
        self._open, self._delete = _copy(_OPEN, self._vfs.open), _copy(_DELETE, self._vfs.delete)
        self._vfs.open, self._vfs.delete = self._ours

    def end(self) -> None:
        self._vfs.open, self._vfs.delete = self._open, self._delete

    def x_open(self, vfs: int, path: int | None, file: int, flags: int, out: int) -> int:
        name = self._name(path)
        is_new = name is not None and not (self._directory / name).exists()
        self._names.pop(file, None)
        result: int = self._open(vfs, path, file, flags, out)
        if name is None or result != OK:
            return result
        if is_new and flags & _CREATE:
            self._hear(Created(name))
        self._names[file] = name
        header = _File.from_address(file)
        header.methods = ctypes.pointer(self._heard_methods(header.methods))
        return result

    def x_delete(self, vfs: int, path: int, sync: int) -> int:
        name = self._name(path)
        if name is None:
            return int(self._delete(vfs, path, sync))
        return self._done(Deleted(name, bool(sync)), lambda: self._delete(vfs, path, sync))

    def _heard_methods(self, given: Any) -> _Methods:
        """A copy of the methods of a kind of file, with ours in it; kept as long as this."""
        address = ctypes.addressof(given.contents)
        if address not in self._methods:
            methods = _Methods.from_buffer_copy(given.contents)
            theirs = given.contents
            write, cut, sync = theirs.write, theirs.truncate, theirs.sync
            names = self._names

            def x_write(file: int, content: int, size: int, offset: int) -> int:
                step = Written(names[file], offset, ctypes.string_at(content, size))
                return self._done(step, lambda: write(file, content, size, offset))

            def x_truncate(file: int, size: int) -> int:
                return self._done(Cut(names[file], size), lambda: cut(file, size))

            def x_sync(file: int, flags: int) -> int:
                return self._done(Synced(names[file]), lambda: sync(file, flags))

            methods.write = _WRITE(x_write)
            methods.truncate = _TRUNCATE(x_truncate)
            methods.sync = _SYNC(x_sync)
            self._methods[address] = methods, (write, cut, sync)
        return self._methods[address][0]

    def _done(self, step: Step, do: Callable[[], int]) -> int:
        refused = self._forbid(step)
        if refused != OK:
            return refused
        result = do()
        if result == OK:
            self._hear(step)
        return result

    def _name(self, path: int | None) -> str | None:
        """Of a file that is heard: a temporary one has no name."""
        if path is None:
            return None
        file = Path(ctypes.string_at(path).decode())
        return file.name if file.parent == self._directory else None


@contextmanager
def listening(
    directory: Path, hear: Callable[[Step], None], forbid: Callable[[Step], int] = lambda _: OK
) -> Iterator[None]:
    """Everything SQLite does to the files in `directory`, if they are opened in this block.

    All of them must be closed before the block ends.
    """
    listener = Listener(directory.resolve(), hear, forbid)
    listener.begin()
    try:
        yield
    finally:
        listener.end()


def _default_vfs() -> _Vfs:
    library = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
    library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    library.sqlite3_vfs_find.argtypes = (c_char_p,)
    found: _Vfs = library.sqlite3_vfs_find(None).contents
    return found


def _copy(kind: Any, function: Any) -> Any:
    """The function at the same address: a field's value would follow what the field becomes."""
    return kind(ctypes.cast(function, c_void_p).value)
