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
MIRRORS = {
    "bookworm": "http://deb.debian.org/debian",
    "noble": "http://archive.ubuntu.com/ubuntu",
}
BESIDES = "ca-certificates,systemd,systemd-sysv,dbus,procps"
TOOLS = ("debootstrap", "dpkg-deb", "uv", "systemd-nspawn", "nsenter")
SURROUNDINGS = {
    "HOME": "/srv", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive",
    "LC_ALL": "C.UTF-8",
}  # fmt: skip
STORE = "/var/lib/clinic-kiosk/store"
PIN = "271904"
SETTINGS = "/etc/clinic-kiosk/kiosk.toml"
SET_UP = (
    "kiosk setup --from /usr/share/clinic-kiosk/kiosk.toml --user clinic-kiosk --pin-stdin"
    " --sheet /srv/recovery.html"
)
HEADLESS = """[Service]
Environment=WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
StandardInput=null
WatchdogSec=6
"""
"""A container has no screen and no console: the compositor draws into memory."""


# Where the bootstrap script keeps uv, if it had to fetch it.
_CACHE = os.environ.get("CLINIC_KIOSK_HOME") or Path.home() / ".cache" / "clinic-kiosk"
PATH = f"{os.environ.get('PATH', os.defpath)}:{_CACHE}/bin"


def runs_without_network() -> bool:
    """Whether a command can be run here without any network."""
    if shutil.which("unshare") is None:
        return False
    return (
        subprocess.run(["unshare", "-n", "true"], check=False, capture_output=True).returncode == 0
    )


def missing() -> str:
    """Why no Debian can be made here; "" where it can."""
    if os.name != "posix" or os.getuid():
        return "only root makes a Debian in a folder"
    lacking = [tool for tool in TOOLS if shutil.which(tool, path=PATH) is None]
    return (
        f"not installed: {', '.join(lacking)} (apt: debootstrap systemd-container)"
        if lacking
        else ""
    )


def build(
    out: Path, *words: str | Path, around: tuple[str, ...] = (), checkout: Path = ROOT,
    epoch: str | None = None,
) -> Path:  # fmt: skip
    """A package of a checkout, quickly packed; `around` is a command that runs the building."""
    ended = subprocess.run(
        [*around, "sh", checkout / "packaging/debian/build.sh", "--quick", "--out", out, *words],
        capture_output=True, text=True, check=False,
        env=os.environ | {"PATH": PATH} | ({"SOURCE_DATE_EPOCH": epoch} if epoch else {}),
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return Path(ended.stdout.strip())


def copy_checkout(folder: Path) -> None:
    """What a package is built of, without the history."""
    folder.mkdir()
    for name in ("kiosk", "resources", "packaging"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "uv.lock", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)


def package_date() -> str:
    """The one that `build.sh` takes from the history."""
    ended = subprocess.run(
        ["git", "-C", ROOT, "log", "-1", "--format=%ct"], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return ended.stdout.strip() or "1767225600"


def as_service(command: str) -> str:
    """As the unit runs it: its user, with the key that systemd deciphers for it."""
    python = command.replace("python3", "/opt/clinic-kiosk/bin/python3")
    return (
        "mkdir -p /run/given && systemd-creds decrypt --name=kiosk-key /etc/clinic-kiosk/key.cred"
        " /run/given/kiosk-key && chmod -R a+rX /run/given && setpriv --reuid=clinic-kiosk"
        " --regid=clinic-kiosk --clear-groups env HOME=/var/lib/clinic-kiosk"
        f" CREDENTIALS_DIRECTORY=/run/given {python}"
    )


class Debian:
    """A Debian in a folder: nothing but what debootstrap's smallest variant brings, and systemd."""

    def __init__(self, folder: Path) -> None:
        self.root = folder

    def bootstrap(self, release: str = "bookworm") -> None:
        command: list[str | Path] = ["debootstrap", "--variant=minbase", f"--include={BESIDES}"]
        command += [release, self.root, MIRRORS[release]]
        if release == "noble":  # which the debootstrap of Debian 12 does not know by name
            command.insert(1, "--components=main,universe")
            command.append("/usr/share/debootstrap/scripts/gutsy")
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
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
        shutil.copy(package, self.root / "srv")
        options = "--no-install-recommends --allow-downgrades"
        install = f"apt-get -q -y install {options} /srv/{package.name}"
        return self.run(f"apt-get -q update && {install}")

    def have(self, package: Path) -> None:
        """Installed, and no other version of it, and set up."""
        self.install(package)
        if not (self.root / "etc/clinic-kiosk/key.cred").exists():
            self.run(SET_UP, stdin=f"{PIN}\n")

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
        found = self.run("pgrep", "-f", "--", "-m kiosk run$").split()
        return int(found[-1]) if found else 0

    def compositor(self) -> int:
        """That of cage; 0: there is none."""
        return int(self.run("pgrep", "-x", "cage").strip() or 0)

    def is_up(self, unit: str) -> bool:
        """Whether it is, and has said that it is ready."""
        return self.shown(unit, "ActiveState") == "active"

    def kill(self, process: int, how: str) -> None:
        assert process > 0, "there is no such process; 0 would be the group of this one"
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
