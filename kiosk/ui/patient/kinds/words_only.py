"""What this screen can't take, and need not: a photo, a file. The page says who can."""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading

_WORDS: Final = {"attachment": "desk_attachment", "reference": "desk_reference"}


class WordsOnly(Kind):
    """No answer: `{}`. Where one is required the form has no control and is not offered."""

    name = "wordsOnly"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A file, or a reference without options, that may be left out."""
        needed = item.required or limits.min_occurs > 0
        return item.type in _WORDS and not needed and not limits.options

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`says`: what to do instead."""
        return {"says": around.say(_WORDS[page.item.type])}

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """Nothing."""
        del page, answers, around
        return {}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """Nothing."""
        del page, entry, around
        return Reading()
