"""A registry that holds what a test puts there, as Windows gives it out."""

from collections.abc import Mapping, Sequence

from kiosk.settings.policy import POLICY_KEY, RegistryValue


class HeldRegistry:
    """Keys below HKEY_LOCAL_MACHINE, by the names of the tables."""

    def __init__(self, tables: Mapping[str, Sequence[RegistryValue]]) -> None:
        self._tables = tables

    def subkeys(self, key: str) -> Sequence[str]:
        return tuple(filter(None, self._tables)) if key == POLICY_KEY else ()

    def values(self, key: str) -> Sequence[RegistryValue]:
        return self._tables.get(key.removeprefix(POLICY_KEY).removeprefix("\\"), ())
