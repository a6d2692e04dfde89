import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from kiosk.errors import RefusedError
from kiosk.store import audit
from kiosk.store.database import Store, open_store
from kiosk.store.staff import (
    WAITS,
    PinLocked,
    StaffMember,
    add_staff,
    check_pin,
    list_staff,
    remove_staff,
    reset_pin,
)

PIN, WRONG = "271828", "314159"


@pytest.fixture
def staffed(store: Store, now: datetime) -> Store:
    with store.transaction() as c:
        add_staff(c, name="Ada", role="lead", pin=PIN, now=now)
    return store


def enter(store: Store, pin: str, now: datetime) -> StaffMember | None:
    with store.transaction() as c:
        return check_pin(c, pin, now=now)


def seconds_to_wait(store: Store, now: datetime) -> int:
    with pytest.raises(PinLocked) as locked:
        enter(store, PIN, now)
    return locked.value.seconds


def test_a_pin_finds_its_owner(staffed: Store, now: datetime) -> None:
    with staffed.transaction() as c:
        add_staff(c, name="Grace", role="reception", pin="161803", now=now)
    ada, grace = enter(staffed, PIN, now), enter(staffed, "161803", now)
    assert ada is not None
    assert grace is not None
    assert (ada.name, ada.role) == ("Ada", "lead")
    assert (grace.name, grace.role) == ("Grace", "reception")
    assert enter(staffed, WRONG, now) is None


def test_without_staff_no_pin_is_right(store: Store, now: datetime) -> None:
    assert enter(store, PIN, now) is None


def test_the_pin_itself_is_not_stored(staffed: Store) -> None:
    with staffed.reading() as c:
        kept = str(c.exec_driver_sql("SELECT pin_hash FROM staff").scalar())
    assert kept.startswith("peppered:$argon2id$")
    assert PIN not in kept


def test_each_wait_is_longer_than_the_one_before_and_the_last_one_stays(
    staffed: Store, now: datetime
) -> None:
    waits = []
    for _ in range(4):
        assert enter(staffed, WRONG, now) is None
    for _ in range(6):
        waits.append(seconds_to_wait(staffed, now))
        now += timedelta(seconds=waits[-1])
        assert enter(staffed, WRONG, now) is None
    assert waits == [5, 15, 60, 300, 900, 900]


def test_the_right_pin_is_not_looked_at_while_waiting_and_is_taken_after(
    staffed: Store, now: datetime
) -> None:
    for _ in range(4):
        enter(staffed, WRONG, now)
    assert seconds_to_wait(staffed, now + timedelta(seconds=3)) == 2
    assert enter(staffed, PIN, now + timedelta(seconds=5)) is not None
    assert enter(staffed, WRONG, now + timedelta(seconds=5)) is None  # free tries again


def test_the_wait_is_still_there_after_a_restart(staffed: Store, key: bytes, now: datetime) -> None:
    for _ in range(4):
        enter(staffed, WRONG, now)
    staffed.close()
    again = open_store(staffed.directory, key)
    assert seconds_to_wait(again, now) == 5
    again.close()


def test_a_try_is_on_the_disk_before_the_pin_is_looked_at(
    staffed: Store, key: bytes, now: datetime
) -> None:
    """As if the plug were pulled at the moment of comparing."""
    other = open_store(staffed.directory, key)
    with staffed.transaction() as c:
        c.exec_driver_sql("UPDATE staff SET pin_hash = 'broken'")
    for n in range(1, 4):
        with pytest.raises(InvalidHashError):
            enter(staffed, PIN, now)
        with other.reading() as c:
            assert c.exec_driver_sql("SELECT failed FROM pin_tries").scalar() == n
    other.close()


GUESSES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.store.database import open_store
from kiosk.store.staff import check_pin
store = open_store(Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline()))
with store.transaction() as c:
    print("tries", flush=True)
    check_pin(c, sys.argv[2], now=datetime.fromisoformat(sys.argv[3]))
sys.stdin.read()
"""


def test_who_kills_the_program_after_each_guess_waits_all_the_same(
    staffed: Store, key: bytes, now: datetime
) -> None:
    def failed() -> int:
        with staffed.reading() as c:
            return int(c.exec_driver_sql("SELECT sum(failed) FROM pin_tries").scalar() or 0)

    for n in range(1, 5):
        words = ["-c", GUESSES, str(staffed.directory), WRONG, now.isoformat()]
        with subprocess.Popen([sys.executable, *words], stdin=subprocess.PIPE) as child:
            assert child.stdin is not None
            child.stdin.write(key.hex().encode() + b"\n")
            child.stdin.flush()
            while failed() < n:
                assert child.poll() is None
                time.sleep(0.005)
            child.kill()  # while the PIN is compared, or just after
    assert seconds_to_wait(staffed, now) == 5


def test_setting_the_clock_back_does_not_shorten_the_wait_nor_lock_for_ever(
    staffed: Store, now: datetime
) -> None:
    for _ in range(4):
        enter(staffed, WRONG, now)
    yesterday = now - timedelta(days=1)
    assert seconds_to_wait(staffed, yesterday) == 5
    assert seconds_to_wait(staffed, yesterday + timedelta(seconds=4)) == 1
    assert enter(staffed, PIN, yesterday + timedelta(seconds=5)) is not None


def test_a_clock_that_was_years_ahead_locks_no_longer_than_any_other(
    staffed: Store, now: datetime
) -> None:
    for n in range(9):
        with suppress(PinLocked):
            enter(staffed, WRONG, now + timedelta(days=4000, hours=n))
    assert seconds_to_wait(staffed, now) == WAITS[-1].total_seconds()
    assert seconds_to_wait(staffed, now + WAITS[-1] - timedelta(seconds=1)) == 1
    assert enter(staffed, PIN, now + WAITS[-1]) is not None


@pytest.mark.parametrize(
    "pin", ["", "12345", "1" * 13, "12a456", "٣٤٥٦٧٨", "000000", "123456", "987654", "890123"]
)
def test_a_weak_pin_is_refused(store: Store, now: datetime, pin: str) -> None:
    with pytest.raises(RefusedError, match="PIN"), store.transaction() as c:
        add_staff(c, name="Ada", role="lead", pin=pin, now=now)


def test_a_name_or_pin_that_is_taken_or_an_unknown_role_is_refused(
    staffed: Store, now: datetime
) -> None:
    for name, role, pin in [
        ("Ada", "lead", "161803"),
        ("Grace", "lead", PIN),
        ("Grace", "boss", "161803"),
    ]:
        with pytest.raises(RefusedError), staffed.transaction() as c:
            add_staff(c, name=name, role=role, pin=pin, now=now)


@pytest.mark.parametrize("name", ["patient", " Kiosk ", "IT", "staff", "central", "slip"])
def test_nobody_is_named_as_what_the_log_names_beside_staff(
    store: Store, now: datetime, name: str
) -> None:
    with pytest.raises(RefusedError, match="no person"), store.transaction() as connection:
        add_staff(connection, name=name, role="IT", pin="482913", now=now)


def test_without_the_key_of_the_store_a_hash_is_no_way_to_the_pin(staffed: Store) -> None:
    with staffed.reading() as c:
        kept = str(c.exec_driver_sql("SELECT pin_hash FROM staff").scalar())
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(kept.removeprefix("peppered:"), PIN)


def test_a_hash_of_the_first_version_opens_and_is_made_better(
    staffed: Store, now: datetime
) -> None:
    with staffed.transaction() as c:
        c.exec_driver_sql("UPDATE staff SET pin_hash = ?", (PasswordHasher().hash(PIN),))
    assert enter(staffed, WRONG, now) is None
    assert enter(staffed, PIN, now) is not None
    with staffed.reading() as c:
        kept = str(c.exec_driver_sql("SELECT pin_hash FROM staff").scalar())
    assert kept.startswith("peppered:$argon2id$")
    assert enter(staffed, PIN, now) is not None


def test_who_lost_their_pin_gets_another_and_waits_no_more(staffed: Store, now: datetime) -> None:
    for _ in range(4):
        enter(staffed, WRONG, now)
    assert seconds_to_wait(staffed, now) > 0
    with staffed.transaction() as c:
        reset_pin(c, name="Ada", pin="161803", now=now)
        assert audit.events(c, 1)[0].action == "staff.pin-reset"
    assert enter(staffed, PIN, now) is None
    found = enter(staffed, "161803", now)
    assert found is not None
    assert found.name == "Ada"


def test_who_was_removed_opens_nothing(staffed: Store, now: datetime) -> None:
    with staffed.transaction() as c:
        add_staff(c, name="Grace", role="reception", pin="161803", now=now)
        remove_staff(c, name="Ada", now=now)
        assert [member.name for member in list_staff(c)] == ["Grace"]
    assert enter(staffed, PIN, now) is None


def test_the_last_one_stays_and_nobody_is_mistaken_for_another(
    staffed: Store, now: datetime
) -> None:
    with staffed.transaction() as c:
        with pytest.raises(RefusedError, match="last member"):
            remove_staff(c, name="Ada", now=now)
        with pytest.raises(RefusedError, match="Nobody"):
            reset_pin(c, name="Grace", pin="161803", now=now)
        with pytest.raises(RefusedError, match="first that anyone"):
            reset_pin(c, name="Ada", pin="111111", now=now)
        with pytest.raises(RefusedError, match="name"):
            add_staff(c, name=" ", role="IT", pin="161803", now=now)
    assert enter(staffed, PIN, now) is not None
