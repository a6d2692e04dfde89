"""Who may do what behind the desk; what is not named here, nobody may.

The roles are those of DESIGN section 5.
"""

from typing import Final

RECEPTION, LEAD, CLINICAL, IT = "reception", "lead", "clinical", "IT"

_DESK: Final = frozenset({
    "today", "alerts", "responses", "export", "pictures", "papers", "forms", "kiosks",
})  # fmt: skip

_MAY: Final = {
    RECEPTION: _DESK,
    LEAD: _DESK | {"clinic"},
    CLINICAL: frozenset({"alerts", "responses", "export"}),
    IT: frozenset({"kiosks"}),
}
"""By role: what concerns no patient is IT's, and nothing else is."""


def may(role: str, action: str) -> bool:
    """Whether that role may do that: an id of a page of the desk's window, or a command's name."""
    return action in _MAY.get(role, frozenset())
