"""`run` and `demo`: the commands with a window."""

import argparse
import sys
from collections.abc import Callable

from kiosk.app import has_display, show_closed
from kiosk.app import run as run_kiosk
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.demo.person import show_to_person
from kiosk.demo.story import tell
from kiosk.errors import NotSetUp


def run(arguments: argparse.Namespace) -> Outcome:
    """The patient kiosk; what keeps it from opening is on the screen, too."""
    try:
        settings = settings_for(arguments)
    except NotSetUp as closed:
        if has_display():
            show_closed(closed, clinic="Clinic kiosk", fullscreen=not arguments.windowed)
        raise
    run_kiosk(settings, windowed=arguments.windowed)
    return Outcome(0, {"ended": True}, "")


def demo(arguments: argparse.Namespace) -> Outcome:
    """The whole way on sample data: by a robot, or left to the person in front of the screen."""
    if arguments.robot or not has_display():
        report = tell(arguments.out, seed=arguments.seed, say=_to_stderr_if(arguments.json))
        return Outcome(0, report, "")
    show_to_person(seed=arguments.seed, say=_to_stderr_if(arguments.json))
    return Outcome(0, {"ended": True}, "")


def _to_stderr_if(as_json: bool) -> Callable[[str], None]:  # noqa: FBT001
    """Where the story is told: standard output belongs to the JSON document alone."""
    out = sys.stderr if as_json else sys.stdout
    return lambda line: print(line, file=out, flush=True)
