"""All figures of the project: one command, one table, one picture.

    python -m tests.benchmarks    everything, in under half an hour on two cores
        --quick             a first look in three minutes: small sizes, few tries
        --all               at the largest sizes; hours
        --only NAME…        these parts
        --out DIR           leaves figures.md, figures.json and figures.svg there; the second after
                            each part, so that a run that was stopped goes on by --from and --only
        --from FILE         the figures.json of an earlier run, of the same size and, where --only
                            names what is measured anew, of the same machine
        --readme            writes the README's table and its picture; only with every part

The parts are listed by --help. Each is run in a process of its own and prints its figures alone by
the command that stands in its rows. The table goes to standard output, what happens to standard
error. A row that can't be measured says why. Ends with 1 where something could not be measured or
a bar was missed; which, is told at the end.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.lhc_forms import home
from tests.benchmarks.machine import machine, unlike_in
from tests.benchmarks.one_part import from_json
from tests.benchmarks.parts import PARTS, Part
from tests.benchmarks.picture import draw
from tests.benchmarks.whole import LEFT_OUT, PICTURE, Ran, Whole, into_readme, read_whole

ROOT = Path(__file__).parents[2]
PATIENCE_S = {"asked": 1200, "quick": 300, "every": 4 * 3600}
"""So long one part may take."""


def router_found() -> dict[str, str]:
    """Says where the bootstrap script put the packages of the router of others, if it did."""
    ours = (ROOT / "tests" / "router" / "package-lock.json").read_bytes()
    locks = home().glob("router-*/package-lock.json")
    found = (str(lock.parent) for lock in locks if lock.read_bytes() == ours)
    place = next(found, None)
    return {"CLINIC_KIOSK_ROUTER": place} if place else {}


ENV = {
    **router_found(),
    **os.environ,
    "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
}


def main() -> int:
    made = parser()
    asked = made.parse_args()
    earlier = read_whole(asked.earlier) if asked.earlier else None
    on = machine()
    if why_not := refusal(asked, earlier, on):
        made.error(why_not)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what it started ends with it
    whole = measured(asked, earlier, on)
    if asked.out:
        keep(asked.out, "json", whole.json())
        keep(asked.out, "md", whole.markdown())
    print(whole.markdown())
    picture = draw(whole)
    if asked.out:
        keep(asked.out, "svg", picture)
    if asked.readme:
        into_readme(ROOT / "README.md", whole)
        (ROOT / PICTURE).write_text(picture, encoding="utf-8")
    return verdict(whole)


def refusal(asked: argparse.Namespace, earlier: Whole | None, on: Mapping[str, str]) -> str:
    """Why that is not done on that machine: figures would stand where they don't belong; or ""."""
    size, parts = size_of(asked), wanted(asked)
    if earlier and earlier.size != size:
        return f"--from: its figures are of the size “{earlier.size}”, and “{size}” is asked for"
    if earlier and parts and (unlike := unlike_in(earlier.machine, on)):
        return f"--from: its figures are of another machine: {unlike}"
    if asked.readme and size != "asked":
        return "--readme: its figures are neither those of --quick nor of --all"
    known = {one.part.name for one in earlier.ran} if earlier else set()
    left_out = [one.name for one in PARTS if one not in parts and one.name not in known]
    if asked.readme and left_out:
        return f"--readme: its table needs every part; left out: {', '.join(left_out)}"
    return ""


def size_of(asked: argparse.Namespace) -> str:
    return "quick" if asked.quick else "every" if asked.all else "asked"


def wanted(asked: argparse.Namespace) -> list[Part]:
    """The parts that are measured anew."""
    if asked.only:
        return [one for one in PARTS if one.name in asked.only]
    return [] if asked.earlier else list(PARTS)


def measured(asked: argparse.Namespace, earlier: Whole | None, on: Mapping[str, str]) -> Whole:
    """Every part that is wanted, one after the other, beside those of an earlier run.

    Of the programs nothing is read before all are measured: they would bring Qt into this process,
    and memory that it shares with a window would be counted for that window in part only.
    """
    ran = {one.part.name: one for one in earlier.ran} if earlier else {}
    size, parts = size_of(asked), wanted(asked)
    if earlier and not parts:
        on = earlier.machine
    so_far = Whole(on, size, tuple(ran.values()))
    for number, part in enumerate(parts, 1):
        say(f"[{number} of {len(parts)}] {part.name}: {part.command(size)}")
        ran[part.name] = one = run(part, size)
        told = f"{len(one.figures)} figures" if one.figures else one.why_not
        say(f"    {told}, {one.seconds:.0f} s")
        so_far = Whole(on, size, tuple(ran[part.name] for part in PARTS if part.name in ran))
        if asked.out:
            keep(asked.out, "json", so_far.json(is_whole=False))
    return so_far


def keep(folder: Path, kind: str, text: str) -> None:
    """Leave it there, whole or not at all: a run may be stopped at any moment."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "figures.part"
    written.write_text(text, encoding="utf-8")
    written.replace(folder / f"figures.{kind}")


def run(part: Part, size: str) -> Ran:
    """One part, in a process of its own; where it fails each of its rows says why."""
    began = time.perf_counter()
    with TemporaryDirectory(prefix="figures-") as folder:
        out, log = Path(folder) / "figures.json", Path(folder) / "log"
        command = [sys.executable, "-m", "tests.benchmarks.one_part", part.name, size, str(out)]
        with log.open("wb") as said:
            trouble = wait(
                subprocess.Popen(
                    command, cwd=ROOT, env=ENV, stdout=said, stderr=said, start_new_session=True
                ),
                PATIENCE_S[size],
            )
        if not out.is_file():
            trouble = trouble or last_line(log)
        figures = from_json(out.read_text(encoding="utf-8")) if out.is_file() else []
    why_not = trouble or (LEFT_OUT if size == "quick" else "the program did not tell it")
    return Ran(part, tuple(figures), time.perf_counter() - began, why_not)


def wait(process: subprocess.Popen[bytes], patience_s: float) -> str:
    """Until it ends, and all that it started; why it had to be ended, or ""."""
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        return f"took longer than {patience_s:.0f} s"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return ""


def last_line(log: Path) -> str:
    """What a program that failed said last."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "it ended without a word"


def verdict(whole: Whole) -> int:
    """Tells what is missing and missed; 1 where anything is."""
    for title, names in (("not measured", whole.missing()), ("missed", whole.missed())):
        for name in names:
            say(f"{title}: {name}")
    return int(bool(whole.missing() or whole.missed()))


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, epilog=listed(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    size = made.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a first look")
    size.add_argument("--all", action="store_true", help="at the largest sizes")
    made.add_argument("--only", nargs="+", metavar="NAME", choices=[one.name for one in PARTS])
    made.add_argument("--out", type=Path, metavar="DIR", help="leave the figures there")
    made.add_argument("--from", dest="earlier", type=Path, metavar="FILE", help="an earlier run")
    made.add_argument("--readme", action="store_true", help="write the README's table")
    return made


def listed() -> str:
    """The parts, and what they take."""
    lines = [f"  {part.name:<10}{part.seconds:>5} s  {part.command()}" for part in PARTS]
    whole = sum(part.seconds for part in PARTS) / 60
    return "\n".join([f"parts, about {whole:.0f} minutes on two quiet cores:", *lines])


if __name__ == "__main__":
    sys.exit(main())
