"""Where in a form the items with a linkId lie, so that nobody has to look elsewhere for them."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire

Way = Mapping[str, Sequence[Item]]
"""Path of an item, "" of the form → the items directly in it that are or hold what is looked for.

In the order of the form; nothing at the path of an item that holds none.
"""


class Ways:
    """The ways down to the items of each linkId; found once."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._found: dict[str, Way] = {}

    def to(self, link_id: str) -> Way:
        """The way to all items with this linkId; a form may use one twice."""
        found = self._found.get(link_id)
        if found is None:
            found = self._found[link_id] = self._find(link_id)
        return found

    def _find(self, link_id: str) -> Way:
        found: dict[str, dict[str, Item]] = {}
        for item in self._by_link_id.get(link_id, ()):
            for step in (*self._questionnaire.ancestors(item), item):
                found.setdefault(step.parent_path, {})[step.path] = step
        return {path: tuple(steps.values()) for path, steps in found.items()}

    @cached_property
    def _by_link_id(self) -> Mapping[str, Sequence[Item]]:
        found: dict[str, list[Item]] = {}
        for item in self._questionnaire.by_path.values():
            found.setdefault(item.link_id, []).append(item)
        return found
