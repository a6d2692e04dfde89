"""The pages of a search: all of them, never elsewhere, never for ever."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from kiosk.errors import Unreachable
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, matches, searched

BASE = "https://fhir.example.org/fhir"
Links = Callable[[int], str | None]


class Pages(httpx2.BaseTransport):
    """A service whose answer has three resources a page, and goes on where a test says."""

    def __init__(self, following: Links, **more: Any) -> None:
        self._following, self._more = following, more
        self.asked: list[str] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(str(request.url))
        number = len(self.asked)
        tasks = [{"resourceType": "Task", "id": f"t{number}-{each}"} for each in range(3)]
        entries: list[Any] = [{"resource": task} for task in tasks]
        following = self._following(number)
        links = [{"relation": "self", "url": str(request.url)}]
        links += [{"relation": "next", "url": following}] if following else []
        bundle = {"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": links}
        return httpx2.Response(200, json=bundle | self._more)


def found(service: httpx2.BaseTransport, limits: Limits | None = None) -> tuple[list[str], bool]:
    client = FhirClient(BASE, timeout_s=5.0, transport=service)
    result = matches(client, "Task?status=requested", limits or Limits())
    return [str(one["id"]) for one in result.resources], result.ended


@pytest.mark.parametrize(
    "form",
    [
        f"{BASE}/Task?page={{}}",
        f"{BASE}?_getpages={{}}",
        "Task?page={}",
        "https://FHIR.example.org:443/fhir/Task?page={}",
    ],
)
def test_every_page_is_read(form: str) -> None:
    service = Pages(lambda number: form.format(number) if number < 3 else None)

    ids, whole = found(service)

    assert (len(set(ids)), whole) == (9, True)
    assert len(service.asked) == 3
    assert not any("/fhir/?" in url for url in service.asked)


@pytest.mark.parametrize(
    "following",
    [
        "https://elsewhere.example.org/fhir/Task?page=2",
        "http://fhir.example.org/fhir/Task?page=2",
        "https://fhir.example.org:8443/fhir/Task?page=2",
        "https://fhir.example.org/other/Task?page=2",
        "https://fhir.example.org/fhirless/Task?page=2",
        "https://fhir.example.org/fhir/../admin?page=2",
        "https://fhir.example.org/fhir/%2e%2e/admin?page=2",
        "//elsewhere.example.org/fhir/Task",
        "/admin",
        "https://[fhir/Task",
        "file:///etc/passwd",
    ],
)
def test_no_page_is_asked_for_elsewhere(following: str) -> None:
    service = Pages(lambda _number: following)

    with pytest.raises(Unreachable, match="another address"):
        found(service)
    assert len(service.asked) == 1


def test_pages_in_a_circle_end() -> None:
    service = Pages(lambda number: f"{BASE}/Task?page={number % 2}")

    with pytest.raises(Unreachable, match="circle"):
        found(service)


def test_pages_without_end_are_cut_short_and_that_is_told() -> None:
    service = Pages(lambda number: f"{BASE}/Task?page={number}")

    assert found(service, Limits(pages=4))[1] is False
    assert len(service.asked) == 4


def test_so_many_resources_are_enough() -> None:
    service = Pages(lambda number: f"{BASE}/Task?page={number}")

    ids, whole = found(service, Limits(resources=5))

    assert (len(ids), whole) == (5, False)
    assert len(service.asked) == 2


@pytest.mark.parametrize(
    "entry",
    ["none", [1, None, {}, {"resource": []}, {"resource": {"id": "no type"}}], {}],
)
def test_entries_that_are_no_resources_are_left_out(entry: Any) -> None:
    assert found(Pages(lambda _number: None, entry=entry)) == ([], True)


def test_what_comes_along_beside_the_matches_is_left_out() -> None:
    patient = {"resource": {"resourceType": "Patient", "id": "p"}, "search": {"mode": "include"}}

    assert found(Pages(lambda _number: None, entry=[patient])) == ([], True)


def test_what_is_no_bundle_is_no_answer_to_a_search() -> None:
    with pytest.raises(Unreachable, match="something else"):
        found(Pages(lambda _number: None, resourceType="Task"))


@pytest.mark.parametrize("link", [None, "x", [None], [{"relation": "next"}], [{"relation": 1}]])
def test_a_link_that_says_nothing_ends_it(link: Any) -> None:
    assert len(found(Pages(lambda _number: None, link=link))[0]) == 3


def test_a_number_that_no_decimal_holds_makes_it_no_answer() -> None:
    tiny = b'{"resourceType": "Bundle", "total": 1e-99999999999999999999}'
    reply = httpx2.Response(200, content=tiny, headers={"content-type": "application/fhir+json"})

    with pytest.raises(Unreachable, match="something else"):
        found(httpx2.MockTransport(lambda _request: reply))


def test_what_came_before_a_page_that_is_elsewhere_is_given_to_who_can_use_it() -> None:
    service = Pages(lambda _number: "https://u:p@fhir.example.org/fhir/Task?page=2")
    client = FhirClient(BASE, timeout_s=5.0, transport=service)

    some = searched(client, "Task?status=requested", Limits())

    assert (len(some.resources), some.ended, some.more) == (3, False, False)
    assert "another address" in some.why


def test_so_many_bytes_are_enough() -> None:
    service = Pages(lambda number: f"{BASE}/Task?page={number}")

    assert found(service, Limits(size=1500))[1] is False
    assert len(service.asked) < 8
