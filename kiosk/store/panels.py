"""How many pixels a millimetre has on a screen, as measured with a bank card."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store import audit
from kiosk.store.tables import panel


def screen_name(name: str, width: int, height: int) -> str:
    """The key of a screen: the same panel in another resolution was not measured."""
    return f"{name} {width}x{height}"


def measured_px_per_mm(c: Connection, screen: str) -> float | None:
    """The measured scale of a screen (`screen_name`); None where nobody measured it."""
    return c.scalar(select(panel.c.px_per_mm).where(panel.c.screen == screen))


def keep_px_per_mm(c: Connection, screen: str, px_per_mm: float, *, by: str, now: datetime) -> None:
    """Keep a measurement in the place of an earlier one; `by` is the member of staff.

    Raises:
        ValueError: it is not a positive number.
    """
    if not px_per_mm > 0:
        raise ValueError("a scale is more than 0 pixels a millimetre")
    new = insert(panel).values(screen=screen, px_per_mm=px_per_mm, measured_at=now)
    again = {"px_per_mm": px_per_mm, "measured_at": now}
    c.execute(new.on_conflict_do_update(index_elements=["screen"], set_=again))
    audit.record(c, actor=by, action="screen.measured", subject=screen, now=now)


def all_measured(c: Connection) -> dict[str, float]:
    """The measured scales by screen (`screen_name`)."""
    return dict(c.execute(select(panel.c.screen, panel.c.px_per_mm)).tuples().all())
