"""The key as systemd gives it to a service: a credential, decrypted for that service alone.

For a Linux kiosk that logs in by itself: there is no password then that could open a keyring.
The unit names the encrypted file (`LoadCredentialEncrypted=kiosk-key:FILE`); systemd decrypts it
with the keys of this PC (host key, TPM2) into a folder that only the service can read, and that
is gone when the service ends. Nothing is written from here: `systemd_creds` does that, as root.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordSetError

CREDENTIAL = "kiosk-key"
"""The credential's name: in the unit, in the encrypted file, in the service's folder."""


class CredentialKeyring(KeyringBackend):
    """A keyring that holds what its credential holds, and takes nothing."""

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - a property of the class, as the library wants it
        """Usable where systemd gave this process the credential; else RuntimeError."""
        if given_credential() is None:
            raise RuntimeError(f"This process was not given the credential {CREDENTIAL}.")
        return 9

    def get_password(self, service: str, username: str) -> str | None:
        """What the credential holds under these two names."""
        file = given_credential()
        return None if file is None else entries(file.read_bytes(), service).get(username)

    def set_password(self, service: str, username: str, _password: str) -> None:
        """Refused; so is deleting, by the library itself."""
        raise PasswordSetError(f"{CREDENTIAL} can only be read: {service}, {username}.")


def given_credential() -> Path | None:
    """The decrypted credential, where systemd gave it to this process."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    file = Path(folder) / CREDENTIAL if folder else None
    return file if file is not None and file.is_file() else None


def entries(content: bytes, service: str) -> dict[str, str]:
    """What a credential holds for a service, by user name.

    Its text has a line for each secret: service, user name and secret, with a space between.
    """
    lines = (line.split(" ") for line in content.decode("ascii", "replace").splitlines())
    return {line[1]: line[2] for line in lines if len(line) == 3 and line[0] == service}  # noqa: PLR2004 - as the docstring says


def credential_text(service: str, secrets: Mapping[str, str]) -> bytes:
    """The text of a credential that holds these secrets, by user name."""
    return "".join(f"{service} {name} {secret}\n" for name, secret in secrets.items()).encode()
