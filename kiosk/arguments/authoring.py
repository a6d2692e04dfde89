"""What may be typed to bring a form from elsewhere, and to see it as text."""

from pathlib import Path

from kiosk.arguments.parser import Parser


def add_form_authoring(parser: Parser) -> None:
    """Adds `form import` and `form text`."""
    prefix = "kiosk.commands.importing_forms"
    brought = parser.command(
        "import", f"{prefix}:import_form", takes=("file", "out", "onto", "replace"),
        help="make a draft of an XLSForm, a REDCap data dictionary, FHIR JSON or a form's text",
    )  # fmt: skip
    brought.add_argument("file", type=Path, metavar="FILE", help=".xlsx, .csv, .json or .txt")
    brought.add_argument(
        "--onto", type=Path, metavar="FORM.json",
        help="the form that the text was made of: what the text does not hold is kept",
    )  # fmt: skip
    text = parser.command(
        "text", f"{prefix}:text", takes=("file", "out", "replace"),
        help="a form as text: to print, to mark with a pen, to compare, to read back",
    )  # fmt: skip
    text.add_argument("file", type=Path, metavar="FORM.json")
    for command, name in ((brought, "FORM.json"), (text, "FORM.txt")):
        command.add_argument("--out", type=Path, metavar=name, help="where it is written")
        command.add_argument(
            "--replace", action="store_true", help="write over a file that is there"
        )
