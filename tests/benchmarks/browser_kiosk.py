"""The kiosk beside a browser kiosk that shows the same form: start, touch, memory.

    .venv/bin/python -m tests.benchmarks.browser_kiosk
        --sizes 10 100 1000 5000   of the generated forms, beside PHQ-9
        --runs 3                   how often each is started; from 5,000 items on one time less
        --touches 30               how many answers are touched; a third where starts take long

In turn, in one run: LHC-Forms (pinned, from npm, served on this PC) in a Chromium without a window
and with a fresh profile, and the window of `kiosk form try`. For each form

    cold     process launch until the first question has answered a touch
    touch    an answer is touched, until the next frame: median and p95
    memory   proportional, of the whole process tree: with the form open, and after the touches
    empty    Chromium with an empty page, and Qt with an empty window: launch to first frame

What is not the same: Chromium's touches are clicks that it is told to make, timed in the page from
the event to after the next animation frame; ours are touch events, timed from letting go to
`frameSwapped`, the frame that shows the answer chosen. LHC-Forms draws the form as one page, ours a
question at a time, and the pages between are not counted. Both draw in software. For a last word
inject the same X events into both.

Nothing is asserted, for the figures of a busy machine say little: look at the ratios.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from kiosk.resources import resource
from tests.benchmarks import lhc_forms
from tests.benchmarks.child import Child, memory_of
from tests.benchmarks.chromium import HOW_TO_GET_IT, Browser, BrowserError, program, started
from tests.benchmarks.figure import Bar, Figure, Measured, Row, few, often
from tests.benchmarks.generated import form_file
from tests.benchmarks.table import narrow

SIZES = (10, 100, 1000, 5000)
LARGE = 5000
LHC = "LHC-Forms in Chromium"
COLD, TOUCH, OPEN, AFTER = "start to first answer", "touch", "memory", "memory after the touches"
KINDS = {COLD: "ms", TOUCH: "ms", OPEN: "MB", AFTER: "MB"}
EMPTY = "an empty page or window"
BEFORE_EMPTY = "PHQ-9: start to first answer, beside an empty page"
TOUCH_MS = 12
QUARTER = 0.25

SCRIPT = """
const choices = () => [...document.querySelectorAll('#form input[type=radio]')];
const frame = () => new Promise(requestAnimationFrame);
async function place(number) {
  const all = choices(), from = number * 5;
  const one = all.map((_, n) => all[(from + n) % all.length]).find(each => !each.checked);
  one.scrollIntoView({block: 'center'});
  if (number) { await frame(); await frame(); }
  const box = (one.closest('label') || one).getBoundingClientRect();
  window.seen = new Promise(done => document.addEventListener('click', event =>
    requestAnimationFrame(() => {
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => done([performance.now() - event.timeStamp, one.checked]);
      drawn.port2.postMessage(0);
    }), {capture: true, once: true}));
  return [box.left + Math.min(box.width / 2, 60), box.top + box.height / 2];
}
choices().length
"""
"""Chooses the next answer and times the touch on it, in the page."""


def _name(size: int) -> str:
    return f"{size:,} items"


def _row(form: str, kind: str) -> Row:
    bars = {
        COLD: Bar(most=1, of="ratio"),
        TOUCH: Bar(most=TOUCH_MS),
        OPEN: Bar(most=QUARTER, of="ratio"),
        AFTER: Bar(most=QUARTER, of="ratio"),
    }
    short = form in {"PHQ-9", _name(LARGE)} and kind != AFTER
    return Row(f"{form}: {kind}", KINDS[kind], LHC, bars[kind], short)


ROWS = (
    Row(f"{EMPTY}: start", "ms", "Chromium"),
    Row(f"{EMPTY}: memory", "MB", "Chromium"),
    Row(BEFORE_EMPTY, "ms", "an empty page in Chromium", Bar(most=1, of="ratio"), short=True),
    *(_row(form, kind) for form in ("PHQ-9", *map(_name, SIZES)) for kind in KINDS),
)

Seen = defaultdict[str, list[float]]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, on this PC alone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:  # it would be one line for each file
        pass


class Place:
    """The pages that are served, and the forms in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.forms: dict[str, Path] = {}
        self.why_not = "" if program() else HOW_TO_GET_IT
        (folder / "empty.html").write_text("<!doctype html><title>empty</title>", encoding="utf-8")
        if not self.why_not:
            try:
                (folder / "lforms").symlink_to(lhc_forms.folder(), target_is_directory=True)
            except LookupError as cause:
                self.why_not = str(cause)
        (folder / "index.html").write_text(lhc_forms.PAGE, encoding="utf-8")

    def put(self, sizes: list[int]) -> None:
        """PHQ-9 and generated forms."""
        phq_9 = resource("forms", "phq-9.json")
        self.forms = {"PHQ-9": phq_9} | {_name(n): form_file(self.folder, n) for n in sizes}

    def serve(self, form: Path) -> None:
        """Make it the one that the page asks for."""
        (self.folder / "form.json").write_bytes(form.read_bytes())


# A browser kiosk


def browse(address: str, touches: int, into: Seen) -> None:
    """One start of Chromium with LHC-Forms, and the touches."""
    with TemporaryDirectory() as name, started(Path(name) / "profile", address) as browser:
        browser.wait_for("document.querySelector('#form input[type=radio]') !== null")
        browser.evaluate(SCRIPT)
        _touch(browser, 0)
        into[COLD].append((time.perf_counter() - browser.began) * 1000)
        into[OPEN].append(memory_of(browser.pid))
        if touches:
            into[TOUCH] += [_touch(browser, number) for number in range(1, touches + 1)]
            into[AFTER].append(memory_of(browser.pid))


def browse_nothing(address: str, into: Seen) -> None:
    """One start of Chromium with an empty page."""
    with TemporaryDirectory() as name, started(Path(name) / "profile", address) as browser:
        browser.wait_for("document.title === 'empty'")
        browser.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        into["start"].append((time.perf_counter() - browser.began) * 1000)
        into["memory"].append(memory_of(browser.pid))


def _touch(browser: Browser, number: int) -> float:
    browser.click(*browser.evaluate(f"place({number})"))
    took, chosen = browser.evaluate("seen")
    if not chosen:
        raise BrowserError("a click chose nothing")
    return float(took)


# Ours


def ours(form: Path, touches: int, into: Seen) -> None:
    """One start of the window of `kiosk form try`, and the touches."""
    pages = touches * (1 if form.stem == "phq-9" else 3)  # of three questions one is a choice
    with Child("form_window.py", form, pages) as child:
        shown = child.hears("question")["ms"]
        into[OPEN].append(child.megabytes())
        child.goes_on()
        into[COLD].append(shown + sum(child.hears("answered")["touch"]))
        if touches:
            into[TOUCH] += child.hears("touched")["touch"]
            into[AFTER].append(child.megabytes())


def our_nothing(into: Seen) -> None:
    """One start of an empty Qt Quick window."""
    with Child("empty_window.py") as child:
        into["start"].append(child.hears("first")["ms"])
        into["memory"].append(child.megabytes())


# All of it


def figures(asked: argparse.Namespace) -> list[Figure]:
    """Every row, as far as it was asked for."""
    with TemporaryDirectory() as name:
        place = Place(Path(name))
        place.put(asked.sizes)
        with served(place.folder) as address:
            found = list(_empty(address, asked.runs))
            empty = found[0]
            for form, file in place.forms.items():
                print(f"browser_kiosk: {form}", file=sys.stderr)
                found += _form(place, address, (form, file), asked)
    first = next(one for one in found if one.name == f"PHQ-9: {COLD}")
    reasons = (first.why_not, empty.why_not)
    found.append(_figure(BEFORE_EMPTY, first.measured, empty.beside, reasons))
    return found


def attempt(why_not: str, measure: Callable[..., None], *asked: object) -> str:
    """Measures, unless it is known why that can't be done; says why it could not, or ""."""
    if why_not:
        return why_not
    try:
        measure(*asked)
    except LookupError as cause:
        return str(cause)
    return ""


def _empty(address: str, runs: int) -> Iterator[Figure]:
    mine, theirs = Seen(list), Seen(list)
    not_ours, not_theirs = "", "" if program() else HOW_TO_GET_IT
    for _ in range(runs):
        not_ours = attempt(not_ours, our_nothing, mine)
        not_theirs = attempt(not_theirs, browse_nothing, f"{address}/empty.html", theirs)
    for kind in ("start", "memory"):
        reasons = (not_ours, not_theirs)
        yield _figure(f"{EMPTY}: {kind}", few(mine[kind]), few(theirs[kind]), reasons)


def _form(
    place: Place, address: str, form: tuple[str, Path], asked: argparse.Namespace
) -> Iterator[Figure]:
    name, file = form
    mine, theirs, not_ours, not_theirs = Seen(list), Seen(list), "", place.why_not
    is_large = file.stem.startswith(f"{LARGE}")
    runs = max(1, asked.runs - is_large)
    touches = max(1, asked.touches // (3 if is_large else 1))
    place.serve(file)
    for run in range(runs):
        last = touches if run == runs - 1 else 0
        not_ours = attempt(not_ours, ours, file, last, mine)
        not_theirs = attempt(not_theirs, browse, address, last, theirs)
    for kind in KINDS:
        told = often if kind == TOUCH else few
        reasons = (not_ours, not_theirs)
        yield _figure(f"{name}: {kind}", told(mine[kind]), told(theirs[kind]), reasons)


def _figure(
    name: str, measured: Measured | None, beside: Measured | None, reasons: tuple[str, str]
) -> Figure:
    """With the reason why ours is missing, or else the one why theirs is."""
    not_ours, not_theirs = reasons
    return Figure(name, measured, beside, not_theirs if measured else not_ours)


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.browser_kiosk", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("--sizes", nargs="*", type=int, default=list(SIZES))
    made.add_argument("--runs", type=int, default=3)
    made.add_argument("--touches", type=int, default=30)
    return made


if __name__ == "__main__":
    print(narrow(ROWS, figures(parser().parse_args())))
