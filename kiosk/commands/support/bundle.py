"""The file: a ZIP with a manifest of what is in it."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk import __version__
from kiosk.commands.support.parts import NOT_KNOWN, Part
from kiosk.errors import RefusedError
from kiosk.store.files import write_private

MANIFEST: Final = "manifest.json"


def packed(parts: Mapping[Part, Any], now: datetime) -> tuple[bytes, list[dict[str, Any]]]:
    """The bytes of the bundle, and what is in it.

    Args:
        parts: what each holds: a text, or a value for JSON.
        now: when it is made.
    """
    files = {part: _content(value) for part, value in parts.items()}
    holds: list[dict[str, Any]] = [
        {
            "name": part.name,
            "bytes": len(content),
            "why": part.why,
            NOT_KNOWN: _unknown(parts[part]),
        }
        for part, content in files.items()
    ]
    manifest = {"made": now.isoformat(timespec="seconds"), "version": __version__, "holds": holds}
    stream, stamp = io.BytesIO(), now.timetuple()[:6]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in ((MANIFEST, _content(manifest)), *_named(files)):
            out.writestr(zipfile.ZipInfo(name, max(stamp, (1980, 1, 1, 0, 0, 0))), content)
    return stream.getvalue(), holds


def written(file: Path, content: bytes) -> None:
    """Write the bundle; this user alone can read it.

    Raises:
        RefusedError: there is such a file, or it can't be written; nothing is left of it.
    """
    if file.exists():
        raise RefusedError(
            f"{file} is there already and is not overwritten.", advice="Name another with --out."
        )
    try:
        write_private(file, content)
    except OSError as cause:
        file.unlink(missing_ok=True)
        raise RefusedError(
            f"{file} can't be written: {cause.strerror}.",
            advice="Name another place for it with --out.",
        ) from cause


def _unknown(value: Any) -> str | None:
    """Why a part could not be made; None where it was."""
    return value.get(NOT_KNOWN) if isinstance(value, dict) else None


def _named(files: Mapping[Part, bytes]) -> list[tuple[str, bytes]]:
    return [(part.name, content) for part, content in files.items()]


def _content(value: Any) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    return text.encode() + b"\n"
