"""`python -m kiosk.central`: the trial endpoint without the rest of the program."""

import argparse
import sys
from pathlib import Path

from kiosk import logs
from kiosk.central.serving import serve
from kiosk.errors import KioskError
from kiosk.machine.secrecy import keep_to_itself


def main() -> int:
    """Serves until it is told to end; returns the exit code."""
    keep_to_itself()
    logs.configure(sys.stderr, journal=logs.is_journal(sys.stderr))
    parser = argparse.ArgumentParser(prog="kiosk.central", description="A FHIR R4 trial endpoint.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--closed", action="store_true", help="only for kiosks that registered")
    arguments = parser.parse_args()
    try:
        serve(arguments.host, arguments.port, arguments.data, closed=arguments.closed)
    except KioskError as error:
        sys.stderr.write(f"kiosk.central: {error}\n{error.advice}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
