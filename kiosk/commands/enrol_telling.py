"""What `enrol` says: of an access, what may be shown; of a secret, nothing."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from kiosk.commands.times import stamp, when
from kiosk.store.database import Store
from kiosk.sync.access import enrolment as access
from kiosk.sync.access.keys import public_jwk, thumbprint

NONE: Final = "This kiosk was not enrolled: it asks the central service without saying who it is."
RESTART: Final = "Restart the kiosk, if it runs: it goes by this from its next start on."

_NAMES: Final = {
    "kind": "Access",
    "server": "Service",
    "user": "Name",
    "clientId": "Client id",
    "tokenUrl": "Token address",
    "scope": "Asks for",
    "certificateEnds": "Certificate ends",
    "thumbprint": "Key (kid)",
}


def jwks(jwk: dict[str, Any]) -> bytes:
    """A key set (RFC 7517) of that one public key."""
    return json.dumps({"keys": [jwk]}, indent=2).encode() + b"\n"


def document_of(store: Store, enrolment: access.Enrolment | None) -> dict[str, Any]:
    """What may be shown of an access; never a secret."""
    key = access.kept_key(store)
    way = None if enrolment is None else enrolment.way
    signs = isinstance(way, access.Smart) or (isinstance(way, access.Certificate) and not way.key)
    return {
        "kind": None if way is None else access.kind_of(way),
        "server": None if enrolment is None else enrolment.base,
        "user": way.user if isinstance(way, access.Password) else None,
        "clientId": way.client_id if isinstance(way, access.Smart) else None,
        "tokenUrl": way.token_url if isinstance(way, access.Smart) else None,
        "scope": way.scope if isinstance(way, access.Smart) else None,
        "certificateEnds": stamp(access.ending(way)),
        "thumbprint": None if key is None else thumbprint(key),
        "jwk": public_jwk(key) if key is not None and (signs or way is None) else None,
    }  # fmt: skip


def lines_of(document: dict[str, Any]) -> list[str]:
    """The same for a person."""
    lines = [] if document["kind"] else [NONE]
    for name, title in _NAMES.items():
        if document[name] is not None:
            value = when(document[name]) if name == "certificateEnds" else document[name]
            lines.append(f"{title:<18}{value}")
    if document["jwk"] is not None:
        lines += ["Its public half, to be registered at the service:"]
        lines += [jwks(document["jwk"]).decode().rstrip()]
    return lines


def made(jwk: dict[str, Any], written: Sequence[str], *, is_new: bool) -> str:
    """Of the key made on this PC: its public half, and what to do with it."""
    begun = "A key was made on this PC" if is_new else "This PC has its key already"
    return "\n".join(
        [
            f"{begun}; it never leaves the store. Register its public half at the service:",
            jwks(jwk).decode().rstrip(),
            f"Its thumbprint (kid) is {jwk['kid']}.",
            *(f"Written: {file}" for file in written),
            "Then: kiosk enrol --smart --client-id ID",
            "Or, with a certificate made for this key: kiosk enrol --mtls --certificate FILE",
        ]
    )


def told(document: dict[str, Any], secret_files: Sequence[Path]) -> str:
    """What came of an enrolment, for a person."""
    lines = lines_of(document)
    for row in document["checks"]:
        lines.append(f"{'works' if row['works'] else 'fails'}   {row['check']}")
        lines += [f"        {text}" for text in (row["says"], row["advice"]) if text]
    if not document["kept"]:
        lines.append("The access that this kiosk had stays; this one is not kept.")
        return "\n".join(lines)
    lines.append("It is kept in the encrypted store.")
    left = [file for file in secret_files if file.is_file()]
    lines += [f"Erased: {file}" for file in document["erased"]]
    lines += [f"Delete it, it is secret: {file}" for file in left]
    if document.get("stays"):
        lines.append(f"Withdraw this client at the service, nobody uses it: {document['stays']}")
    if document["written"] is not None:
        lines.append(f"The settings name that service now: {document['written']}")
    lines += document.get("lines", [])
    if "replaced" in document:
        lines.append("The kiosk that this one replaces is off the list of those in service.")
    if document["settings"] is not None:
        lines += ["It is used only once the settings file says:", document["settings"]]
    return "\n".join([*lines, RESTART])
