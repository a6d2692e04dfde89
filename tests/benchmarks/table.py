"""Figures as a table: on a terminal, and in Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from tests.benchmarks.figure import Bar, Figure, Measured, Row

HEAD = ("figure", "median", "spread", "n", "ratio to what stands beside it", "bar", "alone")
NOT_MEASURED = "not measured"


def number(value: float) -> str:
    """With three figures that count, and no more: the rest is the machine's mood."""
    if not value or abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
    return f"{value:.{digits}f}"


def median_of(row: Row, measured: Measured | None) -> str:
    """“12.3 ms”."""
    return "-" if measured is None else f"{number(measured.value)} {row.unit}".strip()


def spread_of(measured: Measured | None) -> str:
    """“p95 30”, or “19 to 30” from least to most."""
    told = [number(one) for one in measured.spread] if measured else []
    if len(told) == 1:
        return f"p95 {told[0]}"
    return " to ".join(told) or "-"


def ratio_of(row: Row, figure: Figure) -> str:
    """“0.12 x LHC-Forms in Chromium (160 ms, p95 213)”."""
    if not row.beside:
        return "-"
    if figure.ratio is None or figure.beside is None:
        return f"{row.beside}: {NOT_MEASURED}" + (f", {figure.why_not}" if figure.why_not else "")
    spread = f", {spread_of(figure.beside)}" if figure.beside.spread else ""
    beside = f"{median_of(row, figure.beside)}{spread}"
    return f"{number(figure.ratio)} x {row.beside} ({beside})"


def bar_of(row: Row, bar: Bar | None = None) -> str:
    """“≤ 12 ms”, “ratio ≥ 0.60”."""
    bar = bar or row.bar
    if bar is None:
        return "-"
    sign, value = ("≤", bar.most) if bar.most is not None else ("≥", bar.least)
    assert value is not None
    shown = f"{sign} {number(value)}" if value else "0"
    return f"ratio {shown}" if bar.of == "ratio" else f"{shown} {row.unit}".strip()


def verdict(row: Row, figure: Figure) -> str:
    """The bar, and whether it is reached."""
    kept = figure.reaches(row.bar) if row.bar else None
    return bar_of(row) + (" **missed**" if kept is False else "")


def cells(row: Row, figure: Figure) -> tuple[str, ...]:
    """All of a row but the command that prints it."""
    name = f"{row.name} ({figure.note})" if figure.note else row.name
    if figure.measured is None:
        why = f": {figure.why_not}" if figure.why_not else ""
        return (name, f"{NOT_MEASURED}{why}", "-", "-", "-", bar_of(row))
    measured = figure.measured
    return (
        name, median_of(row, measured), spread_of(measured), f"{measured.n:,}",
        ratio_of(row, figure), verdict(row, figure),
    )  # fmt: skip


def told_of(rows: Sequence[Row], figures: Iterable[Figure], why_not: str) -> Iterator[Figure]:
    """A figure for each row: what a program did not tell is said as that."""
    told = {one.name: one for one in figures}
    for row in rows:
        yield told.get(row.name) or Figure(row.name, None, why_not=why_not)


def markdown(lines: Iterable[Sequence[str]], head: Sequence[str]) -> str:
    """A table of Markdown."""
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(map(_cell, row)) + " |" for row in rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def narrow(rows: Sequence[Row], figures: Iterable[Figure]) -> str:
    """The table that a program prints of its own figures, for a terminal."""
    told = {one.name: one for one in figures}
    lines = [HEAD[:-1], *(cells(row, told[row.name]) for row in rows if row.name in told)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
