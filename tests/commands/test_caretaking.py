"""`audit`, `staff`, `hold`, `wipe`: what IT and reception do with a store, on a real keyring."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.arguments.it import ROLES
from kiosk.store import folder, staff
from tests.commands.pc import PC, set_up


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> PC:
    return set_up(secret_service, tmp_path)


def test_the_responses_that_are_here_are_listed_and_narrowed(pc: PC) -> None:
    pc.answer()

    listed = pc("responses")
    found = pc.json("responses", "--form", "http://f", "--state", "waiting", "--last", "1")

    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.startswith("1 waiting, 0 sent, 0 refused\n")
    assert "\n  r1\n" in listed.stdout
    assert [one["response"] for one in found["responses"]] == ["r1"]
    assert found["next"] is None
    assert pc.json("responses", "--until", "2020-01-01")["responses"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("--after", "r1"),
        ("--after", "2026-03-02T10:00:00/1"),
        ("--last", "0"),
        ("--state", "lost"),
        ("--since", "2026-02-02", "--until", "2026-01-01"),
    ],
)
def test_a_list_of_responses_that_makes_no_sense_is_wrong_usage(
    tmp_path: Path, wrong: tuple[str, ...]
) -> None:
    command = [sys.executable, "-m", "kiosk", "responses", *wrong]
    command += ["--config", str(tmp_path / "kiosk.toml")]
    (tmp_path / "kiosk.toml").write_text("")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def test_the_roles_of_the_help_are_those_of_the_store() -> None:
    assert ROLES == staff.ROLES


def test_the_log_is_shown_and_said_to_be_sound(pc: PC) -> None:
    shown = pc("audit")
    assert shown.returncode == 0
    assert "store.set-up" in shown.stdout
    assert "as they were written" in shown.stdout
    document = pc.json("audit", "--last", 1)
    assert len(document["events"]) == 1
    assert document["sound"]
    assert document["anchored"] is None
    assert pc.json("status")["audit"]["sound"]
    assert pc("audit", "--last", 0).returncode == 2


def test_a_break_is_shown_wherever_one_looks_until_it_is_accepted(pc: PC) -> None:
    pc.answer()
    pc.write(
        "DROP TRIGGER audit_event_no_update", "UPDATE audit_event SET actor = 'x' WHERE id = 1"
    )
    broken = pc("audit")
    assert broken.returncode == 1
    assert "Event 1 is not as it was written." in broken.stdout
    assert "Event 1 is not as it was written." in pc("status").stdout
    assert "Event 1 is not as it was written." in pc("doctor").stdout
    assert pc("audit", "--accept", "a test of the alarm").returncode == 0
    accepted = pc("audit").stdout
    assert "a test of the alarm" in accepted
    assert "all as they were written, but for what was accepted." in accepted


def test_a_member_of_staff_is_added_gets_another_pin_and_is_removed(pc: PC) -> None:
    added = pc("staff", "add", "Sam", "--role", "reception", "--pin-stdin", text="161803\n")
    assert added.returncode == 0, added.stderr
    assert {"name": "Sam", "role": "reception"} in pc.json("staff", "list")
    reset = pc.json("staff", "reset", "Sam")
    assert reset["pin"].isdigit()
    assert pc("staff", "add", "Kim", "--role", "chef").returncode == 1
    assert pc("staff", "remove", "Sam").returncode == 0
    assert pc("staff", "remove", "Clinic lead").returncode == 1  # the last one
    actions = [event["action"] for event in pc.json("audit")["events"]]
    assert actions[:3] == ["staff.removed", "staff.pin-reset", "staff.added"]


def test_a_hold_is_begun_listed_and_ended(pc: PC) -> None:
    assert "No hold lasts" in pc("hold", "list").stdout
    hold = pc.json("hold", "begin", "--reason", "letter of 3 March")
    assert pc.json("hold", "list") == [hold]
    assert pc.json("status")["holds"] == 1
    assert pc("hold", "begin", "--reason", "x", "--response", "none").returncode == 1
    assert pc("hold", "end", hold["id"]).returncode == 0
    assert pc("hold", "end", hold["id"]).returncode == 1
    assert pc.json("hold", "list") == []


class TestWipe:
    def test_what_was_typed_must_be_the_stores_id(self, pc: PC) -> None:
        refused = pc("wipe", text="yes\n")
        assert refused.returncode == 1
        assert pc("status").returncode == 0

    def test_key_and_files_go(self, pc: PC) -> None:
        name = folder.read_card(pc.store).store_id
        done = pc("wipe", text=f"{name[:8]}\n")
        assert done.returncode == 0, done.stderr
        assert not pc.store.exists()
        look = f"import keyring; assert keyring.get_password('clinic-kiosk', {name!r}) is None"
        subprocess.run([sys.executable, "-c", look], env=pc.env, check=True)
        assert pc("status").returncode == 3
        assert pc("setup", "--sheet", pc.place / "two.html").returncode == 0

    def test_what_is_nowhere_else_is_kept_unless_it_is_given_up(self, pc: PC) -> None:
        pc.answer()
        name = folder.read_card(pc.store).store_id
        refused = pc("wipe", text=f"{name[:8]}\n")
        assert refused.returncode == 1
        assert "responses not sent: 1" in refused.stderr
        assert pc("wipe", "--even-unsent", text=f"{name[:8]}\n").returncode == 0

    def test_a_hold_forbids_it(self, pc: PC) -> None:
        pc("hold", "begin", "--reason", "letter of 3 March")
        name = folder.read_card(pc.store).store_id
        refused = pc("wipe", "--even-unsent", text=f"{name[:8]}\n")
        assert refused.returncode == 1
        assert "hold" in refused.stderr
        assert pc("status").returncode == 0

    def test_a_store_that_nobody_can_look_into_is_given_up_knowingly(self, pc: PC) -> None:
        name = folder.read_card(pc.store).store_id
        delete = f"import keyring; keyring.delete_password('clinic-kiosk', {name!r})"
        subprocess.run([sys.executable, "-c", delete], env=pc.env, check=True)
        assert pc("wipe", text=f"{name[:8]}\n").returncode == 1
        assert pc.store.exists()
        assert pc("wipe", "--even-unsent", text=f"{name[:8]}\n").returncode == 0
        assert not pc.store.exists()
