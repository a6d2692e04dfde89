"""Several of the options of a form: a card to tick for each."""

from typing import Any

from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around, Entry
from kiosk.ui.patient.kinds.options import (
    FEW,
    Picking,
    bounds,
    cards,
    is_listed,
    options_on,
    own_texts,
)
from kiosk.ui.wording.words import Counted


class Several(Picking):
    """Any number of options, `{"chosen": [0, 2]}`; `took` is what the last touch took out."""

    name = "several"

    def suits(self, item: Item, limits: Limits) -> bool:
        """Several answers, from a short list that is at hand and closed."""
        listed = is_listed(item, limits) and not limits.open
        return listed and item.repeats and len(limits.options or ()) <= FEW

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`options` as of a choice."""
        return {"options": cards(page, options_on(page), around)}

    def dressed(self, page: Page, entry: Entry, around: Around) -> Entry:
        """`tally`: how many are chosen, or what one chosen alone took out."""
        return {**entry, "tally": tally(page, entry, around)}


def tally(page: Page, entry: Entry, around: Around) -> str:
    """How many are chosen, in words; what was taken out where one stands alone."""
    if entry.get("took"):
        return around.say("several_took")
    count = len(entry.get("chosen") or ()) + len(own_texts(page, entry))
    most = bounds(page)[1]
    key = "several_of" if most else "several_count"
    return around.say(key, count=Counted(count), limit=most)
