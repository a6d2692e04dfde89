import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from kiosk.errors import StoreDamaged, StoreUnavailable
from kiosk.store import drafts
from kiosk.store.database import Store, open_store
from kiosk.store.migrate import migrations, upgrade
from kiosk.store.tables import HEAD, metadata


def test_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    with store.reading() as c:
        context = MigrationContext.configure(c, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_shape_that_the_comparison_does_not_see_is_the_same_too(store: Store) -> None:
    with store.reading() as c:
        migrated = shape(c)
    plain = create_engine("sqlite://")
    metadata.create_all(plain)
    with plain.connect() as c:
        assert shape(c) == {name: made for name, made in migrated.items() if "alembic" not in name}
    plain.dispose()


def shape(c) -> dict[str, tuple[bool, int, tuple[str, ...]]]:  # noqa: ANN001
    """By table: without row numbers?, columns of its key, its checks."""
    listed = c.exec_driver_sql("SELECT name, wr FROM pragma_table_list WHERE schema = 'main'")
    without = {name: bool(wr) for name, wr in listed}
    return {
        name: (
            without[name],
            len(inspect(c).get_pk_constraint(name)["constrained_columns"]),
            tuple(
                sorted(str(check["sqltext"]) for check in inspect(c).get_check_constraints(name))
            ),
        )
        for name in inspect(c).get_table_names()
    }


def test_the_code_knows_the_newest_migration(store: Store) -> None:
    with store.transaction() as c:
        assert ScriptDirectory.from_config(migrations(c)).get_heads() == [HEAD]
        assert c.scalar(text("SELECT version_num FROM alembic_version")) == HEAD


def test_opening_an_up_to_date_store_does_not_import_alembic(store: Store, key: bytes) -> None:
    script = (
        "import sys, pathlib; from kiosk.store.database import open_store\n"
        "open_store(pathlib.Path(sys.argv[1]), bytes.fromhex(sys.stdin.read())).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(store.directory)], input=key.hex(), text=True, check=True
    )


def test_opening_is_quick(store: Store, key: bytes) -> None:
    store.close()
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        open_store(store.directory, key).close()
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.1


def test_a_store_that_is_behind_is_brought_up_to_date(store: Store, key: bytes) -> None:
    name = store.kiosk_id
    with store.transaction() as c:
        for table in reversed(metadata.sorted_tables):
            table.drop(c)
        c.execute(text("DELETE FROM alembic_version"))
    store.close()
    with pytest.raises(StoreDamaged, match="own name"):  # its rows are gone; its tables are back
        open_store(store.directory, key)
    with store.transaction() as c:
        c.execute(metadata.tables["kiosk"].insert().values(name="kiosk_id", value=name))
    assert open_store(store.directory, key).kiosk_id == name


def test_a_store_of_the_first_version_keeps_what_it_holds(
    store: Store, key: bytes, now: datetime
) -> None:
    tables = metadata.sorted_tables
    with store.transaction() as c:
        for table in reversed(tables):
            if table.name != "kiosk":
                table.drop(c)
        name = c.execute(text("SELECT value FROM kiosk WHERE name = 'kiosk_id'")).scalar()
        metadata.tables["kiosk"].drop(c)
        c.execute(text("DELETE FROM alembic_version"))
        command.upgrade(migrations(c), "0001")
        c.execute(metadata.tables["kiosk"].insert().values(name="kiosk_id", value=name))
        c.execute(
            text("INSERT INTO draft VALUES ('d1', 'http://f|1', 'f1', 'en', NULL, :now, :now)"),
            {"now": now.isoformat(timespec="microseconds")},
        )
        c.execute(text("INSERT INTO draft_answer VALUES ('d1', 'a', '1')"))
    store.close()
    opened = open_store(store.directory, key)
    with opened.reading() as c:
        assert c.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
        assert drafts.load_draft(c, "d1").rows == {"a": "1"}
    opened.close()


def test_a_migration_that_fails_changes_nothing(store: Store) -> None:
    with store.transaction() as c:
        for table in reversed(metadata.sorted_tables):
            if table.name != "staff":  # the last to be made: all others come first
                table.drop(c)
        c.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(OperationalError, match="already exists"), store.transaction() as c:
        upgrade(c)
    with store.reading() as c:
        assert set(inspect(c).get_table_names()) == {"alembic_version", "staff"}


def test_a_store_of_a_newer_version_is_left_alone(store: Store, key: bytes) -> None:
    with store.transaction() as c:
        c.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    before = (store.directory / "kiosk.db").read_bytes()
    with pytest.raises(StoreUnavailable, match="newer version"):
        open_store(store.directory, key)
    assert (store.directory / "kiosk.db").read_bytes() == before


def test_the_migrations_are_found_wherever_the_package_is(tmp_path: Path) -> None:
    script = (
        "import pathlib; from kiosk.store.database import create_store\n"
        "create_store(pathlib.Path('store'), bytes(32)).close()"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
