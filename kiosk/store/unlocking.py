"""Opens a store with the key that its keyring holds, and tells apart why it can't.

    KeyMissing       the keyring opens, and holds no key for this store
    KeyringLocked    the keyring is locked, or does not answer
    WrongKey         it holds a key, and that is not this store's
    KeyringChanged   the key was given to another kind of keyring than the one asked now

None of them makes a store, or changes one.
"""

from contextlib import suppress
from pathlib import Path

from kiosk.errors import (
    KeyMissing,
    KeyringChanged,
    KeyringLocked,
    KeyringMissing,
    StoreDamaged,
    WrongKey,
)
from kiosk.store import folder
from kiosk.store.database import Store, open_store
from kiosk.store.folder import Card
from kiosk.store.keeping import KeyHolder
from kiosk.store.key import fingerprint, next_entry

_CALLED = {
    "keyring.backends.SecretService.Keyring": "the Secret Service of a Linux desktop",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
    "keyring.backends.macOS.Keyring": "the macOS Keychain",
    "kiosk.store.credential.CredentialKeyring": "a credential of systemd",
}


def unlock(directory: Path, holder: KeyHolder) -> Store:
    """Open the store in a folder with its key; while its key is being changed, with either.

    Raises:
        NotSetUp: there is no store here.
        KeyringMissing, KeyringLocked, KeyMissing, WrongKey, KeyringChanged: see above.
        StoreDamaged, StoreBusy, StoreUnavailable: see `open_store`.
    """
    card = folder.read_card(directory)
    try:
        return _opened(directory, kept_keys(card, holder))
    except (KeyringMissing, KeyringLocked, KeyMissing, WrongKey, StoreDamaged) as cause:
        if folder.read_card(directory).fingerprints != card.fingerprints:  # changed meanwhile
            return unlock(directory, holder)
        if card.keyring in {None, holder.backend} or isinstance(cause, StoreDamaged):
            raise
        raise KeyringChanged(
            f"The key of this store was given to {called(card.keyring)}, and now "
            f"{called(holder.backend)} is asked.",
            advice="Put keyring in [store] of the settings back, or bring the key over from the "
            "recovery sheet with: kiosk recover",
        ) from cause


def kept_keys(card: Card, holder: KeyHolder) -> tuple[bytes, ...]:
    """The keys of a store that its keyring holds: one, or two while the key is being changed.

    Raises:
        KeyringMissing, KeyringLocked: the keyring can't be asked.
        KeyMissing: it holds none.
    """
    found = []
    if card.next_fingerprint is not None:
        with suppress(KeyMissing):
            found.append(holder.load(next_entry(card.store_id)))
    try:
        found.append(holder.load(card.store_id))
    except KeyMissing:
        if not found:
            raise
    return tuple(found)


def called(backend: str | None) -> str:
    """A class of keyring as a person knows it."""
    return _CALLED.get(backend or "", backend or "an unknown keyring")


def _opened(directory: Path, keys: tuple[bytes, ...]) -> Store:
    card = folder.read_card(directory)
    *others, last = [key for key in keys if fingerprint(key) in card.fingerprints] or keys[-1:]
    for key in others:
        with suppress(StoreDamaged):  # as a file looks that has the other key
            return open_store(directory, key)
    return open_store(directory, last)
