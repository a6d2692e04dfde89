"""Moments, as a program and as a person reads them."""

from datetime import datetime


def stamp(moment: datetime | None) -> str | None:
    """In ISO 8601, to the second; None stays None."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def when(stamp: str | None) -> str:
    """A stamp as a person here reads it; "never" for none."""
    if stamp is None:
        return "never"
    local = datetime.fromisoformat(stamp).astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"
