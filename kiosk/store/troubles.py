"""What staff should know of the store, as codes; the words for them are the screen's."""

from kiosk.store import checks
from kiosk.store.database import Store
from kiosk.store.salvage import to_look_after

DAMAGED, SALVAGED = "damaged", "salvaged"


def troubles(store: Store) -> tuple[str, ...]:
    """`DAMAGED`: restart the kiosk, so that it salvages. `SALVAGED`: IT looks at what was lost."""
    found = [DAMAGED] if checks.is_marked(store.directory) else []
    if to_look_after(store) is not None:
        found.append(SALVAGED)
    return tuple(found)
