"""Who may do what behind the desk; what is not named here, nobody may.

What each is for stands in `kiosk guide it`.
"""

from typing import Final

RECEPTION, LEAD, CLINICAL, IT = "reception", "lead", "clinical", "IT"

_DESK: Final = frozenset({
    "today", "alerts", "responses", "export", "pictures", "papers", "forms", "improve", "kiosks",
    "note", "change-help", "object",
})  # fmt: skip
_LEAD: Final = frozenset({
    "clinic", "change-form", "answer", "ballot", "pilot", "keep", "retire", "approve",
})  # fmt: skip
_CLINICAL: Final = frozenset({
    "alerts", "responses", "export", "improve", "note", "object", "veto", "approve",
})  # fmt: skip

_MAY: Final = {
    RECEPTION: _DESK,
    LEAD: _DESK | _LEAD,
    CLINICAL: _CLINICAL,
    IT: frozenset({"kiosks"}),
}
"""By role: what concerns no patient is IT's, and nothing else is.

Of forms: `change-help` is help texts and what is cosmetic, on forms without clinical risk;
`change-form` everything else; `ballot` lets patients choose between wordings; `answer` says what
became of remarks; `veto` is clinical safety, the only full stop.
"""


def may(role: str, action: str) -> bool:
    """Whether that role may do that: an id of a page of the desk's window, or a command's name."""
    return action in _MAY.get(role, frozenset())
