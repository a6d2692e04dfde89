"""Tells a story step by step as it happens, and keeps it for the report and the page."""

import json
import platform
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import PySide6

from kiosk import __version__
from kiosk.demo.voice import Voice
from kiosk.errors import RefusedError


class Telling:
    """One story being told.

    Args:
        voice: takes each line as it happens.
        out: the folder for pictures and files.
        of: how many steps it will have; None: nobody knows yet.

    Attributes:
        steps: what was told so far: `seconds` since the beginning, `chapter`, `told`, and the facts
            of each.
    """

    def __init__(self, voice: Voice, out: Path, of: int | None = None) -> None:
        self._voice, self._of, self._chapter = voice, of, ""
        self.out = out
        self._began = time.monotonic()
        self.steps: list[dict[str, Any]] = []

    @property
    def seconds(self) -> float:
        """Since the story began."""
        return time.monotonic() - self._began

    def chapter(self, title: str, doing: str) -> None:
        """The next steps belong together; what goes on first."""
        self._chapter = title
        self.now(doing)

    def now(self, doing: str) -> None:
        """What goes on until the next step is told."""
        step = f"{len(self.steps) + 1} of {self._of}" if self._of else "now"
        self._voice.now(f"{step:>9}  {doing} …")

    def tell(self, line: str, on: str = "", /, **facts: Any) -> None:
        """One step: the line for people, the facts for the report; `on` which day it is in it."""
        seconds = round(self.seconds, 1)
        self.steps.append({"seconds": seconds, "chapter": self._chapter, "told": line} | facts)
        when = f"{seconds:5.1f} s  "
        self._voice.say(f"{when}{on}{line}", indent=len(when))


REPORT: Final = "report.json"
"""The report of a story; by it a folder is known as one that a story may clear."""


def cleared(out: Path, ours: Iterable[str]) -> Path:
    """That folder, without what an earlier story left there; it holds the report of a new one.

    Raises:
        RefusedError: it can't be written, or files of these names are there that no story left.
    """
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        there = sorted({file for pattern in ours for file in out.glob(pattern)})
        if there and not _is_of_a_story(out / REPORT):
            raise RefusedError(
                f"{out} holds a file that this would replace: {there[0].name}.",
                advice="Name an empty folder with --out.",
            )
        for file in there:
            file.unlink()
        write_json(out / REPORT, {"steps": []})
    return out


def _is_of_a_story(report: Path) -> bool:
    try:
        document = json.loads(report.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and "steps" in document


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Says of what can't be written there what is the matter.

    Raises:
        RefusedError: it can't be written.
    """
    try:
        yield
    except OSError as cause:
        raise RefusedError(
            f"{place} can't be written: {cause.strerror}.", advice="Name another folder with --out."
        ) from cause


def write_json(file: Path, document: Any) -> None:
    """A document for people and programs.

    Raises:
        RefusedError: it can't be written.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    with writing(file):
        file.write_text(text, encoding="utf-8")


def must(holds: bool, fault: str) -> None:  # noqa: FBT001
    """A story that is not true is not told to its end.

    Raises:
        RefusedError: it does not hold.
    """
    if not holds:
        raise RefusedError(f"The demo found a fault: {fault}.", advice="Please report this.")


def versions() -> dict[str, str]:
    """Of what a story was told by."""
    return {
        "kiosk": __version__, "python": platform.python_version(), "qt": PySide6.__version__,
    }  # fmt: skip


def made_by(seed: int) -> str:
    """The same for people, in a line."""
    of = versions()
    program = f"Clinic kiosk {of['kiosk']}, Qt {of['qt']}, Python {of['python']}"
    return f"{program}. Seed of the sample data: {seed}."
