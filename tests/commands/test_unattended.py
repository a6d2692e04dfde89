"""A PC that nobody touches becomes a kiosk by its settings, and enrols itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.alone import Central, NewPC, central, clients, kept_there


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


def test_staff_by_file_are_there_and_the_file_and_every_pin_are_gone(
    pc: NewPC, closed: Central, tmp_path: Path
) -> None:
    file = tmp_path / "staff.toml"
    file.write_text(
        '[[staff]]\nname = "Sam"\nrole = "lead"\npin = "271828"\n'
        '[[staff]]\nname = "Desk"\nrole = "reception"\npin = "161803"\n'
    )
    pc.policy(closed.base, closed.token(), staff_file=str(file))
    assert pc("setup", "--unattended").returncode == 0
    assert {one["name"] for one in pc.json("staff", "list")} == {"Sam", "Desk"}
    assert not file.exists()
    (page,) = pc.pages()
    assert "First staff PIN" not in page.read_text()
    assert pc.leaks("271828") == []
    out = pc.place / "o.csv"
    export = ("export", "--format", "csv", "--out", out, "--pin-stdin")
    assert pc(*export, text="161803\n").returncode == 0


def test_a_page_that_can_not_be_written_comes_before_any_key(pc: NewPC, closed: Central) -> None:
    token = closed.token()
    for place in (pc.share / "not-mounted", pc.store / "pages", Path("pages"), "/x/{pc}"):
        pc.policy(closed.base, token, recovery_page=str(place))
        refused = pc("setup", "--unattended")
        assert refused.returncode in {1, 3}
        assert "recovery_page" in refused.stderr
        assert not pc.store.exists()
        assert token in pc.settings.read_text()
    run = pc("run", "--windowed")
    assert run.returncode == 3
    assert "recovery_page" in run.stderr


def test_a_token_in_a_file_is_erased_and_one_in_a_policy_is_used_once(
    pc: NewPC, closed: Central, tmp_path: Path
) -> None:
    file, token = tmp_path / "token.txt", closed.token()
    file.write_text(f"{token}\n")
    pc.policy(closed.base, "", token_file=str(file))
    assert pc("setup", "--unattended").returncode == 0
    assert not file.exists()
    pc.policy(closed.base, token)  # the policy comes again with each refresh
    again = pc("setup", "--unattended")
    assert again.returncode == 0
    assert len(clients(closed.data)) == 1
    another = closed.token()
    pc.policy(closed.base, another)  # it may be for the next PC
    assert pc("setup", "--unattended").returncode == 0
    assert another in pc.settings.read_text()
    assert len(clients(closed.data)) == 1


def test_a_refused_token_is_said_wherever_one_looks_and_a_new_one_mends_it(
    pc: NewPC, closed: Central
) -> None:
    pc.policy(closed.base, "wrong-token-77")
    refused = pc("setup", "--unattended")
    assert refused.returncode == 5
    assert "does not accept the token for enrolment" in refused.stdout
    assert "does not accept the token for enrolment" in pc("status").stdout
    told = pc.json("doctor")["checks"]
    (enrolled,) = [one for one in told if one["check"] == "enrolled"]
    assert "kiosk enrol --token-file" in enrolled["found"][0]
    pc.answer("r1")
    assert pc("sync").returncode == 5
    pc.policy(closed.base, closed.token())
    assert pc("setup", "--unattended").returncode == 0
    assert [one["id"] for one in kept_there(closed.data, "QuestionnaireResponse")] == ["r1"]
    assert pc.json("status")["access"]["trouble"] == []
    assert pc.leaks("wrong-token-77") == []
