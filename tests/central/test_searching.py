"""Search: few parameters, and never another answer than was asked for."""

from typing import Any
from uuid import uuid4

import pytest

FORM = f"http://clinic-kiosk.example/fhir/Questionnaire/{uuid4()}"


@pytest.fixture(scope="module")
def stored(endpoint: Any) -> list[dict[str, Any]]:
    """Three answers to version 1 of a form of their own, two to version 2."""
    resources = [
        {
            "resourceType": "QuestionnaireResponse",
            "id": str(uuid4()),
            "identifier": {"system": "urn:example:visit", "value": f"{FORM}/{number}"},
            "questionnaire": f"{FORM}|{1 if number < 3 else 2}",
            "status": "completed",
        }
        for number in range(5)
    ]
    for resource in resources:
        endpoint.put(resource)
    return resources


def found(answer: Any) -> list[str]:
    bundle = answer.json()
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "searchset")
    return [entry["resource"]["id"] for entry in bundle.get("entry", [])]


def ids(resources: list[dict[str, Any]]) -> list[str]:
    return [resource["id"] for resource in resources]


def test_an_identifier_finds_its_resource(endpoint: Any, stored: list[dict[str, Any]]) -> None:
    value = stored[1]["identifier"]["value"]

    for token in (f"urn:example:visit|{value}", value, f"nothing|x,{value}"):
        assert found(endpoint.http.get("/QuestionnaireResponse", params={"identifier": token})) == [
            stored[1]["id"]
        ]
    for token in (f"urn:example:other|{value}", f"|{value}"):
        answer = endpoint.http.get("/QuestionnaireResponse", params={"identifier": token})
        assert answer.json() == answer.json() | {"total": 0}
        assert "entry" not in answer.json()


def test_a_form_is_found_in_one_version_or_in_all(
    endpoint: Any, stored: list[dict[str, Any]]
) -> None:
    def of(canonical: str) -> list[str]:
        return found(
            endpoint.http.get("/QuestionnaireResponse", params={"questionnaire": canonical})
        )

    assert of(FORM) == ids(stored)
    assert of(f"{FORM}|2") == ids(stored[3:])
    assert of(f"{FORM}|3") == []


def test_parameters_are_joined_by_and(endpoint: Any, stored: list[dict[str, Any]]) -> None:
    both = {"questionnaire": f"{FORM}|2", "_id": f"{stored[0]['id']},{stored[4]['id']}"}

    assert found(endpoint.http.get("/QuestionnaireResponse", params=both)) == [stored[4]["id"]]


def test_pages_lead_through_all_of_them_once(endpoint: Any, stored: list[dict[str, Any]]) -> None:
    address = f"/QuestionnaireResponse?questionnaire={FORM}&_count=2"
    seen: list[str] = []
    while address:
        answer = endpoint.http.get(address)
        assert answer.json()["total"] == 5
        seen += found(answer)
        links = {link["relation"]: link["url"] for link in answer.json()["link"]}
        address = links.get("next", "")

    assert seen == ids(stored)


def test_a_search_for_none_is_a_count(endpoint: Any, stored: list[dict[str, Any]]) -> None:
    answer = endpoint.http.get(
        "/QuestionnaireResponse", params={"questionnaire": FORM, "_count": "0"}
    )

    assert answer.json()["total"] == len(stored)
    assert found(answer) == []


@pytest.mark.parametrize("query", ["author=Device/1", "_count=many", "identifier=", "_sort=_id"])
def test_what_it_does_not_understand_it_refuses(endpoint: Any, query: str) -> None:
    answer = endpoint.http.get(f"/QuestionnaireResponse?{query}")

    assert answer.status_code == 400
    assert answer.json()["resourceType"] == "OperationOutcome"


def form(url: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Questionnaire", "id": str(uuid4()), "url": url, **more}


def test_a_questionnaire_is_found_by_address_status_and_tag(endpoint: Any) -> None:
    url, tag = f"{FORM}/own", {"system": "urn:example:site", "code": str(uuid4())}
    forms = [
        form(url, version="1", status="retired"),
        form(url, version="2", status="active", meta={"tag": [tag]}),
        form(f"{url}-not", status="active"),
    ]
    for one in forms:
        endpoint.put(one)

    def by(**parameters: str) -> list[str]:
        named = {name.replace("tag", "_tag"): value for name, value in parameters.items()}
        return found(endpoint.http.get("/Questionnaire", params=named))

    assert by(url=url) == ids(forms[:2])
    assert by(url=url, status="active") == ids(forms[1:2])
    assert by(url=url, status="active,retired", version="1") == ids(forms[:1])
    assert by(tag=f"urn:example:site|{tag['code']}") == ids(forms[1:2])
    assert by(tag=f"urn:example:other|{tag['code']}") == []


def test_what_is_found_by_moves_with_the_resource(endpoint: Any) -> None:
    moved = form(f"{FORM}/before")
    endpoint.put(moved)
    endpoint.put(moved | {"url": f"{FORM}/after"})

    assert found(endpoint.http.get("/Questionnaire", params={"url": f"{FORM}/before"})) == []
    assert found(endpoint.http.get("/Questionnaire", params={"url": f"{FORM}/after"})) == [
        moved["id"]
    ]


def test_messages_are_found_by_category_the_newest_first(endpoint: Any) -> None:
    category = {"coding": [{"system": "urn:example:category", "code": str(uuid4())}]}
    messages = [
        {"resourceType": "Communication", "id": str(uuid4()), "category": [category]}
        for _ in range(2)
    ]
    for one in messages:
        endpoint.put(one)

    token = f"urn:example:category|{category['coding'][0]['code']}"
    wanted = {"category": token, "_sort": "-_lastUpdated"}
    assert found(endpoint.http.get("/Communication", params=wanted)) == ids(messages[::-1])
    assert endpoint.http.get("/Communication", params={"_sort": "sent"}).status_code == 400


@pytest.mark.parametrize("odd", [{"url": 5}, {"meta": {"tag": "x"}}, {"meta": {"tag": [5]}}])
def test_an_odd_element_is_stored_and_found_by_nothing(endpoint: Any, odd: dict[str, Any]) -> None:
    assert endpoint.put(form("x") | odd).status_code == 201


def test_devices_are_found_by_type_and_tag(endpoint: Any) -> None:
    clinic = str(uuid4())

    def device(system: str, code: str) -> dict[str, Any]:
        kind = {"coding": [{"system": system, "code": code}]}
        tag = {"system": "urn:example:clinic", "code": clinic}
        return {
            "resourceType": "Device", "id": str(uuid4()), "meta": {"tag": [tag]}, "type": kind
        }  # fmt: skip

    kinds = ("urn:example:a", "kiosk"), ("urn:example:a", "lamp"), ("urn:example:b", "kiosk")
    devices = [device(*kind) for kind in kinds]
    for one in devices:
        endpoint.put(one)

    def of(kind: str) -> list[str]:
        wanted = {"type": kind, "_tag": f"urn:example:clinic|{clinic}"}
        return found(endpoint.http.get("/Device", params=wanted))

    assert of("urn:example:a|kiosk") == ids(devices[:1])
    assert of("lamp") == ids(devices[1:2])
    assert of("urn:example:b|lamp") == []


def test_a_task_is_found_by_code_status_and_owner(endpoint: Any) -> None:
    system, number = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp", str(uuid4())
    code = {"coding": [{"system": system, "code": "complete-questionnaire"}]}
    owners = [
        {"reference": f"Organization/{number}"},
        {"identifier": {"system": "urn:example:clinic", "value": number}},
    ]
    tasks = [
        {"resourceType": "Task", "id": str(uuid4()), "status": status, "code": code, "owner": owner}
        for status, owner in [("requested", owners[0]), ("ready", owners[0]), ("ready", owners[1])]
    ]
    for one in tasks:
        endpoint.put(one)

    def by(**parameters: str) -> list[str]:
        named = {name.replace("__", ":"): value for name, value in parameters.items()}
        return found(endpoint.http.get("/Task", params=named))

    mine = f"Organization/{number}"
    assert by(owner=mine, code="complete-questionnaire") == ids(tasks[:2])
    assert by(owner=mine, code=f"{system}|complete-questionnaire") == ids(tasks[:2])
    assert by(owner=mine, code="fulfill") == []
    assert by(owner=mine, status="ready") == ids(tasks[1:2])
    assert by(owner__identifier=f"urn:example:clinic|{number}") == ids(tasks[2:])


@pytest.fixture(scope="module")
def dated(endpoint: Any) -> list[dict[str, Any]]:
    """Three answers of one patient on three days, the middle one written first."""
    subject = {"identifier": {"system": "urn:example:patients", "value": str(uuid4())}}
    resources = [
        {
            "resourceType": "QuestionnaireResponse", "id": str(uuid4()), "status": "completed",
            "questionnaire": f"{FORM}/dated|1",
            "subject": subject, "authored": authored,
        }
        for authored in (
            "2026-03-02T10:00:00+00:00", "2026-03-03T00:30:00+01:00", "2026-03-01T10:00:00Z"
        )
    ]  # fmt: skip
    for resource in resources:
        assert endpoint.put(resource).is_success
    return resources


def patient_of(dated: list[dict[str, Any]]) -> dict[str, str]:
    known = dated[0]["subject"]["identifier"]
    return {"subject:identifier": f"{known['system']}|{known['value']}"}


def test_a_moment_is_compared_as_one_wherever_it_was_written(
    endpoint: Any, dated: list[dict[str, Any]]
) -> None:
    middle, last, first = ids(dated)

    def search(**asked: str) -> list[str]:
        wanted = patient_of(dated) | {"_sort": "-authored"} | asked
        return found(endpoint.http.get("/QuestionnaireResponse", params=wanted))

    assert search() == [last, middle, first]
    assert search(authored="ge2026-03-02T11:00:00+01:00") == [last, middle]
    assert search(authored="gt2026-03-02T10:00:00Z") == [last]
    assert search(authored="lt2026-03-02T10:00:00Z") == [first]
    assert search(_sort="authored", _count="2") == [first, middle]
    assert search(_lastUpdated="ge2000-01-01T00:00:00Z") == [last, middle, first]
    assert search(_lastUpdated="lt2000-01-01T00:00:00Z") == []


@pytest.mark.parametrize("when", ["2026-03-02", "ge2026-03-02", "ne2026-03-02T10:00:00Z", "ge"])
def test_a_day_without_a_place_on_earth_is_refused(endpoint: Any, when: str) -> None:
    for name in ("authored", "_lastUpdated"):
        answer = endpoint.http.get("/QuestionnaireResponse", params={name: when})
        assert answer.status_code == 400
