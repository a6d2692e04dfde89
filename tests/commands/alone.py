"""A new PC that sets itself up by its settings, and a trial endpoint that is closed."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.commands.pc import IN_THE_STORE, TELL_KEY

READY = "central service ready at "
RESPONSE = (
    b'{"resourceType":"QuestionnaireResponse","id":"%s","status":"completed",'
    b'"questionnaire":"http://f|1"}'
)


@dataclass
class Central:
    """The closed endpoint as a process."""

    base: str
    data: Path

    def token(self, *words: object) -> str:
        command = [sys.executable, "-m", "kiosk", "central", "invite", "--data", str(self.data)]
        made = subprocess.run(
            [*command, "--json", *map(str, words)], capture_output=True, text=True, check=True
        )
        token: str = json.loads(made.stdout)["token"]
        return token


@contextmanager
def central(data: Path, *options: str) -> Iterator[Central]:
    """Runs it on loopback; with `--closed` only kiosks that enrolled come in."""
    command = [sys.executable, "-m", "kiosk.central", "--data", str(data), *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield Central(process.stdout.readline().removeprefix(READY).strip(), data)
        finally:
            process.terminate()


def kept_there(data: Path, resource_type: str) -> list[dict[str, Any]]:
    """What an endpoint has of one kind, as it is now."""
    newest = (
        "SELECT content FROM version JOIN resource USING (type, id, version) "
        "WHERE type = ? ORDER BY id"
    )
    return [json.loads(content) for (content,) in in_its_book(data, newest, resource_type)]


def clients(data: Path) -> list[tuple[str, str, int]]:
    """Who is registered at an endpoint: id, key, and whether it was withdrawn."""
    return in_its_book(data, "SELECT id, thumbprint, withdrawn FROM client")


def in_its_book(data: Path, statement: str, *values: str) -> list[Any]:
    """Whoever runs an endpoint looks into its database, or changes it."""
    with closing(sqlite3.connect(data / "central.db", timeout=10)) as c, c:
        return c.execute(statement, values).fetchall()


@dataclass
class NewPC:
    """A PC on which nothing was done but that settings were put there."""

    env: dict[str, str]
    place: Path
    said: list[str] = field(default_factory=list)

    @property
    def settings(self) -> Path:
        return self.place / "kiosk.toml"

    @property
    def store(self) -> Path:
        return self.place / "store"

    @property
    def share(self) -> Path:
        return self.place.parent / "share"

    def policy(self, base: str, token: str, **more: str) -> None:
        """What a fleet's management puts there."""
        self.place.mkdir(exist_ok=True)
        self.share.mkdir(exist_ok=True)
        keys = {"token": token, "recovery_page": str(self.share)} | more
        table = "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items() if value)
        self.settings.write_text(
            f'# by policy\n[clinic]\nname = "Elm"\nkiosk = "{self.place.name}"\n'
            f'[store]\ndirectory = "{self.store}"\n[central]\nurl = "{base}"\ntimeout_s = 5\n'
            f"[enrolment]  # once\n{table}\n"
        )

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "kiosk", *map(str, words), "--config", str(self.settings)]

    def __call__(self, *words: object, text: str = "") -> "subprocess.CompletedProcess[str]":
        ended = subprocess.run(
            self.command(*words), env=self.env, input=text, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        self.said.append(ended.stdout + ended.stderr)
        return ended

    def json(self, *words: object, text: str = "") -> Any:
        return json.loads(self(*words, "--json", text=text).stdout)

    def answer(self, response: str) -> None:
        """A patient's answers come in."""
        payload = RESPONSE % response.encode()
        finished = IN_THE_STORE.replace('"r1"', repr(response)).replace('b"{}"', repr(payload))
        subprocess.run([sys.executable, "-c", finished, str(self.store)], env=self.env, check=True)

    def key(self) -> str:
        told = subprocess.run(
            [sys.executable, "-c", TELL_KEY, str(self.store)], env=self.env, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        return told.stdout.strip()

    def pages(self) -> list[Path]:
        return sorted(self.share.glob(f"*{self.place.name}*.html"))

    def code(self) -> str:
        """As somebody types it from the one recovery page."""
        (page,) = self.pages()
        groups = re.search(r'<ol class="groups">(.*?)</ol>', page.read_text())
        assert groups is not None
        return "-".join(re.findall(r"<li>(.*?)</li>", groups[1]))

    def leaks(self, secret: str) -> list[str]:
        """Where a secret can be read: in a file, or in what a command said."""
        files = [one for one in self.place.rglob("*") if one.is_file()]
        found = [one.name for one in files if secret.encode() in one.read_bytes()]
        return found + [said for said in self.said if secret in said]
