"""NDJSON: one QuestionnaireResponse a line, as FHIR services import them in bulk."""

from typing import BinaryIO

import msgspec

from kiosk.export.files import Target
from kiosk.export.job import Job, Written


def write_ndjson(job: Job, target: Target) -> Written:
    """All responses in one file, read once."""
    count = 0
    with target.file("responses.ndjson") as out:
        for stored in job.responses():
            _write_line(out, stored.payload)
            count += 1
    return Written(count)


def _write_line(out: BinaryIO, payload: bytes) -> None:
    line = msgspec.json.format(payload, indent=-1) if b"\n" in payload else payload
    out.write(line + b"\n")
