"""What came of the checks: for a person, and for a program."""

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import Any, Final

from kiosk import __version__
from kiosk.commands.doctor.checks import Row, State

SCHEMA: Final = 1
"""Of the JSON document; raised where something in it changes its meaning."""
_WIDTH: Final = 96


def is_well(rows: Sequence[Row]) -> bool:
    """Whether nothing is to be mended, and nothing stayed unknown that applies here."""
    return not any(row.state in (State.MEND, State.UNKNOWN) for row in rows)


def document(rows: Sequence[Row]) -> dict[str, Any]:
    """For a program: `kiosk guide doctor` tells what stands where."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "well": is_well(rows),
        "checks": [_row(row) for row in rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "group": row.group,
        "check": row.check,
        "state": str(row.state),
        "means": row.means,
        "looked": row.state != State.UNKNOWN,
        "found": list(row.found),
        "mend": row.mend,
        "why": row.why,
    }


def text(rows: Sequence[Row]) -> str:
    """For a person: what is to be mended first, and what is well in a line."""
    lines = list[str]()
    for state in (State.MEND, State.UNKNOWN, State.KNOW):
        told = [row for row in rows if row.state == state]
        lines += [f"{state.capitalize()} ({len(told)})", ""] if told else []
        for row in told:
            lines += [*_told(row), ""]
    lines += _in_a_line("Well", [row.check for row in rows if row.state == State.WELL])
    not_here = [row.check for row in rows if row.state == State.NOT_HERE]
    lines += _in_a_line("Does not apply here", not_here)
    return "\n".join([*lines, "", _end(rows)])


def _told(row: Row) -> Iterator[str]:
    yield f"  {row.check} · {row.group}"
    yield from _block(row.why, "    Not looked at: ")
    yield from (f"    - {one}" for one in row.found)  # whole: it may hold a command to copy
    if row.state != State.UNKNOWN:
        yield from _block(row.means, "    ")
    yield from (f"    → {one}" for one in row.mend.splitlines())


def _block(said: str, first: str) -> Iterator[str]:
    rest = " " * len(first)
    yield from wrap(
        said, _WIDTH, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _in_a_line(title: str, names: Sequence[str]) -> list[str]:
    return list(_block(f"{title} ({len(names)}): {', '.join(names)}.", "")) if names else []


def _end(rows: Sequence[Row]) -> str:
    if any(row.state == State.MEND for row in rows):
        return "Something is to be mended."
    return "All is well." if is_well(rows) else "Something is not known."


def progress(say: Callable[[str], None], total: int) -> Callable[[Row], None]:
    """Tells on one line of a terminal how far it is."""
    done = 0

    def told(row: Row) -> None:
        nonlocal done
        done += 1
        say(f"\r\x1b[K{done}/{total} {row.check}" if done < total else "\r\x1b[K")

    return told
