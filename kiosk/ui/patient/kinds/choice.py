"""One of several answers: a card for each option, or yes and no."""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading, at, options_of, places

_YES_NO: Final = (Answer("valueBoolean", True), Answer("valueBoolean", False))  # noqa: FBT003


class Choice(Kind):
    """One of the options of the form; `{"chosen": [1]}`."""

    name = "choice"
    usual_hint = "choose_one"

    def suits(self, item: Item, limits: Limits) -> bool:
        """One answer, from a list that is at hand and closed."""
        return bool(limits.options) and not item.repeats and not limits.open

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`options`: one dict for each, with its `label`."""
        return {"options": [{"label": around.text(o)} for o in page.limits.options or ()]}

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """`chosen`: the index of the option, in a list."""
        del around
        return {"chosen": places(answers, options_of(page))}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The option chosen."""
        del around
        chosen = entry.get("chosen") or [-1]
        return Reading(at(options_of(page), chosen[0]))


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
        return {"options": [{"label": around.say("yes")}, {"label": around.say("no")}]}

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
        return around.say("list_comma").join(said)
