"""A user's log-in that lasts: a session bus and a real, unlocked gnome-keyring in its own home.

gnome-keyring 42 aborts now and then, when a client leaves while another asks ("assertion 'client'
failed"). A desktop's session starts it again, and so does this one, with the user's password. The
bus activates none: the keyring that it would start is locked.
"""

import os
import subprocess
import threading
from pathlib import Path
from typing import Self

_PASSWORD = b"a password"
_HIDDEN = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND")
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
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
_HAS_OWNER = [
    "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
    "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets",
]  # fmt: skip


class KeyringService:
    """The environment `env` in which a child finds it; it ends with the context."""

    def __init__(self, home: Path) -> None:
        plain = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
        self.env = plain | {
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_RUNTIME_DIR": str(home),
        }
        self._home = home
        self._ending = threading.Event()

    def __enter__(self) -> Self:
        config = self._home / "bus.conf"
        config.write_text(_BUS)
        self._bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self.env, text=True,
        )  # fmt: skip
        assert self._bus.stdout is not None
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._bus.stdout.readline().strip()
        self.keyring = self._start()
        self._watch = threading.Thread(target=self._start_again, name="keyring service")
        self._watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ending.set()
        self.keyring.terminate()
        self._watch.join()
        self._bus.terminate()
        self._bus.wait()
        assert self._bus.stdout is not None
        self._bus.stdout.close()

    def _start(self) -> "subprocess.Popen[bytes]":
        """Starts it, and returns when it answers."""
        with (self._home / "keyring.log").open("ab") as log:
            keyring = subprocess.Popen(
                ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log, env=self.env,
            )  # fmt: skip
        assert keyring.stdin is not None
        keyring.stdin.write(_PASSWORD)
        keyring.stdin.close()
        while keyring.poll() is None:
            asked = subprocess.run(_HAS_OWNER, env=self.env, capture_output=True, check=False)
            if b"true" in asked.stdout:
                break
        return keyring

    def _start_again(self) -> None:
        while True:
            self.keyring.wait()
            if self._ending.is_set():
                return
            self.keyring = self._start()
