"""The PC that `doctor` looks at: its files, its environment, the tools of its system."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_TOOL_S: Final = 8.0
_CONTAINER: Final = ("run/.containerenv", ".dockerenv", "run/systemd/container")
"""What podman, docker and systemd-nspawn put into a container (systemd-detect-virt looks there)."""


class ToolMissing(Exception):
    """The system has no such tool, or it did not answer."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Machine:
    """One PC.

    Attributes:
        root: below which its files lie, those of /proc, /sys and /dev included.
        platform: as `sys.platform`.
        env: the environment; its PATH finds the tools.
        now: the PC's clock, aware.
    """

    root: Path = Path("/")
    platform: str = sys.platform
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    now: Callable[[], datetime] = _now

    @property
    def is_linux(self) -> bool:
        """Whether /proc, /sys and systemd may be there."""
        return self.platform == "linux"

    @property
    def in_container(self) -> bool:
        """Whether disks, clock and screen are those of another system, which has to be asked."""
        return any((self.root / one).exists() for one in _CONTAINER)

    @property
    def has_systemd(self) -> bool:
        """Whether services are started by systemd here (sd_booted(3))."""
        return self.is_linux and (self.root / "run/systemd/system").is_dir()

    def text(self, file: str | Path) -> str:
        """What stands in a file, named from the root; "" where it can't be read."""
        try:
            return (self.root / str(file).lstrip("/")).read_text("utf-8", "replace").strip()
        except OSError:
            return ""

    def run(self, *command: str) -> str:
        """What a tool of the system prints.

        Raises:
            ToolMissing: there is none, it failed, or it did not answer in time.
        """
        try:
            ended = subprocess.run(  # noqa: S603 - tools of the system, with words of our own
                command, env=dict(self.env), stdin=subprocess.DEVNULL, capture_output=True,
                text=True, errors="replace", timeout=_TOOL_S, check=False,
            )  # fmt: skip
        except OSError as cause:
            raise ToolMissing(f"{command[0]} can't be run: {cause.strerror}.") from cause
        except subprocess.TimeoutExpired as cause:
            raise ToolMissing(f"{command[0]} does not answer.") from cause
        if ended.returncode:
            raise ToolMissing(f"{command[0]} failed ({ended.returncode}).")
        return ended.stdout
