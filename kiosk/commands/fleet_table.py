"""The kiosks of a clinic as a table for people: one line each."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.commands.times import length

_HEADS: Final = (
    "", "Kiosk", "Seen", "Waiting", "Refused", "Oldest", "Clock", "Free", "Checked", "Version",
    "Forms", "",
)  # fmt: skip
_NAME_MOST: Final = 28
_UNKNOWN: Final = "?"
_GB: Final = 1000


def fleet_text(document: dict[str, Any], now: datetime) -> str:
    """The table below a sentence; times are as this PC's clock has them."""
    rows = document["kiosks"]
    needing = sum(bool(row["needs"]) for row in rows)
    calm = (
        "none needs a person" if not needing else f"{needing} need{'s' * (needing == 1)} a person"
    )
    count = f"{len(rows)} kiosk{'s' * (len(rows) != 1)}"
    asked = _ago(document["asked"], now)
    head = f"{document['clinic']} · {count}, {calm} · as the centre knew them {asked}"
    lines = [head]
    if rows:
        lines += ["", *_aligned([_HEADS, *(_cells(row, now) for row in rows)])]
    else:
        lines.append("No kiosk of this clinic has told the centre of itself yet.")
    if not document["whole"]:
        lines.append(f"The centre knows more; only {len(rows)} are shown.")
    return "\n".join(lines)


def _cells(row: dict[str, Any], now: datetime) -> tuple[str, ...]:
    version = row["versions"].get("program", _UNKNOWN)
    return (
        "!" if row["needs"] else "",
        _name(row),
        _since(row["lastSeen"], now),
        _number(row["waiting"]),
        _number(row["refused"]),
        "" if row["oldestWaitingSeconds"] is None else _seconds(row["oldestWaitingSeconds"]),
        _clock(row["clockAheadSeconds"]),
        _room(row["freeMB"]),
        "damaged" if row["storeSound"] is False else _since(row["storeChecked"], now),
        version if len(version) <= len("Version") + 2 else f"{version[:8]}…",
        _forms(row),
        ", ".join(row["needs"]),
    )


def _name(row: dict[str, Any]) -> str:
    name = row["name"] or row["kiosk"][:8]
    name = name if len(name) <= _NAME_MOST else f"{name[: _NAME_MOST - 1]}…"
    return f"{name} (this one)" if row["thisOne"] else name


def _number(value: int | None) -> str:
    return _UNKNOWN if value is None else str(value)


def _clock(ahead_s: int | None) -> str:
    if ahead_s is None:
        return _UNKNOWN
    if abs(ahead_s) < 60:  # noqa: PLR2004 - a minute
        return "right"
    return f"{'+' if ahead_s > 0 else '-'}{_seconds(abs(ahead_s))}"


def _room(free_mb: int | None) -> str:
    if free_mb is None:
        return _UNKNOWN
    return f"{free_mb} MB" if free_mb < 10 * _GB else f"{free_mb // _GB} GB"


def _forms(row: dict[str, Any]) -> str:
    if row["formsOnlyThere"] is None:
        return _UNKNOWN
    differing = len({*map(_url, row["formsOnlyThere"]), *map(_url, row["formsOnlyHere"])})
    return f"{differing} differ{'s' * (differing == 1)}" if differing else "same"


def _url(canonical: str) -> str:
    return canonical.partition("|")[0]


def _since(stamp: str | None, now: datetime) -> str:
    return _UNKNOWN if stamp is None else length(now - datetime.fromisoformat(stamp))


def _ago(stamp: str, now: datetime) -> str:
    gone = now - datetime.fromisoformat(stamp)
    return "just now" if gone < timedelta(minutes=1) else f"{length(gone)} ago"


def _seconds(value: int) -> str:
    return length(timedelta(seconds=min(value, 10**9)))


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """So many places of a terminal: two for a wide sign, none for one that stands on another."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )
