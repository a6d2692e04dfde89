"""The command line: a contract.

Every command has `--help`, prints what a person wants to read, and with `--json` one JSON document
on standard output and nothing else there. Exit codes: 0 done, 1 problems were found or the thing
was refused, 2 wrong usage, 3 configuration, 4 store, 5 central service not reachable, 70 a bug.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import FrameType
from typing import Any, Final

from kiosk import logs
from kiosk.arguments.command_line import command_line
from kiosk.commands.outcome import Outcome
from kiosk.errors import KioskError
from kiosk.forms.fhir_json import format_json
from kiosk.machine.secrecy import keep_to_itself
from kiosk.machine.starting import starting
from kiosk.machine.temporary import temporary_folder

BUG = 70

_ENDING: Final = ("SIGTERM", "SIGHUP")
"""Told to end, or the terminal is gone; Windows knows only the first."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    keep_to_itself()
    logs.configure(sys.stderr, journal=logs.is_journal(sys.stderr))
    words = sys.argv[1:] if argv is None else list(argv)
    as_json = "--json" in words
    _listen_for_the_end()
    try:
        with temporary_folder():
            outcome = _run(command_line().parse_args(words))
        _show(outcome, as_json=as_json)
    except KioskError as error:
        return _tell(error, as_json=as_json)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as bug:  # noqa: BLE001 - the outermost edge: a bug ends with its own code
        return _confess(bug, as_json=as_json)
    return outcome.exit_code


def _listen_for_the_end() -> None:
    for name in _ENDING:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as by nohup
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    """Told to end: leave by the way that tidies up, temporary folders and child processes, too."""
    raise SystemExit(128 + number)


def _run(arguments: argparse.Namespace) -> Outcome:
    if arguments.window:
        with starting():
            return _call(arguments)
    return _call(arguments)


def _call(arguments: argparse.Namespace) -> Outcome:
    module, function = arguments.command.split(":")
    command: Callable[..., Outcome] = getattr(import_module(module), function)
    if arguments.takes is None:
        return command(arguments)
    return command(**{name: getattr(arguments, name) for name in arguments.takes})


def _show(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        _write_json(outcome.document)
    elif outcome.text:
        sys.stdout.write(outcome.text.rstrip("\n") + "\n")
    sys.stdout.flush()


def _write_json(document: Any) -> None:
    sys.stdout.write(format_json(document).rstrip("\n") + "\n")


def _tell(error: KioskError, *, as_json: bool) -> int:
    if as_json:
        kind, message = type(error).__name__, str(error)
        given = {"error": kind, "message": message, "advice": error.advice}
        _write_json({**given, **error.document})
    sys.stderr.write(f"kiosk: {error}\n")
    if error.advice:
        sys.stderr.write(f"       {error.advice}\n")
    if error.details:
        sys.stderr.write(f"\n{error.details}\n")
    return error.exit_code


def _confess(bug: Exception, *, as_json: bool) -> int:
    """Says where a bug is without the values it met: they may be a patient's."""
    message = f"{type(bug).__name__} at {logs.place_of(bug.__traceback__)}"
    advice = "Nothing that was stored is lost. Please report this line."
    if as_json:
        _write_json({"error": "Bug", "message": message, "advice": advice})
    sys.stderr.write(f"kiosk: a bug: {message}\n       {advice}\n")
    if os.environ.get("CLINIC_KIOSK_TRACEBACK"):
        sys.stderr.write("".join(f"       {line}\n" for line in logs.way_of(bug)))
    return BUG
