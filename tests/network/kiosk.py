"""The kiosk in a trial: patients who finish, and a sender; each in a process of its own."""

import json
import random
import socket
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NoReturn
from uuid import uuid4

from kiosk.store import outbox
from kiosk.store.submissions import submissions, submit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import send_due
from kiosk.sync.wire import Access
from tests.faults.forked import Say, Work
from tests.faults.harness import Home
from tests.faults.service import transport
from tests.network.census import Told, digest
from tests.network.certificates import Certificate

VERSION = "1.0.0"

Send = Callable[..., object]
"""A sender as `kiosk.sync.send.send_due`: a store and a client, `now` and `jitter`."""


@dataclass(frozen=True)
class Line:
    """The way to the service as a kiosk's settings have it.

    Attributes:
        trusted: the certificate it trusts; None where there is no TLS.
        resolves: whether names can be looked up.
    """

    base: str
    timeout_s: float
    trusted: Certificate | None = None
    resolves: bool = True


def finishing(home: Home, form: str, now: datetime, broken: Iterable[bool]) -> Work:
    """Patients who finish a response each, broken or not, and are thanked for it."""

    def work(say: Say) -> None:
        chance = random.Random(f"{now}")  # noqa: S311 - to be repeated
        with home.open() as store:
            for is_broken in broken:
                response = _response(form, chance, broken=is_broken)
                with store.transaction() as c:
                    submit(
                        c, draft_id=None, response_id=response["id"],
                        questionnaire=response["questionnaire"],
                        payload=json.dumps(response).encode(), now=now,
                    )  # fmt: skip
                say(json.dumps(asdict(_told(response))))

    return work


def told_from_line(line: str) -> Told:
    """What a patient was told."""
    return Told(**json.loads(line))


def sending(home: Home, line: Line, now: datetime, seed: str, send: Send = send_due) -> Work:
    """One run of a sender; it says one line at its end."""

    def work(say: Say) -> None:
        if not line.resolves:
            socket.getaddrinfo = _no_name  # the edge of the program: what the system answers
        client = _client(line, now)
        with home.open() as store:
            send(store, client, now=lambda: now, jitter=random.Random(seed))  # noqa: S311
        say("ended")

    return work


def _client(line: Line, now: datetime) -> FhirClient:
    if line.trusted is None:
        way: dict[str, Any] = {"transport": transport()}
    else:
        way = {"access": Access(tls=line.trusted.for_a_client())}
    return FhirClient(line.base, timeout_s=line.timeout_s, clock=lambda: now, **way)


@dataclass(frozen=True)
class Queue:
    """The outbox as staff see it.

    Attributes:
        states: of each response by its id.
        refused: how many responses are refused.
        unsent: how many resources of any kind wait or are refused.
    """

    states: dict[str, str]
    refused: int
    unsent: int


def look(home: Home) -> Queue:
    """How it stands now."""
    with home.open() as store, store.reading() as c:
        counts = outbox.counts(c)
        states = {one.id: one.state for one in submissions(c)}
    others = counts.others_waiting + counts.others_refused
    return Queue(states, counts.refused, counts.waiting + counts.refused + others)


def send_refused_again(home: Home) -> int:
    """What staff do when the trouble is over; how many."""
    with home.open() as store, store.transaction() as c:
        return outbox.retry(c)


def _response(form: str, chance: random.Random, *, broken: bool) -> dict[str, Any]:
    id_ = str(uuid4())  # not of the seed: a service may remember another run
    words = f"{uuid4()} " * chance.randint(1, 40)
    return {
        "resourceType": "QuestionnaireResponse",
        "id": id_,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{id_}"},
        "questionnaire": f"{form}|{VERSION}",
        "status": "done" if broken else "completed",
        "authored": "2026-03-02T10:00:00+00:00",
        "item": [{"linkId": "pain", "answer": [{"valueString": words.strip()}]}],
    }


def _told(response: dict[str, Any]) -> Told:
    return Told(response["id"], digest(response), broken=response["status"] == "done")


def _no_name(*_: object, **__: object) -> NoReturn:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
