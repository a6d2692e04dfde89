"""A small FHIR service in memory, as R4 describes one, and a line to it that does its worst.

What it can is chosen and may change while it runs, as with an update: PUT under the client's own
id, conditional create, Bundles as batch or transaction, gzip. Nothing in it knows the kiosk.
"""

import gzip
import json
from collections import deque
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import httpx2

BASE = "https://fhir.example.org/fhir"
POISON = "poison"
"""A response with this in it is invalid here, as one with a wrong code would be elsewhere."""

TYPES = ("QuestionnaireResponse", "Provenance", "AuditEvent", "Device", "Task", "Basic",
         "Questionnaire", "ValueSet", "Communication", "Observation")  # fmt: skip
FHIR_JSON = {"Content-Type": "application/fhir+json"}
PORTAL = {"html": "<!DOCTYPE html><title>Sign in</title>"}
IN_THE_WAY: dict[str, tuple[int, dict[str, Any]]] = {
    "500": (500, {}),
    "503": (503, {}),
    "429 later": (429, {"headers": {"Retry-After": "600"}}),
    "400 of a proxy": (400, PORTAL),
    "401": (401, {}),
    "403": (403, {}),
    "404": (404, {}),
    "409": (409, {}),
    "portal": (200, PORTAL),
    "redirect": (302, {"headers": {"Location": "https://portal.example/"}}),
    "another resource": (200, {"json": {"resourceType": "Patient", "id": "1"}}),
}
REFUSALS = {"400": 400, "404 said by the service": 404, "412": 412, "413": 413, "422": 422}
BREAKS: dict[str, type[Exception]] = {
    "no line": httpx2.ConnectError,
    "request lost": httpx2.WriteError,
    "reply lost": httpx2.RemoteProtocolError,
    "reply too late": httpx2.ReadTimeout,
    "half done": httpx2.ReadError,
}
FAULTS = (
    *IN_THE_WAY, *REFUSALS, *BREAKS, "500 after", "reply cut short", "killed before",
    "killed after",
)  # fmt: skip
ARRIVE = {"reply lost", "reply too late", "500 after", "reply cut short", "killed after"}


class Killed(BaseException):
    """The process ends here: nothing after this line runs."""


@dataclass
class Answer:
    """What the service says to one interaction."""

    status: int
    resource: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return self.status < HTTPStatus.MULTIPLE_CHOICES


class Declined(Exception):
    """The service says no."""

    def __init__(self, status: int, diagnostics: str = "no") -> None:
        super().__init__(diagnostics)
        issue = {"severity": "error", "code": "invalid", "diagnostics": diagnostics}
        body = {"resourceType": "OperationOutcome", "issue": [issue]}
        self.answer = Answer(int(status), body)


@dataclass
class FhirModel:
    """The service: resources by type and id, each with its version.

    Attributes:
        update_create: a PUT makes what is not there.
        conditional_create: If-None-Exist is honoured; else it is overlooked, as R4 allows.
        bundles: which Bundles it takes.
        states_it: its CapabilityStatement says all that; else there is none (404).
        stored: what it keeps, under `Type/id`.
    """

    update_create: bool = True
    conditional_create: bool = True
    bundles: tuple[str, ...] = ()
    states_it: bool = True
    packed: bool = True
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def serve(self, method: str, url: str, headers: dict[str, str], body: Any) -> Answer:
        """One interaction; `url` is relative to the base, header names are in lower case."""
        path, _, query = url.partition("?")
        match method, path.strip("/").split("/"):
            case "GET", ["metadata"]:
                return self._statement()
            case "POST", [""]:
                return self._bundle(body, headers)
            case "GET", [kind]:
                return Answer(200, self._search(kind, query))
            case "GET", [kind, name]:
                return self._read(f"{kind}/{name}")
            case "POST", [kind] if kind in TYPES:
                return self._create(kind, headers, body)
            case "PUT", [kind, name] if kind in TYPES:
                return self._update(f"{kind}/{name}", headers, body)
            case _:
                raise Declined(HTTPStatus.METHOD_NOT_ALLOWED)

    def _statement(self) -> Answer:
        if not self.states_it:
            raise Declined(HTTPStatus.NOT_FOUND)
        can = {"updateCreate": self.update_create, "conditionalCreate": self.conditional_create}
        rest = {
            "mode": "server",
            "interaction": [{"code": one} for one in self.bundles],
            "resource": [{"type": one, **can} for one in TYPES],
        }
        return Answer(
            200,
            {"resourceType": "CapabilityStatement", "status": "active", "kind": "instance",
             "fhirVersion": "4.0.1", "format": ["json"], "rest": [rest]},
        )  # fmt: skip

    def _read(self, key: str) -> Answer:
        if key not in self.stored:
            raise Declined(HTTPStatus.NOT_FOUND)
        return self._told(200, key)

    def _search(self, kind: str, query: str) -> dict[str, Any]:
        wanted = dict(parse_qsl(query, keep_blank_values=True))
        known = {"identifier", "_id", "_count", "_summary", "_sort", "_total"}
        if not wanted.keys() <= known:
            raise Declined(HTTPStatus.BAD_REQUEST)
        found = [
            one
            for key, one in self.stored.items()
            if key.startswith(f"{kind}/")
            and wanted.get("_id") in (None, one["id"])
            and ("identifier" not in wanted or wanted["identifier"] in _identifiers(one))
        ]
        entry = [{"resource": deepcopy(one), "search": {"mode": "match"}} for one in found]
        bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
        return bundle | ({"entry": entry} if entry else {})

    def _create(self, kind: str, headers: dict[str, str], body: Any) -> Answer:
        _check(body, kind)
        condition = headers.get("if-none-exist")
        if condition and self.conditional_create:
            found = self._search(kind, condition.lstrip("?")).get("entry", [])
            if len(found) > 1:
                raise Declined(HTTPStatus.PRECONDITION_FAILED, "more than one is there")
            if found:
                return self._told(200, f"{kind}/{found[0]['resource']['id']}")
        key = f"{kind}/s{next(self._numbers)}"
        self._keep(key, body)
        return self._told(201, key)

    def _update(self, key: str, headers: dict[str, str], body: Any) -> Answer:
        kind, _, name = key.partition("/")
        _check(body, kind)
        if body.get("id") != name:
            raise Declined(HTTPStatus.BAD_REQUEST, "the id is another")
        there = self.stored.get(key)
        if there is None and not self.update_create:
            raise Declined(HTTPStatus.NOT_FOUND, "no create as update here")
        if "if-match" in headers and (there is None or headers["if-match"] != _etag(there)):
            raise Declined(HTTPStatus.PRECONDITION_FAILED)
        self._keep(key, body)
        return self._told(200 if there else 201, key)

    def _keep(self, key: str, body: dict[str, Any]) -> None:
        version = int(self.stored[key]["meta"]["versionId"]) + 1 if key in self.stored else 1
        meta = body.get("meta", {}) | {"versionId": str(version)}
        self.stored[key] = deepcopy(body) | {"id": key.partition("/")[2], "meta": meta}

    def _told(self, status: int, key: str) -> Answer:
        there = self.stored[key]
        location = f"{BASE}/{key}/_history/{there['meta']['versionId']}"
        return Answer(status, deepcopy(there), {"etag": _etag(there), "location": location})

    def _bundle(self, body: Any, headers: dict[str, str]) -> Answer:
        kind = body.get("type") if isinstance(body, dict) else None
        if kind not in self.bundles:
            raise Declined(HTTPStatus.BAD_REQUEST, "no such Bundle here")
        entries, before = body["entry"], deepcopy(self.stored)
        answers = [self.entry(one) for one in entries]
        failed = next((one for one in answers if not one.is_good), None)
        if kind == "transaction" and failed is not None:
            self.stored = before
            return failed
        whole = "return=representation" in headers.get("prefer", "")
        told = [_entry_of(one, whole=whole) for one in answers]
        return Answer(200, {"resourceType": "Bundle", "type": f"{kind}-response", "entry": told})

    def entry(self, entry: dict[str, Any]) -> Answer:
        """One entry of a Bundle, by itself."""
        asked = entry["request"]
        names = {"ifNoneExist": "if-none-exist", "ifMatch": "if-match"}
        headers = {header: asked[name] for name, header in names.items() if name in asked}
        try:
            return self.serve(asked["method"], asked["url"], headers, entry.get("resource"))
        except Declined as no:
            return no.answer


class Line(httpx2.BaseTransport):
    """The way to the service. Each request meets the next of the `faults` that were asked for.

    Attributes:
        down: there is no line at all.
        blamed: texts of responses that came alone and were refused: a kiosk may set those aside.
    """

    def __init__(self, service: FhirModel) -> None:
        self.service = service
        self.faults: deque[str] = deque()
        self.down = False
        self.blamed: set[str] = set()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        content = request.read()
        if self.down:
            raise httpx2.ConnectError("no line")
        fault = self.faults.popleft() if self.faults else ""
        if fault == "killed before":
            raise Killed
        if fault == "half done":
            self._half(content)
        elif fault == "" or fault in ARRIVE:
            reply = self._serve(request, content)
            if fault == "":
                return self._judged(reply, content)
        return self._harm(fault, content)

    def _harm(self, fault: str, content: bytes) -> httpx2.Response:
        if fault == "killed after":
            raise Killed
        if fault in BREAKS:
            raise BREAKS[fault](fault)
        if fault == "reply cut short":
            return httpx2.Response(200, content=b'{"resourceType":"Bundle",', headers=FHIR_JSON)
        if fault in REFUSALS:
            no = Declined(REFUSALS[fault]).answer
            return self._judged(httpx2.Response(no.status, json=no.resource), content)
        status, reply = IN_THE_WAY.get(fault.removesuffix(" after"), (500, {}))
        return httpx2.Response(status, **reply)

    def _serve(self, request: httpx2.Request, content: bytes) -> httpx2.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        url = str(request.url).removeprefix(BASE)
        if headers.get("content-encoding") == "gzip" and not self.service.packed:
            return httpx2.Response(415, json=Declined(415).answer.resource)
        try:
            answer = self.service.serve(request.method, url, headers, _json(content))
        except Declined as no:
            answer = no.answer
        return httpx2.Response(
            answer.status, json=answer.resource, headers=FHIR_JSON | answer.headers
        )

    def _half(self, content: bytes) -> None:
        """A batch is no transaction: the service may end in the middle of it."""
        body = _json(content)
        if isinstance(body, dict) and body.get("type") == "batch":
            for entry in body["entry"][: len(body["entry"]) // 2]:
                self.service.entry(entry)

    def _judged(self, reply: httpx2.Response, content: bytes) -> httpx2.Response:
        texts = texts_in(_json(content))
        final = (HTTPStatus.BAD_REQUEST, HTTPStatus.PRECONDITION_FAILED,
                 HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)  # fmt: skip
        if len(texts) == 1 and reply.status_code in final:
            self.blamed |= texts
        return reply


def texts_in(body: Any) -> set[str]:
    """What the responses in a request say: each says something of its own."""
    if not isinstance(body, dict):
        return set()
    if body.get("resourceType") == "Bundle":
        return set().union(*(texts_in(one.get("resource")) for one in body.get("entry", [])))
    return {text_of(body)} if body.get("resourceType") == "QuestionnaireResponse" else set()


def text_of(response: dict[str, Any]) -> str:
    items = response.get("item")  # none in one that its patient withdrew
    return str(items[0]["answer"][0]["valueString"]) if items else ""


def _json(content: bytes) -> Any:
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return json.loads(content) if content else None


def _check(body: Any, kind: str) -> None:
    if not isinstance(body, dict) or body.get("resourceType") != kind:
        raise Declined(HTTPStatus.BAD_REQUEST, "the type is another")
    if kind == "QuestionnaireResponse" and POISON in text_of(body):
        raise Declined(HTTPStatus.UNPROCESSABLE_ENTITY, "item[0] is not valid")


def _identifiers(resource: dict[str, Any]) -> set[str]:
    given = resource.get("identifier", [])
    many = given if isinstance(given, list) else [given]
    return {f"{one.get('system', '')}|{one.get('value', '')}" for one in many}


def _etag(resource: dict[str, Any]) -> str:
    return f'W/"{resource["meta"]["versionId"]}"'


def _entry_of(answer: Answer, *, whole: bool) -> dict[str, Any]:
    status = HTTPStatus(answer.status)
    response: dict[str, Any] = {"status": f"{status.value} {status.phrase}", **answer.headers}
    if not answer.is_good:
        return {"response": response | {"outcome": answer.resource}}
    return {"response": response} | ({"resource": answer.resource} if whole else {})
