"""The endpoint as a process: how it begins, what it says of itself, what survives its end."""

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2

Start = Callable[..., Any]


def resource(number: int) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": f"r-{number}",
        "questionnaire": "http://x.example/q|1",
        "status": "completed",
    }


def test_one_line_says_when_and_where_it_is_ready(start: Start, tmp_path: Path) -> None:
    running = start(tmp_path)

    running.process.terminate()
    rest = running.process.stdout.read()

    assert running.ready_line.startswith("central service ready at http://127.0.0.1:")
    assert running.ready_line.endswith("/fhir\n")
    assert rest == ""


def test_it_says_that_it_is_for_trials(endpoint: Any) -> None:
    statement = endpoint.http.get("/metadata").json()

    assert statement["resourceType"] == "CapabilityStatement"
    assert statement["fhirVersion"] == "4.0.1"
    assert "trials" in statement["implementation"]["description"]
    assert {r["type"] for r in statement["rest"][0]["resource"]} >= {"QuestionnaireResponse"}


def test_what_was_acknowledged_survives_a_kill(start: Start, tmp_path: Path) -> None:
    running = start(tmp_path)
    for number in range(20):
        assert running.put(resource(number)).status_code == 201
    running.stop(kill=True)

    again = start(tmp_path)

    for number in range(20):
        answer = again.http.get(f"/QuestionnaireResponse/r-{number}")
        assert (answer.status_code, answer.headers["etag"]) == (200, 'W/"1"')


def test_what_is_kept_is_readable_by_its_owner_only(endpoint: Any) -> None:
    assert endpoint.directory.stat().st_mode & 0o077 == 0
    assert (endpoint.directory / "central.db").stat().st_mode & 0o077 == 0


def test_nobody_but_this_pc_is_let_in_unasked(endpoint: Any) -> None:
    port = httpx2.URL(endpoint.http.base_url).port

    with socket.socket() as elsewhere:
        assert elsewhere.connect_ex(("127.0.0.2", port)) != 0


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk.central", *options],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


def test_a_port_in_use_is_a_usage_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run("--data", str(tmp_path), "--port", str(taken.getsockname()[1]))

    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--port" in ended.stderr


def test_a_number_that_is_no_port_is_a_usage_error(tmp_path: Path) -> None:
    ended = run("--data", str(tmp_path), "--port", "70000")

    assert (ended.returncode, ended.stdout) == (2, "")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "central.db").write_text("something else that somebody needs" * 100)

    ended = run("--data", str(tmp_path))

    assert ended.returncode == 4
    assert "something else" in (tmp_path / "central.db").read_text()


def test_a_place_that_is_no_folder_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    ended = run("--data", str(tmp_path / "file"))

    assert ended.returncode == 2
    assert "--data" in ended.stderr
