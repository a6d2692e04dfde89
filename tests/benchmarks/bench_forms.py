"""How long a form takes to open, what an answer costs, and how much memory that needs.

    .venv/bin/python -m tests.benchmarks.bench_forms [FILE…]
        --sizes 10 100 1000 5000   sizes of the generated forms
        --spellings sum aggregate  how their sums are written
        --runs 5                how often each form is opened, each time in a new process
        --answers 300           the least number of answers; every question asked is answered once
        --most 0                stop after so many answers (0: never), for a first look
        --profile               where the time goes in the first FILE or form, and no table

The columns:

    import      loading the engine, in a new process
    cold        from bytes to the first page: the first time in a new process, imports done before
    warm        the same again in that process
    answer      `FormFiller.answer` and looking up the page then
    row         `FormFiller.saved_row`, which the kiosk keeps after each answer
    next        to the next question and looking up its page
    toggled     how many answers changed something besides themselves
    MB          the most memory: with the engine loaded, the form open, the form filled

Nothing is asserted here: the figures of a busy machine say little. Everything in a table is from
one run, side by side, so that its rows can be compared with one another.
"""

import argparse
import cProfile
import json
import pstats
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from tests.benchmarks.figure import Bar, Figure, Measured, Row, few
from tests.benchmarks.generated import SUMS, form_file

SIZES = (10, 100, 1000, 5000)
SPELLING = "sum"
WARM_RUNS = 5
ANSWER_MS = 12
VALUES: dict[str, Callable[[Random], dict[str, Any]]] = {
    "boolean": lambda rng: {"valueBoolean": rng.random() < 0.5},
    "integer": lambda rng: {"valueInteger": rng.randrange(100)},
    "decimal": lambda rng: {"valueDecimal": Decimal(rng.randrange(1000)) / 10},
    "date": lambda rng: {"valueDate": f"{rng.randrange(1940, 2020)}-03-02"},
    "dateTime": lambda rng: {"valueDateTime": f"{rng.randrange(1940, 2020)}-03-02T10:00:00Z"},
    "time": lambda rng: {"valueTime": f"{rng.randrange(24):02}:00:00"},
    "string": lambda rng: {"valueString": f"words {rng.randrange(1000)}"},
    "text": lambda rng: {"valueString": f"words {rng.randrange(1000)}"},
    "url": lambda rng: {"valueUri": f"https://example.org/{rng.randrange(1000)}"},
    "quantity": lambda rng: {"valueQuantity": {"value": rng.randrange(100)}},
    "open-choice": lambda rng: {"valueString": f"words {rng.randrange(1000)}"},
}


def _rows(size: int) -> Iterator[Row]:
    of, large = f"{size:,} items", size == max(SIZES)
    beside = f"{min(SIZES)} items" if size != min(SIZES) else ""
    yield Row(f"open, {of}", "ms")
    yield Row(f"answer, {of}", "ms", beside, Bar(most=ANSWER_MS), short=large)
    yield Row(f"next question, {of}", "ms")
    yield Row(f"memory once filled, {of}", "MB")


ROWS = tuple(row for size in SIZES for row in _rows(size))


@dataclass(frozen=True)
class Form:
    """One form of the table."""

    name: str
    file: Path


# In a process of its own: the measuring


def peak_megabytes() -> float:
    """The most memory this process ever held (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Engine:
    """The engine, loaded when this is made, and not before."""

    def __init__(self) -> None:
        start = perf_counter()
        from kiosk.forms.answers import Answer  # noqa: PLC0415 - the import is measured
        from kiosk.forms.filler import FormFiller  # noqa: PLC0415
        from kiosk.forms.questionnaire import read_questionnaire  # noqa: PLC0415

        self.seconds = perf_counter() - start
        self.answer, self.filler, self.read = Answer.from_fhir, FormFiller, read_questionnaire

    def ready(self, content: bytes) -> tuple[Any, float]:
        """A filler on its first page, and how many seconds that took."""
        start = perf_counter()
        filler = self.filler(self.read(content), language="en")
        assert filler.page is not None, "the form asks nothing"
        return filler, perf_counter() - start


def measure_ready(file: Path) -> dict[str, float]:
    content = file.read_bytes()
    engine = Engine()
    base = peak_megabytes()
    filler, cold = engine.ready(content)
    items, opened = len(filler.questionnaire.by_path), peak_megabytes()
    warm = median(engine.ready(content)[1] for _ in range(WARM_RUNS))
    return {
        "bytes": len(content),
        "items": items,
        "import": engine.seconds,
        "cold": cold,
        "warm": warm,
        "base": base,
        "open": opened,
    }


class Walk:
    """One person going through a form, with a clock on each touch."""

    def __init__(self, engine: Engine, filler: Any, *, seed: int = 1) -> None:
        self.engine, self.filler, self.rng = engine, filler, Random(seed)  # noqa: S311 - play
        self.answer: list[float] = []
        self.row: list[float] = []
        self.next: list[float] = []
        self.toggled = 0

    def through(self, most: int) -> None:
        """Every question asked, once, in the order of the form."""
        while (page := self.filler.page) is not None and self.may_go_on(most):
            self.touch(page)
            start = perf_counter()
            self.filler.forward()
            _ = self.filler.page
            self.next.append(perf_counter() - start)

    def about(self, least: int, most: int) -> None:
        """Random questions again: as many as are missing, and at least half of `least`."""
        pages, wanted = self.filler.pages, max(least, len(self.answer) + least // 2)
        for _ in range(20 * least):
            if len(self.answer) >= wanted or not self.may_go_on(most):
                break
            page = self.rng.choice(pages)
            if self.filler.is_enabled(page.path):
                self.filler.go_to(page.path)
                self.touch(page)

    def may_go_on(self, most: int) -> bool:
        return not most or len(self.answer) < most

    def touch(self, page: Any) -> None:
        given = self.some_answer(page.item)
        if given is None:
            return
        answers = [self.engine.answer(given)]
        start = perf_counter()
        changed = self.filler.answer(page.path, answers)
        _ = self.filler.page
        answered = perf_counter()
        self.filler.saved_row(page.path)
        self.row.append(perf_counter() - answered)
        self.answer.append(answered - start)
        self.toggled += bool(set(changed) - {page.path})

    def some_answer(self, item: Any) -> dict[str, Any] | None:
        options = item.answer_options
        if options:
            # Half of the time the last one: conditions mostly look for an end of the scale.
            option = options[-1] if self.rng.random() < 0.5 else self.rng.choice(options)
            plain: dict[str, Any] = option.answer.to_fhir()
            return plain
        make = VALUES.get(item.type)
        return make(self.rng) if make and "answerValueSet" not in item.raw else None


def measure_walk(file: Path, *, least: int, most: int) -> dict[str, Any]:
    engine = Engine()
    filler, _ = engine.ready(file.read_bytes())
    walk = Walk(engine, filler)
    walk.through(most)
    walk.about(least, most)
    return {
        "answers": len(walk.answer),
        "toggled": walk.toggled,
        "answer": spread(walk.answer),
        "row": spread(walk.row),
        "next": spread(walk.next),
        "filled": peak_megabytes(),
    }


def spread(seconds: list[float]) -> list[float]:
    """Median, 95th percentile and maximum, in milliseconds."""
    if len(seconds) < 2:
        return [1000 * value for value in (seconds or [0.0])] * 3
    return [1000 * value for value in (median(seconds), quantiles(seconds, n=20)[-1], max(seconds))]


# The table


def own_process(*arguments: str) -> Any:
    """What a new process of this program measures."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def measure(form: Form, asked: argparse.Namespace) -> dict[str, Any]:
    openings = [own_process("--measure", "ready", str(form.file)) for _ in range(asked.runs)]
    opened = {key: median(opening[key] for opening in openings) for key in openings[0]}
    limits = ("--answers", str(asked.answers), "--most", str(asked.most))
    opened["colds"] = [opening["cold"] for opening in openings]
    return opened | own_process("--measure", "walk", *limits, str(form.file))


HEAD = (
    f"{'form':<18}{'bytes':>10}{'items':>7}{'import':>8}{'cold':>8}{'warm':>8}"
    f"{'answers':>9}{'toggled':>9}{'answer median':>15}{'p95':>7}{'max':>8}"
    f"{'row':>7}{'p95':>7}{'next':>8}{'p95':>7}{'MB loaded':>11}{'open':>6}{'filled':>8}"
)
UNITS = (
    f"{'':<18}{'':>10}{'':>7}{'s':>8}{'s':>8}{'s':>8}"
    f"{'':>9}{'':>9}{'ms':>15}{'ms':>7}{'ms':>8}{'ms':>7}{'ms':>7}{'ms':>8}{'ms':>7}"
)


def line(form: Form, row: dict[str, Any]) -> str:
    answer, kept, following = row["answer"], row["row"], row["next"]
    return (
        f"{form.name[:17]:<18}{row['bytes']:>10,.0f}{row['items']:>7,.0f}{row['import']:>8.3f}"
        f"{row['cold']:>8.3f}{row['warm']:>8.3f}{row['answers']:>9}{row['toggled']:>9}"
        f"{answer[0]:>15.3f}{answer[1]:>7.2f}{answer[2]:>8.2f}{kept[0]:>7.3f}{kept[1]:>7.3f}"
        f"{following[0]:>8.3f}{following[1]:>7.2f}"
        f"{row['base']:>11.0f}{row['open']:>6.0f}{row['filled']:>8.0f}"
    )


def ratios(rows: dict[str, dict[str, Any]], names: list[str]) -> Iterator[str]:
    """How much dearer an answer is in the largest generated form than in the smallest."""
    if len(names) > 1 and names[0] in rows and names[-1] in rows:
        small, great = rows[names[0]]["answer"], rows[names[-1]]["answer"]
        pairs = zip(("median", "p95", "max"), small, great, strict=True)
        told = ", ".join(f"{word} {much / little:.2f}" for word, little, much in pairs)
        yield f"an answer in {names[-1]} against {names[0]}: {told}"


def generated(sizes: list[int], spelling: str, folder: Path) -> list[Form]:
    return [Form(f"{size} {spelling}", form_file(folder, size, spelling)) for size in sizes]


def measured(
    asked: argparse.Namespace, families: list[list[Form]]
) -> Iterator[tuple[Form, dict[str, Any]]]:
    """Every form with its figures, one after the other."""
    forms = [form for family in families for form in family]
    for form in (*forms, *(Form(file.stem, file) for file in asked.files)):
        yield form, measure(form, asked)


@contextmanager
def families_of(asked: argparse.Namespace) -> Iterator[list[list[Form]]]:
    """The generated forms, those of one spelling together."""
    with tempfile.TemporaryDirectory() as folder:
        yield [generated(asked.sizes, spelling, Path(folder)) for spelling in asked.spellings]


def figures(asked: argparse.Namespace) -> list[Figure]:
    """Of the generated forms of one spelling."""
    with families_of(argparse.Namespace(**vars(asked) | {"spellings": [SPELLING]})) as families:
        rows = {int(form.name.split()[0]): row for form, row in measured(asked, families)}
    found, least = [], min(rows)
    for size, row in rows.items():
        of = f"{size:,} items"
        beside = spread_of(rows[least], "answer") if size != least else None
        found += [
            Figure(f"open, {of}", few(row["colds"], 1000)),
            Figure(f"answer, {of}", spread_of(row, "answer"), beside),
            Figure(f"next question, {of}", spread_of(row, "next")),
            Figure(f"memory once filled, {of}", Measured(row["filled"])),
        ]
    return found


def spread_of(row: dict[str, Any], column: str) -> Measured:
    """Median and 95th percentile of a column."""
    return Measured(row[column][0], (row[column][1],), row["answers"])


def table(asked: argparse.Namespace) -> None:
    rows: dict[str, dict[str, Any]] = {}
    with families_of(asked) as families:
        if asked.profile:
            profile((asked.files or [families[0][0].file])[0], asked)
            return
        print(HEAD, UNITS, sep="\n")
        for form, row in measured(asked, families):
            rows[form.name] = row
            print(line(form, row), flush=True)
    for family in families:
        print(*ratios(rows, [form.name for form in family]), sep="\n")


def profile(file: Path, asked: argparse.Namespace) -> None:
    """Opening and walking, each by the time spent inside each function."""
    for what in (
        lambda: measure_ready(file),
        lambda: measure_walk(file, least=asked.answers, most=asked.most),
    ):
        profiler = cProfile.Profile()
        profiler.runcall(what)
        for order in ("tottime", "cumulative"):
            pstats.Stats(profiler).strip_dirs().sort_stats(order).print_stats(25)


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_forms", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("files", nargs="*", type=Path, metavar="FILE")
    made.add_argument("--sizes", nargs="*", type=int, default=list(SIZES))
    made.add_argument("--spellings", nargs="*", choices=SUMS, default=list(SUMS))
    made.add_argument("--runs", type=int, default=5)
    made.add_argument("--answers", type=int, default=300)
    made.add_argument("--most", type=int, default=0)
    made.add_argument("--profile", action="store_true")
    made.add_argument("--measure", choices=["ready", "walk"], help=argparse.SUPPRESS)
    return made


def main() -> None:
    asked = parser().parse_args()
    if asked.measure == "ready":
        print(json.dumps(measure_ready(asked.files[0])))
    elif asked.measure == "walk":
        print(json.dumps(measure_walk(asked.files[0], least=asked.answers, most=asked.most)))
    else:
        table(asked)


if __name__ == "__main__":
    main()
