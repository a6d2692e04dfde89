"""A kiosk registers itself at a real OAuth2 server by a token that is good once, and is let in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.errors import NotAuthorised, Unreachable
from kiosk.settings import Central
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.sync.access import enrolment as access
from kiosk.sync.access.enrolling import by_registration, enrol_waiting, registering
from kiosk.sync.access.invitation import kept_invitation, take_invitation, was_taken
from kiosk.sync.access.reach import Reach
from kiosk.sync.access.registration import replace_key, withdraw
from kiosk.sync.access.smart import needed_scope
from kiosk.sync.connect import client_for, exchange_by
from kiosk.sync.fhir_client import FhirClient
from tests.sync.access.registering import RegisterLock
from tests.sync.access.service import HeaderLock, Service, serving

TOKEN = "once-upon-a-kiosk"
SEARCH = "Questionnaire?_count=1"


def now() -> datetime:
    return datetime.now(UTC)


def later() -> datetime:
    return now() + timedelta(hours=2)


@pytest.fixture
def lock() -> RegisterLock:
    return RegisterLock(tokens_left={TOKEN})


@pytest.fixture
def service(
    lock: RegisterLock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Service]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with serving(tmp_path / "central", lock) as running:
        yield running


@pytest.fixture
def client(store: Store) -> Iterator[Callable[..., FhirClient]]:
    with ExitStack() as opened:

        def made(service: Service, clock: Callable[[], datetime] = now) -> FhirClient:
            one = client_for(Central(url=service.fhir), store, clock=clock)
            opened.callback(one.close)
            return one

        yield made


def test_the_first_request_registers_the_key_and_goes_on_with_it(
    store: Store, service: Service, lock: RegisterLock, client: Callable[..., FhirClient]
) -> None:
    assert take_invitation(store, service.fhir, TOKEN, now=now())
    running = client(service)
    assert running.search(SEARCH).content is not None
    assert running.search(SEARCH).content is not None
    (said,) = lock.metadata.values()
    assert said["token_endpoint_auth_method"] == "private_key_jwt"
    assert said["grant_types"] == ["client_credentials"]
    assert said["scope"] == needed_scope()
    assert set(said["jwks"]["keys"][0]) >= {"kty", "x", "y", "kid"}
    assert "d" not in said["jwks"]["keys"][0]
    kept = access.kept_enrolment(store)
    assert kept is not None
    assert kept.registration is not None
    assert TOKEN not in repr((kept, kept.registration, kept.way))
    assert kept_invitation(store) is None
    assert was_taken(store, TOKEN)
    assert not take_invitation(store, service.fhir, TOKEN, now=now())
    with store.reading() as c:
        assert TOKEN not in repr(audit.events(c, 20))


def test_a_token_that_is_no_good_waits_with_its_reason_and_is_not_tried_in_a_circle(
    store: Store, service: Service, lock: RegisterLock, client: Callable[..., FhirClient]
) -> None:
    lock.tokens_left.clear()
    take_invitation(store, service.fhir, TOKEN, now=now())
    for _ in range(3):
        with pytest.raises(NotAuthorised, match="does not accept the token for enrolment"):
            client(service).search(SEARCH)
    assert service.asked.count("POST /clients") == 1
    lock.tokens_left.add(TOKEN)
    assert client(service, later).search(SEARCH).content is not None


def test_an_answer_that_was_lost_is_told_of_where_the_token_was_used_up_by_it(
    store: Store, service: Service, lock: RegisterLock, client: Callable[..., FhirClient]
) -> None:
    lock.lost = 1
    take_invitation(store, service.fhir, TOKEN, now=now())
    with pytest.raises(Unreachable):
        client(service).search(SEARCH)
    with pytest.raises(NotAuthorised, match="An earlier try of this kiosk was cut off"):
        client(service).search(SEARCH)


def test_a_service_that_takes_no_new_clients_is_asked_with_the_token_itself(
    store: Store, tmp_path: Path, client: Callable[..., FhirClient]
) -> None:
    with serving(tmp_path / "central", HeaderLock(f"Bearer {TOKEN}")) as service:
        take_invitation(store, service.fhir, TOKEN, now=now())
        assert client(service).search(SEARCH).content is not None
        kept = access.kept_enrolment(store)
        assert kept is not None
        assert isinstance(kept.way, access.Token)


def test_such_a_service_that_does_not_know_the_token_keeps_nothing(
    store: Store, tmp_path: Path, client: Callable[..., FhirClient]
) -> None:
    with serving(tmp_path / "central", HeaderLock("Bearer another")) as service:
        take_invitation(store, service.fhir, TOKEN, now=now())
        with pytest.raises(NotAuthorised, match="does not accept this kiosk's token"):
            client(service).search(SEARCH)
    assert access.kept_enrolment(store) is None
    waiting = kept_invitation(store)
    assert waiting is not None
    assert waiting.refused


def test_a_token_is_never_sent_to_another_service_than_its_own(
    store: Store, service: Service, lock: RegisterLock, client: Callable[..., FhirClient]
) -> None:
    take_invitation(store, "https://other.example/fhir", TOKEN, now=now())
    with pytest.raises(NotAuthorised, match="it was not enrolled"):
        client(service).search(SEARCH)
    assert lock.tokens_left == {TOKEN}


def test_a_new_key_replaces_the_first_and_the_registration_can_be_withdrawn(
    store: Store, service: Service, lock: RegisterLock, client: Callable[..., FhirClient]
) -> None:
    exchange = exchange_by(Central(url=service.fhir), now)
    take_invitation(store, service.fhir, TOKEN, now=now())
    first = enrol_waiting(store, exchange)
    assert first is not None
    assert first.registration is not None
    key = access.make_next_key(store)
    assert access.make_next_key(store) == key
    new = registering(store, key, exchange)
    for _ in range(2):  # a power cut in between
        known = replace_key(exchange.reach, first.registration, new, now=now())
    assert known.client_id == first.registration.client_id
    with pytest.raises(NotAuthorised):
        client(service).search(SEARCH)  # the first key opens nothing any more
    access.keep_enrolment(store, by_registration(service.fhir, known), now=now(), key=key)
    assert access.kept_key(store) == key
    assert client(service).search(SEARCH).content is not None
    assert withdraw(Reach(5.0), known)
    assert lock.clients == {}
