"""Measures one part of the whole in a process of its own: what crashes there ends nothing else.

python -m tests.benchmarks.one_part NAME SIZE OUT    writes the figures to OUT, as JSON
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks.figure import Figure, Measured, Row
from tests.benchmarks.parts import PARTS


def measure(name: str, size: str) -> list[Figure]:
    """The figures of a part at a size."""
    part = next(part for part in PARTS if part.name == name)
    program = part.program()
    return known(program.figures(program.parser().parse_args(part.words(size))), part.rows())


def known(figures: list[Figure], rows: Sequence[Row]) -> list[Figure]:
    """The same figures.

    Raises:
        LookupError: one of them has no row, and would be told nowhere.
    """
    if strange := {one.name for one in figures} - {row.name for row in rows}:
        raise LookupError(f"no row is called {sorted(strange)}")
    return figures


def to_json(figures: list[Figure]) -> str:
    """As one document."""
    return json.dumps([asdict(one) for one in figures], indent=1)


def from_json(text: str) -> list[Figure]:
    """What `to_json` gave."""
    return [figure_of(one) for one in json.loads(text)]


def figure_of(told: dict[str, Any]) -> Figure:
    """One figure from its JSON."""
    pair = {key: _measured(told[key]) for key in ("measured", "beside")}
    return Figure(**told | pair)


def _measured(told: dict[str, Any] | None) -> Measured | None:
    return told and Measured(told["value"], tuple(told["spread"]), told["n"])


if __name__ == "__main__":
    _name, _size, _out = sys.argv[1:]
    Path(_out).write_text(to_json(measure(_name, _size)), encoding="utf-8")
