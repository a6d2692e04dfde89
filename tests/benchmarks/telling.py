"""What the windows that are measured share: light, for reading it is timed, too."""

import json
import time
from typing import Any

from kiosk.forms.extensions import ALERT_RULE

PANEL = ((1080, 1920), 3.6)
"""A 24" panel upright: its pixels, and how many a millimetre has."""


def told(**facts: Any) -> None:
    """Says one thing to the process that measures; times are of the clock all processes share."""
    print(json.dumps({"at": time.clock_gettime(time.CLOCK_BOOTTIME), **facts}), flush=True)


def without_alerts(raw: dict[str, Any]) -> dict[str, Any]:
    """A form that must alert somebody is not offered where nobody can be alerted."""
    kept = [one for one in raw.get("extension", []) if one.get("url") != ALERT_RULE]
    return raw | {"extension": kept} if kept else {k: v for k, v in raw.items() if k != "extension"}
