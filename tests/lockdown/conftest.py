"""`kiosk run` as a patient meets it: alone in the compositor that a kiosk's session runs.

This folder mirrors no part of `kiosk/`. The compositor is cage, nested in an X server without a
screen; what the X server is told by xdotool comes to the kiosk as from a mouse and a keyboard. No
key reaches the kernel of this machine. The kiosk is the real one: set up by `kiosk setup` in a
home of its own, with its key in a keyring. What it asks the compositor for is read along
(WAYLAND_DEBUG): a second window, a menu or a copy would be asked for there.

    apt-get install --no-install-recommends cage xwayland xvfb xdotool imagemagick dbus-x11 \
        gnome-keyring libwayland-cursor0 libwayland-egl1
    pytest --long tests/lockdown

cage refuses to run for root: then all of it is run for `nobody`, who may read this copy of the
program (a capability) and write in that home alone. What is not installed is skipped, by its name.
"""

import contextlib
import ctypes
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SIZE = (1024, 768)
"""What cage makes of its window on an X server."""

PIN = "604918273655"
PATIENCE_S = 30.0
REPOSITORY = Path(__file__).parents[2]
TOOLS = {
    "cage": "cage", "Xwayland": "xwayland", "Xvfb": "xvfb", "xdotool": "xdotool",
    "import": "imagemagick", "dbus-run-session": "dbus-x11",
    "gnome-keyring-daemon": "gnome-keyring",
}  # fmt: skip
LIBRARIES = {
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
READS = "dac_read_search"
SESSION = """
printf kiosk | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
echo "$DBUS_SESSION_BUS_ADDRESS" >"$HOME/bus"
echo "$PIN" | "$PYTHON" -P -m kiosk setup --config "$HOME/kiosk.toml" --sheet "$HOME/sheet.html" \
    --pin-stdin >/dev/null || exit 9
eval "$SPOILT"
exec cage -d -- env WAYLAND_DEBUG=client "$PYTHON" -P -m kiosk run --config "$HOME/kiosk.toml"
"""
ASKED = re.compile(
    r"(get_toplevel|get_popup|get_subsurface|set_selection|start_drag)\((?!nil)"
    r"|xdg_toplevel@\d+\.(set_fullscreen|unset_fullscreen|set_minimized|show_window_menu|move|resize|destroy|close)\("
)
"""Of what a client and its compositor say to each other, what could be a way out.

A selection of nothing is no copy: it empties the clipboard after a patient.
"""


class Screen(NamedTuple):
    """A picture of the X server's screen."""

    content: bytes

    def corners(self) -> set[str]:
        """The colours of its four corners, as "#rrggbb"."""
        width, height = SIZE
        points = [(x, y) for x in (0, width - 1) for y in (0, height - 1)]
        at = [y * width + x for x, y in points]
        return {f"#{self.content[3 * n : 3 * n + 3].hex()}" for n in at}


@dataclass
class Cage:
    """A kiosk in cage.

    Attributes:
        home: of the user it runs for.
        env: by which a program finds its X server and its session.
        prefix: before a command that runs for that user.
        asked: how often the kiosk asked the compositor for what could be a way out.
        said: what the kiosk wrote on standard error besides.
    """

    home: Path
    env: dict[str, str]
    prefix: tuple[str, ...]
    asked: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)

    def kiosk(self, *words: str) -> Any:
        """The document of a command of the kiosk, typed in the same session."""
        bus = {"DBUS_SESSION_BUS_ADDRESS": (self.home / "bus").read_text().strip()}
        command = [sys.executable, "-P", "-m", "kiosk", *words, "--config", "kiosk.toml", "--json"]
        ended = subprocess.run(
            [*self.prefix, *command], env=self.env | bus, cwd=self.home, capture_output=True,
            text=True, timeout=PATIENCE_S, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return json.loads(ended.stdout)

    def do(self, script: str) -> None:
        """Lines of xdotool, one after the other."""
        subprocess.run(
            ["xdotool", "-"], env=self.env, input=script, text=True, timeout=PATIENCE_S,
            check=True, capture_output=True,
        )  # fmt: skip

    def screen(self) -> Screen:
        """What is on the screen now."""
        shot = ["import", "-silent", "-window", "root", "-depth", "8", "rgb:-"]
        told = subprocess.run(
            shot, env=self.env, timeout=PATIENCE_S, check=True, capture_output=True
        )
        return Screen(told.stdout)

    def wake(self) -> None:
        """Let cage draw again: nested, it stops now and then until its window changes size."""
        words = ["xdotool", "getmouselocation", "--shell"]
        told = subprocess.run(words, env=self.env, capture_output=True, text=True, check=True)
        window = next(line[7:] for line in told.stdout.split() if line.startswith("WINDOW="))
        width, height = SIZE
        sizes = [f"windowsize {window} {width} {each} sleep 0.3" for each in (height - 1, height)]
        self.do(" ".join(sizes) + "\n")

    def still(self) -> Screen:
        """What is on the screen as soon as it does not change any more."""
        self.wake()
        end, before = time.monotonic() + PATIENCE_S, Screen(b"")
        while (now := self.screen()) != before:
            assert time.monotonic() < end, "the screen does not come to rest"
            before = now
            time.sleep(0.4)
        return now

    def processes(self) -> dict[int, str]:
        """Every process of this session by its number, also one that left its parents."""
        mark, found = f"HOME={self.home}".encode(), {}
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if folder.name.isdigit() and mark in (folder / "environ").read_bytes().split(b"\0"):
                    words = (folder / "cmdline").read_bytes().split(b"\0")
                    found[int(folder.name)] = b" ".join(words).decode(errors="replace").strip()
        return found

    def kiosk_pid(self) -> int:
        """The number of `kiosk run`; 0 where there is not exactly one."""
        begins = f"{sys.executable} -P -m kiosk run "
        pids = [pid for pid, told in self.processes().items() if told.startswith(begins)]
        return pids[0] if len(pids) == 1 else 0


@pytest.fixture(scope="module")
def open_cage() -> Callable[..., contextlib.AbstractContextManager[Cage]]:
    """Opens a kiosk in cage; it ends with the block, and nothing of it is left.

    Takes settings besides the store's place, and what is done to it after it was set up (`spoilt`).
    """
    _need_all()
    return _opened


@contextlib.contextmanager
def _opened(settings: str, *, spoilt: str = "") -> Iterator[Cage]:
    # Its sockets need a short path.
    with tempfile.TemporaryDirectory(prefix="cage-") as made, contextlib.ExitStack() as running:
        home, prefix = Path(made), _as_who()
        for folder in (".local/share", ".config", ".cache"):
            (home / folder).mkdir(parents=True)
        (home / "kiosk.toml").write_text(f'[store]\ndirectory = "{home}/store"\n{settings}')
        if prefix:
            nobody = pwd.getpwnam("nobody")
            for one in (home, *home.rglob("*")):
                os.chown(one, nobody.pw_uid, nobody.pw_gid)
        cage = Cage(home, _surroundings(home), prefix)
        cage.env["SPOILT"] = spoilt
        cage.env["DISPLAY"] = running.enter_context(_x_server())
        session = running.enter_context(_session(cage))
        _wait_for(lambda: cage.kiosk_pid() and cage.asked["get_toplevel"], session, cage)
        yield cage


def _as_who() -> tuple[str, ...]:
    """Before each command: nothing, or for root what makes it that of nobody, who may read."""
    if os.getuid():
        return ()
    nobody = pwd.getpwnam("nobody")
    return (
        "setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups",
        f"--inh-caps=+{READS}", f"--ambient-caps=+{READS}", f"--bounding-set=-all,+{READS}",
    )  # fmt: skip


def _surroundings(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home), "PYTHONPATH": str(REPOSITORY), "PYTHON": sys.executable,
        "PIN": PIN, "WLR_BACKENDS": "x11", "WLR_RENDERER": "pixman",
        "QT_QPA_PLATFORM": "wayland", "QT_QUICK_BACKEND": "software",
        "SPEECHD_ADDRESS": "unix_socket:/nowhere", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip


@contextlib.contextmanager
def _x_server() -> Iterator[str]:
    number, told = os.pipe()
    width, height = SIZE
    words = ["-displayfd", str(told), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(["Xvfb", *words], pass_fds=(told,), **quiet) as server:
        os.close(told)
        with os.fdopen(number) as pipe:
            display = f":{pipe.readline().strip()}"
        try:
            yield display
        finally:
            server.terminate()


@contextlib.contextmanager
def _session(cage: Cage) -> Iterator["subprocess.Popen[str]"]:
    command = [*cage.prefix, "dbus-run-session", "--", "sh", "-c", SESSION]
    with subprocess.Popen(
        command, env=cage.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        errors="replace", cwd=cage.home,
    ) as session:  # fmt: skip
        reader = threading.Thread(target=_read_along, args=(session.stderr, cage))
        reader.start()
        try:
            yield session
        finally:
            while left := cage.processes():
                for pid in left:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                time.sleep(0.1)
            reader.join(PATIENCE_S)


def _read_along(told: Any, cage: Cage) -> None:
    for line in told:
        if not line.startswith("["):
            cage.said.append(line.rstrip())
        elif found := ASKED.search(line):
            cage.asked[found.group(1) or found.group(2)] += 1


def _wait_for(sign: Callable[[], Any], session: Any, cage: Cage) -> None:
    end = time.monotonic() + PATIENCE_S
    while not sign():
        assert session.poll() is None, cage.said
        assert time.monotonic() < end, cage.said
        time.sleep(0.2)


def _need_all() -> None:
    missing = {package for tool, package in TOOLS.items() if shutil.which(tool) is None}
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.add(package)
    if missing:
        pytest.skip(f"not installed (apt): {' '.join(sorted(missing))}")
    if os.getuid() == 0:
        tried = subprocess.run([*_as_who(), "true"], capture_output=True, text=True, check=False)
        if tried.returncode:
            pytest.skip(f"cage refuses root, and nobody else can be here: {tried.stderr.strip()}")
