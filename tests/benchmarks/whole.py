"""All figures of a run: the table of all, the short one of the README, and their JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.benchmarks.figure import Figure, Row
from tests.benchmarks.machine import heading
from tests.benchmarks.one_part import figure_of
from tests.benchmarks.parts import PARTS, Part
from tests.benchmarks.table import HEAD, cells, markdown, ratio_of, told_of, verdict

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
PICTURE = "resources/pictures/figures.svg"
SHORT_HEAD = ("Figure", "Median", "Beside it, in the same run", "Goal", "Alone: `python -m …`")
AGAIN = (
    "All of it anew, with every row: `python -m tests.benchmarks --out DIR`, where `python` is "
    "`~/.cache/clinic-kiosk/test-*/bin/python` after the tests ran once; the rows beside a browser "
    "also need Chromium and npm."
)
LEFT_OUT = "not in a first look"


@dataclass(frozen=True)
class Ran:
    """A part that was run.

    Attributes:
        figures: those that it told.
        seconds: that it took.
        why_not: why it did not tell the others.
    """

    part: Part
    figures: tuple[Figure, ...]
    seconds: float
    why_not: str = ""

    def pairs(self) -> Iterator[tuple[Row, Figure]]:
        """Each row of its program with its figure."""
        rows = self.part.rows()
        return zip(rows, told_of(rows, self.figures, self.why_not), strict=True)

    def documents(self) -> Iterator[dict[str, Any]]:
        """Each row as it stands in the JSON."""
        for row, figure in self.pairs():
            yield asdict(figure) | {
                "unit": row.unit, "ratio": figure.ratio, "beside what": row.beside,
                "bar": row.bar and asdict(row.bar),
                "reached": figure.reaches(row.bar) if row.bar else None,
            }  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """A run.

    Attributes:
        size: "asked", "quick" or "every".
    """

    machine: Mapping[str, str]
    size: str
    ran: tuple[Ran, ...]

    def missing(self) -> list[str]:
        """What could not be measured, or not beside what it should be compared with."""
        return [
            f"{row.name}{', to compare with' if figure.measured else ''}: {why}"
            for row, figure in self._pairs()
            if (why := lacking(row, figure)) not in {"", LEFT_OUT}
        ]

    def missed(self) -> list[str]:
        """What does not reach its bar."""
        return [
            row.name
            for row, figure in self._pairs()
            if row.bar is not None and figure.reaches(row.bar) is False
        ]

    def seconds(self) -> float:
        """That all of it took."""
        return sum(one.seconds for one in self.ran)

    def figure(self, name: str) -> Figure | None:
        """The one of that name, where it was asked for."""
        return next((figure for row, figure in self._pairs() if row.name == name), None)

    def _pairs(self) -> Iterator[tuple[Row, Figure]]:
        for one in self.ran:
            yield from one.pairs()

    # As texts

    def markdown(self) -> str:
        """The whole table, group by group."""
        parts = [f"# Figures\n\n{heading(dict(self.machine))}", NOTES]
        for group, ran in groupby(self.ran, key=lambda one: one.part.group):
            parts.append(f"## {group}\n\n{self._table(ran)}")
        took = ", ".join(f"{one.part.name} {one.seconds:.0f} s" for one in self.ran)
        return "\n\n".join([*parts, f"Took {self.seconds() / 60:.0f} minutes: {took}."]) + "\n"

    def _table(self, ran: Iterable[Ran]) -> str:
        lines = [
            (*cells(row, figure), f"`{one.part.command(self.size)}`")
            for one in ran
            for row, figure in one.pairs()
        ]
        return markdown(lines, HEAD)

    def readme(self) -> str:
        """The short table, with its picture and what it was measured on."""
        lines = [
            short_line(one.part, row, figure)
            for one in self.ran
            for row, figure in one.pairs()
            if row.short
        ]
        picture = f"![What a touch costs, and memory, by the size of the form]({PICTURE})"
        about = f"{AGAIN} {heading(dict(self.machine))}."
        return "\n".join([picture, "", markdown(lines, SHORT_HEAD), "", about])

    def json(self, *, is_whole: bool = True) -> str:
        """As a document that `read_whole` reads.

        Args:
            is_whole: every part was measured. Before that no program is read: the figures stand
                there without what only their rows know.
        """
        ran = [
            {
                "part": one.part.name, "command": one.part.command(self.size),
                "seconds": round(one.seconds, 1), "why_not": one.why_not,
                "rows": list(one.documents() if is_whole else map(asdict, one.figures)),
            }
            for one in self.ran
        ]  # fmt: skip
        document = {
            "machine": dict(self.machine), "size": self.size, "whole": is_whole, "parts": ran,
        }  # fmt: skip
        return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


NOTES = (
    "Of a spread one number is the 95th percentile, two are least and most. A count, or a worst "
    "case, stands in the column of medians alone. The ratio is the figure over what stands beside "
    "it in the same run: less than 1 is less time, memory or pace. Figures of a busy machine say "
    "little; ratios say more."
)


def lacking(row: Row, figure: Figure) -> str:
    """Why a figure, or what should stand beside it, is missing; "" where nothing is."""
    if figure.measured is None:
        return figure.why_not or "not told"
    return (figure.why_not or "not told") if row.beside and figure.ratio is None else ""


def short_line(part: Part, row: Row, figure: Figure) -> tuple[str, ...]:
    """A row of the README."""
    plain = replace(figure, note="")
    name, median, spread, count, *_ = cells(row, plain)
    command = part.command().removeprefix("python -m ")
    is_counted = figure.measured is not None and not figure.measured.spread and not row.beside
    more = spread if spread.startswith("p95") else f"n {count}" if is_counted else ""
    told = f"{median}, {more}" if more else median
    beside, goal = ratio_of(row, plain), verdict(row, plain)
    return (name, told, beside, goal, f"`{command}`")


def read_whole(file: Path) -> Whole:
    """A run that was written down; a row that is new since then is said as not measured."""
    document = json.loads(file.read_text(encoding="utf-8"))
    told = {one["part"]: one for one in document["parts"]}
    if document.get("whole", True):  # each row that there was stands in it
        told = {name: one | {"why_not": "new since then"} for name, one in told.items()}
    ran = [_read_part(part, told[part.name]) for part in PARTS if part.name in told]
    return Whole(document["machine"], document["size"], tuple(ran))


def _read_part(part: Part, told: dict[str, Any]) -> Ran:
    fields = Figure.__dataclass_fields__
    figures = (figure_of({key: one[key] for key in fields}) for one in told["rows"])
    return Ran(part, tuple(figures), told["seconds"], told["why_not"])


def into_readme(readme: Path, whole: Whole) -> None:
    """Write the short table between the two marks.

    Raises:
        LookupError: the marks are not there.
    """
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(f"\n{END}")
    if not begin or not end:
        raise LookupError(f"{readme.name} has no {BEGIN} and {END}")
    readme.write_text(f"{before}{begin}{whole.readme()}{end}{after}", encoding="utf-8")
