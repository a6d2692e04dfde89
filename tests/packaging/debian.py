"""A bare Debian in a folder, and the same booted: where the package is installed for the tests."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
MIRROR = "http://deb.debian.org/debian"
TOOLS = ("debootstrap", "dpkg-deb", "uv", "systemd-nspawn", "nsenter")
SURROUNDINGS = {
    "HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive",
    "LC_ALL": "C.UTF-8",
}  # fmt: skip
STORE = "/var/lib/clinic-kiosk/store"


def missing() -> str:
    """Why no Debian can be made here; "" where it can."""
    if os.name != "posix" or os.getuid():
        return "only root makes a Debian in a folder"
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    return (
        f"not installed: {', '.join(lacking)} (apt: debootstrap systemd-container)"
        if lacking
        else ""
    )


def build(out: Path, *words: str | Path, around: tuple[str, ...] = ()) -> Path:
    """A package of this checkout, quickly packed; `around` is a command that runs the building."""
    ended = subprocess.run(
        [*around, "sh", ROOT / "packaging/debian/build.sh", "--quick", "--out", out, *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return Path(ended.stdout.strip())


class Debian:
    """A Debian in a folder: nothing but what debootstrap's smallest variant brings, and systemd."""

    def __init__(self, folder: Path) -> None:
        self.root = folder

    def bootstrap(self) -> None:
        include = "--include=ca-certificates,systemd,systemd-sysv,dbus,procps"
        subprocess.run(
            ["debootstrap", "--variant=minbase", include, "bookworm", self.root, MIRROR],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        for file in ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"):
            shutil.copy(Path("/") / file, self.root / file)
        for file in Path("/etc/apt/apt.conf.d").glob("99*"):  # how this machine reaches a mirror
            shutil.copy(file, self.root / "etc/apt/apt.conf.d")

    @contextmanager
    def mounted(self) -> Iterator[None]:
        for name in ("proc", "dev"):
            subprocess.run(["mount", "--bind", f"/{name}", self.root / name], check=True)
        try:
            yield
        finally:
            for name in ("dev", "proc"):
                subprocess.run(["umount", "--lazy", self.root / name], check=False)

    def run(self, command: str, *, stdin: str = "", check: bool = True) -> str:
        """What a command of the shell says there, on both streams."""
        with self.mounted():
            ended = subprocess.run(
                ["chroot", self.root, "sh", "-c", command], input=stdin, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=SURROUNDINGS, check=False,
            )  # fmt: skip
        assert ended.returncode == 0 or not check, ended.stdout
        return ended.stdout

    def install(self, package: Path) -> str:
        shutil.copy(package, self.root / "root")
        install = f"apt-get -q -y install --no-install-recommends /root/{package.name}"
        return self.run(f"apt-get -q update && {install}")

    def write(self, file: str, text: str) -> None:
        path = self.root / file.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    @contextmanager
    def booted(self) -> Iterator["Booted"]:
        """The same with its own systemd as the first process."""
        with subprocess.Popen(
            ["systemd-nspawn", "-q", "-D", self.root, "--register=no", "--keep-unit", "-b"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
        ) as container:  # fmt: skip
            first = 0
            try:
                first = until(lambda: _child(container.pid))
                yield Booted(first)
            finally:
                if first:
                    os.kill(first, signal.SIGKILL)


class Booted:
    """A running container, by its first process."""

    def __init__(self, first: int) -> None:
        self._first = first

    def run(self, *command: str) -> str:
        ended = subprocess.run(
            ["nsenter", "-t", str(self._first), "-a", *command],
            capture_output=True, text=True, env=SURROUNDINGS, check=False,
        )  # fmt: skip
        return ended.stdout

    def shown(self, unit: str, name: str) -> str:
        return self.run("systemctl", "show", "-P", name, unit).strip()

    def kiosk(self) -> int:
        """The process of the patient's window, by its number in there; 0: there is none."""
        found = self.run("pgrep", "-f", "kiosk run$").split()
        return int(found[-1]) if found else 0

    def kill(self, process: int, how: str) -> None:
        self.run("kill", f"-{how}", str(process))


def _child(process: int) -> int:
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return int(found[0]) if found else 0


def until(look: Callable[[], int], *, patience_s: float = 90) -> int:
    """What it finds as soon as it finds something."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {patience_s} s")
