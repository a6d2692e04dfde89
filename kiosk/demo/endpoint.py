"""The trial central service of the demo: a process of its own, cut off and brought back."""

import json
import subprocess
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError

from kiosk.errors import Unreachable
from kiosk.machine.ourselves import own_command


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

    def __exit__(self, *_: object) -> None:
        self.cut()

    def connect(self) -> None:
        """Starts the service, on the same port and data as before.

        Raises:
            Unreachable: it did not come up.
        """
        told = ["--port", str(self._port), "--data", str(self._directory)]
        command = own_command("kiosk", "central", "serve", *told)
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        ready = self._process.stdout.readline().strip() if self._process.stdout else ""
        if "http" not in ready:
            raise Unreachable(
                "The trial central service did not start.", advice="Is there space on the disk?"
            )
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

    def read(self, path: str) -> dict[str, Any]:
        """What the service answers to a GET below its base address."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.url}/{path}", timeout=10) as answer:
            document: dict[str, Any] = json.load(answer)
        return document

    def versions(self, path: str) -> int:
        """How often that resource was written there; 0 where it never arrived."""
        try:
            return len(self.read(f"{path}/_history")["entry"])
        except HTTPError:
            return 0

    def count(self, resource_type: str, identifiers: Iterable[str]) -> int:
        """How many resources there carry one of these UUIDs as their identifier."""
        search = f"{resource_type}?identifier=urn:ietf:rfc:3986|urn:uuid:"
        return sum(len(self.read(search + one).get("entry", ())) for one in identifiers)
