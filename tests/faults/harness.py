"""One try of a fault, from its start to its figures: open again, read, send, compare."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.errors import KioskError
from kiosk.store import checks, folder
from kiosk.store.database import Store, create_store, open_store
from kiosk.store.key import new_key
from kiosk.store.salvage import open_or_salvage, to_look_after
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import SyncReport, send_due
from tests.faults.patients import read, read_what_can_be
from tests.faults.service import Service, service, transport
from tests.faults.tally import Kept, Tally, Word, at_service, in_store, saw

MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LATER = MORNING + timedelta(days=1)  # every wait of the outbox is over by then


@dataclass(frozen=True)
class Home:
    """Where a store lies, and its key."""

    directory: Path
    key: bytes

    def files(self) -> dict[str, bytes]:
        """What lies there, by name."""
        return {file.name: file.read_bytes() for file in self.directory.iterdir()}

    @contextmanager
    def open(self) -> Iterator[Store]:
        """The store, for the length of a block."""
        store = open_store(self.directory, self.key)
        try:
            yield store
        finally:
            store.close()


def new_home(directory: Path) -> Home:
    """An empty store; all of a run have the same key, since making one takes its time."""
    key, files = make_empty_store()
    directory.mkdir(mode=0o700)
    for name, content in files.items():
        folder.write_private(directory / name, content)
    return Home(directory, key)


@cache
def make_empty_store() -> tuple[bytes, dict[str, bytes]]:
    """Its key and its files; made once, before the rows part into processes of their own."""
    key = new_key()
    with TemporaryDirectory() as place:
        create_store(Path(place), key, now=MORNING).close()
        return key, Home(Path(place), key).files()


@dataclass(frozen=True)
class Recovered:
    """What the program made of a folder after a fault.

    Attributes:
        store: to be closed by who asked; None where it would not open.
        said: what the program said about it; "" when nothing was wrong.
    """

    store: Store | None
    said: str


def recover_or_salvage(home: Home) -> Recovered:
    """Open a store that may be damaged, and do what the program does then.

    A file that can't be opened is salvaged at once. What the check finds afterwards is noted,
    and salvaged at the next start.
    """
    try:
        store = open_or_salvage(home.directory, home.key, now=LATER)
        if store.faults():
            store.close()
            checks.mark_damaged(home.directory)
            store = open_or_salvage(home.directory, home.key, now=LATER)
    except KioskError as error:
        return Recovered(None, f"not opened: {type(error).__name__}")
    return Recovered(store, "salvaged" if to_look_after(store) is not None else "")


def send_all(store: Store, base: str, *, now: datetime = LATER) -> SyncReport:
    """One run of the sender."""
    client = FhirClient(base, timeout_s=20.0, transport=transport())
    try:
        return send_due(store, client, now=lambda: now, jitter=random.Random(1))  # noqa: S311
    finally:
        client.close()


def opened(home: Home, told: Iterable[Word]) -> Tally:
    """One try: what was acknowledged, against what is there after opening again."""
    return _reopened(home, told, lambda _: Tally())


def reopened(home: Home, told: Iterable[Word], *, to: Service | None = None) -> Tally:
    """The same, and after a sync what arrived, against what is there.

    Args:
        home: where the fault happened.
        told: everything that was acknowledged there so far.
        to: the service it may have sent to already; None sends to a new one.
    """

    def deliver(store: Store) -> Tally:
        if to is not None:
            return delivered(store, to)
        with service(home.directory.with_name(f"{home.directory.name}-central")) as fresh:
            return delivered(store, fresh)

    return _reopened(home, told, deliver)


def _reopened(home: Home, told: Iterable[Word], deliver: Callable[[Store], Tally]) -> Tally:
    recovered = recover_or_salvage(home)
    said = saw(recovered.said) if recovered.said else Tally()
    if recovered.store is None:
        return said + in_store(told, Kept())
    try:
        kept = read_what_can_be(recovered.store)
        found = in_store(told, kept)
        silent = saw("lost without a word") if found.lost and not recovered.said else Tally()
        sent = deliver(recovered.store)
        return said + silent + found + sent
    finally:
        recovered.store.close()


def delivered(store: Store, to: Service, *, now: datetime = LATER) -> Tally:
    """Send what waits; what is at the service then, against what is in the store."""
    report = send_all(store, to.base, now=now)
    stuck = report.waiting + report.refused
    remarks = Counter({"lost: still waiting after a sync": stuck}) if stuck else Counter()
    return Tally(lost=stuck, remarks=remarks) + at_service(read(store), to.arrivals())
