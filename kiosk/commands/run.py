"""`run` and `demo`: the commands with a window."""

import argparse
import sys
from collections.abc import Callable

from kiosk.app import run as run_kiosk
from kiosk.app import show_closed
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.withheld import withheld
from kiosk.demo.person import show_to_person
from kiosk.demo.story import tell
from kiosk.display import has_display
from kiosk.errors import KioskError, RefusedError, StoreBusy


def run(arguments: argparse.Namespace) -> Outcome:
    """The patient kiosk; what keeps it from opening is on the screen, too."""
    try:
        settings = settings_for(arguments)
        for sentence in withheld(settings):
            sys.stderr.write(f"kiosk: {sentence}\n")
        run_kiosk(settings, windowed=arguments.windowed)
    except (RefusedError, StoreBusy):
        raise  # there is no screen, or it shows the kiosk that runs already
    except KioskError as closed:
        if has_display():
            sys.stderr.write("kiosk: closed; a page on the screen says so for 20 s\n")
            show_closed(closed, windowed=arguments.windowed)
        raise
    return Outcome(0, {"ended": True}, "")


def demo(arguments: argparse.Namespace) -> Outcome:
    """The whole way on sample data: by a robot, or left to the person in front of the screen."""
    say = _to_stderr_if(arguments.json)
    if arguments.robot or not has_display():
        return Outcome(0, tell(arguments.out, seed=arguments.seed, say=say), "")
    show_to_person(seed=arguments.seed, say=say)
    return Outcome(0, {"ended": True}, "")


def _to_stderr_if(as_json: bool) -> Callable[[str], None]:  # noqa: FBT001
    """Where the story is told: standard output belongs to the JSON document alone."""
    out = sys.stderr if as_json else sys.stdout
    return lambda line: print(line, file=out, flush=True)
