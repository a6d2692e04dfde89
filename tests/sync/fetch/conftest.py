"""A store, a clock, and a service in the test's hands that is asked for forms and more."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest

from kiosk.settings import Central, Patient, Settings
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.sync.fetch.at_hand import AtHand, at_hand
from kiosk.sync.fhir_client import FhirClient

BASE = "https://fhir.example.org/fhir"
FORM = "https://clinic.example/Questionnaire/sleep"
TAG = {"system": "https://clinic.example/site", "code": "north"}

Resource = dict[str, Any]
Hook = Callable[[httpx2.Request], httpx2.Response | None]


def form(version: str = "1", *, url: str = FORM, **changes: Any) -> Resource:
    """A form that is all right."""
    made = {
        "resourceType": "Questionnaire",
        "id": f"{url.rpartition('/')[2]}-{version}",
        "url": url,
        "version": version,
        "name": "Sleep",
        "title": f"Sleep, version {version}",
        "status": "active",
        "item": [
            {"linkId": "well", "type": "boolean", "text": "Did you sleep well?"},
            {"linkId": "hours", "type": "integer", "text": "How many hours?"},
        ],
    }
    return made | changes


def bundle(*resources: Any, **more: Any) -> Resource:
    entries = [{"resource": one, "search": {"mode": "match"}} for one in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries} | more


def fhir(content: Any, status: int = 200, **headers: str) -> httpx2.Response:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return httpx2.Response(
        status, content=body, headers={"content-type": "application/fhir+json"} | told
    )


@dataclass
class Service(httpx2.BaseTransport):
    """Answers searches by url, tag and category from a list; a hook may answer first."""

    resources: list[Resource] = field(default_factory=list)
    hook: Hook = lambda _request: None
    etags: bool = False
    asked: list[httpx2.Request] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        given = self.hook(request)
        if given is not None:
            return given
        path = request.url.path.removeprefix("/fhir/")
        if "$" in path:
            return fhir({"resourceType": "OperationOutcome", "issue": []}, 404)
        wanted = parse_qs(request.url.query.decode())
        found = bundle(*(one for one in self.resources if _matches(one, path, wanted)))
        if not self.etags:
            return fhir(found)
        etag = f'"{hashlib.sha256(json.dumps(found).encode()).hexdigest()[:8]}"'
        if request.headers.get("if-none-match") == etag:
            return httpx2.Response(304)
        return fhir(found, etag=etag)

    def paths(self) -> list[str]:
        return [request.url.path.removeprefix("/fhir/") for request in self.asked]


def _matches(resource: Resource, kind: str, wanted: dict[str, list[str]]) -> bool:
    tags = resource.get("meta", {}).get("tag", [])
    asked_tag = wanted.get("_tag", [""])[0]
    return (
        resource["resourceType"] == kind
        and wanted.get("url", [resource.get("url")])[0] == resource.get("url")
        and (not asked_tag or asked_tag in [f"{tag['system']}|{tag['code']}" for tag in tags])
    )


@dataclass
class Fetching:
    """One kiosk that fetches."""

    store: Store
    now: datetime
    service: Service = field(default_factory=Service)
    settings: Settings = field(default_factory=lambda: settings(FORM))

    def client(self, base: str = BASE, transport: httpx2.BaseTransport | None = None) -> FhirClient:
        return FhirClient(base, timeout_s=5.0, transport=transport, clock=lambda: self.now)

    def at_hand(self) -> AtHand:
        return at_hand(self.store, self.settings)

    def offered(self) -> list[str]:
        return [one.canonical for one in self.at_hand().forms]

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


def settings(*forms: str, tag: str = "", **central: Any) -> Settings:
    return Settings(
        central=Central(url=BASE, form_tag=tag, **central), patient=Patient(forms=forms)
    )


@pytest.fixture
def fetching(tmp_path: Path, now: datetime) -> Iterator[Fetching]:
    made = Fetching(create_store(tmp_path / "kiosk", new_key()), now)
    yield made
    made.store.close()
