"""What must not be left behind or carried along when a kiosk leaves a service."""

import argparse
import random
from contextlib import closing
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from kiosk.commands.sync import about_kiosk
from kiosk.errors import CentralError, RefusedError, Unreachable
from kiosk.settings import Settings
from kiosk.store import drafts, outbox
from kiosk.store.alert_list import open_alerts
from kiosk.store.database import Store
from kiosk.store.tables import SENT
from kiosk.sync.access.enrolment import Enrolment, kept_enrolment, kept_key
from kiosk.sync.access.reach import Reach
from kiosk.sync.access.registration import withdraw
from kiosk.sync.connect import client_by
from kiosk.sync.heartbeat import told_last
from kiosk.sync.line import send_and_note
from kiosk.sync.retiring import retire_device


class Left(NamedTuple):
    """What is nowhere but here.

    Attributes:
        unsent: responses that the service does not have, or refused.
        paused: forms that patients have paused.
        alerts: nobody took on.
    """

    unsent: int
    paused: int
    alerts: int

    def told(self) -> str:
        """How many, in words."""
        return (
            f"responses not sent: {self.unsent}, paused forms: {self.paused}, "
            f"open alerts: {self.alerts}"
        )


def left_in(store: Store) -> Left:
    """What is nowhere but in this store."""
    with store.reading() as c:
        queue, paused = outbox.counts(c), len(drafts.list_drafts(c))
        alerts = [one for one in open_alerts(c) if one.way != SENT]
    return Left(queue.waiting + queue.refused, paused, len(alerts))


def send_all(store: Store, settings: Settings, before: Enrolment | None) -> CentralError | None:
    """Sends what waits to the service that this kiosk leaves; why not all of it went, or None."""
    with closing(client_by(before, kept_key(store), settings.central, clock=_now)) as client:
        jitter = random.Random()  # noqa: S311 - spreads load
        return send_and_note(store, client, now=_now, jitter=jitter).error


def refuse_left(left: Left, error: CentralError | None, advice: str) -> None:
    """Raises where something would be left behind.

    Raises:
        RefusedError: there is, and the service was reached.
        Unreachable: it was not.
    """
    if not any(left):
        return
    told = f"Nowhere but here: {left.told()}."
    if isinstance(error, Unreachable):
        raise Unreachable(f"{told} {error}", advice=advice, outcome=error.outcome)
    raise RefusedError(told if error is None else f"{told} {error}", advice=advice)


def say_goodbye(
    store: Store, settings: Settings, before: Enrolment | None, key: bytes | None
) -> None:
    """The service that this kiosk leaves takes it off its list, and lets it in no more.

    Raises:
        Unreachable, NotAuthorised, Refused: it does not take that.
    """
    with closing(client_by(before, key, settings.central, clock=_now)) as client:
        kiosk = about_kiosk(store, settings)
        if kiosk is not None:
            retire_device(store, client, kiosk, now=_now())
    if before is not None and before.registration is not None:
        withdraw(Reach(settings.central.timeout_s), before.registration)


def refuse_to_move(
    store: Store, settings: Settings, base: str, arguments: argparse.Namespace
) -> None:
    """A kiosk goes to another service only when that is said, and leaves nothing behind.

    Raises:
        RefusedError, Unreachable: it was not said, or what waits did not go to the first service.
    """
    before, told = kept_enrolment(store), told_last(store)
    first = before.base if before is not None else told.base if told is not None else base
    if first == base:
        return
    if not arguments.move:
        raise RefusedError(
            f"This kiosk is enrolled at {first}.",
            advice="If it shall go to another service: the same with --move; what waits is sent "
            "to the first one before. See: kiosk guide enrolment",
        )
    if arguments.take_along:
        return
    old = msgspec.structs.replace(settings.central, url=first)
    error = send_all(store, msgspec.structs.replace(settings, central=old), before)
    refuse_left(
        left_in(store), error,
        "It belongs to the first service. Send it when that can be reached, or export it; or, if "
        "it is the same clinic's service at another address: the same with --take-along",
    )  # fmt: skip


def access_of(store: Store) -> tuple[Enrolment | None, bytes | None]:
    """What lets this kiosk in now, and the key that goes with it."""
    return kept_enrolment(store), kept_key(store)


def _now() -> datetime:
    return datetime.now(UTC)
