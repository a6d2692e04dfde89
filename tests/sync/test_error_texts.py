"""Whatever a service or a line does, no error of the sender tells an answer."""

import html
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from kiosk.logs import way_of
from kiosk.store import outbox
from kiosk.sync.issues import issue_text
from tests.sync.conftest import Kiosk

NERW = "!dlihc ym htiw “éfac” ta <emoh> si gnikool adyrf nretqz"
PARTS = ("zqtern", "ZQTERN", "fryda", "FRYDA", "7a7174", "enF0ZX", "nretqz")
STATUSES = (200, 201, 204, 302, 400, 401, 403, 404, 407, 409, 412, 413, 422, 429, 500, 503, 511)


def outcome(said: str) -> str:
    return json.dumps({
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": "invalid", "diagnostics": said}],
    })  # fmt: skip


BODIES: dict[str, Callable[[str], tuple[str, str]]] = {
    "outcome": lambda words: ("application/fhir+json", outcome(f"Value '{words}' is too long")),
    "capitals": lambda words: ("application/fhir+json", outcome(f"NOT {words.upper()}")),
    "html": lambda words: ("application/fhir+json", outcome(f"bad: {html.escape(words)}")),
    "url": lambda words: ("application/fhir+json", outcome(f"bad: {quote(words)}")),
    "json": lambda words: ("application/fhir+json", outcome(f"bad: {json.dumps(words)}")),
    "beginning": lambda words: ("application/fhir+json", outcome(f"bad: {words[:11]}...")),
    "echo": lambda words: ("application/fhir+json", json.dumps({"resourceType": words})),
    "page": lambda words: ("text/html", f"<html>{words}</html>"),
    "text": lambda words: ("text/plain", words),
    "nothing": lambda _: ("application/fhir+json", ""),
}


QUICK = ("outcome", "beginning", "echo")


def tells(error: BaseException | None) -> Iterator[str]:
    """All that could be written of an error and of those it came from."""
    while error is not None:
        yield from (str(error), repr(error), repr(error.args), *way_of(error))
        yield str(getattr(error, "advice", ""))
        error = error.__cause__ or error.__context__


def leaks(kiosk: Kiosk, report: Any) -> list[str]:
    with kiosk.store.reading() as c:
        kept = [str(outbox.counts(c).last_error), *(one.error for one in outbox.refusals(c))]
    return [text for text in (*tells(report.error), *kept) if any(part in text for part in PARTS)]


@pytest.mark.parametrize(
    "body",
    [pytest.param(one, marks=() if one in QUICK else pytest.mark.long) for one in BODIES],
)
def test_a_service_that_repeats_an_answer_is_not_repeated(kiosk: Kiosk, body: str) -> None:
    words = NERW[::-1]
    kind, content = BODIES[body](words)
    status = 0

    def reply(request: httpx2.Request) -> httpx2.Response:
        assert request.method != "PUT" or b"zqtern" in request.content
        headers = {"content-type": kind, "location": f"/{quote(words)}", "etag": "W/zqtern"}
        return httpx2.Response(status, headers=headers, content=content.encode())

    for status in STATUSES:
        kiosk.finish(words)
        kiosk.later(days=2)
        report = kiosk.send(httpx2.MockTransport(reply))
        assert report.error is not None
        assert (status, leaks(kiosk, report)) == (status, [])


@pytest.mark.parametrize(
    "kind",
    [httpx2.ConnectError, httpx2.ReadTimeout, httpx2.RemoteProtocolError, OSError, UnicodeError],
)
def test_a_line_that_breaks_is_told_without_what_went_over_it(
    kiosk: Kiosk, kind: type[Exception]
) -> None:
    kiosk.finish(NERW[::-1])

    def fail(request: httpx2.Request) -> httpx2.Response:
        raise kind(f"{len(request.content)} bytes")

    report = kiosk.send(httpx2.MockTransport(fail))
    assert report.error is not None
    assert leaks(kiosk, report) == []


def said(diagnostics: str, **answer: Any) -> str:
    payload = json.dumps({"item": [{"linkId": "pain", "answer": [answer]}]}).encode()
    return issue_text(json.loads(outcome(diagnostics)), payload=payload)


def test_figures_are_answers_too() -> None:
    assert said("48213 is more than 150", valueInteger=48213) == "… is more than 150"
    assert said("-2.75 is less than 0", valueDecimal=-2.75) == "… is less than 0"


def test_what_the_service_says_of_its_own_stays_readable() -> None:
    told = said("HAPI-0450: the element “subject” is missing", valueString="My knee hurts")
    assert told == "HAPI-0450: the element “subject” is missing"
    coding = {"system": "http://clinic.example/words", "code": "c7", "display": "Nearly every day"}
    assert "http://clinic.example/words" in said(
        "Unknown code 'c7' in http://clinic.example/words", valueCoding=coding
    )
    assert "pain" in said("item pain: no", valueString="yes", item=[{"linkId": "pain"}])


def test_a_long_answer_does_not_hold_the_sender_up() -> None:
    words = "zqtern is my word. " * 60_000
    assert "zqtern" not in said(words, valueString=words)
