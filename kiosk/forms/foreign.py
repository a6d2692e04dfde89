"""What others wrote, a service or another kiosk: what is not as it should be counts as not told.

Arrays and texts of an element are read by `kiosk.forms.extensions.mappings` and `text`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

NAME_MAX: Final = 80


def mapping(element: object, key: str) -> Mapping[str, Any]:
    """The object `element[key]`; an empty one where there is none."""
    value = element.get(key) if isinstance(element, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def plain(text: Any, most: int = NAME_MAX) -> str:
    """A text of others in one line: nothing in it hides, turns round or moves what is beside it."""
    if not isinstance(text, str):
        return ""
    words = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * most]).split()
    line = " ".join(words)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def moment(text: Any) -> datetime | None:
    """An instant of FHIR; None for what is none, or has no offset."""
    try:
        read = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return read if read.tzinfo is not None else None
