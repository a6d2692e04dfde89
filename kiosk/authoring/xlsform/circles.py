"""Conditions that wait for each other: no answer could ever decide them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.authoring.xlsform.notes import Notes
from kiosk.authoring.xlsform.outline import Node
from kiosk.errors import FormUnreadable, ImportRefused
from kiosk.forms.extensions import CALCULATED_EXPRESSION, ENABLE_WHEN_EXPRESSION
from kiosk.forms.questionnaire import parse_questionnaire

_MOST: Final = 25
_ITEMS_READ: Final = 100_000
"""Circles that are opened at least, and items that are read anew for them: a few seconds."""
_DECIDING: Final = {"relevant": ENABLE_WHEN_EXPRESSION, "calculation": CALCULATED_EXPRESSION}
_ADVICE: Final = "Look at the columns relevant and calculation."


def without_circles(
    form: dict[str, Any], nodes: Mapping[str, Node], notes: Notes
) -> dict[str, Any]:
    """The form, as the engine reads it; a condition that waits for itself is taken out and noted.

    Raises:
        ImportRefused: the engine refuses the form, or there are too many circles.
    """
    items = {item["linkId"]: item for item in walk_items(form)}
    for _ in range(max(_MOST, _ITEMS_READ // max(1, len(items)))):
        try:
            parse_questionnaire(form)
        except FormUnreadable as cause:
            node = nodes.get(cause.link_id)
            around = [node, *reversed(node.around())] if node else []
            if not any(_open(items[one.link_id], one, notes) for one in around):
                advice = cause.advice or _ADVICE
                raise ImportRefused(f"No form can be made: {cause}", advice=advice) from cause
        else:
            return form
    raise ImportRefused("Many questions wait for each other in a circle.", advice=_ADVICE)


def _open(item: dict[str, Any], node: Node, notes: Notes) -> bool:
    """Takes out what an item waits for; whether there was anything."""
    taken = False
    for column, url in _DECIDING.items():
        before = item.get("extension", [])
        left = [extension for extension in before if extension["url"] != url]
        conditions = item.pop("enableWhen", None) if column == "relevant" else None
        if len(left) < len(before) or conditions:
            item.pop("enableBehavior", None)
            item["extension"] = left
            taken = True
            message = "It waits for itself, by way of what it looks at: left out."
            notes.add(node.row.number, node.row.column(column), node.row.peek(column), message)
    if item.get("extension") == []:
        del item["extension"]
    return taken


def walk_items(form: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every item of a form, in its order."""
    for item in form.get("item", ()):
        yield item
        yield from walk_items(item)
