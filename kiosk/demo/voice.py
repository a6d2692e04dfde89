"""How the demo speaks: a line for what happened and, on a terminal, what goes on until the next.

Nothing heavy is imported here: the first sentence is said before Qt comes in.
"""

import shutil
import sys
import time
from textwrap import fill
from typing import Final, TextIO

_FEWEST: Final = 20
"""Columns, for a line to be broken into."""
QUIET_S: Final = 17.0
"""So long nothing may be heard of a long story, in seconds."""


class Voice:
    """Says lines for good; in between one line on a terminal that comes and goes.

    Args:
        out: takes the lines.
        terminal: takes the line that comes and goes; where it is none, nothing of that is written.
    """

    def __init__(self, out: TextIO, terminal: TextIO) -> None:
        self._out = out
        self._terminal = terminal if terminal.isatty() else None
        self._shown = 0
        self._last = time.monotonic()

    def say(self, line: str, indent: int = 0) -> None:
        """A line that stays; on a terminal its further rows begin so many columns in."""
        self.quiet()
        if self._out.isatty():
            line = fill(line, _columns(), subsequent_indent=" " * indent, break_on_hyphens=False)
        print(line, file=self._out, flush=True)
        self._last = time.monotonic()

    def now(self, line: str) -> None:
        """What goes on until the next line is said."""
        if self._terminal is not None:
            self.quiet()
            shown = line[: _columns()]
            self._terminal.write(shown)
            self._terminal.flush()
            self._shown = len(shown)

    def still(self, line: str) -> None:
        """The same; without a terminal it is said for good, once nothing was heard for long."""
        if self._terminal is not None:
            self.now(line)
        elif time.monotonic() - self._last >= QUIET_S:
            self.say(line)

    def quiet(self) -> None:
        """Nothing goes on any more: what comes next begins a line of its own."""
        if self._terminal is not None and self._shown:
            self._terminal.write("\r" + " " * self._shown + "\r")
            self._terminal.flush()
            self._shown = 0


def voice(*, as_json: bool) -> Voice:
    """The voice of this process: with `as_json` standard output is the document's alone."""
    return Voice(sys.stderr if as_json else sys.stdout, sys.stderr)


def _columns() -> int:
    """One less than there are, for a full row would begin the next; some terminals say 1."""
    return max(_FEWEST, shutil.get_terminal_size().columns - 1)
