"""What may be typed to bind a PC to the kiosk."""

from kiosk.arguments.parser import Parser

TARGETS = ("windows-shell-launcher", "windows-restricted", "windows-keyboard-filter", "systemd")
"""As in `kiosk.commands.lockdown`; a test compares them."""

EXE = r"%ProgramFiles%\ClinicKiosk\kioskw.exe"


def add_lockdown(parser: Parser) -> None:
    """Adds `lockdown`."""
    lockdown = parser.command(
        "lockdown", "kiosk.commands.lockdown:lockdown", takes=("target", "user", "exe"),
        help="print what binds this PC to the kiosk, for the tools of its system",
    )  # fmt: skip
    lockdown.add_argument(
        "--print", dest="target", required=True, choices=TARGETS, metavar="TARGET",
        help=", ".join(TARGETS),
    )  # fmt: skip
    lockdown.add_argument(
        "--user",
        metavar="NAME",
        help="Windows: a local standard account (one that signs in by itself)",
    )
    # argparse reads % in a help text as its own.
    lockdown.add_argument(
        "--exe",
        metavar="PATH",
        default=EXE,
        help=f"Windows: the program ({EXE.replace('%', '%%')})",
    )
