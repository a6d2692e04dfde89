"""`support-bundle`: what somebody from afar needs to know of a kiosk, and nothing of a patient.

parts.py      what is in it, and why
settings.py   settings by an allow-list of kinds and keys
scrubbing.py  the second net: names and texts of this PC are taken out of every word
log_lines.py  lines of the log, by their shape
system.py     the PC it runs on
bundle.py     the file

Everything is on a list; what is not is left out.
"""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.commands.outcome import Outcome
from kiosk.commands.support.bundle import packed, written
from kiosk.commands.support.parts import NOT_KNOWN, PARTS, Asked, made

__all__ = ["support_bundle"]

_HELD_BACK = (
    "No answer, remark or other text of a patient, no name of a person, clinic, visit or file, no "
    "PIN, token, password or code is in it."
)


def support_bundle(arguments: argparse.Namespace) -> Outcome:
    """Writes the bundle, and says what it holds; 0 also where the kiosk is broken.

    Raises:
        RefusedError: the file is there already, or can't be written.
    """
    now = datetime.now(UTC)
    named: Path | None = arguments.out
    file = (named or Path(f"clinic-kiosk-support-{now:%Y%m%dT%H%M%SZ}.zip")).absolute()
    asked = Asked(arguments, since=now - timedelta(days=arguments.days), now=now)
    parts = {part: made(part, asked) for part in PARTS}
    content, manifest = packed(parts, now)
    written(file, content)
    document = {"file": str(file), "bytes": len(content), "holds": manifest}
    return Outcome(0, document, "\n".join(_lines(document)))


def _lines(document: dict[str, Any]) -> list[str]:
    holds = document["holds"]
    lines = [f"{document['file']} ({document['bytes']} bytes) holds:"]
    lines += [f"  {one['name']:<16}{one['bytes']:>8} bytes  {one['why']}" for one in holds]
    unknown = [f"{one['name']} ({one[NOT_KNOWN]})" for one in holds if one[NOT_KNOWN]]
    if unknown:
        lines.append(f"Not known: {', '.join(unknown)}. Why: kiosk status")
    return [*lines, _HELD_BACK, "Read it before you send it: it is plain text in a ZIP."]
