"""What may be typed: every command with its options, by argparse.

Commands are named by text (`module:function`) and imported only when asked for, because
SQLAlchemy alone costs longer to import than `kiosk --help` may take.
"""

import argparse
from pathlib import Path

from kiosk import __version__
from kiosk.arguments.alerts import add_alert_commands
from kiosk.arguments.files import STATES, add_file_commands
from kiosk.arguments.forms import add_forms
from kiosk.arguments.it import add_it_commands
from kiosk.arguments.lockdown import add_lockdown
from kiosk.arguments.papers import add_papers
from kiosk.arguments.parser import Parser, with_settings
from kiosk.arguments.values import day
from kiosk.coproduction.no_reasons import NO_REASONS


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
    add_forms(parser.command("form", "", help="look at a form: check, try, fill, print, …"))
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
        command.add_argument(name, type=day, metavar="YYYY-MM-DD", help=text)


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
    answer.add_argument("--until", type=day, metavar="D", help="it is looked at again on that day")


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
