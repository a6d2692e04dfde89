"""CSV beside the commands that read it, as a statistics program has them."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from kiosk.export.csv_wide import SUFFIX, csv_names, write_tables
from kiosk.export.files import Target
from kiosk.export.job import Job
from kiosk.export.statistics import Variable, variables_of
from kiosk.export.tables import Table, plan
from kiosk.export.values import Value


class Program(NamedTuple):
    """What differs between one program and another.

    Attributes:
        suffix: of the file of commands.
        longest: bytes a name may have.
        legal: makes a name of letters, digits and underscores legal.
        commands: the lines that read a CSV file of that name with these variables.
        cell: how a value of a variable is written.
    """

    suffix: str
    longest: int
    legal: Callable[[str], str]
    commands: Callable[[str, list[Variable]], Iterable[str]]
    cell: Callable[[Value, Variable], str]


def write_for(
    program: Program, job: Job, target: Target
) -> tuple[int, dict[Table, list[Variable]]]:
    """For each table its commands and its CSV; returns the count of responses and the variables."""
    made = plan(job.survey(), "codes")
    one_form = len(made.survey.forms) == 1
    variables = {
        table: variables_of(
            table, longest=program.longest, legal=program.legal, one_form=one_form
        )
        for table in made.tables
    }  # fmt: skip
    for table, name in csv_names(made).items():
        with target.file(name.removesuffix(SUFFIX) + program.suffix) as out:
            for line in program.commands(name, variables[table]):
                out.write(line.encode() + b"\n")
    count = write_tables(
        job, target, made,
        headings=lambda table: [one.name for one in variables[table]],
        cells=lambda table, values: [
            program.cell(value, one) for value, one in zip(values, variables[table], strict=True)
        ],
        for_spreadsheet=False,
    )  # fmt: skip
    return count, variables
