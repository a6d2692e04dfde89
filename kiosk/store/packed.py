"""Bytes that take less room on the disk, and come back as they were.

A response as FHIR JSON says much over and over. Packed, with all that the store keeps about it,
it takes about as much as the plain response alone; plain, rows of two kilobytes would leave half
of each page of the file empty. (the figures: tests/benchmarks/bench_store.py)
"""

import zlib

from sqlalchemy import Dialect, LargeBinary, TypeDecorator

_MARK = b"\x00z"
"""JSON never begins so. What begins otherwise was written plain, by an earlier version."""


class Packed(TypeDecorator[bytes]):
    """Bytes, compressed in the file alone."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Write."""
        return None if value is None else _MARK + zlib.compress(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Read."""
        if value is None or not value.startswith(_MARK):
            return value
        return zlib.decompress(value[len(_MARK) :])
