"""What IT may type while a kiosk is in use: close it for a while, look up a code it shows."""

from pathlib import Path

from kiosk.arguments.parser import Parser, with_settings


def add_life_commands(parser: Parser) -> None:
    """Adds what IT does with a kiosk that is in use."""
    _maintenance(
        parser.command("maintenance", "", help="close this kiosk for a while, and open it")
    )
    explain = parser.command(
        "explain-code",
        "kiosk.commands.explain_code:explain_code",
        help="what the code on the page “out of order” means",
        takes=("code",),
    )
    explain.add_argument("code", nargs="?", metavar="CODE", help="without it: all of them")


def _maintenance(parser: Parser) -> None:
    prefix = "kiosk.commands.maintenance"
    begin = parser.command(
        "begin",
        f"{prefix}:begin",
        help="as soon as nobody sits at it: send, let the store go, close",
    )
    begin.add_argument("--reason", default="", metavar="TEXT", help="for IT; patients don't see it")
    begin.add_argument("--until", metavar="TIME", help="opens by itself then: 14:00, or a date too")
    begin.add_argument(
        "--wait", type=float, metavar="SECONDS", help="until it is closed: 0, or 1 if it is not yet"
    )
    end = parser.command("end", f"{prefix}:end", help="open it again; 0 where it was open")
    status = parser.command("status", f"{prefix}:status", help="is it closed, and how far is it")
    for command in (begin, end, status):
        with_settings(command).add_argument(
            "--flag", type=Path, metavar="FILE", help="another flag than this PC's"
        )
