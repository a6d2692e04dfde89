"""The keyring of a kiosk, and what else opens its store.

Nothing is looked at where there is no store yet: `setup` says itself what it lacks.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.commands.doctor.checks import (
    SOON_S,
    Check,
    DoesNotApply,
    Found,
    Group,
    NotKnown,
    Remedy,
)
from kiosk.commands.doctor.subject import Subject
from kiosk.errors import NotSetUp, StoreUnavailable
from kiosk.settings import Settings
from kiosk.store import folder, proofs
from kiosk.store.credential import given_credential
from kiosk.store.keeping import SYSTEMD_CREDS, GivenCredential, disallowed_keyring, holder_for
from kiosk.store.key import key_sign, try_keyring
from kiosk.store.unlocking import called

NO_STORE: Final = "there is no store yet: kiosk setup"

_BLANK: Final = b"[keyring]"
"""A keyring file begins so whose password is blank; with a password, it is a binary file."""


def blank_keyrings(subject: Subject) -> Iterator[str]:
    """Keyring files of this user that hold their secrets in clear."""
    if not subject.machine.is_linux or subject.settings.store.keyring == SYSTEMD_CREDS:
        raise DoesNotApply("the key is not kept in such files here")
    env = subject.machine.env
    data = env.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    for file in sorted(Path(data, "keyrings").glob("*.keyring")):
        if _begins(file, _BLANK):
            yield f"{file} is not encrypted: its password is blank."


def silent_keyring(subject: Subject) -> Iterator[Found]:
    """A keyring that does not keep what it is given."""
    _refuse_without_keyring(subject)
    if disallowed_keyring() is not None:
        raise NotKnown("another keyring than this one is named: see keyring-allowed")
    try:
        try_keyring()
    except StoreUnavailable as failure:
        yield Found(str(failure), Remedy(failure.advice) if failure.advice else None)


def disallowed(subject: Subject) -> Iterator[str]:
    """A class of keyring that does not keep keys safely, named by the environment."""
    _refuse_without_keyring(subject)
    named = disallowed_keyring()
    if named is not None:
        yield f"PYTHON_KEYRING_BACKEND names {named}, which does not keep keys safely here."


def _refuse_without_keyring(subject: Subject) -> None:
    if subject.settings.store.keyring == SYSTEMD_CREDS:
        raise DoesNotApply("the key is in a credential of systemd")
    if _card(subject.settings) is None:
        raise DoesNotApply(NO_STORE)


def changed_keyring(subject: Subject) -> Iterator[str]:
    """Another kind of keyring than the one that was given the key."""
    settings = subject.settings
    card, asked = _card(settings), holder_for(settings).backend
    if card is not None and card.keyring not in {None, asked}:
        yield f"The key was given to {called(card.keyring)}; the settings name {called(asked)}."


def credential_gone(subject: Subject) -> Iterator[str]:
    """No encrypted credential, where the settings name one."""
    settings = subject.settings
    if settings.store.keyring != SYSTEMD_CREDS or _card(settings) is None:
        raise DoesNotApply("the key is not in a credential of systemd")
    file = Path(settings.store.credential)
    try:
        file.stat()
    except PermissionError:
        return  # its folder is closed to this user; root sees it
    except OSError as cause:
        yield f"The credential {file} can't be found: {cause.strerror}."


def credential_not_given(subject: Subject) -> Iterator[str]:
    """How other commands than the service get the credential, where this one did not."""
    holder = holder_for(subject.settings)
    if not isinstance(holder, GivenCredential):
        raise DoesNotApply("the key is not in a credential of systemd")
    if given_credential() is None and _card(subject.settings):
        yield f"As root, for example: {holder.command('status')}"


def unsealed(subject: Subject) -> Iterator[str]:
    """A store without the sealed copy of its key, so that no sheet opens it."""
    settings = subject.settings
    file = settings.store_directory / folder.SEALED
    if _card(settings) is not None and not _is_file(file):
        yield f"{file} is gone."


def unproved(subject: Subject) -> Iterator[str]:
    """A recovery sheet that nobody has tried, or not for a year."""
    store = subject.store()
    if store is None:
        raise DoesNotApply(NO_STORE)
    sign = key_sign(folder.read_card(store.directory).key_fingerprint)
    with store.reading() as c:
        proof = proofs.proved(c, sign)
    if proof is None:
        yield f"The recovery sheet of the key {sign} was never tried."
    elif subject.machine.now() - proof > proofs.AGAIN:
        yield f"The recovery sheet of the key {sign} was last tried on {proof:%Y-%m-%d}."


def interrupted(subject: Subject) -> Iterator[str]:
    """A change of the key that was not finished."""
    card = _card(subject.settings)
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

_CHECKS: Final = (
    Check(
        "keyring-allowed",
        "The key could go to a place where others read it, or where it is lost; the store is not "
        "opened so.",
        Remedy(
            debian="Take the variable away: unset PYTHON_KEYRING_BACKEND; look for it in the unit "
            "(systemctl cat clinic-kiosk), in /etc/environment and in ~/.profile.",
            windows="Take the variable away: reg delete HKCU\\Environment /v PYTHON_KEYRING_BACKEND"
            " /f; that of all users under System, Advanced, Environment Variables. Log in anew.",
            mac="Take the variable away: unset PYTHON_KEYRING_BACKEND.",
        ),
        disallowed,
    ),
    Check(
        "keyring-answers",
        "The store can't be opened: the kiosk shows that it is closed.",
        Remedy(
            "Log in with the password, and see that the keyring service runs for this user.",
            debian="sudo apt install gnome-keyring libpam-gnome-keyring",
            windows="Start the service: sc start VaultSvc",
            mac="security unlock-keychain",
        ),
        silent_keyring,
        within_s=15.0,
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
        "keyring = “systemd-creds” in the settings. Then delete that file.",
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
        "recovery-proved",
        "Nobody has seen that the printed recovery sheet opens this store. Where it does not, or "
        "is lost, a lost keyring means lost answers.",
        "Take the sheet out of the safe and type its code in: kiosk recover --prove. It changes "
        "nothing. Where there is no sheet: kiosk rekey.",
        unproved,
        within_s=SOON_S,
    ),
    Check(
        "key-change",
        "A change of the key was interrupted; two recovery sheets are about, and one is right.",
        "Finish it with: kiosk rekey. It says which sheet is right.",
        interrupted,
    ),
)

KEYRING: Final = Group("keyring", _CHECKS)
