"""Forms from the centre: the newest good one is used; only a better one takes its place."""

import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

import httpx2
import pytest

from kiosk.errors import Unreachable
from kiosk.forms.fhir_json import decode_json
from kiosk.offered import read_forms
from kiosk.resources import resource
from kiosk.store import audit, fetched
from kiosk.sync.fetch.forms import FORMS_MAX, FormsReport, fetch_forms
from tests.sync.fetch.conftest import (
    BASE,
    FORM,
    TAG,
    Fetching,
    bundle,
    fhir,
    form,
    settings,
)


def fetch(fetching: Fetching, *resources: Any, **options: Any) -> FormsReport:
    if resources:
        fetching.service.resources = list(resources)
    client = fetching.client(transport=fetching.service)
    return fetch_forms(fetching.store, client, fetching.settings, now=fetching.now, **options)


def reasons(fetching: Fetching) -> dict[str, str]:
    with fetching.store.reading() as c:
        return {one.key: one.reason for one in fetched.refused(c)}


def test_a_named_form_is_fetched_and_there_without_a_line(fetching: Fetching) -> None:
    assert fetching.offered() == []
    assert fetching.at_hand().missing == (FORM,)

    assert fetch(fetching, form()).used == [f"{FORM}|1"]

    assert fetching.offered() == [f"{FORM}|1"]
    assert fetching.at_hand().missing == ()
    with fetching.store.reading() as c:
        (event,) = audit.events(c, 1)
    assert (event.actor, event.subject) == ("central service", f"{FORM}|1")


def test_it_keeps_its_place_among_the_programs_own(fetching: Fetching) -> None:
    fetching.settings = settings("pain-today", FORM, "what-matters")
    fetch(fetching, form())

    own = [one.canonical for one in read_forms(["pain-today", "what-matters"])]
    assert fetching.offered() == [own[0], f"{FORM}|1", own[1]]


def test_the_newest_active_version_is_used(fetching: Fetching) -> None:
    versions = [form("1.9"), form("1.10"), form("2", status="draft"), form("3", status="retired")]

    assert fetch(fetching, *versions).used == [f"{FORM}|1.10"]


def test_a_version_that_the_settings_name_is_that_one(fetching: Fetching) -> None:
    fetching.settings = settings(f"{FORM}|1")
    fetch(fetching, form("1"), form("2"))

    assert fetching.offered() == [f"{FORM}|1"]


def test_a_form_is_kept_digit_by_digit(fetching: Fetching) -> None:
    limit = {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueDecimal": 7}
    item = {"linkId": "x", "type": "decimal", "text": "How much?", "extension": [limit]}
    sent = json.dumps(bundle(form(item=[item]))).replace(
        '"valueDecimal": 7', '"valueDecimal": 7.10'
    )
    fetching.service.hook = lambda _request: fhir(sent.encode())

    fetch(fetching)

    (kept,) = fetching.at_hand().forms
    assert str(kept.by_link_id["x"].raw["extension"][0]["valueDecimal"]) == "7.10"


def test_what_did_not_change_is_not_fetched_again(fetching: Fetching) -> None:
    fetching.service.etags = True
    fetch(fetching, form())
    fetching.later(minutes=15)

    assert fetch(fetching) == FormsReport()
    assert fetching.service.asked[-1].headers["if-none-match"]
    assert fetch(fetching, form("1"), form("2")).used == [f"{FORM}|2"]


def test_the_date_of_the_last_change_serves_where_there_is_no_etag(fetching: Fetching) -> None:
    day = "Wed, 21 Oct 2026 07:28:00 GMT"

    def dated(request: httpx2.Request) -> httpx2.Response:
        if request.headers.get("if-modified-since") == day:
            return httpx2.Response(304)
        return fhir(bundle(form()), last_modified=day)

    fetching.service.hook = dated
    assert fetch(fetching).used
    assert fetch(fetching) == FormsReport()
    assert fetching.offered() == [f"{FORM}|1"]


def test_what_a_service_writes_itself_makes_no_new_version(fetching: Fetching) -> None:
    fetch(fetching, form(meta={"versionId": "1"}))

    assert fetch(fetching, form(meta={"versionId": "2", "lastUpdated": "x"})) == FormsReport()


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "two questions of one name": (
        {"item": [{"linkId": "a", "type": "boolean", "text": "?"}] * 2}, "linkId",
    ),
    "no question": ({"item": [{"linkId": "a", "type": "display", "text": "Hello"}]}, "answer"),
    "a modifier": ({"modifierExtension": [{"url": "x", "valueBoolean": True}]}, "modifier"),
    "a question of no type": ({"item": [{"linkId": "a", "type": "guess", "text": "?"}]}, "type"),
    "a list that is nowhere": (
        {"item": [{"linkId": "a", "type": "choice", "text": "?", "answerValueSet": "x:y"}]},
        "value set",
    ),
    "another type": ({"item": [{"linkId": "hours", "type": "string", "text": "?"}]}, "hours"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_version_is_refused_and_the_good_one_stays(fetching: Fetching, name: str) -> None:
    changes, word = BROKEN[name]
    fetch(fetching, form("1"))

    report = fetch(fetching, form("1"), form("2", **changes))

    assert report.used == []
    assert word in report.refused[FORM]
    assert reasons(fetching)[FORM] == report.refused[FORM]
    assert fetching.offered() == [f"{FORM}|1"]


def test_a_mended_version_is_used_and_the_reason_is_gone(fetching: Fetching) -> None:
    fetch(fetching, form("1"))
    fetch(fetching, form("2", item=[]))

    assert fetch(fetching, form("3")).used == [f"{FORM}|3"]
    assert reasons(fetching) == {}


def test_other_content_under_the_same_version_is_refused(fetching: Fetching) -> None:
    fetch(fetching, form("1"))

    report = fetch(fetching, form("1", title="Something else"))

    assert "still called version 1" in report.refused[FORM]
    assert fetching.at_hand().forms[0].title("en") == "Sleep, version 1"


def test_the_same_version_twice_with_other_content_is_refused(fetching: Fetching) -> None:
    report = fetch(fetching, form("1"), form("1", id="other", title="Other"))

    assert "twice" in report.refused[FORM]
    assert fetching.offered() == []


def test_a_form_that_is_taken_back_is_offered_no_more(fetching: Fetching) -> None:
    fetch(fetching, form("1"))

    assert fetch(fetching, form("1", status="retired")).gone == [FORM]
    assert fetching.offered() == []
    assert "took it back" in reasons(fetching)[FORM]


@pytest.mark.parametrize(
    "there", [[], [form("1", status="draft")], [form(url="https://x.example")]]
)
def test_a_form_that_is_not_there_any_more_stays_in_use(
    fetching: Fetching, there: list[Any]
) -> None:
    fetch(fetching, form("1"))
    fetching.service.resources = there

    assert FORM in fetch(fetching).refused
    assert fetching.offered() == [f"{FORM}|1"]


def test_a_validated_instrument_is_never_replaced(fetching: Fetching) -> None:
    locked = decode_json(resource("forms", "phq-9.json").read_bytes())
    name = locked["url"]
    fetching.settings = settings(name)
    same, other = f"{name}|{locked['version']}", locked["item"][0] | {"text": "How are you?"}

    reworded = fetch(fetching, locked | {"item": [other, *locked["item"][1:]]})
    newer = fetch(fetching, locked | {"version": "99"})

    assert "word for word" in reworded.refused[name]
    assert "validated instrument" in newer.refused[name]
    assert fetching.offered() == [same]  # as it comes with the program


def test_a_form_of_the_program_is_followed_by_a_version_of_the_centre(fetching: Fetching) -> None:
    own = decode_json(resource("forms", "pain-today.json").read_bytes())
    fetching.settings = settings(own["url"])
    assert fetching.offered() == [f"{own['url']}|{own['version']}"]
    turned = [item | {"type": "date"} if item["type"] != "group" else item for item in own["item"]]

    assert "type" in fetch(fetching, own | {"version": "9", "item": turned}).refused[own["url"]]
    assert fetch(fetching, own | {"version": "9.1"}).used == [f"{own['url']}|9.1"]


def test_forms_with_the_clinics_tag_follow_those_that_are_named(fetching: Fetching) -> None:
    fetching.settings = settings(FORM, tag=f"{TAG['system']}|{TAG['code']}")
    tagged = {"meta": {"tag": [TAG]}}
    more = [form(url=f"https://clinic.example/Questionnaire/{name}", **tagged) for name in "ab"]

    fetch(fetching, form(**tagged), *more)
    urls = [FORM, more[0]["url"], more[1]["url"]]
    assert fetching.offered() == [f"{url}|1" for url in urls]

    fetch(fetching, form(**tagged), more[1])
    assert fetching.offered() == [f"{urls[0]}|1", f"{urls[2]}|1"]

    fetching.service.resources = []  # a right was taken from this kiosk, perhaps
    fetch(fetching)
    assert fetching.offered() == [f"{urls[0]}|1", f"{urls[2]}|1"]

    fetching.settings = settings(FORM)
    fetch(fetching, form())
    assert fetching.offered() == [f"{FORM}|1"]


def test_no_more_forms_than_a_person_chooses_from(fetching: Fetching) -> None:
    fetching.settings = settings(tag=f"{TAG['system']}|{TAG['code']}")
    many = [
        form(url=f"https://clinic.example/Questionnaire/{number}", meta={"tag": [TAG]})
        for number in range(FORMS_MAX + 20)
    ]

    fetch(fetching, *many)

    assert len(fetching.offered()) == FORMS_MAX


def endless(request: httpx2.Request) -> httpx2.Response:
    page = int(request.url.params.get("page", 0)) + 1
    link = {"relation": "next", "url": f"{BASE}/Questionnaire?page={page}"}
    return fhir(bundle(form(str(page)), link=[link]))


def next_at(url: str) -> Callable[[httpx2.Request], httpx2.Response]:
    def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.url.host == "fhir.example.org"
        assert request.url.path.startswith("/fhir")
        return fhir(bundle(form("2"), link=[{"relation": "next", "url": url}]))

    return answer


HOSTILE: dict[str, Callable[[httpx2.Request], httpx2.Response | None]] = {
    "endless pages": endless,
    "a circle": next_at(f"{BASE}/Questionnaire?page=2"),
    "a next page elsewhere": next_at("https://evil.example/fhir/Questionnaire?page=2"),
    "by another scheme": next_at("http://fhir.example.org/fhir/Questionnaire"),
    "at another port": next_at("https://fhir.example.org:8443/fhir/Questionnaire"),
    "with somebody's name": next_at("https://me@fhir.example.org/fhir/Questionnaire"),
    "outside of the service": next_at("https://fhir.example.org/other"),
    "climbing out": next_at(f"{BASE}/../other"),
    "climbing out in disguise": next_at(f"{BASE}/%2e%2e/other"),
    "a next page that is no address": next_at("https://[broken"),
    "10,000 entries": lambda _request: fhir(bundle(*[form(str(n)) for n in range(10_000)])),
    "huge": lambda _request: fhir(bundle(form("2", title="x" * 5_000_000))),
    "HTML": lambda _request: httpx2.Response(200, html="<h1>Log in</h1>"),
    "broken JSON": lambda _request: fhir(b'{"resourceType": "Bundle", "entry": ['),
    "another resource": lambda _request: fhir({"resourceType": "Patient"}),
    "garbage for entries": lambda _request: fhir(
        {"resourceType": "Bundle", "entry": [5, None, {"resource": 7}, {"resource": {"url": FORM}}]}
    ),
    "an error": lambda _request: fhir({"resourceType": "OperationOutcome", "issue": []}, 400),
    "busy": lambda _request: fhir({"resourceType": "OperationOutcome", "issue": []}, 503),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_centre_leaves_what_was_there(fetching: Fetching, name: str) -> None:
    fetch(fetching, form("1"))
    fetching.service.hook = HOSTILE[name]
    fetching.service.asked.clear()

    try:
        report = fetch(fetching)
    except Unreachable:
        pass
    else:
        assert report.used == []
        assert report.refused.get(FORM) or report.error
    assert fetching.offered() == [f"{FORM}|1"]
    assert len(fetching.service.asked) <= 10


def test_another_tag_ends_the_forms_of_the_one_before(fetching: Fetching) -> None:
    fetching.service.etags = True
    fetching.settings = settings(tag=f"{TAG['system']}|{TAG['code']}")
    fetch(fetching, form(meta={"tag": [TAG]}))
    assert fetching.offered() == [f"{FORM}|1"]

    fetching.settings = settings(tag=f"{TAG['system']}|south")
    fetch(fetching)
    assert fetching.offered() == []

    fetching.settings = settings(tag=f"{TAG['system']}|{TAG['code']}")
    fetch(fetching)
    assert fetching.offered() == [f"{FORM}|1"]


def test_a_form_of_the_program_that_is_taken_back_is_not_offered_either(
    fetching: Fetching,
) -> None:
    (own,) = read_forms(["pain-today"])
    fetching.settings = settings(own.url)
    assert fetching.offered() == [own.canonical]

    fetch(fetching, form(url=own.url, status="retired"))

    assert fetching.offered() == []


OTHER = "https://clinic.example/Questionnaire/other"


def test_a_form_that_is_too_large_holds_up_no_other(fetching: Fetching) -> None:
    fetching.settings = settings(FORM, OTHER)
    huge = fhir(bundle(form("1", title="x" * 5_000_000)))
    fetching.service.hook = lambda request: huge if "sleep" in str(request.url) else None

    report = fetch(fetching, form(url=OTHER))

    assert report.used == [f"{OTHER}|1"]
    assert report.error is not None


def test_a_line_that_breaks_off_again_and_again_is_left(fetching: Fetching) -> None:
    fetching.settings = settings(*(f"{FORM}/{number}" for number in range(20)))
    fetching.service.hook = HOSTILE["huge"]

    with pytest.raises(Unreachable):
        fetch(fetching)

    assert len(fetching.service.asked) == 3


def test_more_named_forms_than_are_taken_leave_none_for_the_tag(fetching: Fetching) -> None:
    named = [f"{FORM}/{number}" for number in range(FORMS_MAX + 1)]
    fetching.settings = settings(*named, tag=f"{TAG['system']}|{TAG['code']}")
    tagged = [form(url=f"{OTHER}/{number}", meta={"tag": [TAG]}) for number in range(3)]

    assert fetch(fetching, *tagged).used == []


def test_a_version_with_odd_digits_is_one_like_any_other(fetching: Fetching) -> None:
    assert fetch(fetching, form("1²"), form("1")).used == [f"{FORM}|1²"]


def test_a_refusal_of_the_service_does_not_outlive_it(fetching: Fetching) -> None:
    fetching.service.etags = True
    fetch(fetching, form("1"))
    fetching.service.hook = HOSTILE["an error"]
    assert FORM in fetch(fetching).refused
    fetching.service.hook = lambda _request: None

    assert fetch(fetching).refused == {}
    assert reasons(fetching) == {}


def test_where_what_came_is_no_use_any_more_the_programs_own_is_offered(
    fetching: Fetching,
) -> None:
    (own,) = read_forms(["pain-today"])
    fetching.settings = settings(own.url)
    with fetching.store.transaction() as c:
        fetched.keep_good(c, fetched.FORM, own.url, b"{}", now=fetching.now)

    assert fetching.offered() == [own.canonical]


def test_what_is_told_of_a_hostile_form_is_one_short_plain_line(fetching: Fetching) -> None:
    name = "\u202eevil\n\x1b[31m" + "x" * 10_000
    twice = [{"linkId": name, "type": "boolean", "text": "?"}] * 2

    told = fetch(fetching, form(item=twice)).refused[FORM]

    assert len(told) <= 600
    assert not set(told) & set("\u202e\n\x1b")


def test_told_to_stop_between_two_pages_it_leaves_what_was_there(fetching: Fetching) -> None:
    fetch(fetching, form("1"))
    fetching.service.hook = endless
    answers = iter([True, False])

    report = fetch(fetching, go_on=lambda: next(answers, False))

    assert report == FormsReport()
    assert fetching.offered() == [f"{FORM}|1"]


def test_from_the_real_endpoint_over_several_pages(
    fetching: Fetching, running_central: Any
) -> None:
    url = f"{FORM}-paged"
    with httpx2.Client(base_url=running_central.base, trust_env=False) as http:
        for number in range(12):
            made = form(str(number), url=url)
            http.put(f"/Questionnaire/{made['id']}", json=made).raise_for_status()
    fetching.settings = settings(url)

    with closing(fetching.client(running_central.base)) as client:
        report = fetch_forms(fetching.store, client, fetching.settings, now=fetching.now)

    assert report.used == [f"{url}|11"]
