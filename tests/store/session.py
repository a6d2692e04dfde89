"""Log-ins of a user with a real keyring: gnome-keyring on a private bus, in a home of its own.

Nothing of the machine's own session is used, and no display is offered, so no window can ask.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("keyring_child.py")
REPOSITORY = Path(__file__).parents[2]
TOOLS = ("dbus-run-session", "dbus-send", "dbus-monitor", "gnome-keyring-daemon")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
NOT_INSTALLED = f"not installed: {', '.join(MISSING)} (apt: dbus-x11 gnome-keyring)"

UNLOCKED = "printf kiosk | gnome-keyring-daemon --unlock --components=secrets --daemonize"
LOCKED = "gnome-keyring-daemon --start --components=secrets"  # as after an automatic log-in
LISTENED = f"""
dbus-monitor --session "type='method_call',interface='org.freedesktop.Secret.Service'" \\
    "type='method_call',interface='org.freedesktop.Secret.Prompt'" >"$HOME/calls" & ear=$!
trap 'kill $ear' EXIT
until [ -s "$HOME/calls" ]; do sleep 0.05; done
{LOCKED}
"""
NO_KEYRING = ":"
ANSWERS = """
until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true
do sleep 0.05; done
"""
FROZEN = f"""
printf kiosk | gnome-keyring-daemon --unlock --components=secrets --foreground & ring=$!
trap 'kill -KILL $ring' EXIT
{ANSWERS}
kill -STOP $ring
"""

# gnome-keyring 42 aborts now and then, when a client leaves while another asks ("assertion 'client'
# failed"). A desktop's session starts it again; the bus, which would start a locked one, must not.
LASTING = """
echo "$DBUS_SESSION_BUS_ADDRESS"
while :; do
    printf kiosk | gnome-keyring-daemon --unlock --components=secrets --foreground \
        >/dev/null 2>>"$HOME/keyring.log" & echo $! >"$HOME/keyring.pid"
    wait
    sleep 0.05
done
"""
STARTS_NOTHING = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def lasting_log_in(home: Path) -> Iterator[dict[str, str]]:
    """The environment in which children find an unlocked keyring, until the context ends.

    The keyring of the moment is the process named in `keyring.pid`, and what it complains of
    stands in `keyring.log`, both in `home`.
    """
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND")
    env = {name: value for name, value in os.environ.items() if name not in hidden} | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_RUNTIME_DIR": str(home),
    }
    config = home / "bus.conf"
    config.write_text(STARTS_NOTHING)
    with subprocess.Popen(
        ["dbus-run-session", f"--config-file={config}", "--", "sh", "-c", LASTING],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, text=True,
        start_new_session=True,
    ) as session:  # fmt: skip
        assert session.stdout is not None
        env["DBUS_SESSION_BUS_ADDRESS"] = session.stdout.readline().strip()
        try:
            subprocess.run(["sh", "-c", ANSWERS], env=env, check=True, timeout=30)
            yield env
        finally:
            os.killpg(session.pid, signal.SIGTERM)
            end_speech(home)


def end_speech(home: Path) -> None:
    """End the speech service that `doctor` woke there to ask for voices; it would stay for ever."""
    for folder, _, files in os.walk(home):  # passes over what others remove meanwhile
        if "speech-dispatcher.pid" in files:
            with suppress(OSError, ValueError):  # it ended; another may have its number
                pid = int(Path(folder, "speech-dispatcher.pid").read_text())
                if Path(f"/proc/{pid}/comm").read_text().startswith("speech-dispatch"):
                    os.kill(pid, signal.SIGKILL)


@dataclass
class Session:
    """Log-ins of one user, each with a bus of its own."""

    home: Path
    store: Path

    @classmethod
    def at(cls, place: Path) -> "Session":
        """A new user, whose home is there."""
        home = place / "home"
        for folder in ("share", "config", "cache", "run"):
            (home / folder).mkdir(parents=True, mode=0o700)
        return cls(home, place / "store")

    def run(self, act: str, *, keyring: str = UNLOCKED, **more: str) -> dict[str, Any]:
        """Log in, start the keyring, do the act in a child; its outcome."""
        child = [sys.executable, "-W", "error", str(CHILD), act, str(self.store)]
        return self.outcome(self.logged_in(keyring, child), **more)

    def kiosk(
        self, *words: str | Path, keyring: str = UNLOCKED, typed: str = "", **more: str
    ) -> "subprocess.CompletedProcess[str]":
        """Log in, start the keyring, type a command of the kiosk."""
        child = [sys.executable, "-m", "kiosk", *map(str, words)]
        return subprocess.run(
            self.logged_in(keyring, child), input=typed,
            env=self.environment() | more,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def logged_in(self, keyring: str, child: list[str]) -> list[str]:
        command = f'{{ {keyring}\n}} >/dev/null 2>&1 </dev/null; "$@"'
        return ["dbus-run-session", "--", "sh", "-c", command, "sh", *child]

    def without_bus(self, act: str) -> dict[str, Any]:
        """The same for a user whose session has no bus."""
        return self.outcome([sys.executable, "-W", "error", str(CHILD), act, str(self.store)])

    def outcome(self, command: list[str], **more: str) -> dict[str, Any]:
        done = subprocess.run(
            command, env=self.environment() | more, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY),
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "share"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
        }
