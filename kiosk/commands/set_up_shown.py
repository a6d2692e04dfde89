"""How far a kiosk was set up at its screen, for `status`: what was left out, seen to, by whom."""

from typing import Any

import msgspec

from kiosk.setting_up.progress import PLACED
from kiosk.setting_up.unfinished import progress_in
from kiosk.store.database import Store


def set_up_document(store: Store) -> dict[str, Any] | None:
    """For a program; None for a kiosk that was set up by command.

    `placement` has each thing that is looked at where the kiosk stands, with who ticked it and
    when, or None where nobody did.
    """
    progress = progress_in(store)
    if progress is None:
        return None
    ticks = {name: progress.placed.get(name) for name in PLACED}
    return {
        "finished": progress.finished or None,
        "leftOut": list(progress.skipped),
        "recoveryCodeSeen": progress.confirmed or None,
        "sound": progress.sound or None,
        "touch": None if progress.touch is None else msgspec.to_builtins(progress.touch),
        "placement": msgspec.to_builtins(ticks),
    }


def set_up_line(document: dict[str, Any]) -> str:
    """For a person."""
    if document["finished"] is None:
        return "not finished; go on at its screen: kiosk run"
    ticked = sum(tick is not None for tick in document["placement"].values())
    left = f"; left out: {', '.join(document['leftOut'])}" if document["leftOut"] else ""
    return f"placement {ticked} of {len(document['placement'])} ticked{left}"
