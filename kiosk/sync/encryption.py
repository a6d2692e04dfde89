"""The encrypted line to the service, before it has certificates of its own."""

import ssl

import httpx2


def new_line(*, trust_env: bool = True) -> ssl.SSLContext:
    """Trusts whom this PC trusts, and speaks nothing older than TLS 1.2 (RFC 8996).

    Said here, for what a system's OpenSSL leaves out differs: Debian's, without its own settings
    file, still offers TLS 1.0.

    Args:
        trust_env: SSL_CERT_FILE and SSL_CERT_DIR may name other certificates.

    Raises:
        OSError: the certificates can't be read.
    """
    line = httpx2.create_ssl_context(trust_env=trust_env)
    line.minimum_version = ssl.TLSVersion.TLSv1_2
    return line
