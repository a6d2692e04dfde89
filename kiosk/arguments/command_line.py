"""What may be typed: every command with its options, by argparse.

Commands are named by text (`module:function`) and imported only when asked for, because
SQLAlchemy alone costs longer to import than `kiosk --help` may take.
"""

import argparse
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from kiosk import __version__
from kiosk.arguments.alerts import add_alert_commands
from kiosk.arguments.authoring import add_form_authoring
from kiosk.arguments.files import STATES, add_file_commands
from kiosk.arguments.form_changes import add_form_changes
from kiosk.arguments.it import add_it_commands
from kiosk.arguments.lockdown import add_lockdown
from kiosk.arguments.own_forms import add_own_forms
from kiosk.arguments.papers import add_form_print, add_papers
from kiosk.arguments.parser import Parser, with_settings
from kiosk.coproduction.no_reasons import NO_REASONS
from kiosk.forms.fhir_json import decode_json

Read = TypeVar("Read")


def command_line() -> argparse.ArgumentParser:
    """The parser of everything that may be typed.

    Its result holds `command`, `takes` (the names of the arguments which the command's function
    wants by name; None: all of them as parsed), `window` (it opens one) and `json`. Wrong usage
    raises UsageError.
    """
    parser = Parser(
        prog="kiosk",
        description="Accessible touch forms for a waiting room: answers are stored encrypted on "
        "this PC and go to the central FHIR service when it is reachable.",
        epilog="First time here? `kiosk demo` shows everything on sample data and needs no set-up.",
    )
    parser.add_argument("--version", action="version", version=f"kiosk {__version__}")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    _everyday(parser)
    add_it_commands(parser)
    add_lockdown(parser)
    add_alert_commands(
        parser.command("alerts", "", help="which are open, would one be seen, the monthly drill")
    )
    _forms(parser.command("form", "", help="look at a form: check, try, fill, print, …"))
    add_papers(parser.command("papers", "", help="print the poster and the card for the desk"))
    _feedback(parser.command("feedback", "", help="what people said of the forms"))
    _central(parser.command("central", "", help="a small central service for trials"))
    return parser


def _everyday(parser: Parser) -> None:
    run = parser.command(
        "run", "kiosk.commands.run:run", window=True, help="the patient kiosk, full screen"
    )
    with_settings(run).add_argument("--windowed", action="store_true", help="in a window")
    with_settings(
        parser.command(
            "reception", "kiosk.commands.reception:reception", window=True,
            help="the desk's window: visits, alerts, responses, exports",
        )
    )  # fmt: skip
    demo = parser.command(
        "demo", "kiosk.commands.demo:demo", help="the whole way on sample data, by one command"
    )
    told = demo.add_mutually_exclusive_group()
    told.add_argument("--robot", action="store_true", help="a robot patient walks it (offscreen)")
    told.add_argument(
        "--improve",
        action="store_true",
        help="weeks of a clinic by robots: a bad question is found, reworded, tried, judged, told",
    )
    demo.add_argument(
        "--out",
        type=Path,
        default=Path("kiosk-demo"),
        metavar="DIR",
        help="where the robots' pictures and report go (kiosk-demo)",
    )
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="chooses the sample data")
    add_file_commands(parser, _with_days)
    _responses(parser)


def _responses(parser: Parser) -> None:
    responses = parser.command(
        "responses", "kiosk.commands.responses:responses",
        help="which responses this kiosk holds, and how far they came; never an answer",
    )  # fmt: skip
    with_settings(responses).add_argument("--form", metavar="URL", help="only this form")
    _with_days(responses)
    responses.add_argument("--state", choices=STATES, help="only those")
    responses.add_argument(
        "--last", type=int, default=25, metavar="N", help="so many, the newest first (25)"
    )
    responses.add_argument("--after", metavar="PLACE", help="the next page: as told by the last")
    visits = parser.command(
        "visits", "kiosk.commands.visits:visits",
        help="which visits are expected: codes, forms, until when; never a name",
    )  # fmt: skip
    with_settings(visits)


def _with_days(command: argparse.ArgumentParser) -> None:
    for name, text in (("--since", "from this day on"), ("--until", "up to this day")):
        command.add_argument(name, type=_day, metavar="YYYY-MM-DD", help=text)


def _forms(parser: Parser) -> None:
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
            "--context", action=_Named, type=_named_file, default={}, metavar="NAME=FILE",
            help="a resource the form asks for (launchContext), such as patient=FILE",
        )  # fmt: skip
    for command in (check, fill, validate):
        _with_value_sets(command)
    fill.add_argument("--now", type=_moment, metavar="T", help="when (ISO 8601)")
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
        "--var", dest="variables", action=_Named, type=_variable, default={}, metavar="NAME=JSON",
        help="a %%name the expression reads; may be repeated",
    )  # fmt: skip
    evaluate.add_argument("--strict", action="store_true", help="refuse paths FHIR does not know")
    evaluate.add_argument("--now", type=_moment, metavar="T", help="when (ISO 8601)")


def _day(text: str) -> date:
    return _read(text, date.fromisoformat, "a day like 2026-11-25")


def _moment(text: str) -> datetime:
    return _read(text, datetime.fromisoformat, "a time like 2026-11-25T10:00:00Z")


def _read(text: str, reader: Callable[[str], Read], wanted: str) -> Read:
    try:
        return reader(text)
    except ValueError as cause:
        raise argparse.ArgumentTypeError(f"“{text}” is not {wanted}") from cause


def _variable(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    return name, _read(value, lambda json: decode_json(json.encode()), "JSON, as it stands after =")


def _named_file(text: str) -> tuple[str, Path]:
    name, _, path = text.partition("=")
    if not name or not path:
        raise argparse.ArgumentTypeError(f"“{text}” is not like patient=FILE")
    return name, Path(path)


class _Named(argparse.Action):
    """Collects the NAME=… of an option that may be repeated into one dictionary."""

    def __call__(self, _parser: Any, namespace: Any, values: Any, _option: Any = None) -> None:
        name, value = values
        setattr(namespace, self.dest, getattr(namespace, self.dest) | {name: value})


def _feedback(parser: Parser) -> None:
    prefix = "kiosk.commands.feedback"
    with_settings(parser.command("list", f"{prefix}:show", help="what people said"))
    answer = parser.command("answer", f"{prefix}:answer", help="say what became of it")
    with_settings(answer).add_argument("id", metavar="ID", help="as shown by `feedback list`")
    outcome = answer.add_mutually_exclusive_group(required=True)
    for name, text in (
        ("not-yet", "it is on its way"),
        ("no", "it will not be done; needs --because"),
        ("say", "words, and nothing else"),
        ("did", "refused, unless a version in force says so by itself: change the question"),
    ):
        outcome.add_argument(f"--{name}", dest=name.replace("-", "_"), metavar="TEXT", help=text)
    answer.add_argument(
        "--because", choices=NO_REASONS, metavar="CODE", help="of a no: %(choices)s"
    )
    answer.add_argument("--until", type=_day, metavar="D", help="it is looked at again on that day")


def _central(parser: Parser) -> None:
    serve = parser.command(
        "serve", "kiosk.commands.central:serve", help="run it; for trials, on this PC only"
    )
    serve.add_argument("--port", type=int, default=8484, metavar="P", help="0 takes a free one")
    serve.add_argument(
        "--closed", action="store_true", help="only kiosks that enrolled by a token come in"
    )
    invite = parser.command(
        "invite", "kiosk.commands.central:invite", help="a token by which kiosks enrol there"
    )
    for name, default, text in (
        ("times", 1, "so many kiosks may come with it (1)"),
        ("hours", 24, "so long (24)"),
    ):
        invite.add_argument(f"--{name}", type=int, default=default, metavar="N", help=text)
    for command in (serve, invite):
        command.add_argument("--data", type=Path, default=Path("kiosk-central"), metavar="DIR")
