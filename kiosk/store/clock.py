"""Moments that a wrong clock wrote."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Column, ColumnElement

EARLIEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock before the program was written is wrong: a battery that died."""

AHEAD: Final = timedelta(hours=24)
"""What lies so far ahead was written by a wrong clock."""


def wrong_moments(
    moment: Column[datetime], now: datetime
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Those that no right clock can have written: far ahead of now, or before the program was."""
    return moment > now + AHEAD, moment < EARLIEST
