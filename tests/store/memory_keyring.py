"""A keyring in memory, in the place of a PC's."""

from kiosk.errors import KeyMissing


class MemoryKeyring(dict[str, bytes]):
    """Keeps keys by their entry (`kiosk.store.keeping.KeyKeeper`), one at a time."""

    backend = "a.keyring.in.Memory"

    def load(self, entry: str) -> bytes:
        if entry not in self:
            raise KeyMissing("no key")
        return self[entry]

    def keep(self, store_id: str, key: bytes, following: bytes | None = None) -> None:
        self[store_id] = key
        assert following is None

    def forget(self, store_id: str) -> None:
        self.pop(store_id, None)
