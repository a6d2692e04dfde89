"""`demo`: the whole way on sample data."""

import argparse

from kiosk.commands.outcome import Outcome, saying
from kiosk.demo.improving.story import tell_improving
from kiosk.demo.person import show_to_person
from kiosk.demo.story import tell
from kiosk.machine.display import has_display


def demo(arguments: argparse.Namespace) -> Outcome:
    """The whole way on sample data: by a robot, or left to the person in front of the screen."""
    say = saying(as_json=arguments.json)
    if arguments.improve:
        return Outcome(0, tell_improving(arguments.out, seed=arguments.seed, say=say), "")
    if arguments.robot or not has_display():
        return Outcome(0, tell(arguments.out, seed=arguments.seed, say=say), "")
    show_to_person(seed=arguments.seed, say=say)
    return Outcome(0, {"ended": True}, "")
