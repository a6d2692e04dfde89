"""Changes of forms that are not finished: one of each form, as the desk wrote it last."""

from sqlalchemy import Connection, select

from kiosk.store.facts import fact, forget_fact, keep_fact
from kiosk.store.tables import kiosk

_KEY = "form_change "


def keep_unfinished(c: Connection, url: str, content: str) -> None:
    """Keep this in the place of what was kept for that form before."""
    keep_fact(c, _KEY + url, content)


def unfinished(c: Connection, url: str) -> str | None:
    """What is kept for that form; None for nothing."""
    return fact(c, _KEY + url)


def forget_unfinished(c: Connection, url: str) -> None:
    """Keep nothing for that form any more."""
    forget_fact(c, _KEY + url)


def unfinished_urls(c: Connection) -> frozenset[str]:
    """The forms for which something is kept."""
    names = c.scalars(select(kiosk.c.name).where(kiosk.c.name.startswith(_KEY, autoescape=True)))
    return frozenset(name.removeprefix(_KEY) for name in names)
