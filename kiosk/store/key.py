"""The database key: made, kept in the keyring of the operating system, sealed for recovery.

The only file that speaks to a keyring. It fails closed: there is no plaintext fallback, and a key
that can't be read back was not saved.
"""

import hashlib
import os
import queue
import secrets
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError
from keyring.errors import KeyringLocked as BackendLocked
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from kiosk.errors import (
    KeyMissing,
    KeyringLocked,
    KeyringMissing,
    RefusedError,
    StoreUnavailable,
)
from kiosk.store.credential import CredentialKeyring

# One keyring for each system: the one that encrypts what it holds. The others are not even
# imported, since the modules of foreign systems search for libraries that are not there.
if sys.platform == "linux":
    import secretstorage
    from jeepney import DBusErrorResponse  # type: ignore[import-untyped]
    from keyring.backends.SecretService import Keyring as OwnKeyring
    from secretstorage.exceptions import (
        ItemNotFoundException,
        LockedException,
        PromptDismissedException,
        SecretStorageException,
    )

    _LOCKED_HERE: tuple[type[Exception], ...] = (LockedException, PromptDismissedException)
    _FAILED_HERE: tuple[type[Exception], ...] = (SecretStorageException, DBusErrorResponse)
elif sys.platform == "win32":
    from keyring.backends.Windows import WinVaultKeyring as OwnKeyring
    from win32ctypes.pywin32 import pywintypes

    _LOCKED_HERE = ()
    _FAILED_HERE = (pywintypes.error,)
else:
    from keyring.backends.macOS import Keyring as OwnKeyring

    _LOCKED_HERE = ()
    _FAILED_HERE = ()

_LOCKED: tuple[type[Exception], ...] = (BackendLocked, *_LOCKED_HERE)
_FAILED: tuple[type[Exception], ...] = (KeyringError, RuntimeError, OSError, *_FAILED_HERE)

SERVICE = "clinic-kiosk"
KEY_BYTES = 32
ALLOWED: tuple[type[KeyringBackend], ...] = (OwnKeyring, CredentialKeyring)
"""The classes of keyring that may hold the key: that of this system, and systemd's credentials."""

# A keyring service that ends in the middle of a call is started again by the session, or by D-Bus.
_AGAIN_AFTER_S = (0.2, 0.8)

_LOG_IN = "Log in to this PC with its password, so that the keyring opens, then start again."
_INSTALL = (
    "A keyring service must run for this user: Credential Manager, Keychain, or on Linux a "
    "Secret Service (gnome-keyring, KWallet) on the session bus."
)


def new_key() -> bytes:
    """A fresh random database key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def fingerprint(key: bytes) -> str:
    """What may stand beside the database to recognise its key: 32 hex digits, one way."""
    return hashlib.blake2b(key, digest_size=16, person=b"kiosk-db-key").hexdigest()


def full_name(kind: type[KeyringBackend]) -> str:
    """The name of a class of keyring, as the card of a store has it."""
    return f"{kind.__module__}.{kind.__name__}"


SYSTEM_BACKEND = full_name(OwnKeyring)
"""The keyring of this operating system, as the card has it."""


def next_entry(store_id: str) -> str:
    """Under which name the keyring holds the next key, while the key is being changed."""
    return f"{store_id}.next"


def key_sign(key_fingerprint: str) -> str:
    """By what people tell keys and their sheets apart: the first 8 digits of the fingerprint."""
    return f"{key_fingerprint[:4]}-{key_fingerprint[4:8]}".upper()


def save_key(store_id: str, key: bytes, *, timeout_s: float = 4.0) -> None:
    """Write the key of a store to the keyring and read it back, in `timeout_s` seconds at most.

    Raises:
        KeyringMissing: no allowed keyring answers, or it did not keep what was written.
        KeyringLocked: it is locked, or did not answer in time.
    """

    def write_and_read_back() -> str | None:
        backend = _backend(OwnKeyring)
        backend.set_password(SERVICE, store_id, key.hex())
        return backend.get_password(SERVICE, store_id)

    if _in_time(write_and_read_back, timeout_s) != key.hex():
        raise KeyringMissing("The keyring did not keep the key it was given.", advice=_INSTALL)


def load_key(
    store_id: str, *, kind: type[KeyringBackend] = OwnKeyring, timeout_s: float = 4.0
) -> bytes:
    """The key of a store from the keyring, in `timeout_s` seconds at most.

    Args:
        store_id: of the store, or the name of its next key (`next_entry`).
        kind: the class of keyring to ask, one of those allowed.
        timeout_s: seconds.

    Raises:
        KeyringMissing: no allowed keyring answers.
        KeyringLocked: it is locked, or did not answer in time.
        KeyMissing: it opens, but holds no usable key for this store.
    """
    kept = _in_time(lambda: _backend(kind).get_password(SERVICE, store_id), timeout_s)
    return key_from_hex(store_id, kept)


def key_from_hex(store_id: str, kept: str | None) -> bytes:
    """The key of a store as a keyring holds it: 64 hex digits.

    Raises:
        KeyMissing: this is none.
    """
    try:
        key = bytes.fromhex(kept or "")
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyMissing(
            f"The keyring holds no key for this store ({store_id}).",
            advice="Start as the user who ran the set-up, or bring it back from the recovery "
            "sheet with: kiosk recover",
        )
    return key


def forget_key(entry: str, *, timeout_s: float = 4.0) -> None:
    """Take a key out of the keyring; one that is not there changes nothing.

    Raises:
        KeyringMissing, KeyringLocked: the keyring could not be asked, or kept it.
    """

    def delete_and_look() -> str | None:
        backend = _backend(OwnKeyring)
        if backend.get_password(SERVICE, entry) is not None:
            backend.delete_password(SERVICE, entry)
        return backend.get_password(SERVICE, entry)

    if _in_time(delete_and_look, timeout_s) is not None:
        raise KeyringMissing("The keyring did not let go of the key.", advice=_INSTALL)


def try_keyring() -> None:
    """See that the keyring keeps what it is given, under a throw-away name.

    Raises:
        KeyringMissing, KeyringLocked: it does not.
    """
    entry = f"doctor-{secrets.token_hex(8)}"
    try:
        save_key(entry, new_key())
    finally:
        with suppress(StoreUnavailable):
            forget_key(entry)


def recovery_key(seed: bytes) -> PrivateKey:
    """The private key that opens the sealed copy; `seed` is what the recovery sheet carries."""
    return PrivateKey(hashlib.blake2b(seed, digest_size=32, person=b"kiosk-recovery").digest())


def seal(key: bytes, public: PublicKey) -> bytes:
    """The database key, readable only with the private key that belongs to `public` (80 bytes)."""
    return SealedBox(public).encrypt(key)


def unseal(sealed: bytes, private: PrivateKey) -> bytes:
    """The database key out of its sealed copy.

    Raises:
        RefusedError: the private key does not open it.
    """
    try:
        return SealedBox(private).decrypt(sealed)
    except (CryptoError, ValueError) as cause:
        raise RefusedError(
            "This recovery code does not open this store.",
            advice="Check that the sheet names this kiosk and this store; "
            "each set-up prints a sheet of its own.",
        ) from cause


def _backend(kind: type[KeyringBackend]) -> KeyringBackend:
    """The keyring to use: chosen here and not by the library, whose choice may be a fake one."""
    name = os.environ.get("PYTHON_KEYRING_BACKEND") or full_name(kind)
    if name != full_name(kind) or kind not in ALLOWED:
        raise KeyringMissing(
            f"PYTHON_KEYRING_BACKEND names {name}, which does not keep keys safely here.",
            advice=f"Remove that variable, or name {full_name(kind)}.",
        )
    _ = kind.priority  # raises RuntimeError where this keyring can't work
    backend = kind()
    if kind is not OwnKeyring:
        return backend
    _refuse_if_locked()
    if sys.platform == "win32":
        backend.persist = "local machine"  # the library's own choice would roam to other PCs
    return backend


def _refuse_if_locked() -> None:
    """Look before touching: the library would show a password prompt to the patient."""
    if sys.platform != "linux":
        return
    bus = secretstorage.dbus_init()
    try:
        locked = secretstorage.Collection(bus).is_locked()
    except ItemNotFoundException as cause:
        raise KeyringMissing(
            "The keyring service has no default keyring yet.", advice=_LOG_IN
        ) from cause
    finally:
        bus.close()
    if locked:
        raise KeyringLocked("The keyring is locked.", advice=_LOG_IN)


def _in_time(call: Callable[[], str | None], timeout_s: float) -> str | None:
    """Do a keyring call in a thread that may hang for ever without holding up the program."""
    outcome: queue.SimpleQueue[str | StoreUnavailable | None] = queue.SimpleQueue()
    threading.Thread(
        target=lambda: outcome.put(_outcome(call)), name="keyring", daemon=True
    ).start()
    try:
        result = outcome.get(timeout=timeout_s)
    except queue.Empty as cause:
        raise KeyringLocked(
            f"The keyring did not answer within {timeout_s:g} seconds.", advice=_LOG_IN
        ) from cause
    if isinstance(result, StoreUnavailable):
        raise result
    return result


def _outcome(call: Callable[[], str | None]) -> str | StoreUnavailable | None:
    """What a keyring call gives, its failures as values: they must cross to another thread.

    Each call is harmless when done twice, so one that a service failed is tried again:
    gnome-keyring 42 aborts now and then when one client leaves while the next one asks.
    """
    outcome = _tried(call)
    for pause_s in _AGAIN_AFTER_S:
        if not isinstance(outcome, KeyringMissing) or outcome.__cause__ is None:
            break
        time.sleep(pause_s)
        outcome = _tried(call)
    return outcome


def _tried(call: Callable[[], str | None]) -> str | StoreUnavailable | None:
    try:
        return call()
    except StoreUnavailable as failure:
        return failure
    except _LOCKED as cause:
        return _because(KeyringLocked("The keyring is locked.", advice=_LOG_IN), cause)
    except TimeoutError as cause:
        return _because(KeyringLocked("The keyring does not answer.", advice=_LOG_IN), cause)
    except _FAILED as cause:
        return _because(KeyringMissing("No keyring service answers.", advice=_INSTALL), cause)


def _because(failure: StoreUnavailable, cause: Exception) -> StoreUnavailable:
    failure.__cause__ = cause
    return failure
