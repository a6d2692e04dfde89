"""Token, password, or nothing at all: what is sent, to whom, and what a refusal says."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.errors import NotAuthorised
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.store.facts import kept_secret, make_missing_secrets, store_secret
from kiosk.sync.access.enrolment import (
    Enrolment,
    Password,
    Token,
    Way,
    forget_access,
    keep_enrolment,
    kept_enrolment,
    make_key,
)
from kiosk.sync.connect import client_for
from kiosk.sync.fhir_client import FhirClient
from tests.sync.access.service import HeaderLock, Service

SECRET = "mellow-harbour-42"
BASIC = "Basic a2lvc2s6bWVsbG93LWhhcmJvdXItNDI="  # kiosk:mellow-harbour-42
WAYS = [(Token(SECRET), f"Bearer {SECRET}"), (Password("kiosk", SECRET), BASIC)]


def search(client: FhirClient) -> Any:
    return client.search("Questionnaire?_count=1").content


@pytest.mark.parametrize(("way", "word"), WAYS)
def test_who_says_the_right_word_is_let_in(
    served: Callable[..., Service], enrolled: Callable[..., FhirClient], way: Way, word: str
) -> None:
    assert search(enrolled(served(HeaderLock(word)), way))["resourceType"] == "Bundle"


@pytest.mark.parametrize(
    ("way", "told"), [(Token(SECRET), "token"), (Password("kiosk", SECRET), "name and password")]
)
def test_who_says_the_wrong_one_hears_which(
    served: Callable[..., Service], enrolled: Callable[..., FhirClient], way: Way, told: str
) -> None:
    service = served(HeaderLock("Bearer another"))
    with pytest.raises(NotAuthorised) as caught:
        search(enrolled(service, way))
    assert told in str(caught.value)
    assert "kiosk enrol" in caught.value.advice
    assert caught.value.outcome == "unauthorised"
    assert SECRET not in f"{caught.value}{caught.value.advice}{way!r}"
    assert len(service.asked) == 1


def test_a_kiosk_that_was_not_enrolled_is_told_so(
    served: Callable[..., Service], enrolled: Callable[..., FhirClient]
) -> None:
    assert search(enrolled(served(), None))
    with pytest.raises(NotAuthorised, match="not enrolled"):
        search(enrolled(served(HeaderLock("Bearer x")), None))


def test_no_other_service_than_the_one_it_is_for_ever_sees_a_secret(
    served: Callable[..., Service], store: Store
) -> None:
    service = served(HeaderLock(f"Bearer {SECRET}"))
    other = Enrolment("https://fhir.example.org/fhir", Token(SECRET))
    keep_enrolment(store, other, now=datetime.now(UTC))
    client = client_for(Central(url=service.fhir), store, clock=lambda: datetime.now(UTC))
    with pytest.raises(NotAuthorised, match=r"another service.*fhir\.example\.org"):
        search(client)
    client.close()
    assert service.asked == []


def test_what_is_kept_is_encrypted_outlives_a_restart_and_can_be_forgotten(
    store: Store, now: datetime
) -> None:
    kept = Enrolment("https://fhir.example.org/fhir", Password("kiosk", SECRET))
    keep_enrolment(store, kept, now=now)
    make_key(store, now=now)
    assert kept_enrolment(store) == kept
    for file in store.directory.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes()
    assert forget_access(store, now=now)
    assert kept_enrolment(store) is None
    assert not forget_access(store, now=now)


def test_the_stores_own_secrets_and_the_access_leave_one_another_alone(
    store: Store, now: datetime
) -> None:
    with store.reading() as c:
        audit = store_secret(c, "audit")
    key, made = make_key(store, now=now)
    assert made
    with store.transaction() as c:
        make_missing_secrets(c)
    assert make_key(store, now=now) == (key, False)
    forget_access(store, now=now)
    with store.reading() as c:
        assert store_secret(c, "audit") == audit
        assert kept_secret(c, "central-key") is None


def test_an_enrolment_that_cant_be_read_is_none(store: Store) -> None:
    with store.transaction() as c:
        c.exec_driver_sql("INSERT INTO secret VALUES ('central-access', x'00ff')")
    assert kept_enrolment(store) is None
