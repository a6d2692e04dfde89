"""How many findings the look at questions makes on forms that people use: its false alarms.

    .venv/bin/python tests/benchmarks/lint_forms.py [FILE|FOLDER…]
        --each          each finding, in a line

Without a name: the forms that come with the program, and the public forms beside the checkout.
Forms in English alone; validated wording is left out. Not every finding on them is a false alarm
(read them with `--each`), so what is printed is the most there can be. Small forms are mostly
examples of one control each: those with at least 5 questions are told by themselves.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from kiosk.coproduction.lint import Report, lint
from kiosk.errors import FormUnreadable
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.offered import bundled_lists, bundled_locks
from kiosk.resources import resource

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "questionnaires"
BUNDLED = resource("forms", "phq-9.json").parent
LARGE = 5


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--each", action="store_true")
    asked = parser.parse_args()
    for name in asked.names or [BUNDLED, *([CORPUS] if CORPUS.is_dir() else [])]:
        reports = dict(reported(name))
        print(f"\n{name.name}: {len(reports)} English forms with questions of free wording")
        if reports:
            table(list(reports.values()))
        if asked.each:
            each(reports)


def reported(name: Path) -> Iterator[tuple[Path, Report]]:
    """Each form with what was found."""
    for file in sorted(name.rglob("*.json")) if name.is_dir() else [name]:
        try:
            form: Questionnaire = read_questionnaire(file.read_bytes())
        except FormUnreadable:
            continue
        report = lint(form, bundled_locks(), bundled_lists())
        if report.questions:
            yield file, report


def table(reports: list[Report]) -> None:
    """Findings for each 10 questions, and how many of each code."""
    for least in (1, LARGE):
        rates = [10 * len(r.found) / r.questions for r in reports if r.questions >= least]
        if rates:
            print(
                f"  at least {least} questions: {len(rates)} forms, median {median(rates):.2f} "
                f"findings in 10 questions, {sum(rate > 1 for rate in rates)} forms above 1"
            )
    found = Counter(one.code for report in reports for one in report.found)
    questions = sum(report.questions for report in reports)
    print(f"  {questions} questions: " + ", ".join(f"{c} {n}" for c, n in found.most_common()))


def each(reports: dict[Path, Report]) -> None:
    """Every finding."""
    for file, report in reports.items():
        for one in report.found:
            print(f"    {one.code:18}{file.stem[:24]:25} {one.words} | {one.beside}")


if __name__ == "__main__":
    main()
