"""A question that no control can take: said so, and passed. Such a form is not offered to patients.

Only its author sees it, when trying the form out.
"""

from typing import Any

from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.kinds.words_only import WordsOnly


class NoControl(WordsOnly):
    """Holds nothing."""

    usual_demand = "error_no_control"

    def suits(self, item: Item, limits: Limits) -> bool:
        """Whatever nothing else suits."""
        del item, limits
        return True

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`says`: that this screen can't take it."""
        del page
        return {"says": around.say("no_control")}
