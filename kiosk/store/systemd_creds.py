"""Encrypts a credential of systemd with the keys of this PC, and decrypts it; by root alone.

The clear text goes by pipe: it is on no disk and in no command line.
"""

import subprocess
from pathlib import Path

from kiosk.errors import KeyMissing, KeyringMissing
from kiosk.store.credential import CREDENTIAL
from kiosk.store.files import replace_private

_LIMIT_S = 60.0  # a TPM takes its time
_TOOL = "systemd-creds"


def write_credential(file: Path, content: bytes, *, with_key: str) -> None:
    """Encrypt the content, see that it decrypts, and put it in the place of the file.

    Args:
        file: the encrypted credential; the one that is there stays until the new one is whole.
        content: the clear text.
        with_key: what encrypts it: "host", "host+tpm2", or "auto" for the best this PC has.

    Raises:
        KeyringMissing: systemd-creds is not there or can't do it, or the file can't be written.
    """
    encrypted = _run("encrypt", content, f"--with-key={with_key}")
    if content.strip() in encrypted or _run("decrypt", encrypted) != content:
        raise KeyringMissing(
            f"{_TOOL} did not encrypt the key, or not give it back; nothing was written.",
            advice="Look at the TPM and at the host key, /var/lib/systemd/credential.secret.",
        )
    try:
        file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        replace_private(file, encrypted)
    except OSError as cause:
        raise KeyringMissing(
            f"The credential {file} can't be written: {cause.strerror}.",
            advice="Choose another place for it in the settings.",
        ) from cause


def read_credential(file: Path) -> bytes:
    """The clear text of an encrypted credential.

    Raises:
        KeyMissing: there is no such file.
        KeyringMissing: it can't be read, or this PC can't decrypt it.
    """
    try:
        encrypted = file.read_bytes()
    except FileNotFoundError as cause:
        raise KeyMissing(
            f"The credential {file} is gone.",
            advice="Bring the key back from the recovery sheet, as root, with: kiosk recover",
        ) from cause
    except OSError as cause:
        raise KeyringMissing(
            f"The credential {file} can't be read: {cause.strerror}.", advice="Run this as root."
        ) from cause
    return _run("decrypt", encrypted)


def remove_credential(file: Path) -> None:
    """Delete an encrypted credential; one that is not there changes nothing.

    Raises:
        KeyringMissing: it can't be deleted.
    """
    try:
        file.unlink(missing_ok=True)
    except OSError as cause:
        raise KeyringMissing(
            f"The credential {file} can't be deleted: {cause.strerror}.", advice="Run this as root."
        ) from cause


def _run(verb: str, content: bytes, *options: str) -> bytes:
    try:
        ended = subprocess.run(  # noqa: S603 - systemd's own tool; nothing a person typed is in it
            [_TOOL, f"--name={CREDENTIAL}", *options, verb, "-", "-"],
            input=content, capture_output=True, timeout=_LIMIT_S, check=False,
        )  # fmt: skip
    except FileNotFoundError as cause:
        raise KeyringMissing(
            f"{_TOOL} is not installed.", advice="It comes with systemd 250 and newer."
        ) from cause
    except subprocess.TimeoutExpired as cause:
        raise KeyringMissing(
            f"{_TOOL} did not answer within {_LIMIT_S:g} seconds.", advice="Look at the TPM."
        ) from cause
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise KeyringMissing(
            f"{_TOOL} can't {verb} the key: {' '.join(said) or 'it gives no reason'}",
            advice="A credential opens only on the PC that made it. On another one, or after a "
            "change of its TPM, bring the key back from the recovery sheet: kiosk recover",
        )
    return ended.stdout
