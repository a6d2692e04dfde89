"""Which settings a store ran with last: a change of them is an event of the audit."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.store import audit
from kiosk.store.facts import fact, keep_fact

_SETTINGS = "settings"


def note_settings(c: Connection, settings: Mapping[str, Mapping[str, Any]], now: datetime) -> None:
    """The kiosk runs with these from now on; which of them are new stands in the audit.

    Args:
        c: a write transaction.
        settings: by table and key, as in the settings file; values as JSON has them.
        now: the moment.
    """
    flat = {
        f"{table}.{key}": value for table, keys in settings.items() for key, value in keys.items()
    }
    kept = fact(c, _SETTINGS)
    changed = [] if kept is None else _differing(json.loads(kept), flat)
    if changed:
        subject = ", ".join(changed)
        audit.record(c, actor="IT", action="settings.changed", subject=subject, now=now)
    if changed or kept is None:  # else nothing is written, which a full disk would refuse
        keep_fact(c, _SETTINGS, json.dumps(flat))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    after = json.loads(json.dumps(after))  # as it would have been kept: a tuple is a list there
    names = sorted(before.keys() | after.keys())
    return [name for name in names if before.get(name) != after.get(name)]
