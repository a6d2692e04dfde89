"""What this PC has above its settings file: policy, and the environment."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kiosk.machine.places import is_there, policy_file
from kiosk.settings.environment import environment_layer
from kiosk.settings.layer import Layer, read_file_layer
from kiosk.settings.policy import Registry, registry_layer
from kiosk.settings.windows_registry import windows_registry


def layers_around(
    environ: Mapping[str, str], *, registry: Registry | None, policy: Path | None
) -> tuple[Layer, ...]:
    """The layers above the file; what counts most is first.

    Args:
        environ: the variables of the environment.
        registry: reads the registry of Windows; None where there is none.
        policy: the file of a policy, where there is one.
    """
    layers = [] if registry is None else [registry_layer(registry)]
    if policy is not None and is_there(policy):
        layers.append(read_file_layer(policy, "policy"))
    return (*layers, environment_layer(environ))


def layers_around_here() -> tuple[Layer, ...]:
    """Those of this PC."""
    policy = None if sys.platform == "win32" else policy_file()
    return layers_around(os.environ, registry=windows_registry(), policy=policy)
