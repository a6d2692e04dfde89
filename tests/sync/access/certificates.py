"""A certificate authority of a test's own, and what it issues."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass
class Authority:
    """Issues certificates; its own lies in `file`."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    file: Path

    def issue(
        self, name: str, public: ec.EllipticCurvePublicKey, *, begins: float = -1,
        ends: float = 90, host: str = "localhost",
    ) -> bytes:  # fmt: skip
        """A certificate in that name, by PEM; `begins` and `ends` in days from now."""
        return _issued(self, name, public, begins, ends, host=host).public_bytes(Encoding.PEM)


def _issued(  # noqa: PLR0913 - keyword-only beyond the five
    by: Authority, name: str, public: ec.EllipticCurvePublicKey, begins: float, ends: float,
    *, host: str = "localhost", may_issue: bool = False,
) -> x509.Certificate:  # fmt: skip
    now = datetime.now(UTC)
    at_home = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(by.name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=begins))
        .not_valid_after(now + timedelta(days=ends))
        .add_extension(x509.BasicConstraints(ca=may_issue, path_length=None), critical=True)
    )
    if not may_issue:
        made = made.add_extension(x509.SubjectAlternativeName(at_home), critical=False)
    return made.sign(by.key, hashes.SHA256())


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def new_authority(folder: Path, name: str = "test authority") -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    made = Authority(named(name), key, folder / f"{name}.pem")
    own = _issued(made, name, key.public_key(), -1000, 1000, may_issue=True)
    made.file.write_bytes(own.public_bytes(Encoding.PEM))
    return made


def files_of(authority: Authority, folder: Path, name: str, **days: Any) -> tuple[Path, Path]:
    """Certificate and key of somebody, in two files."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate, secret = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(authority.issue(name, key.public_key(), **days))
    secret.write_bytes(key_pem(key))
    return certificate, secret
