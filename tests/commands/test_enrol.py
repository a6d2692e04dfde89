"""`kiosk enrol`: tried at once, kept in the store, and no secret anywhere else."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.commands.pc import IN_THE_STORE, PIN
from tests.sync.access.certificates import files_of, new_authority
from tests.sync.access.service import HeaderLock, Service, TokenLock, serving

TOKEN = "quiet-lantern-88231"
PASSWORD = "velvet-anchor-5150"


@dataclass
class PC:
    """A PC that was set up as a kiosk; all that its commands said is in `said`."""

    env: dict[str, str]
    place: Path
    said: list[str] = field(default_factory=list)

    def __call__(self, *words: object, text: str = "") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "kiosk", *map(str, words)]
        command += ["--config", str(self.place / "kiosk.toml")]
        ended = subprocess.run(
            command, env=self.env, input=text, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        self.said.append(ended.stdout + ended.stderr)
        return ended

    def json(self, *words: object, text: str = "") -> Any:
        return json.loads(self(*words, "--json", text=text).stdout)

    def names(self, service: Service | None) -> None:
        """The settings name that service."""
        central = "" if service is None else f'[central]\nurl = "{service.fhir}"\n'
        settings = f'[store]\ndirectory = "{self.place / "store"}"\n{central}'
        (self.place / "kiosk.toml").write_text(settings)

    def file(self, content: str) -> Path:
        made = self.place / "secret.txt"
        made.write_text(content)
        return made

    def answer(self) -> None:
        """A patient's answers come in."""
        response = (
            b'{"resourceType":"QuestionnaireResponse","id":"r1","status":"completed",'
            b'"questionnaire":"http://f|1"}'
        )
        finished = IN_THE_STORE.replace('b"{}"', repr(response))
        command = [sys.executable, "-c", finished, str(self.place / "store")]
        subprocess.run(command, env=self.env, check=True)

    def leaks(self, secret: str) -> list[str]:
        """Where a secret can be read: in a file, or in what a command said."""
        files = [one for one in self.place.rglob("*") if one.is_file()]
        found = [one.name for one in files if secret.encode() in one.read_bytes()]
        return found + [said for said in self.said if secret in said]


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> PC:
    place = tmp_path / "pc"
    place.mkdir()
    made = PC(secret_service, place)
    made.names(None)
    setup = made("setup", "--sheet", tmp_path / "s.html", "--pin-stdin", text=f"{PIN}\n")
    assert setup.returncode == 0, setup.stderr
    return made


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Service]]:
    """Runs a service behind a lock on this PC, without TLS as only there it may be."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with ExitStack() as running:
        yield lambda lock: running.enter_context(serving(tmp_path / "central", lock))


def test_a_token_is_read_tried_kept_and_its_file_erased(
    pc: PC, served: Callable[..., Service]
) -> None:
    pc.names(served(HeaderLock(f"Bearer {TOKEN}")))
    file = pc.file(f"{TOKEN}\n")
    assert pc("sync").returncode == 0  # metadata is open to all
    enrolled = pc("enrol", "--token-file", file)
    assert enrolled.returncode == 0, enrolled.stderr
    assert "works   searches forms" in enrolled.stdout
    assert f"Erased: {file}" in enrolled.stdout
    assert not file.exists()
    assert pc.json("status")["access"]["kind"] == "token"
    assert pc.json("enrol", "--show")["kind"] == "token"
    assert "access.enrolled" in pc("audit").stdout
    assert pc("enrol", "--show").returncode == 0
    assert pc.leaks(TOKEN) == []


def test_a_file_that_is_to_stay_stays(pc: PC, served: Callable[..., Service]) -> None:
    pc.names(served(HeaderLock(f"Bearer {TOKEN}")))
    file = pc.file(TOKEN)
    kept = pc("enrol", "--token-file", file, "--keep-file")
    assert kept.returncode == 0
    assert f"Delete it, it is secret: {file}" in kept.stdout
    assert file.read_text() == TOKEN


def test_a_password_comes_on_standard_input(pc: PC, served: Callable[..., Service]) -> None:
    pc.names(served(HeaderLock("Basic cHJhY3RpY2U6dmVsdmV0LWFuY2hvci01MTUw")))
    typed = ("enrol", "--basic", "practice", "--password-file", "-")
    assert pc.json(*typed, text=f"{PASSWORD}\n")["works"]
    assert pc.json("enrol", "--show")["user"] == "practice"
    assert pc.leaks(PASSWORD) == []


def test_an_access_that_works_is_not_put_aside_for_one_that_does_not(
    pc: PC, served: Callable[..., Service]
) -> None:
    pc.names(served(HeaderLock(f"Bearer {TOKEN}")))
    assert pc("enrol", "--token-file", pc.file(TOKEN)).returncode == 0
    wrong = pc.file("something-else")
    refused = pc("enrol", "--token-file", wrong)
    assert refused.returncode == 5
    assert "does not accept this kiosk's token" in refused.stdout
    assert "The access that this kiosk had stays" in refused.stdout
    assert wrong.exists()
    pc.answer()
    sent = pc.json("sync")
    assert sent["error"] is None
    assert sent["sent"] == 1


def test_a_key_is_made_registered_and_lets_the_kiosk_in(
    pc: PC, served: Callable[..., Service], tmp_path: Path
) -> None:
    service = served(TokenLock())
    pc.names(service)
    jwks, request = tmp_path / "jwks.json", tmp_path / "kiosk.csr"
    made = pc.json("enrol", "--make-key", "--jwks", jwks, "--request", request)
    assert made["new"]
    assert json.loads(jwks.read_text()) == {"keys": [made["jwk"]]}
    assert set(made["jwk"]) == {"kty", "crv", "x", "y", "kid", "alg", "use", "key_ops"}
    assert b"CERTIFICATE REQUEST" in request.read_bytes()
    early = pc("enrol", "--smart", "--client-id", "kiosk-7")
    assert early.returncode == 5
    assert "invalid_client" in early.stdout
    assert made["thumbprint"] in early.stdout
    service.lock.register("kiosk-7", made["jwk"])
    pc.answer()
    sent = pc.json("sync")  # what was kept before it was registered
    assert (sent["sent"], sent["error"]) == (1, None)
    assert pc("enrol", "--smart", "--client-id", "kiosk-7").returncode == 0
    shown = pc.json("enrol", "--show")
    assert (shown["clientId"], shown["thumbprint"]) == ("kiosk-7", made["thumbprint"])
    assert "d" not in shown["jwk"]


def test_what_was_kept_can_be_forgotten(pc: PC, served: Callable[..., Service]) -> None:
    service = served(HeaderLock(f"Bearer {TOKEN}"))
    pc.names(service)
    assert pc("enrol", "--token-file", pc.file(TOKEN)).returncode == 0
    assert pc.json("enrol", "--forget") == {"forgotten": True}
    assert pc.json("enrol", "--forget") == {"forgotten": False}
    pc.answer()
    before = len(service.asked)
    sent = pc("sync")
    assert sent.returncode == 5
    assert "was not enrolled" in sent.stdout
    assert len(service.asked) - before <= 3


def test_a_service_that_the_settings_do_not_name_is_written_there(
    pc: PC, served: Callable[..., Service]
) -> None:
    service = served(HeaderLock(f"Bearer {TOKEN}"))
    told = pc("enrol", "--server", f"{service.fhir}/", "--token-file", pc.file(TOKEN))
    assert told.returncode == 0, told.stderr
    settings = pc.place / "kiosk.toml"
    assert f"The settings name that service now: {settings}" in told.stdout
    assert settings.read_text().endswith(f'[central]\nurl = "{service.fhir}"\n')
    settings.write_text(settings.read_text().replace(service.fhir, "http://127.0.0.1:9/fhir"))
    assert "enrolled for another service" in pc("status").stdout
    assert "enrolled for another service" in pc("sync").stdout
    assert pc("enrol", "--token-file", "-", "--server", "http://x.example/fhir").returncode == 3


def test_a_certificate_that_soon_ends_is_told_wherever_one_looks(
    pc: PC, served: Callable[..., Service], tmp_path: Path
) -> None:
    pc.names(served(None))
    authority = new_authority(tmp_path)
    certificate, key = files_of(authority, tmp_path, "kiosk", ends=9)
    secret = key.read_text().splitlines()[1]
    enrolled = pc("enrol", "--mtls", "--certificate", certificate, "--key", key)
    assert enrolled.returncode == 0, enrolled.stderr
    assert certificate.exists()
    assert not key.exists()
    assert "The certificate that lets this kiosk in ends on" in pc("status").stdout
    told = pc("doctor")
    assert told.returncode == 1
    assert "The certificate that lets this kiosk in ends on" in told.stdout
    assert pc.leaks(secret) == []


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--smart",),
        ("--mtls",),
        ("--token-file", "no-such-file"),
        ("--token-file", "-", "--smart"),
        ("--token-file", "-", "--scope", "s"),
        ("--show", "--client-id", "x"),
        ("--basic", "a:b", "--password-file", "-"),
        ("--basic", "a"),
        ("--smart", "--client-id", "x", "--token-url", "http://t.example/token"),
        ("--smart", "--client-id", "x", "--scope", 'a "b"'),
    ],
)
def test_what_makes_no_sense_is_wrong_usage_and_keeps_nothing(
    pc: PC, served: Callable[..., Service], words: tuple[str, ...]
) -> None:
    pc.names(served(None))
    assert pc("enrol", *words, text="x\n").returncode == 2
    assert pc.json("enrol", "--show")["kind"] is None


@pytest.mark.parametrize("content", ["", "two words", "Bearer x", "a\nb", "caf\u00e9"])
def test_what_is_no_token_is_refused_and_its_file_stays(
    pc: PC, served: Callable[..., Service], content: str
) -> None:
    pc.names(served(None))
    file = pc.file(content)
    assert pc("enrol", "--token-file", file).returncode == 1
    assert file.exists()
