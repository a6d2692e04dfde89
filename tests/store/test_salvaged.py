"""What a salvaged store is like from the next moment on: nothing is forgotten, all is told."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from kiosk.store import checks, folder, listing, outbox, retention, salvage
from kiosk.store.database import Store, create_store, open_store
from kiosk.store.folder import hold_for_run
from kiosk.store.key import new_key
from kiosk.store.pages import PAGE, Pages
from kiosk.store.submissions import submit
from kiosk.store.tree import Walked, read_page

FORMS = 40


class Small:
    """A small store, closed."""

    def __init__(
        self, directory: Path, now: datetime, fill: Callable[[Connection], object] | None = None
    ) -> None:
        self.directory, self.key, self.now = directory, new_key(), now
        chance = random.Random(1)  # noqa: S311 - sample data
        store = create_store(directory, self.key, now=now)
        with store.transaction() as c:
            for n in range(FORMS):
                submit(
                    c, draft_id=None, response_id=f"response-{n:02}", questionnaire="http://f|1",
                    payload=chance.randbytes(2000), now=now,
                )  # fmt: skip
            if fill is not None:
                fill(c)
        store.close()

    @property
    def database(self) -> Path:
        return self.directory / folder.DATABASE

    def root(self, name: str) -> int:
        """The page that a table or index begins at."""
        store = open_store(self.directory, self.key)
        with store.reading() as c:
            query = text("SELECT rootpage FROM sqlite_schema WHERE name = :name")
            found = int(c.execute(query, {"name": name}).scalar() or 0)
        store.close()
        return found

    def first_leaf(self, name: str) -> int:
        """The first page below that one."""
        with self.database.open("rb") as stream:
            pages = Pages(stream, b"", key=self.key, salts=[stream.read(16)])
            page = read_page(pages, self.root(name), Walked())
        assert page is not None
        return page.children[0]

    def harm(self, page: int) -> None:
        with self.database.open("r+b") as stream:
            stream.seek((page - 1) * PAGE + 77)
            stream.write(b"damage")

    def open(self, after: timedelta = timedelta()) -> Store:
        """As `kiosk run` does once damage was found."""
        checks.mark_damaged(self.directory)
        with hold_for_run(self.directory):
            return salvage.open_or_salvage(self.directory, self.key, now=self.now + after)

    def said(self) -> str:
        """What staff are told of it."""
        store = open_store(self.directory, self.key)
        found = salvage.to_look_after(store)
        store.close()
        return "" if found is None else "\n".join(found.sentences())


@pytest.fixture
def small(tmp_path: Path, now: datetime) -> Small:
    return Small(tmp_path / "store", now)


def test_a_response_that_is_queued_anew_is_listed_and_deleted_when_old(small: Small) -> None:
    small.harm(small.first_leaf("outbox"))
    store = small.open()
    with store.transaction() as c:
        assert len(listing.list_responses(c, listing.Wanted(), size=FORMS).responses) == FORMS
        for one in outbox.due(c, small.now, FORMS):
            outbox.mark_sent(c, one.id, etag=None, now=small.now)
        later = small.now + timedelta(days=40)
        assert retention.delete_acknowledged(c, kept=timedelta(days=30), now=later) == FORMS
    store.close()


def test_what_an_earlier_salvage_lost_is_told_after_the_next_one_too(small: Small) -> None:
    small.harm(small.first_leaf("submission"))
    small.open().close()
    first = small.said()
    lost = next(line for line in first.splitlines() if line.startswith("Lost responses"))
    small.harm(small.root("staff"))
    small.open(timedelta(days=1)).close()
    assert lost in small.said()
    assert "Nothing is lost." not in small.said()
    assert len(list(small.directory.glob("damaged-*"))) == 2
    assert all(aside.name in small.said() for aside in small.directory.glob("damaged-*"))
