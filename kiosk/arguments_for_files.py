"""What may be typed to take responses or figures out, to bring them elsewhere, to print a guide."""

import argparse
from collections.abc import Callable
from pathlib import Path

from kiosk.parser import Parser, with_settings


def add_file_commands(parser: Parser, with_days: Callable[[argparse.ArgumentParser], None]) -> None:
    """Adds `export`, `import` and `guide`; `with_days` adds the options that choose days."""
    export = parser.command(
        "export", "kiosk.commands.export:export", help="write stored responses to a file"
    )
    with_settings(export).add_argument(
        "--format", choices=["csv", "ndjson", "bundle"], required=True,
        help="csv: a spreadsheet; ndjson: a bulk import; bundle: encrypted, to another kiosk",
    )  # fmt: skip
    export.add_argument("--out", type=Path, required=True, metavar="PATH")
    export.add_argument("--form", metavar="URL", help="only this form (its canonical URL)")
    with_days(export)
    export.add_argument("--unsynced", action="store_true", help="only what is not yet sent")
    export.add_argument(
        "--plain", action="store_true",
        help="the bundle not encrypted, as a FHIR service takes it: whoever has it can read it",
    )  # fmt: skip
    bring = parser.command(
        "import", "kiosk.commands.import_bundle:import_bundle",
        help="take in what another kiosk of the clinic exported as bundle",
    )  # fmt: skip
    with_settings(bring).add_argument("file", type=Path, metavar="BUNDLE")
    bring.add_argument("--look", action="store_true", help="show what is in it, change nothing")
    bring.add_argument(
        "--plain", action="store_true", help="the file is not encrypted, and you know its origin"
    )
    _figures(parser, with_days)
    guide = parser.command(
        "guide", "kiosk.commands.guide:guide", help="the printable guides", takes=("name", "html")
    )
    guide.add_argument("name", nargs="?", metavar="NAME", help="without it: which there are")
    guide.add_argument("--html", type=Path, metavar="FILE", help="write it there as page to print")


def _figures(parser: Parser, with_days: Callable[[argparse.ArgumentParser], None]) -> None:
    figures = parser.command(
        "figures", "kiosk.commands.figures:figures",
        help="how many begin and send a form, how long it takes, where they leave",
    )  # fmt: skip
    with_settings(figures).add_argument(
        "--form", metavar="URL", help="only this form, with its questions"
    )
    with_days(figures)
    figures.add_argument(
        "--public", action="store_true", help="rounded, by weeks, nothing small: for everybody"
    )
    figures.add_argument(
        "--scores", action="store_true", help="with --form: its scores, read from the answers"
    )
    figures.add_argument(
        "--out", type=Path, metavar="FILE", help="write them there: .png, .pdf or .csv"
    )
