"""The robot's kiosk as a process of its own: told what to do by lines, answering by JSON lines.

A process, because the story kills it with SIGKILL in the middle of a form.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self

from kiosk.demo.clinic import SampleClinic
from kiosk.errors import RefusedError
from kiosk.machine.ourselves import own_command


class RobotKiosk:
    """One run of the patients' window, or the desk's, with a robot in front of it.

    Args:
        command: the module to run, and what it is told.
        clinic: where it works.
        central: the address of the central service.
        out: the folder for pictures.
    """

    def __init__(self, *command: str, clinic: SampleClinic, central: str, out: Path) -> None:
        self._errors = TemporaryFile()  # noqa: SIM115 - read when the child fails, closed with it
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            own_command(*command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"},
            text=True,
        )
        self.tell({
            "directory": str(clinic.directory),
            "key": clinic.key.hex(),
            "central": central,
            "out": str(out),
        })  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self.wait()

    def tell(self, message: object) -> None:
        """Gives the robot one line: where to begin, or leave to go on.

        One that ended hears nothing of it; `expect` says so, with its last words.
        """
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()

    def expect(self, event: str) -> dict[str, Any]:
        """Waits until the robot reports `event` and returns what it says of it.

        Raises:
            RefusedError: the robot ended without; its last words are in the message.
        """
        *_, last = self.follow(event)
        return last

    def follow(self, event: str) -> Iterator[dict[str, Any]]:
        """Everything the robot reports, as it does, up to `event`, which is the last.

        Raises:
            RefusedError: the robot ended without; its last words are in the message.
        """
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        for line in self._process.stdout:
            report: dict[str, Any] = json.loads(line)
            yield report
            if report["event"] == event:
                return
        raise RefusedError(
            f"The robot patient stopped before “{event}”: {self._last_words()}",
            advice="Please report this; nothing of yours was touched.",
        )

    def kill(self) -> None:
        """SIGKILL: the program gets no chance to tidy up."""
        self._process.kill()
        self._process.wait()

    def wait(self) -> None:
        """Waits until the process has ended by itself."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def _last_words(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return " / ".join(lines[-3:])
