"""What IT may type to keep a kiosk's store safe, and to ask for help: backup, restore, bundle."""

from pathlib import Path

from kiosk.arguments.parser import Parser, with_settings


def add_backup_commands(parser: Parser) -> None:
    """Adds `backup`, `restore` and `support-bundle`."""
    backup = parser.command(
        "backup", "kiosk.commands.backup:backup",
        help="the whole store in one encrypted file; the kiosk may run meanwhile",
        epilog="How often, where to, and for how long: kiosk guide maintenance",
    )  # fmt: skip
    with_settings(backup).add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="where to; never over another file"
    )
    restore = parser.command(
        "restore",
        "kiosk.commands.backup:restore",
        help="bring a backup back, on this PC or another",
    )
    with_settings(restore).add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--look", action="store_true", help="show what is in it, change nothing")
    restore.add_argument(
        "--set-aside", action="store_true",
        help="a store that is there may be put aside; it is kept whole, in a folder beside",
    )  # fmt: skip
    restore.add_argument(
        "--user", metavar="NAME", help="as root, with systemd-creds: whom the store is for"
    )
    bundle = parser.command(
        "support-bundle", "kiosk.commands.support:support_bundle",
        help="what support needs to know, in a ZIP: no answers, no names",
    )  # fmt: skip
    with_settings(bundle).add_argument("--out", type=Path, metavar="FILE", help="where to")
    bundle.add_argument(
        "--days", type=int, default=7, choices=range(1, 367), metavar="N",
        help="lines of the log since so many days (7)",
    )  # fmt: skip
