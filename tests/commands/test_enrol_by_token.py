"""One token, one step: key registered, Device told, forms fetched; another key, move, end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.alone import Central, NewPC, central, clients, in_its_book, kept_there


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Central]:
    with central(tmp_path / "central", "--closed") as running:
        yield running


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path, closed: Central) -> NewPC:
    made = NewPC(secret_service, tmp_path / "oak-1")
    made.policy(closed.base, "")
    assert made("setup", "--unattended").returncode == 0
    return made


def test_a_typed_token_enrols_in_one_step_and_whoever_types_it_is_warned(
    pc: NewPC, closed: Central
) -> None:
    token = closed.token()
    enrolled = pc("enrol", "--token", token)
    assert enrolled.returncode == 0, enrolled.stdout + enrolled.stderr
    assert "could read that token" in enrolled.stderr
    assert "has this kiosk in its list" in enrolled.stdout
    assert len(clients(closed.data)) == 1
    assert len(kept_there(closed.data, "Device")) == 1
    assert pc.json("enrol", "--show")["kind"] == "smart"
    assert pc.leaks(token) == []


def test_a_token_from_standard_input_warns_nobody(pc: NewPC, closed: Central) -> None:
    enrolled = pc("enrol", "--token", "-", text=f"{closed.token()}\n")
    assert (enrolled.returncode, enrolled.stderr) == (0, "")


@pytest.mark.parametrize("kind", ["wrong", "used", "over"])
def test_a_token_that_is_no_good_is_said_and_the_kiosk_goes_on_alone(
    pc: NewPC, closed: Central, kind: str, tmp_path: Path, secret_service: dict[str, str]
) -> None:
    token = "wrong-token-1" if kind == "wrong" else closed.token()
    if kind == "used":
        other = NewPC(secret_service, tmp_path / "oak-2")
        other.policy(closed.base, token)
        assert other("setup", "--unattended").returncode == 0
    if kind == "over":
        in_its_book(closed.data, "UPDATE invitation SET ends = '2020-01-01T00:00:00+00:00'")
    refused = pc("enrol", "--token", "-", text=f"{token}\n")
    assert refused.returncode == 5
    assert "does not accept the token for enrolment" in refused.stderr
    assert "Ask the people who run the service for a new token" in refused.stderr
    pc.answer("r1")
    assert pc.json("status")["waiting"] == 1
    assert pc("enrol", "--token", "-", text=closed.token()).returncode == 0
    assert pc.json("status")["waiting"] == 0  # it went with the first sync


def test_another_key_takes_the_place_of_the_first(pc: NewPC, closed: Central) -> None:
    assert pc("enrol", "--token", "-", text=closed.token()).returncode == 0
    first = pc.json("enrol", "--show")
    again = pc.json("enrol", "--again")
    assert again["works"]
    assert (again["clientId"], again["thumbprint"] == first["thumbprint"]) == (
        first["clientId"],
        False,
    )
    assert len(clients(closed.data)) == 1
    pc.answer("r1")
    assert pc.json("sync")["sent"] == 1


def test_a_second_token_gives_another_key_and_the_first_client_is_withdrawn(
    pc: NewPC, closed: Central
) -> None:
    assert pc("enrol", "--token", "-", text=closed.token()).returncode == 0
    assert pc("enrol", "--token", "-", text=closed.token()).returncode == 0
    assert sorted(one[2] for one in clients(closed.data)) == [0, 1]
    assert len({one[1] for one in clients(closed.data)}) == 2
    assert len(kept_there(closed.data, "Device")) == 1


def test_it_moves_only_when_told_and_what_waits_goes_to_the_first_service(
    pc: NewPC, closed: Central, tmp_path: Path
) -> None:
    assert pc("enrol", "--token", "-", text=closed.token()).returncode == 0
    pc.answer("r1")
    with central(tmp_path / "second", "--closed") as second:
        to_second = ("enrol", "--server", second.base, "--token", "-")
        stays = pc(*to_second, text=second.token())
        assert (stays.returncode, "--move" in stays.stderr) == (1, True)
        moved = pc(*to_second, "--move", text=second.token())
        assert moved.returncode == 0, moved.stdout + moved.stderr
        pc.answer("r2")
        assert pc.json("sync")["sent"] == 1
    assert f'url = "{second.base}"' in pc.settings.read_text()
    assert [one["id"] for one in kept_there(closed.data, "QuestionnaireResponse")] == ["r1"]
    assert [one["id"] for one in kept_there(second.data, "QuestionnaireResponse")] == ["r2"]
    assert [one["status"] for one in kept_there(closed.data, "Device")] == ["inactive"]
    assert [one["status"] for one in kept_there(second.data, "Device")] == ["active"]
    assert [one[2] for one in clients(closed.data)] == [1]


def test_what_can_not_be_sent_to_the_first_service_keeps_it_from_moving(
    pc: NewPC, closed: Central, tmp_path: Path
) -> None:
    assert pc("enrol", "--token", "-", text=closed.token()).returncode == 0
    pc.answer("r1")
    in_its_book(closed.data, "UPDATE client SET withdrawn = 1")
    with central(tmp_path / "second", "--closed") as second:
        move = ("enrol", "--server", second.base, "--token", "-", "--move")
        stays = pc(*move, text=second.token())
        assert stays.returncode == 1
        assert "responses not sent: 1" in stays.stderr
        assert closed.base in pc.settings.read_text()
        along = pc(*move, "--take-along", text=second.token())
        assert along.returncode == 0, along.stdout + along.stderr
    assert [one["id"] for one in kept_there(second.data, "QuestionnaireResponse")] == ["r1"]


def test_a_kiosk_is_retired_when_all_is_sent_and_then_takes_nobody(
    pc: NewPC, closed: Central
) -> None:
    assert pc("enrol", "--token", "-", text=closed.token()).returncode == 0
    pc.answer("r1")
    retired = pc("retire")
    assert retired.returncode == 0, retired.stderr
    assert [one["id"] for one in kept_there(closed.data, "QuestionnaireResponse")] == ["r1"]
    assert [one["status"] for one in kept_there(closed.data, "Device")] == ["inactive"]
    assert [one[2] for one in clients(closed.data)] == [1]
    assert pc("retire").returncode == 0
    assert "Out of service" in pc("status").stdout
    run = pc("run", "--windowed")
    assert (run.returncode, "out of service" in run.stderr) == (3, True)
    store_id = json.loads((pc.store / "store.json").read_text())["store_id"]
    wiped = pc("wipe", text=f"{store_id[:8]}\n")
    assert wiped.returncode == 0, wiped.stderr
    assert not pc.store.exists()


def test_a_kiosk_whose_answers_are_nowhere_else_is_not_retired(pc: NewPC, closed: Central) -> None:
    assert pc("enrol", "--token", "-", text=closed.token()).returncode == 0
    pc.answer("r1")
    in_its_book(closed.data, "UPDATE client SET withdrawn = 1")
    refused = pc("retire")
    assert refused.returncode == 1
    assert "responses not sent: 1" in refused.stderr
    assert pc.json("status")["access"]["retired"] is None
    assert pc("retire", "--even-unsent").returncode == 0


def test_the_pc_that_a_new_one_replaces_goes_off_the_fleet(
    pc: NewPC, closed: Central, tmp_path: Path, secret_service: dict[str, str]
) -> None:
    assert pc("enrol", "--token", "-", text=closed.token()).returncode == 0
    old = pc.json("status")["kiosk"]
    new = NewPC(secret_service, tmp_path / "new" / "oak-1")
    new.place.parent.mkdir()
    new.policy(closed.base, "")
    assert new("setup", "--unattended").returncode == 0
    enrolled = new("enrol", "--token", "-", "--replaces", old, text=closed.token())
    assert enrolled.returncode == 0, enrolled.stdout + enrolled.stderr
    fleet = new.json("status", "--fleet")["kiosks"]
    assert [one["thisOne"] for one in fleet] == [True]
    assert len(kept_there(closed.data, "Device")) == 2
