"""What may be typed about forms: one in a file is looked at without settings, store or key."""

import argparse
from pathlib import Path

from kiosk.arguments.authoring import add_form_authoring
from kiosk.arguments.form_changes import add_form_changes
from kiosk.arguments.own_forms import add_own_forms
from kiosk.arguments.papers import add_form_print
from kiosk.arguments.parser import Parser
from kiosk.arguments.values import Named, moment, named_file, variable


def add_forms(parser: Parser) -> None:
    """Adds them to the command `form`."""
    prefix = "kiosk.commands.form"
    check = parser.command(
        "check", f"{prefix}:check", help="what is wrong, unsupported or hard to read in it",
        takes=("files", "strict", "valuesets"),
    )  # fmt: skip
    check.add_argument("files", type=Path, nargs="+", metavar="FILE")
    check.add_argument("--strict", action="store_true", help="fail for warnings, too")
    fill = parser.command(
        "fill", f"{prefix}:fill", help="a robot fills it; prints the response",
        takes=("file", "seed", "now", "valuesets", "context"),
    )  # fmt: skip
    fill.add_argument("file", type=Path, metavar="FILE")
    fill.add_argument("--seed", type=int, default=1, metavar="N", help="chooses its answers")
    validate = parser.command(
        "validate", f"{prefix}:validate", help="every problem of a response against its form",
        takes=("file", "response", "valuesets", "context"),
    )  # fmt: skip
    extract = parser.command(
        "extract", f"{prefix}:extract", help="the Observations in a response to it",
        takes=("file", "response"),
    )  # fmt: skip
    for command in (validate, extract):
        unresolved = "; - where it can't be resolved" if command is validate else ""
        command.add_argument("file", type=Path, metavar="FILE", help=f"the form{unresolved}")
        command.add_argument("response", type=Path, metavar="RESPONSE")
    for command in (fill, validate):
        command.add_argument(
            "--context", action=Named, type=named_file, default={}, metavar="NAME=FILE",
            help="a resource the form asks for (launchContext), such as patient=FILE",
        )  # fmt: skip
    for command in (check, fill, validate):
        _with_value_sets(command)
    fill.add_argument("--now", type=moment, metavar="T", help="when (ISO 8601)")
    _try(parser)
    add_form_print(parser)
    add_form_authoring(parser)
    add_own_forms(parser)
    add_form_changes(parser)
    _evaluate(parser)
    parser.command(
        "capabilities", f"{prefix}:capabilities", help="what the engine supports", takes=()
    )


def _with_value_sets(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--valueset", dest="valuesets", type=Path, action="append", default=[], metavar="FILE",
        help="a value set with its codes; may be repeated",
    )  # fmt: skip


def _try(parser: Parser) -> None:
    command = parser.command(
        "try", "kiosk.commands.trial:try_out", window=True,
        help="open it in the patient's window",
    )  # fmt: skip
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--robot", action="store_true", help="a robot fills it by touch")
    command.add_argument("--seed", type=int, default=1, metavar="N", help="chooses its answers")
    command.add_argument("--report", type=Path, metavar="R.json", help="what the robot found")
    command.add_argument("--screenshots", type=Path, metavar="DIR", help="a picture of each page")
    _with_value_sets(command)


def _evaluate(parser: Parser) -> None:
    evaluate = parser.command(
        "evaluate", "kiosk.commands.evaluate:evaluate", help="the result of a FHIRPath expression",
        takes=("expression", "resource", "variables", "now", "strict"),
    )  # fmt: skip
    evaluate.add_argument("expression", metavar="EXPRESSION")
    evaluate.add_argument("resource", type=Path, nargs="?", metavar="RESOURCE")
    evaluate.add_argument(
        "--var", dest="variables", action=Named, type=variable, default={}, metavar="NAME=JSON",
        help="a %%name the expression reads; may be repeated",
    )  # fmt: skip
    evaluate.add_argument("--strict", action="store_true", help="refuse paths FHIR does not know")
    evaluate.add_argument("--now", type=moment, metavar="T", help="when (ISO 8601)")
