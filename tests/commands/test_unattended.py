"""A PC that nobody touches becomes a kiosk by its settings, and enrols itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.alone import Central, NewPC, central, kept_there


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Central]:
    with central(tmp_path / "central", "--closed") as running:
        yield running


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> NewPC:
    return NewPC(secret_service, tmp_path / "elm-1")


def test_from_policy_to_the_first_synced_response_with_no_keystroke(
    pc: NewPC, closed: Central
) -> None:
    token = closed.token()
    pc.policy(closed.base, token)
    made = pc("setup", "--unattended")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "The central service lets this kiosk in." in made.stdout

    pc.answer("r1")
    assert pc.json("sync")["sent"] == 1

    assert [one["id"] for one in kept_there(closed.data, "QuestionnaireResponse")] == ["r1"]
    (device,) = kept_there(closed.data, "Device")
    assert device["deviceName"][0]["name"] == "elm-1"
    assert pc.json("status")["access"]["kind"] == "smart"
    assert pc.leaks(token) == []
    assert "# by policy" in pc.settings.read_text()
    assert "token" not in pc.settings.read_text()
    key = pc.key()
    recovered = pc("recover", text=f"{pc.code()}\n")
    assert recovered.returncode == 0, recovered.stderr
    assert pc.key() == key
    again = pc("setup", "--unattended")
    assert (again.returncode, "nothing was left to do" in again.stdout) == (0, True)


def test_offline_it_works_with_its_own_forms_and_enrols_with_a_later_sync(
    pc: NewPC, closed: Central
) -> None:
    token = closed.token()
    pc.policy("http://127.0.0.1:9/fhir", token)
    made = pc("setup", "--unattended")
    assert made.returncode == 5
    assert "This PC set itself up as a kiosk." in made.stdout
    assert token not in pc.settings.read_text()
    status = pc("status")
    assert status.returncode == 0
    assert "Not enrolled yet" in status.stdout
    assert pc.leaks(token) == []


def test_the_page_has_the_first_pin_of_a_role_that_sees_no_answers(
    pc: NewPC, closed: Central
) -> None:
    pc.policy(closed.base, closed.token())
    assert pc("setup", "--unattended").returncode == 0
    assert pc.json("staff", "list") == [{"name": "Kiosk IT", "role": "IT"}]
    (page,) = pc.pages()
    pin = re.search(r"First staff PIN</dt><dd><code>(\d{6})</code>", page.read_text())
    assert pin is not None
    refused = pc("export", "--format", "csv", "--out", pc.place / "o.csv", "--pin-stdin",
                 text=f"{pin[1]}\n")  # fmt: skip
    assert refused.returncode == 1
    assert pc.leaks(pin[1]) == []
