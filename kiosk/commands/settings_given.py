"""The settings that a command works with: the file it was given, and what this PC has above it."""

import argparse

from kiosk.errors import NotSetUp, UsageError
from kiosk.machine.places import default_settings_file, is_there
from kiosk.settings import Settings
from kiosk.settings.around import layers_around_here
from kiosk.settings.layer import Layer, file_layer, read_file_layer
from kiosk.settings.layered import is_set, layered


def settings_for(arguments: argparse.Namespace) -> Settings:
    """The settings a command was given, or those of this PC; policy counts above both.

    Raises:
        UsageError: the file named by --config is not there.
        NotSetUp: none was named, there are none in the usual place, and no policy sets anything.
        SettingsInvalid: something is not right.
    """
    return layered(layers_for(arguments)).settings


def layers_for(arguments: argparse.Namespace) -> tuple[Layer, ...]:
    """What the settings of a command are made of; what counts most is first.

    Raises:
        UsageError, NotSetUp: as `settings_for`.
    """
    file, around = arguments.config or default_settings_file(), layers_around_here()
    if is_there(file):
        return (*around, read_file_layer(file))
    if arguments.config is not None:
        raise UsageError(f"There is no file {file}.", advice="Look at the path after --config.")
    if is_set(around):
        return around
    raise NotSetUp(
        "This PC has not been set up as a kiosk yet.",
        advice="Run as the user the kiosk will run as: kiosk setup",
    )


def settings_over(content: bytes, source: str) -> Settings:
    """The settings in a TOML text of that name, with what counts above it on this PC.

    Raises:
        SettingsInvalid: something is not right.
    """
    return layered((*layers_around_here(), file_layer(content, source))).settings
