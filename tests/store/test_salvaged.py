"""What a salvaged store is like from the next moment on: nothing is forgotten, all is told."""

import errno
import io
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from kiosk.errors import StoreDamaged, StoreUnavailable
from kiosk.store import checks, folder, holds, listing, retention, salvage, set_aside
from kiosk.store.database import Store, create_store, open_store
from kiosk.store.engine import make_engine, transaction
from kiosk.store.files import readable
from kiosk.store.key import fingerprint, new_key, next_entry
from kiosk.store.layout import LAYOUT
from kiosk.store.locks import hold_for_run
from kiosk.store.migrate import migrations
from kiosk.store.pages import PAGE, Pages
from kiosk.store.salvage_names import version_of_tables
from kiosk.store.setup import recover, set_up
from kiosk.store.submissions import submissions, submit
from kiosk.store.tables import HEAD
from kiosk.store.tree import Walked, read_page
from tests import marking
from tests.store.memory_keyring import MemoryKeyring

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
        for one in marking.due(c, small.now, FORMS):
            marking.mark_sent(c, one.id, etag=None, now=small.now)
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


def test_where_holds_may_be_lost_nothing_is_deleted_until_it_ends_a_hold(
    tmp_path: Path, now: datetime
) -> None:
    def held(c: Connection) -> None:
        holds.begin_hold(c, response_id="response-01", reason="case", by="IT", now=now)
        for one in marking.due(c, now, FORMS):
            marking.mark_sent(c, one.id, etag=None, now=now)

    small = Small(tmp_path / "store", now, held)
    small.harm(small.root("hold"))
    later = now + timedelta(days=40)
    store = small.open()
    with store.transaction() as c:
        assert retention.delete_acknowledged(c, kept=timedelta(days=30), now=later) == 0
        (made,) = holds.holds(c)
        holds.end_hold(c, made.id, by="IT", now=later)
        assert retention.delete_acknowledged(c, kept=timedelta(days=30), now=later) == FORMS
    store.close()
    assert "kiosk hold end" in small.said()


def test_sound_holds_need_no_other(tmp_path: Path, now: datetime) -> None:
    small = Small(tmp_path / "store", now)
    small.harm(small.root("staff"))
    store = small.open()
    with store.reading() as c:
        assert holds.holds(c) == ()
    store.close()
    assert "Legal holds" not in small.said()


@pytest.mark.parametrize("lost", [("kiosk",), ("alembic_version",), ("kiosk", "alembic_version")])
def test_a_store_whose_names_nobody_knows_any_more_opens_with_new_ones(
    small: Small, lost: tuple[str, ...]
) -> None:
    for page in [small.root(name) for name in lost]:
        small.harm(page)
    (small.directory / LAYOUT).unlink()
    store = small.open()
    named, kiosk_id = small.said(), store.kiosk_id
    store.close()
    assert (kiosk_id in named) == ("kiosk" in lost)
    small.open(timedelta(hours=1)).close()
    assert len(list(small.directory.glob("damaged-*"))) == 1


def test_without_the_secret_of_the_pins_it_is_said_what_to_do(small: Small) -> None:
    small.harm(small.root("secret"))
    small.open().close()
    assert "kiosk staff reset" in small.said()


def test_the_tables_tell_the_version_of_each(small: Small) -> None:
    for script in ("0001", "0002", "0003", "0004", "0005", "0009", "0011"):
        database = small.directory / f"at-{script}"
        database.touch()
        engine = make_engine(database, small.key, foreign_keys=False)
        with transaction(engine) as c:
            command.upgrade(migrations(c), script)
            assert version_of_tables(c) == script
        engine.dispose()


def test_from_the_version_that_its_tables_tell_the_newest_store_is_migrated_again(
    small: Small,
) -> None:
    database = small.directory / "newest"
    database.touch()
    engine = make_engine(database, small.key, foreign_keys=False)
    with transaction(engine) as c:
        command.upgrade(migrations(c), HEAD)
        told = version_of_tables(c)
        c.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": told})
        command.upgrade(migrations(c), HEAD)
        assert c.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    engine.dispose()


def test_while_its_key_is_being_changed_the_one_it_has_is_found(small: Small) -> None:
    name, new = folder.read_card(small.directory).store_id, new_key()
    folder.amend_card(small.directory, next_fingerprint=fingerprint(new))
    small.harm(1)
    keys = MemoryKeyring({name: small.key, next_entry(name): new})
    with hold_for_run(small.directory):
        store = salvage.unlock_or_salvage(small.directory, keys, now=small.now)
    with store.reading() as c:
        assert len(list(submissions(c))) == FORMS
    store.close()
    assert folder.read_card(small.directory).next_fingerprint == fingerprint(new)


class CountedKeyring(MemoryKeyring):
    """Counts how often it is asked."""

    asked = 0

    def load(self, entry: str) -> bytes:
        self.asked += 1
        return super().load(entry)


def test_a_start_asks_its_keyring_once_whatever_the_store_is_like(small: Small) -> None:
    small.harm(1)
    keys = CountedKeyring({folder.read_card(small.directory).store_id: small.key})
    (small.directory / set_aside.LOG).write_bytes(bytes(PAGE))
    with hold_for_run(small.directory):
        salvage.unlock_or_salvage(small.directory, keys, now=small.now).close()
    assert len(list(small.directory.glob("damaged-*"))) == 1
    assert keys.asked == 1


def test_a_damaged_store_gets_its_lost_key_back_and_is_salvaged_with_it(
    tmp_path: Path, now: datetime
) -> None:
    directory, keys = tmp_path / "store", MemoryKeyring()
    made = set_up(directory, pin="271828", clinic="", now=now, keeper=MemoryKeyring())
    with (directory / folder.DATABASE).open("r+b") as stream:
        stream.write(bytes(PAGE))
    with pytest.raises(StoreDamaged) as told:
        recover(directory, made.recovery_code, now=now, keeper=keys)
    assert "kiosk recover --salvage" in told.value.advice
    with hold_for_run(directory):
        salvage.unlock_or_salvage(directory, keys, now=now).close()


class BadDisk(io.BytesIO):
    """A file of which one page lies on a bad sector."""

    bad = 5

    def read(self, size: int | None = -1, /) -> bytes:
        at = self.tell()
        end = at + size if size is not None and size >= 0 else len(self.getvalue())
        if at < self.bad * PAGE and end > (self.bad - 1) * PAGE:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(size)


def test_a_page_on_a_bad_sector_is_a_damaged_page(small: Small) -> None:
    content = small.database.read_bytes()
    pages = Pages(BadDisk(content), b"", key=small.key, salts=[content[:16]])
    assert pages.damaged() == (BadDisk.bad,)
    copied = b"".join(readable(BadDisk(content)))
    before, after = (BadDisk.bad - 1) * PAGE, BadDisk.bad * PAGE
    assert copied == content[:before] + bytes(PAGE) + content[after:]


def test_the_database_is_read_from_its_beginning_and_without_a_buffer(small: Small) -> None:
    with set_aside.alone(small.directory) as database:
        assert database.tell() == 0
        assert isinstance(database, io.RawIOBase)


def test_what_the_system_says_when_it_cant_read_is_told_in_words(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.harm(1)

    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(StoreUnavailable, match="Input/output error"):
        salvage.salvage(small.directory, small.key, now=small.now)
