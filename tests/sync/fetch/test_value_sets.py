"""Value sets that a form of the centre names and does not carry come with it."""

from contextlib import closing
from typing import Any

import httpx2
import pytest

from kiosk.errors import Unreachable
from kiosk.forms.extensions import text
from kiosk.store import fetched
from kiosk.sync.fetch import bringing
from kiosk.sync.fetch.bringing import MOST
from kiosk.sync.fetch.forms import FormsReport, fetch_forms
from kiosk.sync.fetch.value_sets import CODES_MAX
from tests.sync.fetch.conftest import FORM, Fetching, Resource, bundle, fhir, form, settings

PLACES = "https://clinic.example/ValueSet/places"


def value_set(*codes: str, url: str = PLACES, **more: Any) -> Resource:
    concepts = [{"code": code, "display": code.title()} for code in codes]
    system = {"system": "https://clinic.example/places", "concept": concepts}
    made = {"resourceType": "ValueSet", "url": url, "status": "active"}
    return made | {"compose": {"include": [system]}} | more


def expansion(*codes: str, url: str = PLACES, **more: Any) -> Resource:
    contains = [{"system": "x:y", "code": code, "display": code.title()} for code in codes]
    return {"resourceType": "ValueSet", "url": url, "expansion": {"contains": contains} | more}


def choosing(*value_sets: str, version: str = "1") -> Resource:
    items = [
        {"linkId": f"q{n}", "type": "choice", "text": "Where?", "answerValueSet": one}
        for n, one in enumerate(value_sets or (PLACES,))
    ]
    return form(version, item=items)


def fetch(fetching: Fetching, *resources: Resource) -> FormsReport:
    if resources:
        fetching.service.resources = list(resources)
    client = fetching.client(transport=fetching.service)
    return fetch_forms(fetching.store, client, fetching.settings, now=fetching.now)


def options(fetching: Fetching, canonical: str = PLACES) -> list[str]:
    found = fetching.at_hand().value_sets.options(canonical, {}) or ()
    return [text(one.answer.value, "code") for one in found]


def expanding(reply: Any) -> Any:
    def hook(request: httpx2.Request) -> httpx2.Response | None:
        return reply if request.url.path.endswith("$expand") else None

    return hook


def test_a_service_without_terminology_gives_it_as_it_is(fetching: Fetching) -> None:
    assert fetch(fetching, choosing(), value_set("home", "work")).used == [f"{FORM}|1"]
    assert options(fetching) == ["home", "work"]


def test_a_service_with_terminology_expands_it(fetching: Fetching) -> None:
    fetching.service.hook = expanding(fhir(expansion("home", "work", "abroad")))

    assert fetch(fetching, choosing()).used == [f"{FORM}|1"]
    assert options(fetching) == ["home", "work", "abroad"]


def test_the_version_that_the_form_names_is_asked_for(fetching: Fetching) -> None:
    named = f"{PLACES}|2"
    fetch(
        fetching, choosing(named), value_set("old", version="1"), value_set("new", version="2"),
        value_set("newest", version="3"),
    )  # fmt: skip

    assert options(fetching, named) == ["new"]
    (asked,) = (one for one in fetching.service.asked if one.url.path.endswith("$expand"))
    assert asked.url.params["valueSetVersion"] == "2"


UNUSABLE: dict[str, Any] = {
    "another one": fhir(expansion("a", url="https://clinic.example/ValueSet/other")),
    "a part of it": fhir(expansion("a", total=70_000)),
    "an empty one": fhir(expansion()),
    "far too much": fhir(expansion(*(str(n) for n in range(CODES_MAX + 1)))),
    "HTML": fhir({"resourceType": "OperationOutcome", "issue": []}, 500),
    "a list": fhir(bundle(value_set("a"))),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_one_that_is_no_use_refuses_the_form_that_needs_it(fetching: Fetching, name: str) -> None:
    fetching.service.hook = expanding(UNUSABLE[name])

    assert "value set" in fetch(fetching, choosing()).refused[FORM]
    assert fetching.offered() == []
    with fetching.store.reading() as c:
        assert PLACES in [one.key for one in fetched.refused(c)]

    fetching.service.hook = lambda _request: None
    fetch(fetching, choosing(), value_set("home"))
    assert fetching.offered() == [f"{FORM}|1"]
    assert options(fetching) == ["home"]


def test_the_same_form_is_looked_at_again_once_what_it_lacked_is_there(fetching: Fetching) -> None:
    fetching.service.etags = True
    assert fetch(fetching, choosing()).refused

    fetching.service.resources.append(value_set("home"))  # the form itself is "not modified"

    assert fetch(fetching).used == [f"{FORM}|1"]


def test_it_is_fetched_anew_once_a_day_and_a_bad_one_leaves_the_good_one(
    fetching: Fetching,
) -> None:
    fetch(fetching, choosing(), value_set("home"))
    fetching.service.resources[1] = value_set("home", "work")
    fetch(fetching)
    assert options(fetching) == ["home"]

    fetching.later(hours=25)
    fetch(fetching)
    assert options(fetching) == ["home", "work"]

    fetching.service.resources[1] = value_set()
    fetching.later(hours=25)
    fetch(fetching)
    assert options(fetching) == ["home", "work"]


def test_what_no_form_names_any_more_goes(fetching: Fetching) -> None:
    other = "https://clinic.example/ValueSet/other"
    fetch(fetching, choosing(), value_set("home"))
    fetch(fetching, choosing(other, version="2"), value_set("away", url=other))
    assert options(fetching) == ["home"]  # a draft of the form before may be paused

    fetching.later(days=5)
    fetch(fetching)

    assert options(fetching) == []
    assert options(fetching, other) == ["away"]


def test_a_bundled_one_is_never_replaced(fetching: Fetching) -> None:
    bundled = "http://hl7.org/fhir/ValueSet/administrative-gender"
    before = options(fetching, bundled)

    fetch(fetching, choosing(bundled), value_set("evil", url=bundled))

    assert options(fetching, bundled) == before
    assert before
    assert not [one for one in fetching.service.paths() if one.startswith("ValueSet")]


def test_a_form_that_names_thousands_does_not_keep_the_line_busy(fetching: Fetching) -> None:
    many = [f"https://clinic.example/ValueSet/{number}" for number in range(500)]

    assert fetch(fetching, choosing(*many)).refused
    asked = [one for one in fetching.service.paths() if one.endswith("$expand")]
    assert len(asked) == MOST


def test_a_line_that_drops_on_the_way_leaves_the_form_for_the_next_time(
    fetching: Fetching,
) -> None:
    def dropped(_request: httpx2.Request) -> httpx2.Response | None:
        if _request.url.path.endswith("$expand"):
            raise httpx2.ConnectError("no line")
        return None

    fetching.service.etags, fetching.service.hook = True, dropped
    with pytest.raises(Unreachable):
        fetch(fetching, choosing(), value_set("home"))

    fetching.service.hook = lambda _request: None
    assert fetch(fetching).used == [f"{FORM}|1"]


def test_from_the_real_endpoint(fetching: Fetching, running_central: Any) -> None:
    with httpx2.Client(base_url=running_central.base, trust_env=False) as http:
        for resource in (choosing() | {"id": "places"}, value_set("home") | {"id": "places"}):
            path = f"/{resource['resourceType']}/places"
            http.put(path, json=resource).raise_for_status()
    with closing(fetching.client(running_central.base)) as client:
        fetch_forms(fetching.store, client, settings(FORM), now=fetching.now)

    assert options(fetching) == ["home"]


def test_all_together_have_an_end(fetching: Fetching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "KEPT_MAX_BYTES", 1_000)
    urls = [f"{PLACES}/{number}" for number in range(9)]
    fetch(fetching, choosing(*urls), *(value_set("home", url=url) for url in urls))

    with fetching.store.reading() as c:
        kept = fetched.good(c, fetched.VALUE_SET).values()
    assert 0 < sum(len(one.content) for one in kept) <= 1_000
    assert fetching.offered() == []


def test_an_expansion_without_an_end_is_asked_for_as_it_is(fetching: Fetching) -> None:
    endless = expanding(fhir(expansion("home", note="x" * 5_000_000)))
    fetching.service.hook = endless

    assert fetch(fetching, choosing(), value_set("home", "work")).used == [f"{FORM}|1"]
