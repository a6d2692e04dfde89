"""What may be typed about alerts."""

from kiosk.arguments.parser import Parser, with_settings


def add_alert_commands(parser: Parser) -> None:
    """Adds them to the command `alerts`."""
    prefix = "kiosk.commands.alerts"
    with_settings(
        parser.command("list", f"{prefix}:show", help="which are open, and who took the others on")
    )
    drill = parser.command(
        "drill", f"{prefix}:drill", help="a test alert goes the whole way; do it once a month"
    )
    with_settings(drill).add_argument(
        "--wait", type=float, default=120.0, metavar="S",
        help="so many seconds for somebody at the desk to take it on (120)",
    )  # fmt: skip
