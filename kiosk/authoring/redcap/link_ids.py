"""linkIds: the fields' own names; what has none gets one that no other has."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet


class LinkIds:
    """Gives out linkIds, each once. The names of all fields are kept for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._reserved = frozenset(names)
        self._given: set[str] = set()

    def of_field(self, name: str) -> str:
        """The name itself; with a number where it was given before."""
        return self._free(name, frozenset())

    def of_other(self, wanted: str) -> str:
        """A linkId for a group or a text, near to what is wanted."""
        return self._free(wanted, self._reserved)

    def _free(self, wanted: str, reserved: AbstractSet[str]) -> str:
        number, found = 1, wanted
        while found in self._given or found in reserved:
            number += 1
            found = f"{wanted}-{number}"
        self._given.add(found)
        return found
