"""`demo`: the whole way on sample data."""

import argparse
import sys
from collections.abc import Callable

from kiosk.commands.outcome import Outcome
from kiosk.demo.person import show_to_person
from kiosk.demo.story import tell
from kiosk.display import has_display


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
