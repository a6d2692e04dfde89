"""Mutual TLS: the kiosk's certificate and key, from the store to the line.

Python's ssl takes a certificate from a file alone. It gets one that lies in memory (Linux) or is
gone at once, and the key in it is encrypted under a password that nobody keeps. Whom the kiosk
trusts stays as without: the operating system's store.
"""

import os
import secrets
import ssl
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from kiosk.errors import RefusedError, SettingsInvalid
from kiosk.sync.encryption import new_line

_PASSWORD_BYTES: Final = 24


def read_chain(pem: bytes) -> str:
    """The certificates in PEM, the kiosk's own first; a key that lies beside them is left out.

    Raises:
        RefusedError: there is none in it.
    """
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in _certificates(pem))


def read_certificate(chain: str) -> x509.Certificate:
    """The kiosk's own certificate of such a chain."""
    return _certificates(chain.encode())[0]


def _certificates(pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as cause:
        raise RefusedError(
            "The certificate can't be read.",
            advice="It must be a PEM file: it begins with -----BEGIN CERTIFICATE-----.",
        ) from cause


def read_key(pem: bytes, password: bytes | None) -> str:
    """A key in PEM as one that is not encrypted, for the store alone.

    Raises:
        RefusedError: it can't be read, or not by that password.
    """
    try:
        key = load_pem_private_key(pem, password)
    except TypeError as cause:  # a password where none is needed, or none where one is
        raise RefusedError(
            "The key needs a password." if password is None else "The key has no password.",
            advice="Give its password in a file: --password-file FILE.",
        ) from cause
    except ValueError as cause:
        raise RefusedError(
            "The key can't be read, or its password is another.", advice="It must be a PEM file."
        ) from cause
    return _pem(key)


def refuse_strangers(certificate: x509.Certificate, key: PrivateKeyTypes) -> None:
    """A certificate is of use only with its own key.

    Raises:
        RefusedError: the two do not belong together.
    """
    der = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if certificate.public_key().public_bytes(*der) != key.public_key().public_bytes(*der):
        raise RefusedError(
            "The certificate was made for another key than this one.",
            advice="Take the two files that were made together.",
        )


def end_of(chain: str) -> datetime:
    """When the kiosk's certificate ends, aware."""
    return read_certificate(chain).not_valid_after_utc


def line_with(chain: str, key: PrivateKeyTypes) -> ssl.SSLContext:
    """What the line trusts, and shows of itself.

    Raises:
        SettingsInvalid: the certificates of this PC can't be read, or its TLS takes no such key.
    """
    try:
        line = new_line()
    except OSError as cause:
        raise SettingsInvalid(
            "The certificates that this PC's environment names can't be read.",
            advice="Look at the environment variables SSL_CERT_FILE and SSL_CERT_DIR.",
        ) from cause
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    encrypted = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode())
    )
    try:
        with _file_of(chain.encode() + b"\n" + encrypted) as name:
            line.load_cert_chain(name, password=password)
    except (OSError, ValueError) as cause:  # ssl.SSLError is an OSError
        raise SettingsInvalid(
            "This PC can't use the kiosk's certificate and key for the central service.",
            advice="Enrol it again with others: kiosk enrol --mtls.",
        ) from cause
    return line


@contextmanager
def _file_of(content: bytes) -> Iterator[str]:
    """The name of a file with that content, for this process, while the block lasts."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("kiosk", os.MFD_CLOEXEC)
        with os.fdopen(descriptor, "wb") as memory:
            memory.write(content)
            memory.flush()
            yield f"/proc/self/fd/{descriptor}"
        return
    descriptor, name = tempfile.mkstemp(prefix="line-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        yield name
    finally:
        os.unlink(name)  # noqa: PTH108 - a name, as ssl takes it


def _pem(key: PrivateKeyTypes) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
