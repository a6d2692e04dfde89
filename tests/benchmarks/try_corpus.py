"""Walks many forms through the patient's window, as `kiosk form try --robot` does; a table of them.

    .venv/bin/python tests/benchmarks/try_corpus.py [FOLDER…] [--seeds N] [--jobs J] [--sample K]

Without a folder, the public forms beside the checkout. Each process opens one window and shows one
form in it after the other; one that dies is started anew and its form counts as a crash. A form
that the engine refuses counts as refused. The columns:

    pages        walked
    differences  items where the screen's response is not the engine's
    findings     by code; "qt-warning" is what Qt had to say
    s            for the whole walk, planning and looking closely included
    page         from Continue to the frame that shows the next page, 95 of 100, in ms
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random
from typing import Any, Final, NoReturn

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from kiosk.commands.reading import value_sets_at_hand
from kiosk.errors import FormUnreadable
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.trial.clock import Clock
from kiosk.trial.report import PageFinding
from kiosk.trial.robot import Robot
from kiosk.trial.window import Trial
from kiosk.ui.window import WindowPlace, prepare_qt

CORPUS: Final = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "questionnaires"
HERE: Final = WindowPlace(size=(1080, 1920), px_per_mm=3.6)
DAY: Final = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
PATIENCE_S: Final = 1800
OWN: Final = "kiosk"


@dataclass
class Walked:
    """What came of one form with one seed."""

    file: str
    seed: int
    took_s: float = 0.0
    pages: int = 0
    page_ms: float = 0.0
    refused: str = ""
    crash: str = ""
    differences: list[Any] = field(default_factory=list)
    findings: list[Any] = field(default_factory=list)


class Walker:
    """One window, one form after the other."""

    def __init__(self) -> None:
        self._warnings: list[str] = []
        self._clock = Clock()
        self._trial: Trial | None = None
        qInstallMessageHandler(self._told)

    def walk(self, file: str, seed: int) -> Walked:
        """One form; whatever happens is told."""
        walked, began = Walked(file, seed), time.monotonic()
        self._warnings.clear()
        signal.alarm(PATIENCE_S)
        try:
            self._walk(walked)
        except FormUnreadable as cause:
            walked.refused = str(cause)
        except BaseException as cause:  # noqa: BLE001 - a crash is what is looked for
            walked.crash = place_of(cause)
            self._trial = None
        finally:
            signal.alarm(0)
        walked.findings += [PageFinding("qt-warning", "", 0, one) for one in self._warnings]
        walked.took_s = time.monotonic() - began
        return walked

    def _walk(self, walked: Walked) -> None:
        form = read_questionnaire(Path(walked.file).read_bytes())
        at_hand = value_sets_at_hand(())
        if self._trial is None:
            self._trial = Trial(form, HERE, value_sets=at_hand, now=DAY, clock=self._clock)
        else:
            self._trial.begin(form)
        self._trial.shelf.responses.clear()
        robot = Robot(
            self._trial, self._clock, questionnaire=form, seed=walked.seed, now=DAY,
            value_sets=at_hand,
        )  # fmt: skip
        report = robot.walk(lambda: None)
        walked.pages = report.pages
        walked.page_ms = report.page_ms.p95 if report.page_ms else 0.0
        walked.differences, walked.findings = [*report.differences], [*report.findings]

    def _told(self, kind: QtMsgType, _context: object, message: str) -> None:
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
            self._warnings.append(message)


def place_of(cause: BaseException) -> str:
    """The error with the last lines of the project that it came through."""
    frames = [f for f in traceback.extract_tb(cause.__traceback__) if f"/{OWN}/" in f.filename]
    ways = [f"{Path(f.filename).name}:{f.lineno}" for f in frames[-4:]]
    return f"{type(cause).__name__}: {str(cause)[:400]} ({' > '.join(ways)})"


def work() -> None:
    """In a process of its own: lines with file and seed come in, what came of them goes out."""
    prepare_qt()
    application = QGuiApplication([OWN])
    signal.signal(signal.SIGALRM, stop)
    walker = Walker()
    for line in sys.stdin:
        walked = walker.walk(*json.loads(line))
        print(json.dumps(asdict(walked), default=str), flush=True)
    application.quit()
    os._exit(0)  # nothing of it is looked at after the last answer


def stop(*_signal: object) -> NoReturn:
    raise TimeoutError(f"not through after {PATIENCE_S} s")


def process() -> subprocess.Popen[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, __file__, "--work"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def walk_all(tasks: "SimpleQueue[tuple[str, int]]") -> list[Walked]:
    """All that are left of the tasks, in one process after the other."""
    done, worker = [], process()
    while True:
        try:
            task = tasks.get_nowait()
        except Empty:
            worker.communicate()
            return done
        assert worker.stdin
        assert worker.stdout
        worker.stdin.write(json.dumps(task) + "\n")
        worker.stdin.flush()
        line = worker.stdout.readline()
        if line:
            done.append(Walked(**json.loads(line)))
        else:
            done.append(Walked(*task, crash=f"the process ended with {worker.wait()}"))
            worker = process()
        tell(done[-1])


def tell(one: Walked) -> None:
    codes = Counter(finding[0] for finding in one.findings)
    words = ", ".join(f"{code} {count}" for code, count in codes.most_common())
    said = one.crash or (f"refused: {one.refused}" if one.refused else words or "clean")
    print(
        f"{one.took_s:6.1f} s {one.pages:5} pages {len(one.differences):3} differences  "
        f"{Path(one.file).name} #{one.seed}: {said}",
        flush=True,
    )


def files_in(folders: Sequence[Path], most_bytes: int) -> Iterator[Path]:
    found = (
        file
        for folder in folders
        for file in ([folder] if folder.is_file() else folder.rglob("*.json"))
    )
    yield from sorted(
        (one for one in found if one.stat().st_size <= most_bytes),
        key=lambda one: (one.stat().st_size, one),
    )


def table(all_walked: Sequence[Walked]) -> Iterator[str]:
    """The lines to be printed when all is walked."""
    read = [one for one in all_walked if not one.refused]
    pages, differing = sum(one.pages for one in read), [one for one in read if one.differences]
    yield f"walks {len(read)}, refused {len(all_walked) - len(read)}, pages {pages}"
    yield f"crashes {sum(bool(one.crash) for one in read)}"
    yield f"differences {sum(len(one.differences) for one in differing)} in {len(differing)} walks"
    codes: dict[str, list[str]] = {}
    for one in read:
        for finding in one.findings:
            codes.setdefault(finding[0], []).append(one.file)
    for code, where in sorted(codes.items(), key=lambda pair: -len(pair[1])):
        yield f"  {code:20} {len(where):6} in {len(set(where))} forms"
    times = sorted(one.page_ms for one in read if one.page_ms)
    if times:
        middle = times[len(times) // 2]
        yield f"page: the slowest walk's 95 of 100 {times[-1]:.0f} ms, the median's {middle:.0f} ms"
    yield f"time {sum(one.took_s for one in all_walked):.0f} s"
    yield from (f"CRASH {one.file} #{one.seed}: {one.crash}" for one in read if one.crash)
    for one in read:
        yield from (f"DIFFERENCE {one.file} #{one.seed}: {told}" for told in one.differences)


def main() -> None:
    """Prints a line for each form and the table in the end; all findings as JSON with --out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--sample", type=int, help="so many forms, chosen at random")
    parser.add_argument("--most-bytes", type=int, default=sys.maxsize, help="no larger forms")
    parser.add_argument("--out", type=Path, help="where all that was found is written, as JSON")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work()
    files = list(files_in(asked.folders or [CORPUS], asked.most_bytes))
    if asked.sample:
        files = Random(0).sample(files, min(asked.sample, len(files)))  # noqa: S311 - a sample
    tasks: SimpleQueue[tuple[str, int]] = SimpleQueue()
    for file in files:
        for seed in range(asked.seeds):
            tasks.put((str(file), seed))
    with ThreadPoolExecutor(asked.jobs) as pool:
        parts = pool.map(walk_all, [tasks] * asked.jobs)
        walked = [one for part in parts for one in part]
    print("\n".join(table(walked)))
    if asked.out:
        asked.out.write_text(json.dumps([asdict(one) for one in walked], indent=1, default=str))


if __name__ == "__main__":
    main()
