"""How long a patient waits at the turns of a visit, in the whole kiosk over an encrypted store.

    .venv/bin/python -m tests.benchmarks.bench_journey [--visits 20] [--kills 5] [--pages 40]

The rows, in milliseconds, median and p95 of n:

    first page to question   from the touch that says who answers, and from all touches on the way
    touch                    letting go of an answer to the frame that shows it chosen
    page                     letting go of Continue to the frame of the next page
    crash to first page      process start to the first frame, over the store of a kiosk that was
                             killed while somebody answered
    fail to calm page        a bug surfaces, to the frame of the calm page

Nothing is asserted, for the figures of a busy machine say little.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from kiosk.demo.clinic import SampleClinic, sample_clinic
from kiosk.running.app import Kiosk, parts
from kiosk.settings import Panel, Patient, Settings, StorePlace
from kiosk.store.database import open_store
from kiosk.trial.clock import Clock
from kiosk.trial.finger import QuickFinger
from kiosk.trial.measure import FrameWatch, times
from kiosk.trial.process import since_launch_ms
from kiosk.trial.touch import Node, rest
from kiosk.ui.window import WindowPlace, prepare_qt
from tests.benchmarks.figure import Bar, Figure, Row, often

PANEL = WindowPlace(size=(1080, 1920), px_per_mm=3.6)
WAY = ("English", "Worries (GAD-7)", "I answer myself")
ANSWER, CONTINUE = "Several days", "Continue"
PAGES_A_VISIT = 6
"""GAD-7 has seven questions, the last of which leads to the check page."""

CRASH = "crash to first page"
ROWS = (
    Row("in a visit: last touch to first question", "ms"),
    Row("in a visit: all touches to first question", "ms"),
    Row("in a visit: touch", "ms", bar=Bar(most=12)),
    Row("in a visit: page", "ms"),
    Row("in a visit: fail to calm page", "ms"),
    Row(f"in a visit: {CRASH}", "ms", short=True),
)
Measured = dict[str, list[float]]


class Visits:
    """A finger before the kiosk of a sample clinic."""

    def __init__(self, kiosk: Kiosk) -> None:
        clock = Clock()
        kiosk.window.guard._clock = clock
        self._patient, self._root = kiosk.patient, kiosk.window.root
        self._watch = FrameWatch(self._root)
        self._finger = QuickFinger(self._root, clock)
        self.measured: Measured = {}

    def first_frame(self) -> None:
        self._watch.after(self._root.update, patience_s=10)

    def begin(self) -> None:
        """From the first page to the first question; the last touch and all of them."""
        took = [self._turn(name) for name in WAY]
        self._told("last touch to first question", took[-1:])
        self._told("all touches to first question", [sum(took)])

    def answer(self) -> None:
        """One question, and on to the next."""
        option = self._node(ANSWER)
        chosen = self._watch.touch(
            self._finger, option.rect.center(), lambda: self._node(ANSWER).checked
        )
        self._told("touch", [chosen or 0.0])
        self._told("page", [self._turn(CONTINUE)])

    def leave(self) -> None:
        self._patient.leave(delete=True)
        self._finger.wait_until(lambda: self._patient.sheet == "", "the first page")

    def fail(self) -> None:
        took = self._watch.after(
            self._patient.fail, lambda: self._patient.page == "broken", patience_s=3
        )
        self._told("fail to calm page", [took or 0.0])
        self._patient.leave(delete=False)

    def _turn(self, name: str) -> float:
        """Touch it, and wait for the frame of another page."""
        before = self._where()
        place = self._node(name).rect.center()
        took = self._watch.touch(self._finger, place, lambda: self._where() != before)
        rest(0.02)
        return took or 0.0

    def _where(self) -> tuple[str, str]:
        sitting = self._patient.sitting
        return (self._patient.page, sitting.place if sitting else "")

    def _node(self, name: str) -> Node:
        return self._finger.wait_for(name)

    def _told(self, row: str, took: list[float]) -> None:
        self.measured.setdefault(row, []).extend(took)


def settings_of(store: Path) -> Settings:
    return Settings(
        store=StorePlace(directory=str(store)),
        patient=Patient(languages=("en", "ar"), draft_translations=("ar",)),
        panel=Panel(px_per_mm=PANEL.px_per_mm),
    )


def with_kiosk(store_directory: Path, key: bytes, use: Callable[[Visits], None]) -> None:
    prepare_qt()
    application = QGuiApplication.instance() or QGuiApplication(["kiosk"])
    settings, store = settings_of(store_directory), open_store(store_directory, key)
    kiosk = Kiosk(store, settings, parts(settings), PANEL)
    use(Visits(kiosk))
    kiosk.close()
    store.close()
    application.processEvents()


def visits(clinic: SampleClinic, count: int, pages: int) -> Measured:
    """Visits of this process, one after the other."""
    found: Measured = {}

    def walk(one: Visits) -> None:
        one.first_frame()
        left = pages
        for _ in range(count):
            one.begin()
            for _ in range(min(left, PAGES_A_VISIT)):
                one.answer()
                left -= 1
            one.leave()
        for _ in range(count):
            one.begin()
            one.answer()
            one.fail()
        found.update(one.measured)

    with_kiosk(clinic.directory / "store", clinic.key, walk)
    return found


def child(store: str, key: str) -> None:
    """Says when its first page was seen, then answers until it is killed."""

    def until_killed(one: Visits) -> None:
        one.first_frame()
        print(json.dumps({"ms": since_launch_ms()}), flush=True)
        one.begin()
        one.answer()
        rest(0.2)
        print(json.dumps({"answered": True}), flush=True)
        rest(600)

    with_kiosk(Path(store), bytes.fromhex(key), until_killed)


def crashes(clinic: SampleClinic, count: int) -> Iterator[float]:
    """Process start to first page, each time over what the one before left when it was killed."""
    store = str(clinic.directory / "store")
    for number in range(count + 1):
        command = [sys.executable, __file__, "--child", store, clinic.key.hex()]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            started = json.loads(process.stdout.readline())["ms"]
            process.stdout.readline()
            process.kill()
        if number:  # the first one found a store that was closed in order
            yield started


def measured(asked: argparse.Namespace) -> Measured:
    """All rows: milliseconds."""
    with sample_clinic(seed=1) as clinic:
        rows = visits(clinic, asked.visits, asked.pages)
        rows[CRASH] = list(crashes(clinic, asked.kills))
    return rows


def figures(asked: argparse.Namespace) -> list[Figure]:
    """A figure for each row."""
    return [Figure(f"in a visit: {name}", often(took)) for name, took in measured(asked).items()]


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_journey", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("--visits", type=int, default=20)
    made.add_argument("--pages", type=int, default=40)
    made.add_argument("--kills", type=int, default=5)
    made.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    return made


def main() -> None:
    asked = parser().parse_args()
    if asked.child:
        child(*asked.child)
        return
    print(f"{'ms':<32}{'p50':>8}{'p95':>8}{'n':>5}")
    for name, took in measured(asked).items():
        if found := times(took):
            print(f"{name:<32}{found.p50:>8.1f}{found.p95:>8.1f}{found.n:>5}")


if __name__ == "__main__":
    main()
