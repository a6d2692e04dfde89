"""A canary written into every field of `kiosk run` is in no file, no log and no crash.

The canary is made while a test runs, and given to the program backwards.
"""

import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import httpx2
import pytest
import sqlcipher3.dbapi2

from kiosk.store import retention
from kiosk.store.database import create_store, open_store
from kiosk.store.key import new_key
from tests.endurance.canary_pages import decrypted
from tests.endurance.canary_search import ROOT, forms_in, forms_of, hits, private

YRANAC = "pajkv nerwqz"
CHILD = Path(__file__).with_name("canary_run.py")
EVERY_KIND = Path(__file__).with_name("every-kind.json")
TOLD = (
    "unexpected kind=KeyError", "Qt said something", "a warning kind=UserWarning",
    "sqlalchemy.engine: [message withheld]", "uncaught on the way kind=ValueError",
)  # fmt: skip
"""What the log says of what fails, instead of the words."""

SHORT = {
    "resourceType": "Questionnaire",
    "url": "http://clinic.example/fhir/Questionnaire/canary",
    "version": "1",
    "title": "Short",
    "status": "active",
    "language": "en",
    "item": [
        {"linkId": "a", "type": "string", "text": "What do you like to be called?"},
        {
            "linkId": "b",
            "type": "open-choice",
            "text": "Who helps you?",
            "answerOption": [{"valueString": "Nobody"}, {"valueString": "A friend"}],
        },
        {"linkId": "c", "type": "text", "text": "What would you most like to talk about?"},
    ],
}


@dataclass
class Pc:
    """A PC that a kiosk was set up on, with a folder for everything that a program may leave.

    Attributes:
        left: all that lies there was left by the program, or by the keyring.
        key: of the store.
        env: in which it runs.
        central: where what the centre got lies; the canary is meant to be there.
    """

    left: Path
    key: bytes
    env: dict[str, str]
    central: Path

    @property
    def store(self) -> Path:
        return self.left / "store"

    def settings(self, form: Path, url: str) -> Path:
        file = self.left / "kiosk.toml"
        file.write_text(
            f'[store]\ndirectory = "{self.store}"\n[central]\nurl = "{url}"\nevery_s = 1\n'
            f'[patient]\nforms = ["{form}"]\nread_aloud = false\n[panel]\npx_per_mm = 3.6\n'
        )
        return file


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> Pc:
    left, key = tmp_path / "left", new_key()
    env = private(left)
    env["DBUS_SESSION_BUS_ADDRESS"] = secret_service["DBUS_SESSION_BUS_ADDRESS"]
    create_store(left / "store", key, name="canary").close()
    save = (
        "import sys; from kiosk.store.key import save_key as s; s('canary', bytes.fromhex(input()))"
    )
    subprocess.run(
        [sys.executable, "-c", save], env=env, input=f"{key.hex()}\n", text=True, check=True
    )
    (left / "crash").mkdir()
    return Pc(left, key, env, tmp_path / "central")


@pytest.fixture
def short(tmp_path: Path) -> Path:
    file = tmp_path / "short.json"
    file.write_text(json.dumps(SHORT))
    return file


@pytest.fixture
def url(pc: Pc) -> Iterator[str]:
    """The real trial endpoint."""
    command = [sys.executable, "-m", "kiosk.central", "--data", str(pc.central)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as central:  # fmt: skip
        assert central.stdout
        yield central.stdout.readline().split()[-1]
        central.kill()


class Run:
    """One `kiosk run` with its hand; what it says goes to files that are searched, too."""

    def __init__(self, pc: Pc, settings: Path, way: str, *wrapped: str) -> None:
        self._said = (pc.left / "stdout").open("ab")
        self._errors = (pc.left / "stderr").open("ab")
        self.process = subprocess.Popen(
            [*wrapped, sys.executable, str(CHILD), str(settings), way],
            env=pc.env, cwd=pc.left / "crash", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._errors, text=True, preexec_fn=_want_cores,  # noqa: PLW1509 - no thread runs yet
        )  # fmt: skip
        self.tell(YRANAC)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self._said, self._errors):
            assert stream
            stream.close()

    def tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def end(self) -> None:
        """As `systemctl stop` does it."""
        os.kill(self.hear()["pid"], signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        self._said.write(line.encode())
        self._said.flush()
        heard: dict[str, Any] = json.loads(line)
        assert heard["event"] != "failed", heard["why"]
        return heard


def wait_for(holds: Callable[[], bool]) -> None:
    while not holds():
        time.sleep(0.05)


def _want_cores() -> None:
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def arrived(url: str) -> int:
    found = httpx2.get(f"{url}/QuestionnaireResponse?_count=0", trust_env=False).json()
    return int(found["total"])


def unencrypted(store: Path, key: bytes, into: Path) -> list[str]:
    """The forms of the canary in the same rows without encryption, and in their log."""
    copied = Path(shutil.copytree(store, into / "copied"))
    with closing(sqlcipher3.dbapi2.connect(copied / "kiosk.db", isolation_level=None)) as opened:
        opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        opened.execute("ATTACH ? AS plain KEY ''", (str(into / "plain.db"),))
        opened.execute("SELECT sqlcipher_export('plain')")
    with closing(sqlite3.connect(into / "plain.db", isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("UPDATE draft_answer SET path = path || 0")
        found = hits(YRANAC[::-1], into)
    shutil.rmtree(copied)
    return sorted({one.removeprefix(f"{into}/") for one in found})


def test_every_form_that_is_looked_for_would_be_found(tmp_path: Path) -> None:
    words = YRANAC[::-1]
    for name, sign in forms_of(words).items():
        (tmp_path / "left").write_bytes(b"\x00\x01" + sign + b"\xff")
        assert name in forms_in(words, (tmp_path / "left").read_bytes())
        assert hits(words, tmp_path)
    (tmp_path / "left").unlink()
    assert hits(words, tmp_path) == []
    (tmp_path / f"a {words}").mkdir()
    (tmp_path / f"a {words}" / f"draft of {words}").touch()
    assert hits(words, tmp_path)


def deleted_for_age(pc: Pc, now: datetime) -> int:
    """As the kiosk's own upkeep does it, a month later."""
    with closing(open_store(pc.store, pc.key)) as store:
        with store.transaction() as c:
            count = retention.delete_acknowledged(c, kept=timedelta(), now=now)
        assert store.forget_deleted()
    return count


def read_with_the_key(pc: Pc) -> list[str]:
    """The files in which somebody with the key finds the canary, in rows or where rows were."""
    clear = decrypted(pc.store, pc.key)
    return [name for name, pages in clear.items() if forms_in(YRANAC[::-1], pages)]


def test_what_was_sent_is_nowhere_before_and_after_and_at_last_not_even_with_the_key(
    pc: Pc, url: str, short: Path, tmp_path: Path
) -> None:
    words = YRANAC[::-1]
    found: dict[str, list[str]] = {}
    with Run(pc, pc.settings(short, url), "send") as run:
        assert run.hear()["fields"] == 3
        found["filled"] = hits(words, pc.left)
        control = unencrypted(pc.store, pc.key, tmp_path / "unencrypted")
        run.tell("go on")
        assert run.hear() == {"event": "boards", "held": [False, False, False]}
        wait_for(lambda: arrived(url) == 1)
        found["sent"] = hits(words, pc.left)
        assert (pc.left / "stderr").read_bytes() == b""
        run.tell("go on")
        run.hear()
        run.end()
    found["failed and closed"] = hits(words, pc.left)
    kept = read_with_the_key(pc)
    assert deleted_for_age(pc, datetime.now(UTC) + timedelta(days=31)) == 1
    found["deleted"] = hits(words, pc.left)
    print(f"canary: {found}; the same rows without encryption: {control}")
    assert found == {"filled": [], "sent": [], "failed and closed": [], "deleted": []}
    assert {"plain.db: utf-8", "plain.db-wal: utf-8"} <= set(control)
    assert hits(words, pc.central)  # it did arrive
    assert kept != []  # the key opens what is kept
    assert read_with_the_key(pc) == []
    assert list((pc.left / "xdg_runtime_dir").glob("clinic-kiosk-*")) == []
    told = (pc.left / "stderr").read_text("utf-8")
    assert [part for part in TOLD if part not in told] == [], told


@pytest.mark.long
def test_bugs_with_it_on_the_screen_do_not_tell_it(pc: Pc) -> None:
    with Run(pc, pc.settings(EVERY_KIND, "http://127.0.0.1:9/fhir"), "bugs") as run:
        assert run.hear()["fields"] > 3
        run.tell("go on")
        assert run.hear()["held"] == [False, False, False]
        run.end()
    told = (pc.left / "stderr").read_text("utf-8")
    assert hits(YRANAC[::-1], pc.left) == []
    assert [part for part in TOLD if part not in told] == [], told


@pytest.mark.long
@pytest.mark.parametrize("way", ["abort", "fault"])
def test_a_crash_with_it_on_the_screen_leaves_no_dump(pc: Pc, short: Path, way: str) -> None:
    with Run(pc, pc.settings(short, "http://127.0.0.1:9/fhir"), way) as run:
        run.hear()
        run.tell("go on")
        assert run.process.wait(timeout=60) in {-signal.SIGABRT, -signal.SIGSEGV}
    assert list((pc.left / "crash").iterdir()) == []
    assert hits(YRANAC[::-1], pc.left) == []


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="not installed: xvfb-run (apt: xvfb)")
def test_on_a_desktop_nobody_can_paste_it_afterwards(pc: Pc, url: str, short: Path) -> None:
    """Offscreen there is one clipboard alone; here is what was merely selected, too."""
    pc.env["QT_QPA_PLATFORM"] = "xcb"
    with Run(pc, pc.settings(short, url), "send", "xvfb-run", "-a") as run:
        assert run.hear()["boards"] == ["Clipboard", "Selection"]
        run.tell("go on")
        assert run.hear() == {"event": "boards", "held": [False, False, False]}
        run.tell("go on")
        run.hear()
        run.end()
    assert hits(YRANAC[::-1], pc.left) == []


WRITES = "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg"


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("strace"), reason="not installed: strace (apt: strace)")
def test_nothing_is_handed_to_the_system_in_clear_but_for_the_centre(
    pc: Pc, url: str, tmp_path: Path
) -> None:
    """Also what is written and removed again, goes to another process, or lies elsewhere."""
    trace = tmp_path / "trace"
    strace = ("strace", "-f", "-qq", "-yy", "-xx", "-s", "1000000", "-e", f"trace={WRITES}")
    with Run(pc, pc.settings(EVERY_KIND, url), "send", *strace, "-o", str(trace)) as run:
        run.hear()
        run.tell("go on")
        run.hear()
        wait_for(lambda: arrived(url) == 1)
        run.tell("go on")
        run.hear()
        run.end()
    written = [
        (call, forms_in(YRANAC[::-1], clear(call)))
        for call in trace.read_text("ascii").splitlines()
    ]
    centre = f"->127.0.0.1:{url.rpartition(':')[2].partition('/')[0]}]"
    assert len(written) > 1000
    assert [call for call, forms in written if forms and centre not in call] == []
    assert [call for call, forms in written if forms and centre in call] != []


def clear(call: str) -> bytes:
    """What was handed over, out of a line of strace's."""
    return b"".join(
        bytes.fromhex(text.replace("\\x", "")) for text in re.findall(r'"((?:\\x..)+)"', call)
    )
