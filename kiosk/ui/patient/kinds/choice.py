"""One of several answers: a card for each option, or yes and no.

A card that is touched again stays chosen. Who trembles, or wants to be sure, touches twice, and an
answer must not be gone by that; "I'd rather not say" takes it back, and says so.
"""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading, at, places
from kiosk.ui.patient.kinds.options import FEW, Picking, cards, is_listed, options_on

_YES_NO: Final = (Answer("valueBoolean", True), Answer("valueBoolean", False))  # noqa: FBT003


class Choice(Picking):
    """One of the options of the form; `{"chosen": [1]}`."""

    name = "choice"

    def suits(self, item: Item, limits: Limits) -> bool:
        """One answer, from a short list that is at hand and closed."""
        listed = is_listed(item, limits) and not limits.open
        return listed and not item.repeats and len(limits.options or ()) <= FEW

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`options`: one dict for each: `number`, `label`, `alone`, and `or` above the odd one."""
        return {"options": cards(page, options_on(page), around)}


class YesNo(Kind):
    """Yes or no; never a box that is ticked or not, for that can't be left open."""

    name = "choice"
    usual_hint = "choose_one"
    usual_demand = "error_boolean"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A boolean."""
        del limits
        return item.type == "boolean"

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`options`: yes, no."""
        del page
        return {
            "options": [
                {"number": 0, "label": around.say("yes")},
                {"number": 1, "label": around.say("no")},
            ]
        }

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """`chosen`: 0 for yes, 1 for no."""
        del page, around
        return {"chosen": places(answers, _YES_NO)}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """True or false."""
        del page, around
        return Reading(at(_YES_NO, (entry.get("chosen") or [-1])[0]))

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """Yes or no."""
        del page
        said = (around.say("yes" if answer.value else "no") for answer in answers)
        return around.listed(said)
