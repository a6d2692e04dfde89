"""Who sits at the command line, by PIN."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.commands.identity import identified
from kiosk.errors import RefusedError, UsageError
from kiosk.store import audit
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.store.staff import PinLocked, add_staff

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "store", new_key(), now=NOW)
    yield made
    made.close()


def who(store: Store, patched: pytest.MonkeyPatch, pin: str | None, now: datetime = NOW) -> str:
    patched.setattr("sys.stdin", io.StringIO("" if pin is None else f"{pin}\n"))
    may = ("reception", "lead")
    return identified(store, may=may, what="export", from_stdin=pin is not None, now=now)


def last(store: Store) -> tuple[str, str, str]:
    with store.reading() as c:
        (event,) = audit.events(c, 1)
    return event.actor, event.action, event.subject


def test_where_nobody_has_a_pin_none_is_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert who(store, monkeypatch, None) == "desk"


def test_the_pin_tells_who_it_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.transaction() as c:
        add_staff(c, name="Sam", role="reception", pin="135790", now=NOW)
        add_staff(c, name="Ida", role="IT", pin="864209", now=NOW)

    assert who(store, monkeypatch, "135790") == "Sam"
    with pytest.raises(RefusedError, match="with the role IT"):
        who(store, monkeypatch, "864209")
    assert last(store) == ("Ida", "export.refused", "IT")
    with pytest.raises(UsageError, match="no terminal"):
        who(store, monkeypatch, None)


def test_after_many_wrong_ones_the_right_one_waits_too(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.transaction() as c:
        add_staff(c, name="Sam", role="lead", pin="135790", now=NOW)

    for _ in range(4):
        with pytest.raises(RefusedError, match="wrong"):
            who(store, monkeypatch, "999999")
        assert last(store) == ("staff", "staff.pin-wrong", store.kiosk_id)
    with pytest.raises(PinLocked) as locked:
        who(store, monkeypatch, "135790")

    assert locked.value.advice == "Try again in 5 seconds."
    assert who(store, monkeypatch, "135790", NOW + timedelta(seconds=5)) == "Sam"
