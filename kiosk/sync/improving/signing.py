"""A pack of forms in its envelope: a Library (R4) with the pack and the signature of who made it.

The key is that by which the PC signs slips (Ed25519): who trusts its slips trusts its forms. The
Library's address follows from the public key, so that nobody can put another one in its place.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.coproduction.pack import Pack, read_pack, write_pack
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.response import UUID_SYSTEM

_URL: Final = "http://clinic-kiosk.example/fhir/Library/forms-of-a-pc"
_TYPES: Final = "http://terminology.hl7.org/CodeSystem/library-type"
_PACK, _SIGNATURE = "application/json", "application/octet-stream"


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public key, 32 bytes."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def address_of(public_key: bytes) -> str:
    """The canonical url of the Library in which that PC tells of its forms."""
    return f"{_URL}-{hashlib.sha256(public_key).hexdigest()[:32]}"


def library_id(public_key: bytes) -> str:
    """Its id (UUID) at the service."""
    return str(uuid5(NAMESPACE_URL, address_of(public_key)))


def sealed(pack: Pack, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The Library of a pack."""
    content, public_key = write_pack(pack), public_bytes(key)
    own = library_id(public_key)
    return {
        "resourceType": "Library",
        "id": own,
        "identifier": [{"system": UUID_SYSTEM, "value": f"urn:uuid:{own}"}],
        "url": address_of(public_key),
        "version": str(pack.number),
        "status": "active",
        "type": {"coding": [{"system": _TYPES, "code": "asset-collection"}]},
        "content": [
            {"contentType": _PACK, "data": base64.b64encode(content).decode()},
            {
                "contentType": _SIGNATURE, "title": "Ed25519",
                "data": base64.b64encode(key.sign(content)).decode(),
            },
        ],
    }  # fmt: skip


def opened(library: Mapping[str, Any], public_key: bytes) -> Pack:
    """The pack in a Library that says it is of that PC.

    Raises:
        RefusedError: that PC did not sign it, or it is no pack.
    """
    content, signature = (_data(library, kind) for kind in (_PACK, _SIGNATURE))
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
    except (InvalidSignature, ValueError) as cause:
        raise RefusedError(
            "A pack of forms is not signed by the PC it says it is from.",
            advice="It is not used. Show this to IT: somebody changed it on its way.",
        ) from cause
    return read_pack(content)


def _data(library: Mapping[str, Any], kind: str) -> bytes:
    found = (
        one for one in ext.mappings(library, "content") if ext.text(one, "contentType") == kind
    )
    try:
        return base64.b64decode(ext.text(next(found, None), "data"), validate=True)
    except (binascii.Error, ValueError):
        return b""
