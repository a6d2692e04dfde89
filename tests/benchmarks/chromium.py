"""Chromium as a locked-down kiosk would start it, without a window, told what to do by pipes.

    with started(profile, address) as browser:
        browser.evaluate("document.title")

It speaks the DevTools protocol over file descriptors 3 (what it hears) and 4 (what it says): one
JSON document after the other, each ended by a NUL (`--remote-debugging-pipe`). No port is opened.
"""

import fcntl
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from select import select
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HOW_TO_GET_IT = "no Chromium (Debian: apt-get install chromium)"
FLAGS = (
    "--headless=new", "--remote-debugging-pipe", "--kiosk", "--incognito", "--disable-gpu",
    "--window-size=1080,1920", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--disable-breakpad", "--disable-pinch", "--mute-audio",
)  # fmt: skip
PATIENCE_S = 90.0
_HEARS, _SAYS = 3, 4
_OUT_OF_THE_WAY = 10
"""No pipe of ours may lie where Chromium looks for its own."""


class BrowserError(LookupError):
    """Chromium ended, stayed silent or refused; says which."""


class PageError(BrowserError):
    """The page threw something, or went away while it was asked."""


def program() -> str | None:
    """Where Chromium is; None where it is not installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """A running Chromium with one page.

    Attributes:
        pid: of its first process.
        began: when it was launched, by `time.perf_counter`.
    """

    def __init__(self, profile: Path, address: str) -> None:
        self._numbers, self._heard = count(1), b""
        self._session = ""
        hears, self._to = _pipe()
        self._from, says = _pipe()
        self.began = time.perf_counter()
        self.pid = _spawn(profile, address, hears, says)
        os.close(hears)
        os.close(says)

    def attach(self) -> None:
        """Take hold of its page, as soon as there is one."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            targets = self.call("Target.getTargets")["targetInfos"]
            if pages := [one["targetId"] for one in targets if one["type"] == "page"]:
                said = self.call("Target.attachToTarget", targetId=pages[0], flatten=True)
                self._session = said["sessionId"]
                return
            time.sleep(0.005)
        raise BrowserError("Chromium shows no page")

    def evaluate(self, expression: str) -> Any:
        """What an expression comes to in the page; a promise is waited for.

        Raises:
            PageError: it throws, or the page went away.
        """
        said = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in said:
            raise PageError(f"in the page: {said['exceptionDetails'].get('exception')}"[:300])
        return said["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Until an expression is true in the page.

        Raises:
            BrowserError: it does not become so.
        """
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            with suppress(PageError):  # it may be between two pages
                if self.evaluate(condition):
                    return
            time.sleep(0.005)
        raise BrowserError(f"in vain waited for {condition}")

    def click(self, x: float, y: float) -> None:
        """Press and let go at a place of the page."""
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )  # fmt: skip

    def call(self, method: str, **asked: Any) -> dict[str, Any]:
        """What Chromium answers to one call.

        Raises:
            BrowserError: an error, the end, or nothing at all.
        """
        number = next(self._numbers)
        session = {"sessionId": self._session} if self._session else {}
        document = {"id": number, "method": method, "params": asked} | session
        with suppress(BrokenPipeError):  # its end is told where its answer is missed
            os.write(self._to, json.dumps(document).encode() + b"\0")
        while (said := self._document()).get("id") != number:
            pass
        if "error" in said:
            raise PageError(f"{method}: {said['error'].get('message')}")
        result: dict[str, Any] = said["result"]
        return result

    def _document(self) -> dict[str, Any]:
        while b"\0" not in self._heard:
            if not select([self._from], [], [], PATIENCE_S)[0]:
                raise BrowserError(f"Chromium said nothing for {PATIENCE_S:.0f} s")
            if not (more := os.read(self._from, 1 << 20)):
                raise BrowserError("Chromium ended")
            self._heard += more
        document, _, self._heard = self._heard.partition(b"\0")
        said: dict[str, Any] = json.loads(document)
        return said

    def close(self) -> None:
        """End it, and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._to)
        os.close(self._from)


@contextmanager
def started(profile: Path, address: str) -> Iterator[Browser]:
    """Chromium on a page, with a profile as new.

    Raises:
        BrowserError: it is not installed, or does not start.
    """
    browser = Browser(profile, address)
    try:
        browser.attach()
        yield browser
    finally:
        browser.close()
        shutil.rmtree(profile, ignore_errors=True)


def _pipe() -> tuple[int, int]:
    reads, writes = os.pipe()
    moved = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, _OUT_OF_THE_WAY) for one in (reads, writes)]
    os.close(reads)
    os.close(writes)
    return moved[0], moved[1]


def _spawn(profile: Path, address: str, hears: int, says: int) -> int:
    path = program()
    if path is None:
        raise BrowserError(HOW_TO_GET_IT)
    flags = [*FLAGS, f"--user-data-dir={profile}"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # its sandbox refuses to run as root
    actions = [
        (os.POSIX_SPAWN_DUP2, hears, _HEARS),
        (os.POSIX_SPAWN_DUP2, says, _SAYS),
        *((os.POSIX_SPAWN_OPEN, one, os.devnull, os.O_WRONLY, 0) for one in (1, 2)),
    ]
    return os.posix_spawn(
        path, [path, *flags, address], os.environ, file_actions=actions, setpgroup=0
    )
