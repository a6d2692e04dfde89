"""What keeps the key of a store: the keyring of the user, or a credential of systemd.

While the key is being changed it keeps two, and afterwards one again; each step is whole or not
done at all.
"""

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from kiosk.errors import KeyMissing, KeyringMissing, RefusedError, SettingsInvalid
from kiosk.settings import Settings
from kiosk.store.accounts import ROOT, Account, acting_as
from kiosk.store.credential import (
    CREDENTIAL,
    CredentialKeyring,
    credential_text,
    entries,
    given_credential,
)
from kiosk.store.key import (
    ALLOWED,
    SERVICE,
    SYSTEM_BACKEND,
    forget_key,
    full_name,
    key_from_hex,
    load_key,
    next_entry,
    save_key,
)
from kiosk.store.systemd_creds import read_credential, remove_credential, write_credential

SYSTEMD_CREDS = "systemd-creds"


class KeyHolder(Protocol):
    """Gives back the key of a store."""

    @property
    def backend(self) -> str:
        """The full name of its class of keyring, for the card of the store."""

    def load(self, entry: str) -> bytes:
        """The key under a name: the id of a store, or that of its next key (`next_entry`).

        Raises:
            KeyMissing, KeyringMissing, KeyringLocked: there is none, or it can't be reached.
        """


class KeyKeeper(KeyHolder, Protocol):
    """Keeps it, too."""

    def keep(self, store_id: str, key: bytes, following: bytes | None = None) -> None:
        """From now on hold this key, the one that follows it if given, and no other of this store.

        Raises:
            KeyringMissing, KeyringLocked, RefusedError: they could not be kept.
        """

    def forget(self, store_id: str) -> None:
        """Hold no key of this store any more; where there is none, nothing changes.

        Raises:
            KeyringMissing, KeyringLocked, RefusedError: it could not be deleted.
        """


class SystemKeyring:
    """The keyring of the operating system, of the user who is logged in."""

    backend = SYSTEM_BACKEND

    def load(self, entry: str) -> bytes:
        """See `KeyKeeper`."""
        return load_key(entry)

    def keep(self, store_id: str, key: bytes, following: bytes | None = None) -> None:
        """See `KeyKeeper`."""
        if following is not None:
            save_key(next_entry(store_id), following)
            return  # the first is there, and is not touched without need
        save_key(store_id, key)
        forget_key(next_entry(store_id))

    def forget(self, store_id: str) -> None:
        """See `KeyKeeper`."""
        forget_key(store_id)
        forget_key(next_entry(store_id))


@dataclass(frozen=True)
class GivenCredential:
    """The credential that systemd gave to this process, to read.

    Attributes:
        file: the encrypted credential, to be named in advice.
        user: whom the store belongs to, for the same.
    """

    file: Path
    user: str
    backend = full_name(CredentialKeyring)

    def load(self, entry: str) -> bytes:
        """See `KeyKeeper`."""
        if given_credential() is None:
            raise KeyMissing(
                f"The key of this store is in the credential {CREDENTIAL} of systemd, and this "
                "command was not given it.",
                advice=f"As root: {self.command('status')}",
            )
        return load_key(entry, kind=CredentialKeyring)

    def command(self, verb: str) -> str:
        """How root runs a command of the kiosk as its user, and with the key."""
        return (
            f"systemd-run --pipe --wait --collect --uid={self.user} "
            f"-p LoadCredentialEncrypted={CREDENTIAL}:{self.file} kiosk {verb}"
        )


class AskedOnce:
    """Another holder that is asked for each key once, while run.lock sees that none changes."""

    def __init__(self, holder: KeyHolder) -> None:
        self.backend, self.load = holder.backend, cache(holder.load)


@dataclass(frozen=True)
class CredentialFile:
    """The encrypted credential itself, which root reads and writes.

    Attributes:
        file: where it lies.
        with_key: what encrypts it, see `systemd_creds.write_credential`.
    """

    file: Path
    with_key: str
    backend = full_name(CredentialKeyring)

    def load(self, entry: str) -> bytes:
        """See `KeyKeeper`."""
        with acting_as(ROOT):
            kept = entries(read_credential(self.file), SERVICE)
        return key_from_hex(entry, kept.get(entry))

    def keep(self, store_id: str, key: bytes, following: bytes | None = None) -> None:
        """See `KeyKeeper`."""
        with acting_as(ROOT):
            secrets = self._of_others(store_id) | {store_id: key.hex()}
            if following is not None:
                secrets[next_entry(store_id)] = following.hex()
            write_credential(self.file, credential_text(SERVICE, secrets), with_key=self.with_key)

    def forget(self, store_id: str) -> None:
        """See `KeyKeeper`."""
        with acting_as(ROOT):
            others = self._of_others(store_id)
            if others:
                write_credential(
                    self.file, credential_text(SERVICE, others), with_key=self.with_key
                )
            else:
                remove_credential(self.file)

    def _of_others(self, store_id: str) -> dict[str, str]:
        """What the credential holds for other stores; it is never lost for the sake of this one."""
        try:
            kept = entries(read_credential(self.file), SERVICE)
        except KeyMissing:
            return {}
        except KeyringMissing as cause:
            raise RefusedError(
                f"There is a credential {self.file} already, and this PC can't decrypt it.",
                advice="It may hold the key of another store. Move it away, and try again.",
            ) from cause
        own = (store_id, next_entry(store_id))
        return {entry: secret for entry, secret in kept.items() if entry not in own}


def disallowed_keyring() -> str | None:
    """The class of keyring that PYTHON_KEYRING_BACKEND names, where keys are not safe in it."""
    named = os.environ.get("PYTHON_KEYRING_BACKEND")
    return named if named and named not in map(full_name, ALLOWED) else None


def holder_for(settings: Settings) -> KeyHolder:
    """What gives a command of this kiosk the key of its store, by the settings."""
    store = settings.store
    if store.keyring != SYSTEMD_CREDS:
        return SystemKeyring()
    return GivenCredential(Path(store.credential), _owner_name(settings.store_directory))


def keeper_for(settings: Settings) -> KeyKeeper:
    """What can also keep another key: for set-up, recovery and a change of keys.

    Raises:
        SettingsInvalid: credentials of systemd are not for this system, or the settings name no
            folder for the store: root's own would be nobody else's.
        RefusedError: they are written by root, and this is another user.
    """
    store = settings.store
    if store.keyring != SYSTEMD_CREDS:
        return SystemKeyring()
    if sys.platform != "linux":
        raise SettingsInvalid(
            "keyring = “systemd-creds” is for Linux.", advice="Use keyring = “system” here."
        )
    if store.directory is None:
        raise SettingsInvalid(
            "With keyring = “systemd-creds” the settings must name the folder of the store.",
            advice="For example: directory = “/var/lib/clinic-kiosk”, in [store].",
        )
    if os.geteuid() != 0:
        raise _only_root()
    return CredentialFile(Path(store.credential), store.with_key)


def by_root(keeper: KeyKeeper) -> bool:
    """Whether it is root who works on the store, for the user it belongs to."""
    return isinstance(keeper, CredentialFile)


def owner_of(directory: Path, keeper: KeyKeeper) -> Account | None:
    """Whom a store belongs to that root works on; None where everybody works on their own."""
    if not by_root(keeper) or not directory.exists():
        return None
    there = directory.stat()
    return Account(there.st_uid, there.st_gid)


def _owner_name(directory: Path) -> str:
    try:
        return directory.owner()
    except (OSError, KeyError, NotImplementedError):  # Windows tells no owner
        return "USER"


def _only_root() -> RefusedError:
    return RefusedError(
        "With keyring = “systemd-creds” only root can write the key.", advice="Run this as root."
    )
