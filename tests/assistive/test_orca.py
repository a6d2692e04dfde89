"""What the screen reader Orca says to somebody who has keys alone; kept as text in `said/`.

Orca writes down what it gives to the speech server, and the server speaks it with espeak-ng into a
file. What later versions of Orca call by another word is made the same; kept is what 43.1 says.
"""

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
KEYS = {"Tab": 0xFF09, "Enter": 0xFF0D, "Space": 0x20, "Down": 0xFF54}
"""Their X names."""

SILENCE_S, PATIENCE_S = 1.5, 60.0
SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)'(?: ?\{.*?)?$", re.DOTALL | re.MULTILINE)
SAME = {"push button": "button"}
WRITES_DOWN = """
import logging
logging.getLogger("speech").addHandler(logging.FileHandler({!r}, encoding="utf-8"))
"""
"""Read by Orca when it starts: what it says goes into a file at once."""

QUIET_KEYS = {"profile": ["Default", "default"], "enableKeyEcho": False}

WALKS = {
    "en": (
        "Tab Enter",  # the language
        "Tab Tab Enter",  # past what is counted: “I answer myself”
        "Tab Down Down Space Tab Enter",  # how bad it is
        "Tab Tab Tab Tab Enter",  # where: passed by
        "Tab Down Space Tab Tab Tab Enter",  # where: answered
        "Tab Tab Tab",  # the check page
    ),
    "ar": ("Tab Tab Enter", "Tab Tab Enter", "Tab Down Space Tab Enter", "Tab Down Space"),
}

pytestmark = pytest.mark.long


class Orca:
    """Orca on a desk, listened to by what it writes down."""

    def __init__(self, log: Path, process: Any) -> None:
        self._log, self._process, self._heard = log, process, 0

    def listen(self) -> list[str]:
        """What it said since the last time: waits until it speaks, and until it is silent."""
        end, lasts = time.monotonic() + PATIENCE_S, self._said()
        quiet_since = time.monotonic()
        while len(lasts) <= self._heard or time.monotonic() - quiet_since < SILENCE_S:
            assert self._process.poll() is None, f"Orca ended after {lasts[-1:]}"
            assert time.monotonic() < end, f"Orca is silent after {lasts[-1:]}"
            time.sleep(0.1)
            if len(now := self._said()) != len(lasts):
                lasts, quiet_since = now, time.monotonic()
        fresh, self._heard = lasts[self._heard :], len(lasts)
        return fresh

    def _said(self) -> list[str]:
        written = self._log.read_text(encoding="utf-8", errors="replace")
        return [plainly(words) for words in SPOKEN.findall(written)]


def plainly(words: str) -> str:
    """What is spoken, as every version says it: no full stop after it, one line."""
    for theirs, ours in SAME.items():
        words = words.replace(theirs, ours)
    return " ".join(words.split()).removesuffix(".")


@pytest.fixture
def orca(speaking_desk: Any, open_kiosk: Any, tmp_path: Path) -> Iterator[tuple[Orca, Any]]:
    """Orca before the kiosk's first page, and the keyboard."""
    if not shutil.which("orca"):
        pytest.skip("not installed (apt): orca")
    desk = speaking_desk
    settings, log = desk.home / "data" / "orca", tmp_path / "orca.log"
    settings.mkdir(parents=True, exist_ok=True)
    kept = {"general": QUIET_KEYS, "profiles": {"default": QUIET_KEYS}}
    empty = {"pronunciations": {}, "keybindings": {}}
    (settings / "user-settings.conf").write_text(json.dumps(kept | empty))
    (settings / "orca-customizations.py").write_text(WRITES_DOWN.format(str(log)))
    log.touch()
    alone = {"PATH": f"{_finds_no_other(tmp_path)}:{desk.env['PATH']}"}
    with open_kiosk() as reader, desk.running(["orca"], alone) as process:
        yield Orca(log, process), reader


def _finds_no_other(folder: Path) -> Path:
    """Orca looks by name for others of the same user, on whatever desk, and ends them or itself."""
    looks = folder / "pgrep"
    looks.write_text("#!/bin/sh\nexit 1\n")
    looks.chmod(0o755)
    return folder


@pytest.mark.parametrize("language", WALKS)
@pytest.mark.timeout(300)
def test_orca_says_what_is_kept(
    orca: tuple[Orca, Any],
    speaking_desk: Any,
    is_kept: Callable[[Path, str], None],
    language: str,
) -> None:
    listener, keyboard = orca
    told = ["(the first page)", *indented(listener.listen())]
    for key in " ".join(WALKS[language]).split():
        keyboard.type(KEYS[key])
        told += [key, *indented(listener.listen())]
    assert speaking_desk.sound.stat().st_size > 0  # it was not only written down
    is_kept(HERE / "said" / f"{language}.txt", "\n".join(told))


def indented(said: list[str]) -> list[str]:
    return [f"    {words}" for words in said]
