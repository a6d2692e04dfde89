"""linkIds: the fields' own names; what has none gets one that no other has."""

from collections.abc import Iterable


class LinkIds:
    """Gives out linkIds, each once. The names of all fields are kept for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._reserved = set(names)
        self._given: set[str] = set()

    def of_field(self, name: str) -> str:
        """The name itself; with a number where it was given before."""
        return self._free(name, self._given)

    def of_other(self, wanted: str) -> str:
        """A linkId for a group or a text, near to what is wanted."""
        return self._free(wanted, self._given | self._reserved)

    def _free(self, wanted: str, used: set[str]) -> str:
        number, found = 1, wanted
        while found in used:
            number += 1
            found = f"{wanted}-{number}"
        self._given.add(found)
        return found
