"""A PC that was set up as a kiosk, with its store and a real keyring."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.store.database import Store, open_store

PIN = "271828"

IN_THE_STORE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.store.folder import read_card
from kiosk.store.database import open_store
from kiosk.store.key import load_key
from kiosk.store.submissions import submit
directory = Path(sys.argv[1])
store = open_store(directory, load_key(read_card(directory).store_id))
with store.transaction() as c:
    for statement in sys.argv[2:]:
        c.exec_driver_sql(statement)
    if not sys.argv[2:]:
        submit(c, draft_id=None, response_id="r1", questionnaire="http://f|1", payload=b"{}",
               now=datetime.now(UTC))
store.close()
"""

TELL_KEY = """
import sys
from pathlib import Path
from kiosk.store.folder import read_card
from kiosk.store.key import load_key
print(load_key(read_card(Path(sys.argv[1])).store_id).hex())
"""


@dataclass
class PC:
    """A PC that was set up as a kiosk."""

    env: dict[str, str]
    place: Path

    @property
    def store(self) -> Path:
        return self.place / "store"

    def __call__(self, *words: object, text: str = "") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "kiosk", *map(str, words)]
        command += ["--config", str(self.place / "kiosk.toml")]
        return subprocess.run(
            command, env=self.env, input=text, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip

    def json(self, *words: object, text: str = "") -> Any:
        return json.loads(self(*words, "--json", text=text).stdout)

    def export(self, *words: object) -> "subprocess.CompletedProcess[str]":
        """`kiosk export` by the first member of staff."""
        return self("export", *words, "--pin-stdin", text=f"{PIN}\n")

    def answer(self) -> None:
        """A patient's answers come in, under the id r1."""
        self.write()

    def write(self, *statements: str) -> None:
        """Somebody who has the key writes into the store; without a statement, the response r1."""
        command = [sys.executable, "-c", IN_THE_STORE, str(self.store), *statements]
        subprocess.run(command, env=self.env, check=True)

    def add_setting(self, text: str) -> None:
        """One more table at the end of its settings."""
        with (self.place / "kiosk.toml").open("a") as file:
            file.write(text)

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Its store, open in this process."""
        command = [sys.executable, "-c", TELL_KEY, str(self.store)]
        told = subprocess.run(command, env=self.env, check=True, capture_output=True, text=True)
        store = open_store(self.store, bytes.fromhex(told.stdout.strip()))
        try:
            yield store
        finally:
            store.close()


def set_up(env: dict[str, str], place: Path) -> PC:
    """A kiosk that `kiosk setup` made there."""
    (place / "kiosk.toml").write_text(f'[store]\ndirectory = "{place / "store"}"\n')
    made = PC(env, place)
    setup = made("setup", "--sheet", place / "s.html", "--pin-stdin", text=f"{PIN}\n")
    assert setup.returncode == 0, setup.stderr
    return made
