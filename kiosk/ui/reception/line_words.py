"""What is said of the line to the central service. No Qt objects are made here."""

from typing import Final

from kiosk.desk.line import Line
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.why import word_of

_HERE: Final = frozenset({"why_unauthorised", "why_forbidden", "why_unknown"})
"""Of these the words for a kiosk would be wrong at a desk."""


def line_note(speaking: Speaking, line: Line | None) -> str:
    """That there is none, of when it is what is shown, and why; "" where all is well."""
    if line is None or not line.state.down:
        return ""
    state, key = line.state, word_of(line.state.outcome)
    why = speaking.say(f"central_{key}" if key in _HERE else key)
    if state.as_of is None:
        return speaking.say("central_never", why=why)
    when = speaking.figures(f"{state.as_of.astimezone():%H:%M}")
    return speaking.say("central_down", when=when, why=why)
