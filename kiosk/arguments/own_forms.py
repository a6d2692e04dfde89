"""What may be typed for the forms of one's own clinic: new, add, list, retire."""

from pathlib import Path

from kiosk.arguments.parser import Parser, with_settings


def add_own_forms(parser: Parser) -> None:
    """Adds `form new`, `add`, `list` and `retire`."""
    prefix = "kiosk.commands.own_forms"
    new = parser.command(
        "new", f"{prefix}:new", help="a small good form to begin with", takes=("title", "out")
    )
    new.add_argument("--title", default="", metavar="T", help="what people call it")
    new.add_argument("--out", type=Path, metavar="FILE", help="else it is named by its title")
    add = parser.command(
        "add", f"{prefix}:add", help="check it, keep it, offer it to the next patient (PIN of lead)"
    )
    with_settings(add).add_argument("file", type=Path, metavar="FILE")
    shown = parser.command(
        "list", f"{prefix}:show", help="which are in use, drafts, tried out, retired, locked"
    )
    with_settings(shown)
    retire = parser.command(
        "retire", f"{prefix}:retire", help="offer it no more, or again (PIN of lead)"
    )
    with_settings(retire).add_argument("form", metavar="URL|NAME")
    retire.add_argument("--back", action="store_true", help="offer it again")
    for command in (add, retire):
        command.add_argument(
            "--pin-stdin", action="store_true", help="the PIN is the first line of standard input"
        )
