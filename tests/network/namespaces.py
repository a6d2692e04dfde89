"""Networks of their own for processes on this PC: a bridge, and lines with a rate behind it."""

import contextlib
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Self

TAKES = "it takes root, ip and tc (apt: iproute2), and a kernel with veth, bridge and tbf"
_NAME = "kiosknet"


@cache
def why_no_networks() -> str:
    """Why no networks with lines of a given rate can be made here; "" where they can."""
    missing = [tool for tool in ("ip", "tc") if shutil.which(tool) is None]
    if missing:
        return f"not installed: {', '.join(missing)} (apt: iproute2)"
    try:
        with Networks(1, kbit_s=1000):
            return ""
    except NoNetworks as cause:
        return f"no network of its own can be made here ({cause}): {TAKES}"


class NoNetworks(Exception):
    """The system would not make one; says what it said."""


class Networks:
    """So many networks, each with one line to this PC. They are gone when the block ends.

    Attributes:
        host: the address of this PC as they see it; from a range that is kept for such trials
            (RFC 2544), and different for each process that makes networks.
        names: of the networks, for `command`.
    """

    def __init__(self, count: int, *, kbit_s: int) -> None:
        own = os.getpid()
        self._net = f"198.18.{own % 256}"
        self._bridge = f"kn{own}"
        self._kbit_s = kbit_s
        self.host = f"{self._net}.1"
        self.names = [f"{_NAME}-{own}-{number}" for number in range(count)]

    def __enter__(self) -> Self:
        sweep()
        try:
            _run("ip", "link", "add", self._bridge, "type", "bridge")
            _run("ip", "address", "add", f"{self.host}/24", "dev", self._bridge)
            _run("ip", "link", "set", self._bridge, "up")
            for number, name in enumerate(self.names):
                self._make(number, name)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for name in self.names:
            with contextlib.suppress(NoNetworks):
                _run("ip", "netns", "delete", name)
        with contextlib.suppress(NoNetworks):
            _run("ip", "link", "delete", self._bridge)

    def command(self, name: str) -> tuple[str, ...]:
        """What to put before a command that shall run in that network."""
        return ("ip", "netns", "exec", name)

    def cut(self, name: str) -> None:
        """Its line is down."""
        _run("ip", "-n", name, "link", "set", "line", "down")

    def mend(self, name: str) -> None:
        """Its line is up again."""
        _run("ip", "-n", name, "link", "set", "line", "up")

    def _make(self, number: int, name: str) -> None:
        here = f"{self._bridge}-{number}"
        _run("ip", "netns", "add", name)
        _run("ip", "link", "add", here, "type", "veth", "peer", "name", "line", "netns", name)
        _run("ip", "link", "set", here, "master", self._bridge, "up")
        _run("ip", "-n", name, "address", "add", f"{self._net}.{number + 2}/24", "dev", "line")
        for inside in ((), ("-n", name)):
            device = "line" if inside else here
            _run("tc", *inside, "qdisc", "add", "dev", device, "root", "tbf", "rate",
                 f"{self._kbit_s}kbit", "burst", "16kb", "latency", "400ms")  # fmt: skip
        self.mend(name)


def sweep() -> None:
    """Takes away what a process left that was killed before it could."""
    for one in Path("/run/netns").glob(f"{_NAME}-*-*"):
        owner = one.name.split("-")[1]
        if not Path("/proc", owner).exists():
            with contextlib.suppress(NoNetworks):
                _run("ip", "netns", "delete", one.name)
            with contextlib.suppress(NoNetworks):
                _run("ip", "link", "delete", f"kn{owner}")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoNetworks(" ".join(done.stderr.split()) or f"{command[0]} failed")
