"""No line is older than TLS 1.2, whatever this PC's OpenSSL would still offer."""

import ssl

from kiosk.sync.encryption import new_line


def test_a_line_offers_nothing_older_than_tls_1_2() -> None:
    line = new_line()

    assert line.minimum_version is ssl.TLSVersion.TLSv1_2
    assert line.verify_mode is ssl.CERT_REQUIRED
    assert line.check_hostname
