"""What it means where the two ends of a line do not trust each other."""

import ssl
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.errors import CentralError, NotAuthorised, Unreachable
from kiosk.sync.verdict import Outcome

_NOT_YET_VALID, _EXPIRED = 9, 10
"""X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED, also where the system verifies."""

_REFUSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "CERTIFICATE_REQUIRED": "asks for a certificate, and this kiosk has none",
        "HANDSHAKE_FAILURE": "takes no line from this kiosk: perhaps it asks for a certificate",
        "CERTIFICATE_EXPIRED": "says that this kiosk's certificate has ended, or has not begun yet",
        "CERTIFICATE_REVOKED": "says that this kiosk's certificate was withdrawn",
        "UNKNOWN_CA": "does not know who issued this kiosk's certificate",
        "BAD_CERTIFICATE": "does not accept this kiosk's certificate",
        "CERTIFICATE_UNKNOWN": "does not accept this kiosk's certificate",
        "UNSUPPORTED_CERTIFICATE": "does not accept this kind of certificate",
        "ACCESS_DENIED": "does not let this kiosk's certificate in",
    }
)
"""By the alert of TLS (RFC 8446, 6.2) that the other end sent."""


class Untrusted(StrEnum):
    """Why an encrypted line to the service did not come about."""

    EXPIRED = "expired"
    NOT_YET = "not-yet-valid"
    SELF_SIGNED = "self-signed"
    UNKNOWN_ISSUER = "unknown-issuer"
    OTHER_NAME = "other-name"
    OTHERWISE = "otherwise"
    TOO_OLD = "too-old"
    NO_TLS = "no-tls"
    BROKE_OFF = "broke-off"


_BY_CODE: Final = MappingProxyType(
    {
        _EXPIRED: Untrusted.EXPIRED,
        _NOT_YET_VALID: Untrusted.NOT_YET,
        18: Untrusted.SELF_SIGNED,  # X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
        19: Untrusted.UNKNOWN_ISSUER,  # X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
        20: Untrusted.UNKNOWN_ISSUER,  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
        21: Untrusted.UNKNOWN_ISSUER,  # X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE
        62: Untrusted.OTHER_NAME,  # X509_V_ERR_HOSTNAME_MISMATCH
        64: Untrusted.OTHER_NAME,  # X509_V_ERR_IP_ADDRESS_MISMATCH
    }
)
_OLD_REASONS: Final = ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "WRONG_SSL_VERSION")
_NO_TLS_REASONS: Final = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")


def untrusted(cause: BaseException) -> Untrusted | None:
    """The reason in a failure of the line; None where it is none of encryption."""
    for link in _chain(cause):
        if isinstance(link, ssl.SSLCertVerificationError):
            return _BY_CODE.get(getattr(link, "verify_code", 0), Untrusted.OTHERWISE)
        if isinstance(link, ssl.SSLEOFError):
            return Untrusted.BROKE_OFF
        if isinstance(link, ssl.SSLError):
            reason = link.reason or ""
            if reason.endswith(_OLD_REASONS):
                return Untrusted.TOO_OLD
            if reason.endswith(_NO_TLS_REASONS):
                return Untrusted.NO_TLS
    return None


def _chain(cause: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = cause
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__


def tls_error(cause: BaseException) -> CentralError | None:
    """What a failure of the line says of certificates; None where it is none of theirs."""
    for link in _chain(cause):
        if isinstance(link, ssl.SSLCertVerificationError):
            return _not_trusted(link)
        if isinstance(link, ssl.SSLError) and (told := _not_trusted_by(link)) is not None:
            return told
    return None


def _not_trusted(error: ssl.SSLCertVerificationError) -> Unreachable:
    code = getattr(error, "verify_code", None)  # a system's own check may have none
    if code == _NOT_YET_VALID:
        return Unreachable(
            "The certificate of the central service is not yet valid by this PC's clock: "
            "that clock is probably slow.",
            advice="Nothing is lost. Set this PC's date, time and time zone.",
            outcome=Outcome.WRONG_CLOCK,
        )
    by_clock = " By this PC's clock it has ended." if code == _EXPIRED else ""
    return Unreachable(
        f"The certificate of the central service is not accepted: {error.verify_message}."
        f"{by_clock}",
        advice="Check this PC's date and time first, then the certificate.",
        outcome=Outcome.CERTIFICATE,
    )


def _not_trusted_by(error: ssl.SSLError) -> NotAuthorised | None:
    reason = error.reason or ""
    told = next((text for alert, text in _REFUSED.items() if reason.endswith(f"ALERT_{alert}")), "")
    if not told:
        return None
    return NotAuthorised(
        f"The central service {told}.",
        advice="Nothing is lost. Check this PC's date and time first; kiosk enrol --show says "
        "until when its certificate lasts. IT gives it another with: kiosk enrol --mtls.",
        outcome=Outcome.CERTIFICATE,
    )
