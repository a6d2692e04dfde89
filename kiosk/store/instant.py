"""Moments in the store: as text whose order is that of time, for SQLite has no type for them."""

from datetime import UTC, datetime

from sqlalchemy import Dialect, Text, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as fixed-width UTC text, so that text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write; a moment without a zone is a bug of the caller and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone can't be stored")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read."""
        return None if value is None else datetime.fromisoformat(value)
