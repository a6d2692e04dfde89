"""What the windows that are measured share: light, for reading it is timed, too."""

import json
import time
from typing import Any

PANEL = ((1080, 1920), 3.6)
"""A 24" panel upright: its pixels, and how many a millimetre has."""


def told(**facts: Any) -> None:
    """Says one thing to the process that measures; times are of the clock all processes share."""
    print(json.dumps({"at": time.clock_gettime(time.CLOCK_BOOTTIME), **facts}), flush=True)
