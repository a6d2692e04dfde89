"""The key made on this PC (P-384), its public half as a JWK (RFC 7517), and a request with it."""

import base64
import hashlib
import json
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID
from jwt.algorithms import ECAlgorithm

ALGORITHM: Final = "ES384"
_IN_THUMBPRINT: Final = ("crv", "kty", "x", "y")


def new_key() -> bytes:
    """A key as PKCS #8 (DER)."""
    made = ec.generate_private_key(ec.SECP384R1())
    return made.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def private_key(der: bytes) -> ec.EllipticCurvePrivateKey:
    """The key in what `new_key` made."""
    key = load_der_private_key(der, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError
    return key


def public_jwk(der: bytes) -> dict[str, Any]:
    """What is registered at the service; nothing in it is secret."""
    jwk: dict[str, Any] = ECAlgorithm.to_jwk(private_key(der).public_key(), as_dict=True)
    named = {name: jwk[name] for name in _IN_THUMBPRINT}
    return named | {
        "kid": _thumbprint(named),
        "alg": ALGORITHM,
        "use": "sig",
        "key_ops": ["verify"],
    }


def thumbprint(der: bytes) -> str:
    """By which people and the service tell a key from another (RFC 7638, SHA-256)."""
    return str(public_jwk(der)["kid"])


def signing_request(der: bytes, name: str) -> bytes:
    """A request (PKCS #10, PEM) for a certificate in that name, for mutual TLS."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return request.sign(private_key(der), hashes.SHA384()).public_bytes(Encoding.PEM)


def _thumbprint(jwk: dict[str, Any]) -> str:
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(canonical).digest()).rstrip(b"=").decode()
