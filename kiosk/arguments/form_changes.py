"""What may be typed about changes of forms: history, recipe."""

from pathlib import Path

from kiosk.arguments.parser import Parser, with_settings


def add_form_changes(parser: Parser) -> None:
    """Adds `form history` and `form recipe`."""
    prefix = "kiosk.commands.form_changes"
    told = parser.command(
        "history",
        f"{prefix}:history",
        help="how its questions came to their words, and why; each trial of other words",
    )
    with_settings(told).add_argument("form", metavar="URL|NAME")
    told.add_argument("--question", metavar="LINKID", help="only this one")
    share = parser.command(
        "recipe", f"{prefix}:recipe",
        help="share the last change and what came of it, or take one up as a draft (PIN of lead)",
    )  # fmt: skip
    with_settings(share).add_argument("form", metavar="URL|NAME")
    way = share.add_mutually_exclusive_group(required=True)
    way.add_argument("--out", type=Path, metavar="FILE", help="write it; no word of patients")
    way.add_argument("--take", type=Path, metavar="FILE", help="a recipe of another clinic")
    share.add_argument(
        "--pin-stdin", action="store_true", help="the PIN is the first line of standard input"
    )
