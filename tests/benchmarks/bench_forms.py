"""How long a form takes to open, what an answer costs, and how much memory that needs.

    .venv/bin/python tests/benchmarks/bench_forms.py [FILE…]
        --sizes 100 1000 5000   sizes of the generated forms, if the generator is at hand
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
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

SHARED = Path(__file__).resolve().parents[3] / "shared"
GENERATOR = SHARED / "tools" / "gen_questionnaire.py"
LARGE = SHARED / "corpus" / "questionnaires" / "large"
WARM_RUNS = 5
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
    if not GENERATOR.exists():
        return []
    forms = []
    for size in sizes:
        name = f"{size} {spelling}"
        file = folder / f"{size}-{spelling}.json"
        command = [sys.executable, str(GENERATOR), str(size), "--sum", spelling]
        with file.open("wb") as out:
            subprocess.run(command, stdout=out, check=True)
        forms.append(Form(name, file))
    return forms


def table(asked: argparse.Namespace) -> None:
    rows: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        families = [generated(asked.sizes, spelling, Path(folder)) for spelling in asked.spellings]
        named = [Form(file.stem, file) for file in (*sorted(LARGE.glob("*.json")), *asked.files)]
        forms = [*(form for family in families for form in family), *named]
        if asked.profile:
            profile((asked.files or [forms[0].file])[0], asked)
            return
        print(HEAD, UNITS, sep="\n")
        for form in forms:
            rows[form.name] = measure(form, asked)
            print(line(form, rows[form.name]), flush=True)
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--sizes", nargs="*", type=int, default=[100, 1000, 5000])
    parser.add_argument("--spellings", nargs="*", default=["sum", "aggregate"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--answers", type=int, default=300)
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--measure", choices=["ready", "walk"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure == "ready":
        print(json.dumps(measure_ready(asked.files[0])))
    elif asked.measure == "walk":
        print(json.dumps(measure_walk(asked.files[0], least=asked.answers, most=asked.most)))
    else:
        table(asked)


if __name__ == "__main__":
    main()
