"""Faults of the way to the central service, and of the service: each has words of its own.

While no line comes about, what only the service can tell is "not known"; nothing else is an alarm.
"""

import asyncio
import json
import socket
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

from starlette.responses import JSONResponse

from kiosk.sync.access.scopes import not_granted
from tests.commands.doctor.centre import HOST, portal, refusing, statement
from tests.commands.doctor.conftest import Kiosk, names, row
from tests.sync.access.certificates import Authority, files_of, key_pem, new_authority

BY_THE_LINE = {
    "centre-reached", "proxy", "portal", "tls", "clock-right", "access", "scopes", "abilities",
}  # fmt: skip


@contextmanager
def shown(kiosk: Kiosk, tmp_path: Path, by: Authority | None = None, **how: Any) -> Iterator[None]:
    """The service shows another certificate for a while; afterwards a good one."""
    bad = files_of(by or kiosk.authority, tmp_path, "bad", **{"host": HOST, **how})
    kiosk.centre.certify(*bad)
    yield
    kiosk.centre.certify(*files_of(kiosk.authority, tmp_path, "good", host=HOST))
    assert kiosk.to_mend() == set()


def found_alone(told: Any, name: str) -> str:
    """What that check found, where nothing but it calls for mending."""
    assert names(told, "to mend") == {name}, told["text"]
    assert names(told, "not known") <= BY_THE_LINE, told["text"]
    (found,) = row(told, name)["found"]
    return f"{found} → {row(told, name)['mend']}"


def test_a_certificate_that_has_ended(kiosk: Kiosk, tmp_path: Path) -> None:
    with shown(kiosk, tmp_path, begins=-9, ends=-1):
        said = found_alone(kiosk.doctor(), "tls")
        assert "has ended" in said
        assert "it needs a new one" in said


def test_a_certificate_that_soon_ends(kiosk: Kiosk, tmp_path: Path) -> None:
    with shown(kiosk, tmp_path, ends=5):
        told = kiosk.doctor()
        assert "ends on" in found_alone(told, "tls")
        assert names(told, "not known") == set()


def test_a_certificate_of_another_name(kiosk: Kiosk, tmp_path: Path) -> None:
    with shown(kiosk, tmp_path, host="other.example"):
        said = found_alone(kiosk.doctor(), "tls")
        assert "another name" in said
        assert "subjectAltName" in said


def test_a_certificate_that_is_signed_by_itself(kiosk: Kiosk, tmp_path: Path) -> None:
    alone = new_authority(tmp_path, HOST)
    secret = tmp_path / "alone.key"
    secret.write_bytes(key_pem(alone.key))
    kiosk.centre.certify(alone.file, secret)
    assert "signed by itself" in found_alone(kiosk.doctor(), "tls")
    kiosk.centre.certify(*files_of(kiosk.authority, tmp_path, "good", host=HOST))
    assert kiosk.to_mend() == set()


def test_an_authority_that_this_pc_does_not_know(kiosk: Kiosk, tmp_path: Path) -> None:
    clinics = new_authority(tmp_path, "the clinic's own")
    with shown(kiosk, tmp_path, clinics):
        said = found_alone(kiosk.doctor(), "tls")
        assert "unknown to this PC" in said
        assert "update-ca-certificates" in said
        bundle = tmp_path / "ca-certificates.crt"  # what update-ca-certificates makes
        bundle.write_bytes(kiosk.authority.file.read_bytes() + clinics.file.read_bytes())
        assert kiosk.to_mend(SSL_CERT_FILE=str(bundle)) == set()


def test_a_service_that_speaks_an_old_tls(kiosk: Kiosk, tmp_path: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*files_of(kiosk.authority, tmp_path, "old", host=HOST))
    tls.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        tls.minimum_version = ssl.TLSVersion.TLSv1
        tls.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_server((socket.gethostbyname(HOST), 0)) as listening:

        def shake_hands() -> None:
            with suppress(OSError):  # once nobody listens any more
                while True:
                    line, _ = listening.accept()
                    # Whoever only looks whether somebody answers hangs up in the handshake.
                    with line, suppress(OSError):
                        tls.wrap_socket(line, server_side=True).close()

        thread = Thread(target=shake_hands, daemon=True)
        thread.start()
        kiosk.write_settings(url=f"https://{HOST}:{listening.getsockname()[1]}/fhir")
        said = found_alone(kiosk.doctor(), "tls")
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()
    assert "older than 1.2" in said
    kiosk.write_settings()  # to one that speaks TLS 1.3
    assert kiosk.to_mend() == set()


def test_a_login_page_that_answers_in_the_services_stead(kiosk: Kiosk) -> None:
    kiosk.centre.answer = portal
    said = found_alone(kiosk.doctor(), "portal")
    assert "login page" in said
    assert "Sign this PC in" in said
    kiosk.centre.answer = lambda _: None  # somebody signed in
    assert kiosk.to_mend() == set()


def test_a_service_that_takes_no_put_and_creates_again_and_again(kiosk: Kiosk) -> None:
    kiosk.centre.answer = statement(updateCreate=False, interaction=[{"code": "create"}])
    said = found_alone(kiosk.doctor(), "abilities")
    assert "a response could come twice" in said
    assert "kiosk guide central-service" in said
    kiosk.centre.answer = statement(updateCreate=False, conditionalCreate=True)
    assert kiosk.to_mend() == set()
    kiosk.centre.answer = lambda _: None


def test_a_token_that_is_refused(kiosk: Kiosk) -> None:
    kiosk.centre.answer = refusing(401)
    said = found_alone(kiosk.doctor(), "access")
    assert "was not enrolled (401)" in said
    assert "kiosk enrol" in said
    kiosk.centre.answer = lambda _: None
    assert kiosk.to_mend() == set()


def test_an_access_that_is_too_narrow(kiosk: Kiosk) -> None:
    kiosk.centre.answer = refusing(403)
    said = found_alone(kiosk.doctor(), "scopes")
    assert "A search for Questionnaire is not allowed" in said
    assert "kiosk guide central-service" in said
    kiosk.centre.answer = lambda _: None
    assert kiosk.to_mend() == set()


def test_a_token_that_allows_less_than_was_asked_for() -> None:
    asked = "system/QuestionnaireResponse.crus system/Task.rs"
    assert not_granted(asked, "") == ()
    assert not_granted(asked, "system/*.cruds") == ()
    assert not_granted(asked, "system/Task.read system/QuestionnaireResponse.write") == (
        "system/QuestionnaireResponse.rs",
    )
    assert not_granted(asked, "system/QuestionnaireResponse.rs?_tag=x") == (
        "system/QuestionnaireResponse.cu",
        "system/Task.rs",
    )


def test_a_name_that_nobody_knows(kiosk: Kiosk) -> None:
    kiosk.write_settings(url="https://no-such-service.invalid/fhir")
    said = found_alone(kiosk.doctor(), "centre-reached")
    assert "not known here (DNS)" in said
    assert "resolvectl query" in said
    kiosk.write_settings()  # spelled right
    assert kiosk.to_mend() == set()


def test_a_port_at_which_nobody_listens(kiosk: Kiosk) -> None:
    with socket.create_server((socket.gethostbyname(HOST), 0)) as listening:
        port = listening.getsockname()[1]
    kiosk.write_settings(url=f"https://{HOST}:{port}/fhir")
    assert "Nothing listens at" in found_alone(kiosk.doctor(), "centre-reached")
    kiosk.write_settings()
    assert kiosk.to_mend() == set()


def test_a_port_of_plain_http(kiosk: Kiosk) -> None:
    kiosk.write_settings(url=f"http://{HOST}:80/fhir")
    assert "travel readable" in found_alone(kiosk.doctor(), "centre-reached")
    kiosk.write_settings()
    assert kiosk.to_mend() == set()


def test_a_proxy_that_is_gone(kiosk: Kiosk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        gone = f"127.0.0.1:{listening.getsockname()[1]}"
    told = kiosk.doctor(HTTPS_PROXY=f"http://{gone}", NO_PROXY="")
    said = found_alone(told, "proxy")
    assert gone in said
    assert "NO_PROXY" in said
    assert kiosk.to_mend(HTTPS_PROXY=f"http://{gone}", NO_PROXY=HOST) == set()


def test_a_service_that_never_answers_holds_nothing_up(kiosk: Kiosk) -> None:
    async def never(_scope: Any, _receive: Any, _send: Any) -> None:
        await asyncio.sleep(20)

    kiosk.centre.answer = lambda _: never
    told = kiosk.doctor()
    assert "too slow" in found_alone(told, "centre-reached") or told["text"]
    assert told["seconds"] < 20
    kiosk.centre.answer = lambda _: None
    assert kiosk.to_mend() == set()


def test_a_long_silence(kiosk: Kiosk) -> None:
    kiosk.pc.write(
        "update kiosk set value = replace(value, strftime('%Y'), '2025') "
        "where name in ('fetched', 'device_told')",
    )
    said = found_alone(kiosk.doctor(), "sync-age")
    assert "last heard of on 2025-" in said
    assert "kiosk sync" in said
    assert kiosk.pc("sync").returncode == 0
    assert kiosk.to_mend() == set()


def test_a_response_that_was_refused(kiosk: Kiosk) -> None:
    response = {
        "resourceType": "QuestionnaireResponse", "id": "r1", "status": "completed",
        "questionnaire": "http://f|1",
    }  # fmt: skip
    kiosk.pc.answer()
    with kiosk.pc.opened() as store, store.transaction() as c:
        c.exec_driver_sql(
            "update outbox set payload = ? where resource_id = 'r1'",
            (json.dumps(response).encode(),),
        )
    kiosk.centre.answer = lambda request: (
        JSONResponse({"resourceType": "OperationOutcome", "issue": []}, 422)
        if request.method in ("PUT", "POST") and "AuditEvent" not in request.url.path
        else None
    )
    kiosk.pc("sync")
    kiosk.centre.answer = lambda _: None
    said = found_alone(kiosk.doctor(), "sending")
    assert "1 is refused" in said
    assert "kiosk outbox list" in said
    assert kiosk.pc("outbox", "retry", "--all").returncode == 0
    assert kiosk.pc("sync").returncode == 0
    assert kiosk.to_mend() == set()
