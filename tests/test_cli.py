"""The command line as a contract: exit codes, one JSON document, words a person can use."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import __version__

Ended = subprocess.CompletedProcess[str]


def kiosk(*arguments: object, env: dict[str, str] | None = None, text: str = "") -> Ended:
    command = [sys.executable, "-m", "kiosk", *map(str, arguments)]
    return subprocess.run(
        command,
        env=env or os.environ,
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """An environment in which no kiosk was ever set up."""
    home = str(tmp_path)
    return {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}


def test_help_names_every_command() -> None:
    shown = kiosk("--help")

    assert shown.returncode == 0
    for command in [
        "run",
        "demo",
        "setup",
        "recover",
        "sync",
        "status",
        "doctor",
        "audit",
        "staff",
        "hold",
        "wipe",
        "export",
        "figures",
        "form",
        "feedback",
        "central",
    ]:
        assert f"\n    {command} " in shown.stdout


def test_the_version_is_the_packages() -> None:
    assert kiosk("--version").stdout == f"kiosk {__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("dance",), ("export", "--format", "csv"), ("form",)])
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert kiosk(*arguments).returncode == 2


@pytest.mark.parametrize("command", ["status", "sync"])
def test_before_setup_every_command_says_what_to_do_and_ends_with_3(
    command: str, nowhere: dict[str, str]
) -> None:
    ended = kiosk(command, env=nowhere)

    assert ended.returncode == 3
    assert "kiosk setup" in ended.stderr


def test_an_error_is_one_json_document_too(nowhere: dict[str, str]) -> None:
    ended = kiosk("status", "--json", env=nowhere)

    assert json.loads(ended.stdout)["error"] == "NotSetUp"


def test_a_wrong_key_in_the_settings_is_named_with_its_nearest_neighbour(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[clinic]\nnmae = "A"\n')

    ended = kiosk("status", "--config", file)

    assert ended.returncode == 3
    assert "nmae" in ended.stderr
    assert "name" in ended.stderr


def test_a_settings_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert kiosk("status", "--config", tmp_path / "none.toml").returncode == 2


def test_a_form_that_is_not_there_is_wrong_usage_and_a_broken_one_a_problem(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")

    assert kiosk("form", "fill", tmp_path / "none.json").returncode == 2
    assert kiosk("form", "fill", broken).returncode == 1


class TestWithARealKeyring:
    """Set-up, status, sync and export on one PC, as IT and the desk use them."""

    @pytest.fixture
    def pc(self, secret_service: dict[str, str], tmp_path: Path) -> dict[str, str]:
        return secret_service | {"XDG_CONFIG_HOME": str(tmp_path / "config")}

    def settings(self, tmp_path: Path, **central: object) -> Path:
        file = tmp_path / "kiosk.toml"
        lines = [f'[store]\ndirectory = "{tmp_path / "store"}"', "[central]"]
        file.write_text(
            "\n".join([*lines, *(f"{k} = {json.dumps(v)}" for k, v in central.items())])
        )
        return file

    def test_setup_makes_store_sheet_and_pin_and_then_refuses_to_do_it_again(
        self, pc: dict[str, str], tmp_path: Path
    ) -> None:
        file, sheet = self.settings(tmp_path), tmp_path / "sheet.html"

        first = kiosk("setup", "--config", file, "--sheet", sheet, "--json", env=pc)
        again = kiosk("setup", "--config", file, "--sheet", tmp_path / "two.html", env=pc)

        assert first.returncode == 0, first.stderr
        assert json.loads(first.stdout)["pin"].isdigit()
        assert sheet.stat().st_mode & 0o077 == 0
        assert again.returncode == 1
        assert not (tmp_path / "two.html").exists()

    def test_a_fresh_kiosk_has_nothing_to_send_and_says_so(
        self, pc: dict[str, str], tmp_path: Path
    ) -> None:
        file = self.settings(tmp_path, url="http://127.0.0.1:9/fhir")
        kiosk(
            "setup",
            "--config",
            file,
            "--sheet",
            tmp_path / "s.html",
            "--pin-stdin",
            env=pc,
            text="135790\n",
        )

        status = kiosk("status", "--config", file, "--json", env=pc)
        words = ("export", "--config", file, "--format", "csv", "--out", tmp_path / "e.csv")
        exported = kiosk(*words, "--pin-stdin", env=pc, text="135790\n")

        assert json.loads(status.stdout)["waiting"] == 0
        assert exported.returncode == 0
        assert "No responses" in exported.stdout

    def test_the_recovery_sheet_opens_the_store_when_the_key_is_gone(
        self, pc: dict[str, str], tmp_path: Path
    ) -> None:
        file, sheet = self.settings(tmp_path), tmp_path / "s.html"
        kiosk("setup", "--config", file, "--sheet", sheet, env=pc)
        store_id = json.loads((tmp_path / "store" / "store.json").read_text())["store_id"]
        delete = f"import keyring; keyring.delete_password('clinic-kiosk', {store_id!r})"
        subprocess.run([sys.executable, "-c", delete], env=pc, check=True)
        code = "-".join(re.findall(r"<li>([0-9A-Z]{5})</li>", sheet.read_text()))

        lost = kiosk("status", "--config", file, env=pc)
        wrong = kiosk("recover", "--config", file, env=pc, text="AAAA-AAAA\n")
        recovered = kiosk("recover", "--config", file, env=pc, text=code + "\n")

        assert lost.returncode == 4
        assert wrong.returncode == 1
        assert recovered.returncode == 0, recovered.stderr
        assert kiosk("status", "--config", file, env=pc).returncode == 0

    def test_sync_says_whether_the_central_service_is_there(
        self, pc: dict[str, str], tmp_path: Path
    ) -> None:
        command = [sys.executable, "-m", "kiosk", "central", "serve", "--port", "0"]
        command += ["--data", str(tmp_path / "central")]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as central:
            assert central.stdout is not None
            url = central.stdout.readline().split()[-1]
            file = self.settings(tmp_path, url=url)
            kiosk("setup", "--config", file, "--sheet", tmp_path / "s.html", env=pc)
            there = kiosk("sync", "--config", file, "--json", env=pc)
            central.terminate()
        gone = kiosk("sync", "--config", file, "--json", env=pc)

        assert there.returncode == 0, there.stderr
        told = json.loads(there.stdout)
        assert (told["sent"], told["waiting"], told["error"]) == (0, 0, None)
        assert gone.returncode == 5
        assert json.loads(gone.stdout)["error"]

    def test_a_first_setup_that_fails_leaves_nothing_behind(
        self, pc: dict[str, str], tmp_path: Path
    ) -> None:
        file = tmp_path / "new" / "kiosk.toml"
        source = self.settings(tmp_path)
        no_bus = pc | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}

        failed = kiosk(
            "setup", "--config", file, "--from", source, "--sheet", tmp_path / "s.html", env=no_bus
        )

        assert failed.returncode == 4
        assert not file.exists()
        assert not (tmp_path / "s.html").exists()
        assert not (tmp_path / "store" / "store.json").exists()

    def test_setup_from_other_settings_than_those_that_are_there_is_refused(
        self, pc: dict[str, str], tmp_path: Path
    ) -> None:
        file = self.settings(tmp_path)
        other = tmp_path / "other.toml"
        other.write_text('[clinic]\nname = "Other"\n')

        refused = kiosk("setup", "--config", file, "--from", other, env=pc)

        assert refused.returncode == 1
        assert "differs" in refused.stderr

    def test_a_form_that_may_not_be_offered_yet_is_said_in_the_status(
        self, pc: dict[str, str], tmp_path: Path
    ) -> None:
        file = self.settings(tmp_path)
        with file.open("a") as more:
            more.write('\n[patient]\nforms = ["gad-7", "phq-9"]\nlanguages = ["en", "ar"]\n')
        kiosk("setup", "--config", file, "--sheet", tmp_path / "s.html", env=pc)

        told = json.loads(kiosk("status", "--config", file, "--json", env=pc).stdout)["notOffered"]

        assert len(told) == 2
        assert "PHQ-9" in told[0]
        assert "ar" in told[1]
