"""What may be typed to take responses or figures out, to bring them elsewhere, to print a guide."""

import argparse
from collections.abc import Callable
from pathlib import Path

from kiosk.arguments.parser import Parser, with_settings

STATES = ("waiting", "sent", "refused")
"""As in `kiosk.store.listing`, too slow to import for a help text; a test compares them."""

FORMATS = ("csv", "xlsx", "ndjson", "bundle", "spss", "stata", "codebook", "fft", "pdf")
"""As in `kiosk.export.formats` and `kiosk.ui.printing.pdf_format`, likewise."""


def add_file_commands(parser: Parser, with_days: Callable[[argparse.ArgumentParser], None]) -> None:
    """Adds `export`, `import` and `guide`; `with_days` adds the options that choose days."""
    _export(parser, with_days)
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
        "guide", "kiosk.commands.guide:guide", help="the printable guides",
        takes=("name", "html", "pdf", "paper"),
    )  # fmt: skip
    guide.add_argument("name", nargs="?", metavar="NAME", help="without it: which there are")
    guide.add_argument("--paper", choices=["a4", "letter"], help="of the PDF (a4)")
    written = guide.add_mutually_exclusive_group()
    written.add_argument("--pdf", type=Path, metavar="FILE", help="write it there, to print")
    written.add_argument(
        "--html", type=Path, metavar="FILE", help="write it there as one page for a browser"
    )


def _figures(parser: Parser, with_days: Callable[[argparse.ArgumentParser], None]) -> None:
    figures = parser.command(
        "figures", "kiosk.commands.figures:figures",
        help="how many begin and send a form, how long it takes, where they leave",
        epilog="With --form, “trouble” tells of each question that 10 people or more saw in how "
        "many sittings it was shown, answered, skipped, answered by “not sure”, help was asked "
        "for, the answer was changed, somebody went back to it, said something of it, or left "
        "there; and how long half of the people looked at it. “modes” is the same by how the "
        "screen is used (touch, large text, strong contrast, read aloud, keys), from 5 people on. "
        "Without --form, “people” tells who sits there and who says something. --json: {“public”, "
        "“figures”: [{“figure”, “title”, “note”, “rows”: [{heading: text}]}]}.",
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


def _export(parser: Parser, with_days: Callable[[argparse.ArgumentParser], None]) -> None:
    export = parser.command(
        "export", "kiosk.commands.export:export", help="write stored responses to a file",
        epilog="It takes what lies in the store of this PC. What a desk's PC without a kiosk has "
        "at the central service is exported in its window. "
        "Asks for the PIN of one of the staff (reception, lead or clinical), for the audit. "
        "Responses marked as entered in error are in it, and say so in the column “status”. "
        "More: kiosk guide export",
    )  # fmt: skip
    with_settings(export).add_argument(
        "--format", choices=FORMATS,
        help="csv, xlsx: a spreadsheet; ndjson: a bulk import; bundle: encrypted, to another "
        "kiosk; spss, stata: a program and its data; codebook: what every column means; fft: the "
        "monthly counts of the Friends and Family Test; pdf: to read or print",
    )  # fmt: skip
    export.add_argument(
        "--out", type=Path, metavar="PATH",
        help="the file; a folder for spss, stata, for csv of forms in which something repeats, and "
        "for pdf where each response is to have a file of its own",
    )  # fmt: skip
    export.add_argument("--form", metavar="URL", help="only this form (its canonical URL)")
    with_days(export)
    export.add_argument("--state", choices=STATES, help="only those")
    export.add_argument(
        "--patient", metavar="SYSTEM|VALUE",
        help="only of this patient: identifier, |VALUE for any system, or a reference (Patient/7)",
    )  # fmt: skip
    export.add_argument("--unsynced", action="store_true", help="only what is not yet sent")
    export.add_argument(
        "--values", choices=("codes", "labels", "both"), default="both",
        help="what stands in tables for a choice: its code, its words, or both (both)",
    )  # fmt: skip
    export.add_argument(
        "--look", action="store_true", help="say how many and which columns; write nothing"
    )
    export.add_argument("--replace", action="store_true", help="a file that is there may go")
    export.add_argument(
        "--plain", action="store_true",
        help="the bundle not encrypted, as a FHIR service takes it: whoever has it can read it",
    )  # fmt: skip
    _archive(export)
    _schedule(export)


def _schedule(export: argparse.ArgumentParser) -> None:
    export.add_argument(
        "--scheduled", action="store_true",
        help="the export that the settings name under [export], where it is due: for cron or the "
        "Task Scheduler, once an hour; asks for no PIN",
    )  # fmt: skip
    export.add_argument(
        "--schedule-password",
        action="store_true",
        help="keep a password for its archives (PIN of IT or lead); an empty --password-file: none",
    )


def _archive(export: argparse.ArgumentParser) -> None:
    export.add_argument(
        "--archive", action="store_true",
        help="in one ZIP that a password opens (AES-256); always so on a removable drive",
    )  # fmt: skip
    export.add_argument(
        "--password-file", type=Path, metavar="FILE",
        help="its first line is the password; else it is asked for, or made",
    )  # fmt: skip
    export.add_argument(
        "--plain-files", action="store_true",
        help="no archive on a removable drive, either: whoever finds it can read it",
    )  # fmt: skip
    export.add_argument(
        "--pin-stdin", action="store_true", help="the PIN is the first line of standard input"
    )
