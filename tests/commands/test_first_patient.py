"""From policy to the first response at the centre, by the running kiosk itself: no keystroke."""

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.commands.alone import NewPC, central, clients, kept_there
from tests.router.running import running_router, why_not

CHILD = Path(__file__).with_name("first_patient.py")
PANEL = '[panel]\npx_per_mm = 5.9\n[patient]\nforms = ["gad-7"]\n'


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> NewPC:
    screen = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    return NewPC(secret_service | screen, tmp_path / "elm-1")


def ran(pc: NewPC) -> "subprocess.CompletedProcess[str]":
    pc.settings.write_text(pc.settings.read_text() + PANEL)
    command = [sys.executable, str(CHILD), str(pc.settings), str(pc.place)]
    ended = subprocess.run(
        command, env=pc.env, capture_output=True, text=True, timeout=150, check=False
    )
    pc.said.append(ended.stdout + ended.stderr)
    return ended


def test_the_first_patient_of_a_pc_that_came_by_policy(pc: NewPC, tmp_path: Path) -> None:
    with central(tmp_path / "central", "--closed") as closed:
        token = closed.token()
        pc.policy(closed.base, token)
        ended = ran(pc)
        assert ended.returncode == 0, ended.stderr
    (response,) = kept_there(closed.data, "QuestionnaireResponse")
    assert response["status"] == "completed"
    (device,) = kept_there(closed.data, "Device")
    assert response["author"]["identifier"]["value"] == device["identifier"][0]["value"]
    assert len(clients(closed.data)) == 1
    assert pc.leaks(token) == []
    assert pc("recover", text=f"{pc.code()}\n").returncode == 0


def test_a_first_start_without_a_line_is_made_good_by_the_running_kiosk(
    pc: NewPC, tmp_path: Path
) -> None:
    with central(tmp_path / "central", "--closed") as before:
        token = before.token()
    pc.policy(before.base, token)
    assert pc("setup", "--unattended").returncode == 5
    port = before.base.split(":")[2].split("/")[0]
    with central(tmp_path / "central", "--closed", "--port", port) as closed:
        ended = ran(pc)
        assert ended.returncode == 0, ended.stderr
    assert len(kept_there(closed.data, "QuestionnaireResponse")) == 1
    assert len(kept_there(closed.data, "Device")) == 1
    assert len(clients(closed.data)) == 1


def test_the_same_at_a_fhir_engine_of_others_that_takes_no_new_kiosks(pc: NewPC) -> None:
    if reason := why_not():
        pytest.skip(reason)
    with running_router() as (base,):
        pc.policy(base, "quiet-lantern-88231")
        ended = ran(pc)
        assert ended.returncode == 0, ended.stderr
        found = {
            kind: httpx2.get(f"{base}/{kind}", trust_env=False).json().get("entry", [])
            for kind in ("QuestionnaireResponse", "Device")
        }
    assert [len(entries) for entries in found.values()] == [1, 1]
    assert pc.json("enrol", "--show")["kind"] == "token"
    assert pc.leaks("quiet-lantern-88231") == []
