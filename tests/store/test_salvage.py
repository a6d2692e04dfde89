"""A damaged store: what is whole is saved, what is lost is said, and nothing is invented."""

import io
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kiosk.errors import StoreBusy, StoreDamaged, WrongKey
from kiosk.store import audit, checks, drafts, facts, folder, salvage, set_aside, staff, tree
from kiosk.store.database import Store, create_store, open_store
from kiosk.store.folder import read_card
from kiosk.store.key import new_key
from kiosk.store.layout import LAYOUT
from kiosk.store.locks import hold_for_run
from kiosk.store.pages import PAGE, Pages
from kiosk.store.rescue import layout_of
from kiosk.store.submissions import submissions, submit
from kiosk.store.tree import Walked
from tests import marking
from tests.store.beside import HAS_IT_OPEN, process_beside

FORMS, SENT_FORMS, SEED = 150, 50, 2026
Rows = dict[str, set[tuple[Any, ...]]]


def fill(store: Store, now: datetime) -> None:
    """Finished forms of all sizes, a third of them sent, paused ones, staff, the audit."""
    chance = random.Random(SEED)  # noqa: S311 - sample data
    with store.transaction() as c:
        staff.add_staff(c, name="Sam", role="lead", pin="271828", now=now)
        for n in range(FORMS):
            submit(
                c, draft_id=None, response_id=f"response-{n:03}", questionnaire="http://f|1",
                payload=chance.randbytes(chance.choice([200, 2000, 9000])), now=now,
            )  # fmt: skip
            draft = drafts.begin_draft(
                c, questionnaire="http://f|1", content_hash="f", language="en", now=now
            )
            for path in ("a", "b", "c"):
                drafts.save_answer(c, draft, path=path, row="x" * 90, place=path, now=now)
        for one in marking.due(c, now, SENT_FORMS):
            marking.mark_sent(c, one.id, etag=None, now=now)
        facts.keep_secret(c, "central-access", chance.randbytes(9000))


def rows(store: Store) -> Rows:
    """Every row of every table, with the row numbers and sorts of its values."""
    with store.reading() as c:
        listed = c.exec_driver_sql(
            "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' "
            "AND type = 'table' AND name NOT LIKE 'sqlite%'"
        ).all()
        return {
            name: {
                (*row, *map(type, row))
                for row in c.exec_driver_sql(f"SELECT {'' if wr else 'rowid, '}* FROM {name}")  # noqa: S608
            }
            for name, wr in listed
        }


class Damaged:
    """A filled store, closed and to be damaged, again and again."""

    def __init__(self, directory: Path, key: bytes, now: datetime) -> None:
        self.directory, self.key, self.now = directory, key, now
        store = create_store(directory, key)
        fill(store, now)
        self.kiosk_id, self.before = store.kiosk_id, rows(store)
        store.close()
        self.database = directory / folder.DATABASE
        self._whole = self.database.read_bytes()
        self._layout = (directory / LAYOUT).read_bytes()
        self.pages = len(self._whole) // PAGE

    def renew(self) -> None:
        for aside in self.directory.glob("damaged-*"):
            shutil.rmtree(aside)
        for name in (set_aside.LOG, set_aside.SHARED):
            (self.directory / name).unlink(missing_ok=True)
        self.database.write_bytes(self._whole)
        (self.directory / LAYOUT).write_bytes(self._layout)

    def harm(self, *pages: int) -> None:
        content = bytearray(self.database.read_bytes())
        for page in pages:
            content[(page - 1) * PAGE + 77] ^= 0xFF
        self.database.write_bytes(content)

    def zero(self, page: int) -> None:
        with self.database.open("r+b") as stream:
            stream.seek((page - 1) * PAGE)
            stream.write(bytes(PAGE))

    def open(self) -> Store:
        checks.mark_damaged(self.directory)
        with hold_for_run(self.directory):
            return salvage.open_or_salvage(self.directory, self.key, now=self.now)

    def salvaged(self) -> tuple[Rows, salvage.Salvaged]:
        """What the new store holds besides what says where it came from, and what was said."""
        store = self.open()
        after = rows(store)
        with store.reading() as c:
            said = salvage.last_salvage(c)
            told = {(e.actor, e.action, e.subject) for e in audit.events(c, 1)}
        assert said is not None
        assert told == {("kiosk", "store.salvaged", read_card(self.directory).store_id)}
        assert (store.kiosk_id, store.faults()) == (self.kiosk_id, ())
        store.close()
        return after, said

    def roots(self) -> dict[str, int]:
        store = open_store(self.directory, self.key)
        with store.reading() as c:
            found = dict(c.execute(text("SELECT name, rootpage FROM sqlite_schema")).all())
        store.close()
        return found


@pytest.fixture
def damaged(tmp_path: Path, key: bytes, now: datetime) -> Damaged:
    return Damaged(tmp_path / "store", key, now)


def without_telling(after: Rows) -> Rows:
    told = dict(after)
    told["kiosk"] = {row for row in after["kiosk"] if row[0] == "kiosk_id"}
    told["audit_event"] = {
        row for row in after["audit_event"] if not {"store.salvaged", "hold.begun"} & set(row)
    }
    told["hold"] = {row for row in after["hold"] if "kiosk" not in row}
    return told


def test_where_every_row_is_whole_every_row_is_there_byte_for_byte(damaged: Damaged) -> None:
    roots = damaged.roots()
    # The first page, the way to all responses, and two indexes.
    damaged.harm(1, roots["submission"], roots["outbox_by_turn"])
    damaged.zero(roots["submission_by_time"])
    after, said = damaged.salvaged()
    assert without_telling(after) == damaged.before
    assert (said.lost, said.arrived) == ((), ())
    aside = damaged.directory / said.aside
    assert {p.name for p in aside.iterdir()} >= {"kiosk.db", salvage.REPORT}
    assert {stat.S_IMODE(p.stat().st_mode) for p in aside.iterdir()} == {0o600}
    assert stat.S_IMODE(aside.stat().st_mode) == 0o700


def test_the_salt_and_the_list_of_tables_may_be_gone(damaged: Damaged) -> None:
    content = bytearray(damaged.database.read_bytes())
    content[:PAGE] = bytes(PAGE)
    damaged.database.write_bytes(content)
    after, said = damaged.salvaged()
    assert without_telling(after) == damaged.before
    assert said.damaged == (1,)


def test_the_name_of_the_kiosk_outlives_the_page_it_stood_on(damaged: Damaged) -> None:
    roots = damaged.roots()
    damaged.harm(roots["kiosk"], roots["alembic_version"])
    after, _ = damaged.salvaged()
    assert without_telling(after) == damaged.before


def test_lost_responses_are_named_and_those_that_were_sent_are_no_loss(damaged: Damaged) -> None:
    whole, lost, arrived = {row[1] for row in damaged.before["submission"]}, set(), set()
    reader = Reader(damaged)
    for page in reader.leaves("submission")[:3] + reader.leaves("submission")[-3:]:
        damaged.harm(page)
        lost |= reader.ids_on(page)
    sent = {row[3] for row in damaged.before["outbox"] if "sent" in row}
    arrived, lost = lost & sent, lost - sent
    assert arrived
    assert lost
    after, said = damaged.salvaged()
    assert {row[1] for row in after["submission"]} == whole - lost - arrived
    assert (set(said.lost), set(said.arrived)) == (lost, arrived)
    assert not said.maybe_lost
    # Nothing waits to be sent that is not there any more.
    assert {row[3] for row in after["outbox"]} == whole - lost


def test_a_response_whose_turn_is_lost_is_sent_all_the_same(damaged: Damaged) -> None:
    damaged.harm(Reader(damaged).leaves("outbox")[-1])
    store = damaged.open()
    with store.reading() as c:
        kept = list(submissions(c))
        due = {one.resource_id for one in marking.due(c, damaged.now, FORMS)}
    store.close()
    assert len(kept) == FORMS
    assert {one.id for one in kept if one.state == "waiting"} == due
    assert sum(one.state == "sent" for one in kept) == SENT_FORMS


def test_a_secret_of_the_store_that_is_lost_is_made_anew(damaged: Damaged) -> None:
    damaged.harm(damaged.roots()["secret"])
    store = damaged.open()
    with store.transaction() as c:
        audit.record(c, actor="IT", action="a.b", subject="s", now=damaged.now)
        assert audit.verify(c).breaks  # told, for nobody can say that nothing was changed
    store.close()


def test_answers_are_not_kept_without_the_draft_they_belong_to(damaged: Damaged) -> None:
    damaged.harm(Reader(damaged).leaves("draft")[0])
    after, said = damaged.salvaged()
    kept = {row[1] for row in after["draft"]}
    assert {row[0] for row in after["draft_answer"]} == kept
    line = {table.name: table for table in said.tables}
    gone = FORMS - len(kept)
    assert (line["draft"].lost, line["draft_answer"].lost) == (gone, 3 * gone)


def test_what_was_committed_to_the_log_alone_is_saved_too(damaged: Damaged) -> None:
    store = open_store(damaged.directory, damaged.key)
    with store.transaction() as c:
        audit.record(c, actor="late", action="a.b", subject="s", now=damaged.now)
    log = (damaged.directory / set_aside.LOG).read_bytes()
    assert log
    database = damaged.database.read_bytes()
    store.close()
    damaged.database.write_bytes(database)
    (damaged.directory / set_aside.LOG).write_bytes(log + log[:1000])  # its end is torn
    damaged.harm(2)
    with hold_for_run(damaged.directory):
        said = salvage.salvage(damaged.directory, damaged.key, now=damaged.now)
    assert said.log_left == 1000
    store = damaged.open()
    assert any("late" in row for row in rows(store)["audit_event"])
    store.close()
    assert (damaged.directory / said.aside / set_aside.LOG).read_bytes() == log + log[:1000]


@pytest.mark.parametrize("log", [b"", b"nonsense" * 5000, bytes(40000)])
def test_a_log_that_is_none_keeps_nobody_out(damaged: Damaged, log: bytes) -> None:
    (damaged.directory / set_aside.LOG).write_bytes(log)
    damaged.harm(damaged.roots()["submission"])
    assert without_telling(damaged.salvaged()[0]) == damaged.before


def test_a_wrong_key_never_makes_a_store(damaged: Damaged) -> None:
    damaged.harm(1)
    before = {p.name: p.read_bytes() for p in damaged.directory.iterdir()}
    with pytest.raises(WrongKey), hold_for_run(damaged.directory):
        salvage.open_or_salvage(damaged.directory, new_key(), now=damaged.now)
    with pytest.raises(WrongKey):
        salvage.salvage(damaged.directory, new_key(), now=damaged.now)
    after = {p.name: p.read_bytes() for p in damaged.directory.iterdir()}
    assert after == before | {"run.lock": b""}


@pytest.mark.parametrize("kept", [True, False])
def test_where_nothing_can_be_read_no_store_is_made(damaged: Damaged, kept: bool) -> None:  # noqa: FBT001
    damaged.database.write_bytes(random.Random(1).randbytes(damaged.pages * PAGE))  # noqa: S311
    if not kept:
        (damaged.directory / LAYOUT).unlink()
    before = damaged.database.read_bytes()
    with pytest.raises(StoreDamaged, match="can be read"):
        damaged.open()
    assert damaged.database.read_bytes() == before
    assert list(damaged.directory.glob("damaged-*")) == []


def test_a_layout_that_another_key_signed_is_not_believed(damaged: Damaged) -> None:
    content = bytearray((damaged.directory / LAYOUT).read_bytes())
    content[-10] ^= 1
    (damaged.directory / LAYOUT).write_bytes(content)
    damaged.harm(1)
    with pytest.raises(StoreDamaged):
        damaged.open()


def test_a_sound_store_that_was_marked_is_only_opened(damaged: Damaged) -> None:
    store = damaged.open()
    assert rows(store) == damaged.before
    assert salvage.to_look_after(store) is None
    store.close()
    assert not checks.is_marked(damaged.directory)


def test_staff_are_told_until_the_folder_is_gone(damaged: Damaged) -> None:
    damaged.harm(1)
    store = damaged.open()
    said = salvage.to_look_after(store)
    assert said is not None
    assert said.sentences()[0] == "The store's file was damaged (pages: 1)."
    shutil.rmtree(damaged.directory / said.aside)
    assert salvage.to_look_after(store) is None
    store.close()


def test_a_store_that_another_process_has_open_is_not_salvaged(
    damaged: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_aside, "_WAIT_S", 0.2)
    with (
        process_beside(HAS_IT_OPEN, damaged.directory, damaged.key.hex()),
        pytest.raises(StoreBusy),
    ):
        salvage.salvage(damaged.directory, damaged.key, now=damaged.now)
    salvage.salvage(damaged.directory, damaged.key, now=damaged.now)


def test_nobody_opens_a_store_whose_exchange_was_cut_off(damaged: Damaged) -> None:
    (damaged.directory / set_aside.LOG).write_bytes(b"old")
    damaged.database.replace(damaged.directory / set_aside.NEXT)
    damaged.database.write_bytes(b"damaged")
    with pytest.raises(StoreDamaged, match="cut off"):
        open_store(damaged.directory, damaged.key)
    with hold_for_run(damaged.directory):
        store = salvage.open_or_salvage(damaged.directory, damaged.key, now=damaged.now)
    assert rows(store) == damaged.before
    store.close()


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
def test_salvage_may_be_killed_anywhere(damaged: Damaged, every: int) -> None:
    roots = damaged.roots()
    step, ended = 0, False
    while not ended:
        damaged.renew()
        damaged.harm(1, roots["submission"])
        ended = killed_at(damaged, step) == 0
        step += every
        assert damaged.database.exists()
        after, _ = damaged.salvaged()
        assert without_telling(after) == damaged.before
        assert list(damaged.directory.glob(".new-*")) == []
    assert step > 15


def killed_at(damaged: Damaged, step: int) -> int:
    """Salvage in a process that ends, without tidying up, before the nth change of a file."""
    script = """
import os, sys, pathlib
from datetime import datetime
directory, key, step = pathlib.Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3])
from kiosk.store import salvage
left = step
def count(event, arguments):
    global left
    if event in ("os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir") or (
        event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)):
        if left == 0:
            os._exit(9)
        left -= 1
sys.addaudithook(count)
salvage.salvage(directory, key, now=datetime.fromisoformat(sys.argv[4]))
os._exit(0)
"""
    return subprocess.run(
        [
            sys.executable, "-c", script, str(damaged.directory), damaged.key.hex(), str(step),
            damaged.now.isoformat(),
        ],
        check=False,
    ).returncode  # fmt: skip


class Chains:
    """Follows long rows, and remembers on which pages each goes on; or follows none."""

    def __init__(self, pages: Pages, *, blind: bool) -> None:
        self.found: list[set[int]] = []
        self._pages, self._blind = pages, blind

    def follow(self, number: int, size: int) -> bytes | None:
        walked = Walked()
        whole = tree._Overflow(self._pages, walked).follow(number, size)
        self.found.append(walked.seen)
        return None if self._blind else whole


class Reader:
    """Knows of a sound file on which pages each row lies."""

    def __init__(self, damaged: Damaged) -> None:
        content = damaged.database.read_bytes()
        self._pages = Pages(io.BytesIO(content), b"", key=damaged.key, salts=[content[:16]])
        layout = layout_of(self._pages, None)
        assert layout is not None
        self._roots = {part.name: part.root for part in layout.parts if part.type == "table"}

    def leaves(self, name: str) -> list[int]:
        """The pages that rows of a table begin on."""
        return sorted({leaf for leaf, _, _ in self.rows(name)})

    def ids_on(self, page: int) -> set[str]:
        """The responses of which a part lies on a page."""
        return {row[0] for leaf, more, row in self.rows("submission") if page in {leaf, *more}}

    def rows(self, name: str) -> Iterator[tuple[int, set[int], tuple[Any, ...]]]:
        """By row: the page it begins on, those that it goes on on, its values."""
        ahead = [self._roots[name]]
        while ahead:
            number = ahead.pop()
            plain = self._pages.page(number)
            assert plain is not None
            blind, seeing = Chains(self._pages, blind=True), Chains(self._pages, blind=False)
            short = tree._parse(plain, number, blind)  # type: ignore[arg-type]
            page = tree._parse(plain, number, seeing)  # type: ignore[arg-type]
            assert page is not None
            assert short is not None
            chains = iter(seeing.found)
            for brief, cell in zip(short.cells, page.cells, strict=True):
                more = next(chains) if brief.record is None else set()
                assert cell.record is not None
                yield number, more, cell.record
            ahead += page.children


def test_the_reader_of_pages_reads_what_sqlite_reads(damaged: Damaged) -> None:
    reader = Reader(damaged)
    for name in ("submission", "outbox", "draft_answer", "audit_event", "kiosk"):
        assert len(list(reader.rows(name))) == len(damaged.before[name])
    assert {row[0]: row[3] for _, _, row in reader.rows("submission")} == {
        row[1]: row[4] for row in damaged.before["submission"]
    }


def harm_anyhow(damaged: Damaged, chance: random.Random) -> set[int]:
    """Flips, zeroes and cuts; returns the pages that are not as they were."""
    before = damaged.database.read_bytes()
    content = bytearray(before)
    for _ in range(chance.choice([1, 3, 10, 40])):
        at = chance.randrange(len(content))
        kind = chance.choice(["flip", "flip", "zero", "noise"])
        size = 1 if kind == "flip" else chance.choice([16, 512, PAGE, 3 * PAGE])
        new = {
            "flip": bytes([content[at] ^ 1 << chance.randrange(8)]),
            "zero": bytes(size),
            "noise": chance.randbytes(size),
        }[kind]
        content[at : at + size] = new[: len(content) - at]
    if chance.random() < 0.2:
        del content[chance.randrange(PAGE, len(content)) :]
    damaged.database.write_bytes(content)
    return {
        n + 1
        for n in range(damaged.pages)
        if content[n * PAGE : (n + 1) * PAGE] != before[n * PAGE : (n + 1) * PAGE]
    }


RULED = ("draft_answer", "outbox", "secret")
"""Rows that go, or come back, with the draft or response they belong to; keys made anew."""


def random_damage(damaged: Damaged, tries: int) -> dict[str, list[int]]:
    """By table: rows there were, of them on whole pages, saved; each summed over all tries."""
    damaged.renew()
    reader, total = Reader(damaged), {}
    places = {name: list(reader.rows(name)) for name in damaged.before if name != "alembic_version"}
    for n in range(tries):
        damaged.renew()
        bad = harm_anyhow(damaged, random.Random(SEED + n))  # noqa: S311
        found = {
            name: [row for leaf, more, row in all_rows if not bad & {leaf, *more}]
            for name, all_rows in places.items()
        }
        try:
            after, said = damaged.salvaged()
        except StoreDamaged:  # no store is made of nothing
            assert not any(found.values())
            continue
        after = without_telling(after)
        for name, all_rows in places.items():
            whole = len(found[name])
            line = total.setdefault(name, [0, 0, 0])
            for at, number in enumerate((len(all_rows), whole, len(after[name]))):
                line[at] += number
            if name not in RULED:
                assert after[name] <= damaged.before[name]
                assert said.maybe_lost or len(after[name]) >= whole
        kept = {row[1] for row in after["submission"]}
        gone = {row[1] for row in damaged.before["submission"]} - kept
        assert {*said.lost, *said.arrived} <= gone
        assert said.maybe_lost or {*said.lost, *said.arrived} == gone
        assert kept <= {row[3] for row in after["outbox"]}
        assert after["draft_answer"] <= damaged.before["draft_answer"]
    return total


def told(total: dict[str, list[int]], tries: int) -> None:
    print(f"\n{tries} times at random   rows   on whole pages    saved   of these lost")
    for name, (all_rows, whole, saved) in total.items():
        print(f"{name:<20}{all_rows:>8}{whole:>15}{saved:>11}{max(0, whole - saved):>13}")


@pytest.mark.parametrize("tries", [12, pytest.param(300, marks=pytest.mark.long)])
@pytest.mark.timeout(900)
def test_random_damage_takes_no_row_whose_pages_are_whole(damaged: Damaged, tries: int) -> None:
    total = random_damage(damaged, tries)
    told(total, tries)
    for name, (_, whole, saved) in total.items():
        assert name in RULED or saved >= whole
