"""The Questionnaire as FHIRPath sees it, with its items found by linkId at once."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from kiosk.fhirpath import Node
from kiosk.forms import extensions as ext


class FormNode(Node):
    """The Questionnaire, or an item of it."""

    __slots__ = ("__dict__",)

    def child(self, name: str) -> Sequence[Node]:
        """The elements; the items are made once and kept."""
        return self._inner if name == "item" else super().child(name)

    def items(self, link_id: str) -> Sequence[Node] | None:
        """The items directly inside with this linkId."""
        return self._inner_by_link_id.get(link_id, ())

    def deep_items(self, link_id: str, *, through_answers: bool) -> Sequence[Node] | None:
        """The items below with this linkId; None where more than items may have one."""
        if through_answers and self._names_elsewhere:
            return None
        return self._below.get(link_id, ())

    @cached_property
    def _inner(self) -> "tuple[FormNode, ...]":
        inner = ext.mappings(self.data, "item")
        return tuple(FormNode(raw, "Questionnaire.item") for raw in inner)

    @cached_property
    def _inner_by_link_id(self) -> "Mapping[str, Sequence[FormNode]]":
        found: dict[str, list[FormNode]] = {}
        for made in self._inner:
            link_id = made.data.get("linkId")
            if isinstance(link_id, str):
                found.setdefault(link_id, []).append(made)
        return found

    @cached_property
    def _below(self) -> "Mapping[str, Sequence[FormNode]]":
        found: dict[str, list[FormNode]] = {}
        waiting = list(self._inner[::-1])
        while waiting:
            here = waiting.pop()
            waiting += here._inner[::-1]  # noqa: SLF001 - of the same class
            link_id = here.data.get("linkId")
            if isinstance(link_id, str):
                found.setdefault(link_id, []).append(here)
        return found

    @cached_property
    def _names_elsewhere(self) -> bool:
        """Whether a contained form, or anything else but an item, has a linkId."""
        items: list[Any] = [self.data]
        others: list[Any] = []
        while items:
            for name, value in items.pop().items():
                below = items if name == "item" and isinstance(value, list) else others
                below += [one for one in _listed(value) if isinstance(one, Mapping)]
        while others:
            here = others.pop()
            if "linkId" in here or "_linkId" in here:
                return True
            others += [
                one for value in here.values() for one in _listed(value) if isinstance(one, Mapping)
            ]
        return False


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else (value,)
