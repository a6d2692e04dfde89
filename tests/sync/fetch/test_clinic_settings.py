"""Settings of the clinic from the centre: few, checked, and none that guards anything."""

import base64
from typing import Any

import msgspec
import pytest

from kiosk.settings import Settings
from kiosk.sync.fetch.clinic import (
    FromCentre,
    fetch_clinic_settings,
    with_clinic_settings,
)
from kiosk.sync.fetch.fetching import fetch_due
from tests.sync.fetch.conftest import FORM, Fetching, Resource, fhir, form, settings

LIBRARY = "https://clinic.example/Library/kiosks"
GOOD = '[clinic]\nname = "North"\n[patient]\nlanguages = ["en", "en-x-easy"]\nwalk_ups = false\n'


def library(text: str | bytes, **changes: Any) -> Resource:
    content = text if isinstance(text, bytes) else text.encode()
    data = base64.b64encode(content).decode()
    made = {"resourceType": "Library", "id": "kiosks", "url": LIBRARY, "status": "active"}
    return made | {"content": [{"contentType": "application/toml", "data": data}]} | changes


@pytest.fixture
def named(fetching: Fetching) -> Fetching:
    fetching.settings = settings("pain-today", clinic_settings=LIBRARY)
    return fetching


def fetch(fetching: Fetching, *resources: Any) -> FromCentre:
    fetching.service.resources = list(resources)
    client = fetching.client(transport=fetching.service)
    fetch_clinic_settings(fetching.store, client, fetching.settings, now=fetching.now)
    return with_clinic_settings(fetching.store, fetching.settings)


def test_what_the_centre_says_counts_before_what_the_pc_says(named: Fetching) -> None:
    found = fetch(named, library(GOOD))

    assert found.settings.clinic.name == "North"
    assert found.settings.patient.languages == ("en", "en-x-easy")
    assert found.settings.patient.walk_ups is False
    assert found.settings.patient.forms == ("pain-today",)
    assert found.keys == ("clinic.name", "patient.languages", "patient.walk_ups")
    assert found.since == named.now
    assert found.refused == ""


@pytest.mark.parametrize(
    "text",
    [
        'central = "https://evil.example"',
        '[central]\nurl = "https://evil.example/fhir"',
        "[central]",
        "[store]\nkeep_sent_days = 1",
        "[panel]\nkeep_from_screenshots = false",
        '[keypad]\nhelp = ""',
        '[patient]\ndraft_translations = ["ar"]',
        '[patient]\nidentity = "anonymous"',
        "[patient]\nneeds_days = 1500",
        "[patient]\nshow_results = true",
        '[clinic]\nname = "North"\nowner = "me"',
        "[clinic]\nname = 5",
        '[clinic]\nname = ""',
        "[patient]\nlanguages = []",
        '[patient]\nlanguages = ["tlh"]',
        '[patient]\nlanguages = ["../secrets"]',
        "[patient]\nidle_warning_s = 100000",
        '[patient]\nforms = ["/etc/passwd.json"]',
        '[patient]\nforms = ["../../form"]',
        '[patient]\nforms = ["not-there"]',
        '[patient]\nforms = ["a\\u0000"]',
        "x = " + "[" * 12_000,
        "[patient]\nscan_s = " + "1" * 5_000,
        '[clinic]\nname = "North\\u202e"',
        '[clinic]\nname = "North\\nSouth"',
        "[patient]\nidle_warning_s = 600",
        "[patient]\nidle_countdown_s = 61",
        "[clinic\nname",
        b"\xff\xfe",
        "x = " + "1" * 50_000,
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused_whole_and_the_good_ones_stay(
    named: Fetching, text: str | bytes
) -> None:
    before = fetch(named, library(GOOD)).settings

    found = fetch(named, library(text))

    assert found.settings == before
    assert found.refused
    assert fetch(named, library(GOOD)).refused == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "draft"},
        {"status": "retired"},
        {"url": "https://other.example"},
        {"content": []},
        {"content": [{"contentType": "application/toml", "data": "!!"}]},
        {"content": [{"contentType": "text/html", "data": "PGI+"}]},
        {"content": [{"contentType": "application/toml", "url": "https://evil.example/x.toml"}]},
    ],
)
def test_a_library_that_is_none_changes_nothing(named: Fetching, changes: dict[str, Any]) -> None:
    before = fetch(named, library(GOOD)).settings

    found = fetch(named, library(GOOD, **changes))

    assert found.settings == before
    assert found.refused
    assert all(request.url.host == "fhir.example.org" for request in named.service.asked)


def test_a_kiosk_that_names_none_asks_for_none(fetching: Fetching) -> None:
    fetching.settings = settings()

    assert fetch(fetching, library(GOOD)) == FromCentre(fetching.settings)
    assert fetching.service.asked == []


def test_the_centre_lets_nobody_in_whom_the_pc_keeps_out(named: Fetching) -> None:
    shut = msgspec.structs.replace(named.settings.patient, walk_ups=False)
    named.settings = msgspec.structs.replace(named.settings, patient=shut)

    found = fetch(named, library("[patient]\nwalk_ups = true"))

    assert found.settings.patient.walk_ups is False
    assert "walk_ups" in found.refused


def test_the_centre_may_be_stricter_than_the_pc(named: Fetching) -> None:
    assert fetch(named, library("[patient]\nidle_warning_s = 60")).refused == ""


def test_settings_of_the_pc_that_do_not_fit_any_more_start_all_the_same(named: Fetching) -> None:
    fetch(named, library(GOOD))
    changed = msgspec.structs.replace(named.settings, clinic=Settings().clinic)

    assert with_clinic_settings(named.store, changed).settings.clinic.name == "North"


def test_forms_that_the_centre_names_are_fetched_in_the_same_run(named: Fetching) -> None:
    named.service.resources = [
        library(f'[patient]\nforms = ["{FORM}", "pain-today"]'), form(),
    ]  # fmt: skip
    client = named.client(transport=named.service)

    report = fetch_due(named.store, client, named.settings, now=named.now)

    assert report.settings_new
    assert report.forms.used == [f"{FORM}|1"]
    assert report.error is None


def test_one_kind_that_the_service_does_not_know_leaves_the_others(named: Fetching) -> None:
    named.settings = settings(FORM, clinic_settings=LIBRARY)
    unknown = fhir({"resourceType": "OperationOutcome", "issue": []}, 404)
    named.service.hook = lambda request: unknown if "Library" in request.url.path else None
    named.service.resources = [form()]

    report = fetch_due(
        named.store, named.client(transport=named.service), named.settings, now=named.now
    )

    assert report.forms.used == [f"{FORM}|1"]
    assert report.error is not None
