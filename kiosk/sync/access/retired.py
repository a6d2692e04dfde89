"""That a kiosk was taken out of service: it takes no answers any more, and enrols nowhere."""

from datetime import datetime
from typing import Final

from kiosk.errors import NotSetUp
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.facts import fact, forget_fact, keep_fact

_FACT: Final = "retired"


def retired_at(store: Store) -> datetime | None:
    """When it was retired; None where it is in service."""
    with store.reading() as c:
        text = fact(c, _FACT)
    return None if text is None else datetime.fromisoformat(text)


def keep_retired(store: Store, *, now: datetime) -> None:
    """It is out of service from now on."""
    with store.transaction() as c:
        keep_fact(c, _FACT, now.isoformat())
        audit.record(c, actor="IT", action="kiosk.retired", subject=store.kiosk_id, now=now)


def back_in_service(store: Store, *, now: datetime) -> bool:
    """It was retired and is in service again; whether it was."""
    if retired_at(store) is None:
        return False
    with store.transaction() as c:
        forget_fact(c, _FACT)
        audit.record(c, actor="IT", action="kiosk.in-service", subject=store.kiosk_id, now=now)
    return True


def refuse_retired(store: Store) -> None:
    """No patient answers on a kiosk whose answers go nowhere.

    Raises:
        NotSetUp: it is retired.
    """
    if (when := retired_at(store)) is not None:
        raise NotSetUp(
            f"This kiosk was taken out of service on {when.astimezone():%Y-%m-%d}.",
            advice="IT deletes what is left on it with: kiosk wipe. Or takes it back: kiosk enrol.",
        )
