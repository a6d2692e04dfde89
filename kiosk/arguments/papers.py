"""What may be typed to print: a blank form, the poster, the desk card, the board, the huddle."""

from pathlib import Path

from kiosk.arguments.parser import Parser, with_settings


def add_form_print(parser: Parser) -> None:
    """Adds `form print`."""
    command = parser.command(
        "print", "kiosk.commands.papers:print_form", help="a blank form for pen and paper, as PDF"
    )
    command.add_argument(
        "form", metavar="FORM", help="a file, or a bundled form by its name or canonical address"
    )
    command.add_argument("--out", type=Path, required=True, metavar="X.pdf")
    command.add_argument("--language", default="", metavar="CODE", help="one that the form is in")
    command.add_argument("--paper", choices=["a4", "letter"], default="a4")
    command.add_argument("--clinic", default="", metavar="NAME", help="stands above the title")
    command.add_argument(
        "--valueset", dest="valuesets", type=Path, action="append", default=[], metavar="FILE",
        help="a value set with its codes; may be repeated",
    )  # fmt: skip


def add_papers(parser: Parser) -> None:
    """Adds `papers poster`, `papers desk-card`, `papers board` and `papers huddle`."""
    for name, function, sizes, text in (
        ("poster", "poster", ["a4", "a3", "letter"], "for the wall of the waiting room"),
        ("desk-card", "desk_card", ["a5", "a4", "letter"], "what to say at the desk"),
    ):
        command = parser.command(name, f"kiosk.commands.papers:{function}", help=text)
        with_settings(command).add_argument("--out", type=Path, required=True, metavar="X.pdf")
        command.add_argument("--paper", choices=sizes, default=sizes[0])
        command.add_argument(
            "--logo", type=Path, metavar="FILE", help="PNG or SVG, instead of the settings' own"
        )
        command.add_argument("--language", default="", metavar="CODE", help="of the paper")
    for name, sizes, text in (
        ("board", ["a4", "a3", "letter"], "“We said, we did” for the wall, as it stands now"),
        ("huddle", ["a4", "letter"], "three questions for twenty minutes a week"),
    ):
        command = parser.command(name, f"kiosk.commands.board_papers:{name}", help=text)
        with_settings(command).add_argument("--out", type=Path, required=True, metavar="X.pdf")
        command.add_argument("--paper", choices=sizes, default=sizes[0])
        command.add_argument("--language", default="", metavar="CODE", help="of the paper")
