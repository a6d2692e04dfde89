"""The brief of a form: how many questions it may have, and what each is for.

"One in, one out": a question more than the form may have needs another one gone, or a decision that
it feeds, named.
"""

from typing import NamedTuple

from kiosk.coproduction.editing.errors import EditRefused
from kiosk.forms import extensions as ext
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire


class Budget(NamedTuple):
    """How many questions a form asks, and may ask; None where it does not say."""

    questions: int
    most: int | None
    seconds: int | None

    @property
    def is_over(self) -> bool:
        """Whether it asks more."""
        return self.most is not None and self.questions > self.most


def budget_of(form: Questionnaire) -> Budget:
    """The budget of a form."""
    most = ext.extension_integer(form.raw, ext.MAX_ITEMS)
    seconds = ext.extension_integer(form.raw, ext.MAX_MEDIAN_SECONDS)
    return Budget(len(form.asked), most, seconds)


def purpose_of(item: Item) -> str:
    """Which decision a question feeds; "" where the form does not say."""
    value = ext.extension_value(item.raw, ext.ITEM_PURPOSE)
    return value if isinstance(value, str) else ""


def refuse_over_budget(old: Questionnaire, new: Questionnaire) -> None:
    """Whether the questions that came fit the brief.

    Raises:
        EditRefused: there are more than there may be, and one of those that came is for nothing.
    """
    budget = budget_of(new)
    if not budget.is_over or budget.questions <= len(old.asked):
        return
    for item in new.asked:
        if item.link_id not in old.by_link_id and not purpose_of(item).strip():
            raise EditRefused(
                "budget", f"The form may have {budget.most} questions, and would have "
                f"{budget.questions}.",
                advice="Take one away, or say which decision the new question feeds.",
            )  # fmt: skip
