"""`demo`: the whole way on sample data."""

import argparse
from importlib import import_module
from typing import Any, Final, NamedTuple

from kiosk.commands.outcome import Outcome
from kiosk.demo.voice import voice
from kiosk.machine.display import has_display


class Way(NamedTuple):
    """One demo: the first that is said, while the module that carries it out still comes in."""

    first: str
    module: str
    function: str


ROBOT: Final = Way(
    "A morning at a made-up clinic. Robots are the patients and the receptionist; the program and "
    "the touches are real. About a minute; nothing is fetched, and nothing leaves this PC.",
    "kiosk.demo.story", "tell",
)  # fmt: skip
IMPROVE: Final = Way(
    "How one bad question gets better: some three months of a made-up clinic, in about ten "
    "minutes. Robots are the patients and the staff; the program and the touches are real. "
    "Nothing is fetched, and nothing leaves this PC.",
    "kiosk.demo.improving.story", "tell_improving",
)  # fmt: skip
PERSON: Final = Way(
    "A made-up clinic to try: two windows open, the patients' and the desk's. Nothing is fetched, "
    "and nothing leaves this PC.",
    "kiosk.demo.person", "show_to_person",
)  # fmt: skip


def demo(arguments: argparse.Namespace) -> Outcome:
    """The whole way on sample data: by a robot, or left to the person in front of the screen."""
    spoken, to_person = voice(as_json=arguments.json), False
    if arguments.improve:
        way = IMPROVE
    elif arguments.robot or not has_display():
        way = ROBOT
    else:
        way, to_person = PERSON, True
    spoken.say(way.first)
    # Qt and all the rest take a second or two to import: by then somebody would wonder.
    carry_out: Any = getattr(import_module(way.module), way.function)
    try:
        if to_person:
            carry_out(seed=arguments.seed, voice=spoken)
            return Outcome(0, {"ended": True}, "")
        return Outcome(0, carry_out(arguments.out, seed=arguments.seed, voice=spoken), "")
    finally:
        spoken.quiet()
