"""What may be typed about what waits for the central service or was refused by it."""

from pathlib import Path

from kiosk.arguments.parser import Parser, with_settings


def add_outbox_commands(parser: Parser) -> None:
    """Adds them to the command `outbox`."""
    prefix = "kiosk.commands.outbox"
    shown = parser.command("list", f"{prefix}:show", help="what waits, what was refused, and why")
    with_settings(shown).add_argument(
        "--last", type=int, default=50, metavar="N", help="so many of each (50)"
    )
    retry = parser.command("retry", f"{prefix}:retry", help="send what was refused once more")
    which = with_settings(retry).add_mutually_exclusive_group(required=True)
    which.add_argument("ids", nargs="*", default=[], metavar="ID", help="as shown by `outbox list`")
    which.add_argument("--all", action="store_true", help="all that was refused")
    retry.add_argument(
        "--over-theirs", action="store_true",
        help="put it over what others changed at the service meanwhile; look at both first",
    )  # fmt: skip
    amend = parser.command(
        "amend", f"{prefix}:amend", help="correct the answers of a response; it goes as amended"
    )
    wrong = parser.command(
        "entered-in-error", f"{prefix}:withdraw",
        help="tell everybody who has it that a response was a mistake",
    )  # fmt: skip
    export = parser.command(
        "export", f"{prefix}:export", help="write one response to a file, as FHIR JSON"
    )
    for command in (amend, wrong, export):
        with_settings(command).add_argument(
            "id", metavar="ID", help="of the response, or how it begins"
        )
    amend.add_argument(
        "--response", type=Path, required=True, metavar="FILE",
        help="what `outbox export` wrote, with the right answers in it",
    )  # fmt: skip
    for command in (amend, wrong):
        command.add_argument(
            "--reason", required=True, metavar="TEXT", help="why; no answers and no name in it"
        )
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
