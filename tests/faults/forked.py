"""Processes of our own, forked so that the program is loaded once, and heard line by line."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

Say = Callable[[str], None]
Work = Callable[[Say], None]


@dataclass
class Child:
    """A forked process: its id, and what it says."""

    pid: int
    lines: IO[str]

    def kill(self) -> None:
        """SIGKILL: it can do nothing more, whatever it was doing."""
        self.signal(signal.SIGKILL)

    def signal(self, number: signal.Signals) -> None:
        """Any other, which it was made to hear."""
        os.kill(self.pid, number)

    def ended(self) -> int:
        """Waits for its end; the exit status, negative for a signal."""
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def first(self) -> list[str]:
        """Waits for its next line; none where it ended."""
        return [line.rstrip("\n") for line in [self.lines.readline()] if line.endswith("\n")]

    def said(self) -> list[str]:
        """Every other line it finished, up to its end."""
        return [line.rstrip("\n") for line in self.lines if line.endswith("\n")]

    def answer(self) -> list[str]:
        """The same, of one that ends by itself.

        Raises:
            ChildProcessError: it failed; its traceback went to standard error.
        """
        with self.lines:
            lines = self.said()
        if status := self.ended():
            raise ChildProcessError(f"A part of the trial ended with {status}.")
        return lines


def fork(work: Work) -> Child:
    """Do `work` in a process of its own; it is given the way to say a line."""
    hear, speak = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.close(hear)
        _do(work, speak)
    os.close(speak)
    return Child(pid, os.fdopen(hear, encoding="utf-8"))


@contextmanager
def forked(work: Work) -> Iterator[Child]:
    """The same for the length of a block; it is killed at the end, where it has not ended."""
    child = fork(work)
    try:
        yield child
    finally:
        child.kill()
        child.lines.close()
        child.ended()


def answer_of(work: Work) -> list[str]:
    """What it said, once it ended by itself (`Child.answer`)."""
    return fork(work).answer()


def _do(work: Work, speak: int) -> None:
    """What it prints is heard, too. Never returns: what follows is the parent's to do."""
    status = 1
    try:
        os.dup2(speak, 1)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        work(lambda line: _write(speak, f"{line}\n".encode()))
        status = 0
    except BaseException:  # noqa: BLE001 - the last thing this process says
        traceback.print_exc()
    finally:
        os._exit(status)


def _write(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
