"""NDJSON: one QuestionnaireResponse a line, as FHIR services import them in bulk."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec

from kiosk.export.csv_wide import Record, Stored
from kiosk.export.files import whole_file


def write_ndjson(
    stored: Iterable[Stored], file: Path, *, record: Record = lambda _count: None
) -> int:
    """Writes all responses to `file` and returns how many there were.

    Args:
        stored: read once.
        file: a regular file there is replaced.
        record: told the number of responses before the file is there to be read.

    Raises:
        RefusedError: the file can't be written there; nothing half-written is left.
    """
    count = 0
    with whole_file(file, record=lambda: record(count)) as out:
        for submission in stored:
            _write_line(out, submission.payload)
            count += 1
    return count


def _write_line(out: BinaryIO, payload: bytes) -> None:
    line = msgspec.json.format(payload, indent=-1) if b"\n" in payload else payload
    out.write(line + b"\n")
