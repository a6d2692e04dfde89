"""The trial central service of the demo, as a process of its own that can be cut off and come back."""

import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.errors import Unreachable


class Endpoint:
    """`kiosk central serve` on one loopback port; entering starts it, `cut` takes it away."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._port = 0
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()

    def connect(self) -> None:
        """Starts the service, on the same port and data as before.

        Raises:
            Unreachable: it did not come up.
        """
        command = [sys.executable, "-m", "kiosk", "central", "serve"]
        command += ["--port", str(self._port), "--data", str(self._directory)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
        ready = self._process.stdout.readline().strip() if self._process.stdout else ""
        if "http" not in ready:
            raise Unreachable("The trial central service did not start.", advice="Is disk space left?")
        self.url = ready[ready.index("http") :]
        self._port = int(self.url.split(":")[2].split("/")[0])

    def cut(self) -> None:
        """Ends the service, as a cut line would look from the kiosk."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None
