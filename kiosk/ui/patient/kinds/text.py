"""The patient's own words, written on the writing page."""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import USUAL_LENGTH, Around, Entry, Kind, Reading

_LINES: Final = {"text": 4, "string": 2}


class Text(Kind):
    """Words, `{"text": "…"}`; blanks alone are no answer."""

    name = "text"
    usual_hint = "write_hint"
    usual_demand = "error_text"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A short or a long text, not chosen from a list."""
        return item.type in _LINES and not item.repeats and not limits.options

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`lines`: how high the field is."""
        del around
        lines = _LINES[page.item.type]
        return {
            "lines": lines,
            "writing": {"text": {"maxLength": max_length(page.item), "lines": lines}},
        }

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """`text`: the words."""
        del page, around
        return {"text": "\n".join(str(answer.value) for answer in answers)}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The words without blanks around them."""
        del page, around
        words = str(entry.get("text", "")).strip()
        return Reading((Answer("valueString", words),) if words else ())


def max_length(item: Item) -> int:
    """How many characters a written answer may have; the form's own limit, else ours."""
    limit: Any = item.raw.get("maxLength")
    return limit if isinstance(limit, int) and limit > 0 else USUAL_LENGTH
