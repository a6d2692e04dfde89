"""Draws what a touch costs and what memory it takes, by the size of the form, as one SVG.

Written by hand, for two panels of three lines need no library: matplotlib would be 45 MB to fetch,
and its letters would be paths. The text stays text here, the lines are labelled where they end, and
one file does for light and dark: it brings its own ground, and follows the reader's choice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import log10

from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.table import number
from tests.benchmarks.whole import Whole

SIZES = (10, 100, 1000, 5000)
WIDTH, HEIGHT = 960, 400
TOP, BOTTOM, PLOT_WIDTH, LABEL_GAP = 92, 338, 250, 40
LEFTS = (62, 542)
LINES = ("theirs", "ours", "engine")
NAMES = {"theirs": "LHC-Forms, Chromium", "ours": "this kiosk", "engine": "its engine alone"}

STYLE = """
text { font: 13px system-ui, "Segoe UI", "Noto Sans", sans-serif; fill: #5a6770 }
.ground { fill: #ffffff; stroke: #d9e0e3 } .grid { stroke: #e6ebed }
.title { font-size: 16px; font-weight: 600; fill: #1d282e } .name { font-weight: 600 }
.axis { font-size: 12px } .line { fill: none; stroke-width: 2.5; stroke-linejoin: round }
.late { fill: none; stroke-width: 1; stroke-dasharray: 4 3 }
.theirs { stroke: #b3560c } .ours { stroke: #0b7469 } .engine { stroke: #66747c }
text.theirs, text.ours, text.engine { stroke: none }
circle.theirs, text.theirs { fill: #b3560c } circle.ours, text.ours { fill: #0b7469 }
circle.engine, text.engine { fill: #66747c }
@media (prefers-color-scheme: dark) {
text { fill: #a3b2ba } .ground { fill: #151b1f; stroke: #2b353a } .grid { stroke: #263036 }
.title { fill: #e9eef0 }
.theirs { stroke: #f0a562 } .ours { stroke: #4fcdbd } .engine { stroke: #98a7af }
text.theirs, text.ours, text.engine { stroke: none }
circle.theirs, text.theirs { fill: #f0a562 } circle.ours, text.ours { fill: #4fcdbd }
circle.engine, text.engine { fill: #98a7af }
}
"""


@dataclass(frozen=True)
class Point:
    """One size of form: the value, and the upper one of its two lines."""

    size: int
    value: float
    late: float


@dataclass(frozen=True)
class Panel:
    """One of the two.

    Attributes:
        lines: by which of `LINES`.
        between: the value and the upper one, in the words at the end of a line.
        ticks: on the upright axis, from its bottom to its top.
        part: of a value, how far up it lies, from 0 to 1.
    """

    title: str
    note: str
    unit: str
    between: str
    lines: dict[str, list[Point]]
    ticks: Sequence[float]
    part: Callable[[float], float]


def draw(whole: Whole) -> str:
    """The picture of a run; it says so where nothing of it was measured."""
    panels = (touches(whole), memory(whole))
    pairs = zip(LEFTS, panels, strict=True)
    drawn = "\n".join(line for left, panel in pairs for line in _panel(panel, left))
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">
<title>{escape(_told(panels))}</title>
<style>{STYLE}</style>
<rect class="ground" x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="10"/>
{drawn}
</svg>
"""


def touches(whole: Whole) -> Panel:
    """What an answer costs, in milliseconds, each power of ten as high."""
    lines = {
        "theirs": list(_points(whole, "{} items: touch", beside=True)),
        "ours": list(_points(whole, "{} items: touch")),
        "engine": list(_points(whole, "answer, {} items")),
    }
    values = [one for points in lines.values() for p in points for one in (p.value, p.late)]
    ticks = [t for t in (0.01, 0.1, 1, 10, 100, 1000, 10000) if _is_near(t, values)]
    low, high = (log10(ticks[0]), log10(ticks[-1])) if len(ticks) > 1 else (0.0, 1.0)
    return Panel(
        "From touching an answer to seeing it, ms", "line: median; dashed: 95 of 100 are faster",
        "ms", ", p95 ", lines, ticks, lambda value: (log10(max(value, 1e-9)) - low) / (high - low),
    )  # fmt: skip


def memory(whole: Whole) -> Panel:
    """What it takes in memory, in MB."""
    lines = {
        "theirs": list(_memory(whole, beside=True)),
        "ours": list(_memory(whole)),
        "engine": list(_points(whole, "memory once filled, {} items")),
    }
    top = max((p.late for points in lines.values() for p in points), default=1.0)
    step = next(s for s in (25, 50, 100, 250, 500, 1000, 2500) if top <= 5 * s or s == 2500)
    ticks = [step * n for n in range(max(1, int(-(-top // step))) + 1)]
    return Panel(
        "Memory, MB", "line: the form is open; dashed: after the touches",
        "MB", ", then ", lines, ticks, lambda value: value / ticks[-1],
    )  # fmt: skip


def _is_near(tick: float, values: Sequence[float]) -> bool:
    """Whether it is among them, or the nearest on either side."""
    return bool(values) and min(values) / 10 < tick < max(values) * 10


def _points(whole: Whole, name: str, *, beside: bool = False) -> Iterator[Point]:
    for size in SIZES:
        figure = whole.figure(name.format(f"{size:,}"))
        if told := _one(figure, beside=beside):
            yield Point(size, told.value, told.spread[0] if len(told.spread) == 1 else told.value)


def _memory(whole: Whole, *, beside: bool = False) -> Iterator[Point]:
    for size in SIZES:
        opened = _one(whole.figure(f"{size:,} items: memory"), beside=beside)
        after = _one(whole.figure(f"{size:,} items: memory after the touches"), beside=beside)
        if opened:
            yield Point(size, opened.value, (after or opened).value)


def _one(figure: Figure | None, *, beside: bool) -> Measured | None:
    return figure and (figure.beside if beside else figure.measured)


def _panel(panel: Panel, left: float) -> Iterator[str]:
    yield _text(left - 30, 36, panel.title, "title")
    yield _text(left - 30, 57, panel.note)
    if not any(panel.lines.values()):
        yield _text(left, (TOP + BOTTOM) / 2, "not measured")
        return
    yield from _axes(panel, left)
    for kind in LINES:
        points = panel.lines[kind]
        for cls, ys in (("late", [p.late for p in points]), ("line", [p.value for p in points])):
            places = [
                f"{_x(p.size, left):.1f},{_y(panel, y):.1f}"
                for p, y in zip(points, ys, strict=True)
            ]
            yield f'<polyline class="{cls} {kind}" points="{" ".join(places)}"/>'
        for p in points:
            yield (
                f'<circle class="{kind}" cx="{_x(p.size, left):.1f}" '
                f'cy="{_y(panel, p.value):.1f}" r="3.5"/>'
            )
    yield from _labels(panel, left)


def _axes(panel: Panel, left: float) -> Iterator[str]:
    for tick in panel.ticks:
        y = _y(panel, tick)
        yield f'<path class="grid" d="M{left} {y:.1f}h{PLOT_WIDTH}"/>'
        yield _text(left - 8, y + 4, _plain(tick), "axis", anchor="end")
    for size in SIZES:
        yield _text(_x(size, left), BOTTOM + 20, f"{size:,}", "axis", anchor="middle")
    yield _text(left + PLOT_WIDTH / 2, BOTTOM + 42, "items in the form", "axis", anchor="middle")


def _labels(panel: Panel, left: float) -> Iterator[str]:
    """What each line is, at its end; none over another."""
    ends = [(kind, panel.lines[kind][-1]) for kind in LINES if panel.lines[kind]]
    ends.sort(key=lambda end: -end[1].value)
    lowest = TOP - LABEL_GAP
    for place, (kind, end) in enumerate(ends):
        after = len(ends) - place - 1
        y = min(max(_y(panel, end.value), lowest + LABEL_GAP), BOTTOM - 20 - after * LABEL_GAP)
        lowest = y
        x = _x(end.size, left) + 12
        yield _text(x, y, NAMES[kind], f"name {kind}")
        more = f"{panel.between}{number(end.late)}" if end.late != end.value else ""
        yield _text(x, y + 17, f"{number(end.value)} {panel.unit}{more}", "axis")


def _x(size: int, left: float) -> float:
    first, last = log10(SIZES[0]), log10(SIZES[-1])
    return left + 8 + (PLOT_WIDTH - 16) * (log10(size) - first) / (last - first)


def _y(panel: Panel, value: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * panel.part(value)


def _plain(tick: float) -> str:
    return f"{tick:,.0f}" if tick >= 1 or not tick else f"{tick:g}"


def _text(x: float, y: float, words: str, cls: str = "", *, anchor: str = "start") -> str:
    shown = f' class="{cls}"' if cls else ""
    return f'<text{shown} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _told(panels: Sequence[Panel]) -> str:
    """The picture in words."""
    return "; ".join(
        f"{panel.title}, {NAMES[kind]}: "
        + ", ".join(f"{number(p.value)} at {p.size:,} items" for p in points)
        for panel in panels
        for kind, points in panel.lines.items()
        if points
    )
