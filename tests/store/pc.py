"""A Linux PC with systemd's keys of its own, in a private mount namespace; the machine's stay out.

Its folder stands in for /var/lib/systemd. What systemd does for a service, `serve` does: the
credential, decrypted by root, in a folder that only the service's user can read.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mounting import why_no_mounts

REPOSITORY = Path(__file__).parents[2]
USER = "nobody"
TOOLS = {"systemd-creds": "systemd", "unshare": "util-linux", "setpriv": "util-linux"}
TPM_TOOLS = "apt: swtpm libtss2-esys-3.0.2-0 libtss2-tcti-swtpm0 libtss2-rc0"

_IN_A_NAMESPACE = """
mount --bind "$1" /var/lib/systemd; shift
# Where Python or the tests lie in a folder that only root may enter, others get a way to them.
closed=$1; shift
for place in "$@"; do shift; [ "$place" = -- ] && break
    case "$place/" in "$closed"/*)
        [ -n "$aside" ] || { aside=$(mktemp -d); mount --bind "$closed" "$aside"
            mount -t tmpfs -o mode=755 tmpfs "$closed"; }
        mkdir -p "$place"; mount --bind "$aside${place#"$closed"}" "$place";;
    esac
done
exec "$@"
"""


def missing() -> str:
    """What keeps such a PC from being played here; "" for nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "plays a Linux PC with a root of its own, which only root on Linux can"
    for tool, package in TOOLS.items():
        if shutil.which(tool) is None:
            return f"not installed: {tool} (apt: {package})"
    return why_no_mounts("-m")


class Pc:
    """Such a PC.

    Attributes:
        folder: everything on it that is no secret of root; others may pass through.
        path: a folder that comes first in PATH.
        settings: of its kiosk.
    """

    def __init__(self, folder: Path, *, with_key: str = "host", path: str = "") -> None:
        self.folder, self.path = folder, path
        (folder / "systemd").mkdir(parents=True)
        for one in (folder, folder.parent):
            one.chmod(0o755)
        self.settings = folder / "etc" / "kiosk.toml"
        self.first_settings = folder / "first.toml"
        self.first_settings.write_text(
            f'[store]\ndirectory = "{self.store}"\nkeyring = "systemd-creds"\n'
            f'credential = "{self.credential}"\nwith_key = "{with_key}"\n'
        )

    @property
    def store(self) -> Path:
        return self.folder / "var" / "store"

    @property
    def credential(self) -> Path:
        return self.folder / "etc" / "key.cred"

    def root(self, *command: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Root does it; without a keyring of any session."""
        places = {sys.base_prefix, sys.prefix, str(REPOSITORY)}
        return subprocess.run(
            ["unshare", "-m", "sh", "-c", _IN_A_NAMESPACE, "sh",
             self.folder / "systemd", _closed(places), *sorted(places), "--", *command],
            env={"PATH": f"{self.path}:{os.environ['PATH']}", "PYTHONPATH": str(REPOSITORY),
                 "HOME": str(self.folder), "LANG": "C.UTF-8"},
            input=typed, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def kiosk(
        self, verb: str, *options: str | Path, typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Root types a command of the kiosk."""
        command = (sys.executable, "-m", "kiosk", verb, "--config", self.settings, *options)
        return self.root(*command, typed=typed)

    def set_up(self) -> subprocess.CompletedProcess[str]:
        """Root sets the kiosk up; the sheet is `sheet`."""
        first, sheet = self.first_settings, self.folder / "sheet"
        return self.kiosk("setup", "--from", first, "--sheet", sheet, "--user", USER)

    def serve(self, verb: str, *options: str) -> subprocess.CompletedProcess[str]:
        """The kiosk's user does it as a service that is given the credential."""
        given = self.folder / "given"
        script = (
            'rm -rf "$1"; mkdir -m 700 "$1"\n'
            'systemd-creds --name=kiosk-key decrypt "$2" "$1/kiosk-key" || exit 91\n'
            'chown -R "$3" "$1"; export CREDENTIALS_DIRECTORY="$1"; user=$3; shift 3\n'
            'exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"\n'
        )
        return self.root(
            "sh", "-c", script, "sh", given, self.credential, USER,
            sys.executable, "-m", "kiosk", verb, "--config", self.settings, *options,
        )  # fmt: skip

    def code(self, sheet: str = "sheet") -> str:
        """The code on a sheet."""
        html = (self.folder / sheet).read_text()
        return " ".join(part.split("<")[0] for part in html.split("<li>")[1:8])


def _closed(places: set[str]) -> str:
    """The folder on the way to one of them that only root may enter; "/-" for none."""
    for place in sorted(places):
        for folder in reversed(Path(place).parents):
            if not folder.stat().st_mode & 0o001:
                return str(folder)
    return "/-"


@contextmanager
def open_folder() -> Iterator[Path]:
    """A new folder that every user may enter; those of pytest are closed."""
    with tempfile.TemporaryDirectory(prefix="kiosk-pc-", dir="/tmp") as name:
        yield Path(name)


def software_tpm(folder: Path) -> str:
    """A TPM in software; gives the folder to put first in PATH, whose systemd-creds uses it."""
    state, path = folder / "tpm", folder / "bin"
    for one in (state, path):
        one.mkdir(parents=True)
    tool = path / "systemd-creds"
    real = shutil.which("systemd-creds")
    tool.write_text(f'#!/bin/sh\nexec {sys.executable} {__file__} {state} {real} "$@"\n')
    tool.chmod(0o755)
    return str(path)


def call_with_tpm(state: Path, tool: str, options: list[str]) -> int:
    """Switch the TPM on for one call of systemd-creds, and off again.

    What systemd leaves in a TPM the kernel clears up on a real PC (/dev/tpmrm0); here nobody does.
    """
    pid = state / "pid"
    port = _tpm_switched_on(state, pid)
    try:
        tpm = f"--tpm2-device=swtpm:host=127.0.0.1,port={port}"
        return subprocess.run([tool, tpm, *options], check=False).returncode
    finally:
        # Told before: a TPM counts being cut off as a wrong password.
        with socket.create_connection(("127.0.0.1", port), timeout=5) as told:
            told.sendall(bytes.fromhex("8001 0000000c 00000145 0000"))  # TPM2_Shutdown(CLEAR)
            told.recv(10)
        os.kill(int(pid.read_text()), signal.SIGTERM)


def _tpm_switched_on(state: Path, pid: Path) -> int:
    """The port it answers on; ports that somebody else has are tried out."""
    for port in random.sample(range(20000, 30000, 2), 20):
        started = subprocess.run(
            ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={state}", "--daemon",
             "--pid", f"file={pid}", "--server", f"type=tcp,port={port}",
             "--ctrl", f"type=tcp,port={port + 1}", "--flags", "not-need-init,startup-clear"],
            capture_output=True, check=False,
        )  # fmt: skip
        if started.returncode == 0:
            return port
    raise OSError("no free port")


if __name__ == "__main__":
    sys.exit(call_with_tpm(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
