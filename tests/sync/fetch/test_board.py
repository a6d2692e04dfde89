"""Lines of the board that the centre sends: plain, few, the newest first, there without a line."""

from contextlib import closing
from typing import Any

import httpx2
import pytest

from kiosk.desk.improving.board import read_board
from kiosk.errors import Refused
from kiosk.sync.fetch.board import CODE, LINES_MAX, SYSTEM, TEXT_MAX, fetch_board
from tests.sync.fetch.conftest import Fetching, Resource, bundle, fhir


def message(number: int, text: str = "", **changes: Any) -> Resource:
    made = {
        "resourceType": "Communication",
        "id": f"line-{number}",
        "status": "completed",
        "category": [{"coding": [{"system": SYSTEM, "code": CODE}]}],
        "sent": f"2026-02-{number + 1:02}",
        "payload": [{"contentString": text or f"Line {number}"}],
    }
    return made | changes


def fetch(fetching: Fetching, *resources: Any) -> list[str]:
    fetching.service.resources = list(resources)
    fetch_board(fetching.store, fetching.client(transport=fetching.service), now=fetching.now)
    return shown(fetching)


def shown(fetching: Fetching) -> list[str]:
    board = read_board(fetching.store, (), today=fetching.now.date())
    return [line.text for line in board.lines]


def test_lines_are_shown_the_newest_first_and_stay_without_a_line(fetching: Fetching) -> None:
    assert fetch(fetching, message(1), message(3), message(2)) == ["Line 3", "Line 2", "Line 1"]

    fetching.service.hook = lambda _request: fhir({"resourceType": "OperationOutcome"}, 400)
    with pytest.raises(Refused):
        fetch(fetching)
    assert shown(fetching) == ["Line 3", "Line 2", "Line 1"]


def test_what_is_taken_back_is_shown_no_more(fetching: Fetching) -> None:
    fetch(fetching, message(1), message(2))

    assert fetch(fetching, message(1), message(2, status="entered-in-error")) == ["Line 1"]
    assert fetch(fetching) == []


@pytest.mark.parametrize(
    "odd",
    [
        message(1, category=[]),
        message(1, category=[{"coding": [{"system": "x", "code": CODE}]}]),
        message(1, category="board"),
        message(1, status="in-progress"),
        message(1, payload=[{"contentReference": {"reference": "Patient/1"}}]),
        message(1, payload=[{"contentString": " \n\u200b "}]),
        message(1, sent="soon"),
        message(1, sent="2999-01-01"),
        message(1, sent=None),
        message(1, id=None),
    ],
)
def test_what_is_no_line_is_not_shown(fetching: Fetching, odd: Resource) -> None:
    assert fetch(fetching, odd, message(2)) == ["Line 2"]


def test_what_is_for_tomorrow_is_shown_tomorrow(fetching: Fetching) -> None:
    fetching.service.hook = _by_etag(message(1, sent="2026-03-03"))
    assert fetch(fetching) == []

    fetching.later(days=1)
    assert fetch(fetching) == ["Line 1"]


def _by_etag(*resources: Any) -> Any:
    def hook(request: httpx2.Request) -> httpx2.Response:
        if request.headers.get("if-none-match") == '"same"':
            return httpx2.Response(304)
        return fhir(bundle(*resources), etag='"same"')

    return hook


@pytest.mark.parametrize("sender", [None, 5, "x", {"identifier": 5}, {"identifier": []}])
def test_an_odd_sender_is_none_of_this_kiosk(fetching: Fetching, sender: Any) -> None:
    assert fetch(fetching, message(1, sender=sender)) == ["Line 1"]


def test_a_text_is_one_short_line_of_plain_letters(fetching: Fetching) -> None:
    evil = "Good\n\x07news \u202eevil\u2066 <b>now</b> " + "word " * 500

    (text,) = fetch(fetching, message(1, evil))

    assert text.startswith("Good news evil <b>now</b> word")
    assert len(text) <= TEXT_MAX


def test_no_more_than_anybody_reads_however_many_come(fetching: Fetching) -> None:
    many = [message(number % 20, id=f"id-{number}") for number in range(10_000)]

    assert len(fetch(fetching, *many)) == LINES_MAX


def test_what_is_said_twice_is_shown_once(fetching: Fetching) -> None:
    assert fetch(fetching, message(1, "Done."), message(4, "Done."), message(2, "Told.")) == [
        "Done.", "Told.",
    ]  # fmt: skip


def test_pages_without_an_end_are_left(fetching: Fetching) -> None:
    base = "https://fhir.example.org/fhir/Communication?page="

    def endless(request: httpx2.Request) -> httpx2.Response:
        page = int(request.url.params.get("page", 0)) + 1
        link = {"relation": "next", "url": f"{base}{page}"}
        return fhir(bundle(message(page % 20), link=[link]))

    fetching.service.hook = endless

    assert fetch(fetching)
    assert len(fetching.service.asked) <= 4


def test_from_the_real_endpoint(fetching: Fetching, running_central: Any) -> None:
    with httpx2.Client(base_url=running_central.base, trust_env=False) as http:
        http.put("/Communication/line-1", json=message(1)).raise_for_status()
    with closing(fetching.client(running_central.base)) as client:
        assert fetch_board(fetching.store, client, now=fetching.now) == 1

    assert shown(fetching) == ["Line 1"]
