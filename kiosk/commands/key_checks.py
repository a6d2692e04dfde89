"""What `doctor` looks at in the keyring of a kiosk and what else opens its store.

Nothing is looked at where there is no store yet: `setup` says itself what it lacks.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.commands.checks import Check
from kiosk.errors import NotSetUp, StoreUnavailable
from kiosk.settings import Settings
from kiosk.store import folder
from kiosk.store.credential import given_credential
from kiosk.store.keeping import SYSTEMD_CREDS, GivenCredential, holder_for
from kiosk.store.key import try_keyring
from kiosk.store.unlocking import called

_BLANK: Final = b"[keyring]"
"""A keyring file begins so whose password is blank; with a password, it is a binary file."""


def blank_keyrings(settings: Settings) -> Iterator[str]:
    """Keyring files of this user that hold their secrets in clear."""
    if sys.platform != "linux" or settings.store.keyring == SYSTEMD_CREDS:
        return
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    for file in sorted(Path(data, "keyrings").glob("*.keyring")):
        if _begins(file, _BLANK):
            yield f"{file} is not encrypted: its password is blank."


def silent_keyring(settings: Settings) -> Iterator[str]:
    """A keyring that does not keep what it is given."""
    if settings.store.keyring == SYSTEMD_CREDS or _card(settings) is None:
        return
    try:
        try_keyring()
    except StoreUnavailable as failure:
        yield f"{failure} {failure.advice}"


def changed_keyring(settings: Settings) -> Iterator[str]:
    """Another kind of keyring than the one that was given the key."""
    card, asked = _card(settings), holder_for(settings).backend
    if card is not None and card.keyring not in {None, asked}:
        yield f"The key was given to {called(card.keyring)}; the settings name {called(asked)}."


def credential_gone(settings: Settings) -> Iterator[str]:
    """No encrypted credential, where the settings name one."""
    if settings.store.keyring != SYSTEMD_CREDS or _card(settings) is None:
        return
    file = Path(settings.store.credential)
    try:
        file.stat()
    except PermissionError:
        return  # its folder is closed to this user; root sees it
    except OSError as cause:
        yield f"The credential {file} can't be found: {cause.strerror}."


def credential_not_given(settings: Settings) -> Iterator[str]:
    """How other commands than the service get the credential, where this one did not."""
    holder = holder_for(settings)
    if isinstance(holder, GivenCredential) and given_credential() is None and _card(settings):
        yield f"As root, for example: {holder.command('status')}"


def unsealed(settings: Settings) -> Iterator[str]:
    """A store without the sealed copy of its key, so that no sheet opens it."""
    file = settings.store_directory / folder.SEALED
    if _card(settings) is not None and not _is_file(file):
        yield f"{file} is gone."


def interrupted(settings: Settings) -> Iterator[str]:
    """A change of the key that was not finished."""
    card = _card(settings)
    if card is not None and card.next_fingerprint is not None:
        yield "The store opens, by the old key or by the new one."


def _card(settings: Settings) -> folder.Card | None:
    """The card of the store; None where there is none that this user can read."""
    try:
        return folder.read_card(settings.store_directory)
    except (NotSetUp, StoreUnavailable):
        return None


def _begins(file: Path, with_bytes: bytes) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.read(len(with_bytes)) == with_bytes
    except OSError:
        return False


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


_RECOVER: Final = "With the recovery sheet at hand, bring the key over with: kiosk recover."

KEY_CHECKS: Final[tuple[Check[Settings], ...]] = (
    Check(
        "keyring-answers",
        "The store can't be opened: the kiosk shows that it is closed.",
        "Log in with the password, and see that the keyring service runs for this user.",
        silent_keyring,
    ),
    Check(
        "keyring-same",
        "The store can't be opened, if the key is not in this keyring, too.",
        f"Put keyring in [store] of the settings back. Or: {_RECOVER}",
        changed_keyring,
    ),
    Check(
        "keyring-encrypted",
        "Whoever takes the disk can read the key, and with it all answers.",
        "Give the keyring a password (in Passwords and Keys). Where the PC logs in by itself, use "
        "keyring = “systemd-creds” in the settings.",
        blank_keyrings,
    ),
    Check(
        "credential-there",
        "The service does not start, and the store can't be opened.",
        f"Bring the file back. Or, as root: {_RECOVER}",
        credential_gone,
    ),
    Check(
        "credential-given",
        "The service that runs the kiosk is given the key by systemd; a command that is typed "
        "is not.",
        "",
        credential_not_given,
    ),
    Check(
        "recovery-copy",
        "No recovery sheet opens the store: a lost keyring means lost answers.",
        "Bring the file back from a backup. Or, while the store still opens, make a new sheet "
        "with: kiosk rekey.",
        unsealed,
    ),
    Check(
        "key-change",
        "A change of the key was interrupted; two recovery sheets are about, and one is right.",
        "Finish it with: kiosk rekey. It says which sheet is right.",
        interrupted,
    ),
)
