"""How plainly our own texts are written: figures for each part of the screen and each form.

    .venv/bin/python -m tests.benchmarks.reading

The parts are the sections of the English `ui.toml`; the other languages have a line each. The
columns, as `kiosk.coproduction.plain_words` defines them:

    texts, words   how many
    grade          Flesch-Kincaid, of English alone; about five less than the reader's age
    longest        the longest sentence, in words
    to mend        how many findings; each is told below the table

Forms are measured as `kiosk form check` does. Ends with 1 where anything is to be mended.
"""

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.commands.plain import measured
from kiosk.coproduction.plain_words import Figures, Text, grade_advice, is_hard, look
from kiosk.coproduction.plain_words import figures as counted_of
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.offered import bundled_words
from kiosk.resources import resource
from tests.benchmarks.figure import Bar, Figure, Measured, Row, few

ROWS = (
    Row("grade of the hardest part of the screen, in English", "", bar=Bar(most=6), short=True),
    Row("grade of the hardest form of ours", "", bar=Bar(most=6)),
    Row("longest sentence, screen and forms", "words", bar=Bar(most=20)),
    Row("texts and forms to mend", "", bar=Bar(most=0)),
)


@dataclass(frozen=True)
class Part:
    """One line of the table.

    Attributes:
        name: of the part of the screen, or of the form.
        texts: how many; None for a form.
        figures: None where all is validated wording.
        to_mend: what is to be written otherwise, one line each.
    """

    name: str
    texts: int | None
    figures: Figures | None
    to_mend: tuple[str, ...]


def parser() -> argparse.ArgumentParser:
    """Nothing may be asked for."""
    return argparse.ArgumentParser(
        prog="python -m tests.benchmarks.reading", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip


def figures(_: argparse.Namespace) -> list[Figure]:
    """The hardest of everything, and how much is to be mended."""
    parts, own = list(screen()), list(forms())
    longest = [row.figures.longest for row in (*parts, *own) if row.figures]
    to_mend = sum(len(row.to_mend) for row in (*parts, *own))
    found = [_hardest(parts), _hardest(own), _most(longest), Measured(to_mend, n=len(longest))]
    return [Figure(row.name, one) for row, one in zip(ROWS, found, strict=True)]


def _hardest(rows: list[Part]) -> Measured | None:
    return _most([row.figures.grade for row in rows if row.figures and row.figures.grade])


def _most(values: list[float]) -> Measured | None:
    found = few(values)
    return found and replace(found, value=max(values))


def main() -> int:
    """Prints the table; 1 where anything is to be mended."""
    parser().parse_args()
    print(f"{'':44}{'texts':>6}{'words':>6}{'grade':>6}{'longest':>8}{'to mend':>8}")
    to_mend = []
    for heading, rows in (("the screen", screen()), ("forms", forms())):
        print(f"\n{heading}")
        to_mend += told(rows)
    print("", *to_mend, f"{len(to_mend)} to mend", sep="\n")
    return int(bool(to_mend))


def told(rows: Iterator[Part]) -> Iterator[str]:
    """Prints each row; gives what is to be mended."""
    for row in rows:
        print(line(row))
        yield from row.to_mend


def line(row: Part) -> str:
    """One row as it is printed."""
    start = f"  {row.name[:40]:42}{row.texts or '':>6}"
    if row.figures is None:
        return f"{start}  validated wording, not measured{len(row.to_mend) or '':>8}"
    grade = "-" if row.figures.grade is None else row.figures.grade
    counts = f"{row.figures.words:6}{grade:>6}{row.figures.longest:8}"
    return f"{start}{counts}{len(row.to_mend):8}"


def screen() -> Iterator[Part]:
    """A row for each section of English, and one for each language."""
    files = {file.parent.name: file for file in resource("translations").glob("*/ui.toml")}
    for name, texts in sections(files["en"].read_text("utf-8")).items():
        yield row_of(name, texts, "en")
    for language in sorted(files):
        texts = tomllib.loads(files[language].read_text("utf-8"))
        row = row_of(f"all in {language}", texts, language)
        # What is to be mended in English was said with its section.
        yield replace(row, to_mend=()) if language == "en" else row


def row_of(name: str, texts: dict[str, str], language: str) -> Part:
    """The row of one section."""
    counted, listed = counted_of(texts.values(), language), bundled_words(language)
    found = [
        f"{language}: {one.place}: {one.advice} “{one.sentence}”"
        for key, text in texts.items()
        for one in look(Text(key, text, scolds=True), language, listed)
    ]
    if is_hard(counted):
        found.insert(0, f"{language}: {name}: {grade_advice(counted)}")
    return Part(name, len(texts), counted, tuple(found))


def sections(toml: str) -> dict[str, dict[str, str]]:
    """Name → texts by key. A section begins with a comment after an empty line."""
    found: dict[str, dict[str, str]] = {}
    name = ""
    for paragraph in toml.split("\n\n"):
        if paragraph.startswith("#"):
            name = paragraph.partition("\n")[0].strip("# ")
        if texts := tomllib.loads(paragraph):
            found.setdefault(name, {}).update(texts)
    return found


def forms() -> Iterator[Part]:
    """A row for each form that comes with the program."""
    for file in sorted(resource("forms").glob("*.json")):
        plain = measured(read_questionnaire(file.read_bytes()))
        found = tuple(f"{file.stem}: {one.link_id}: {one.message}" for one in plain.findings)
        yield Part(file.stem, None, plain.figures, found)


if __name__ == "__main__":
    raise SystemExit(main())
