"""Reads the registry of Windows; on another system there is none."""

import sys
from collections.abc import Sequence

from kiosk.settings.policy import REG_TYPES, Registry, RegistryValue

if sys.platform == "win32":
    import winreg

    class _WindowsRegistry:
        """Below HKEY_LOCAL_MACHINE, as 64-bit programs see it."""

        def subkeys(self, key: str) -> Sequence[str]:
            """As `Registry` says."""
            try:
                with self._open(key) as opened:
                    count, _, _ = winreg.QueryInfoKey(opened)
                    return [winreg.EnumKey(opened, number) for number in range(count)]
            except FileNotFoundError:
                return ()

        def values(self, key: str) -> Sequence[RegistryValue]:
            """As `Registry` says."""
            try:
                with self._open(key) as opened:
                    _, count, _ = winreg.QueryInfoKey(opened)
                    read = [winreg.EnumValue(opened, number) for number in range(count)]
            except FileNotFoundError:
                return ()
            return [
                RegistryValue(name, REG_TYPES.get(kind, f"type {kind}"), data)
                for name, data, kind in read
            ]

        @staticmethod
        def _open(key: str) -> "winreg.HKEYType":
            access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            return winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, 0, access)


def windows_registry() -> Registry | None:
    """The registry of this PC; None where it runs no Windows."""
    if sys.platform == "win32":
        return _WindowsRegistry()
    return None
