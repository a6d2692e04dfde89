"""The parts of the whole: which program, at which size, and what it tells."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from tests.benchmarks.figure import Row


@dataclass(frozen=True)
class Part:
    """One program, as the one command runs it.

    Attributes:
        name: what `--only` calls it.
        group: the heading of its rows; several parts may share one.
        module: has `ROWS`, `parser()` and `figures()`.
        asked, quick, every: what it is asked for: by default, with --quick, with --all.
        seconds: what it takes by default, on two quiet cores.
    """

    name: str
    group: str
    module: str
    asked: str = ""
    quick: str = ""
    every: str | None = None
    seconds: int = 60

    def words(self, size: str) -> list[str]:
        """What it is asked for, at the size "asked", "quick" or "every"."""
        chosen = {"asked": self.asked, "quick": self.quick, "every": self.every}[size]
        return shlex.split(self.asked if chosen is None else chosen)

    def command(self, size: str = "asked") -> str:
        """What prints its figures alone."""
        module = self.module.removesuffix(".__main__")
        return f"python -m {shlex.join([module, *self.words(size)])}"

    def program(self) -> ModuleType:
        """Its module."""
        return import_module(self.module)

    def rows(self) -> tuple[Row, ...]:
        """What it may tell."""
        rows: tuple[Row, ...] = self.program().ROWS
        return rows


_HERE = "tests.benchmarks"
FAULTS = "Nothing lost, nothing twice: faults of power, disk, keyring, clock, network and server"
CO_PRODUCTION = "Co-production: simulated patients"
FASTER = "--panels 1080x1920 --languages en ar --themes light contrast-dark --sizes 0 2"

PARTS = (
    Part(
        "browser", "Beside a browser kiosk that shows the same form", f"{_HERE}.browser_kiosk",
        "--touches 20", "--sizes 10 100 --runs 1 --touches 5", seconds=200,
    ),
    Part(
        "forms", "The form engine alone", f"{_HERE}.bench_forms",
        "--spellings sum --runs 3", "--spellings sum --sizes 10 100 --runs 1 --answers 50",
        seconds=20,
    ),
    Part(
        "window", "The patient's window", f"{_HERE}.bench_window",
        "--no-large --runs 3 --pages 20 --visits 3", "--no-large --runs 1 --pages 4 --visits 1",
        "--runs 5", seconds=50,
    ),
    Part(
        "journey", "The patient's window", f"{_HERE}.bench_journey",
        "--visits 10 --kills 5", "--visits 1 --pages 3 --kills 1", "", seconds=60,
    ),
    Part(
        "store", "The encrypted store", f"{_HERE}.bench_store",
        "--stored 20000 --commits 500", "--stored 500 --commits 50 --openings 1", "", seconds=75,
    ),
    Part(
        "sync", "Sending to the central service", f"{_HERE}.bench_sync",
        "--touches 30", "--responses 50 --rounds 1 --touches 0", "--responses 10000", seconds=130,
    ),
    Part(
        "export", "Exports", f"{_HERE}.bench_export",
        "--stored 10000", "--stored 200 --only csv,xlsx", "", seconds=150,
    ),
    Part(
        "criteria", "Everyone can use it: what a look at every screen can show",
        f"{_HERE}.criteria", FASTER,
        "--panels 1080x1920 --languages en --themes light --sizes 0 --screens attract question",
        "", seconds=90,
    ),
    Part("faults", FAULTS, "tests.faults.__main__", "--short",
         "--only 'power cut' 'clock at 1970'", "--long", seconds=90),
    Part("network", FAULTS, "tests.network.__main__", "--short",
         "--responses 20 --only 'reply truncated' 503", "--long", seconds=120),
    Part("questions", CO_PRODUCTION, f"{_HERE}.bench_questions", "", "--forms 1", seconds=20),
    Part("pilots", CO_PRODUCTION, f"{_HERE}.bench_pilots", "", "--pilots 200", seconds=25),
    Part("words", "Plain words", f"{_HERE}.reading", seconds=3),
)  # fmt: skip


def every_row() -> Iterator[tuple[Part, Row]]:
    """The whole table, before anything is measured."""
    return ((part, row) for part in PARTS for row in part.rows())
