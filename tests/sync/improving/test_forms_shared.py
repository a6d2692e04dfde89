"""What is done about a form on one PC is asked at the others; the centre knows where it is from."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fhir.resources.R4B.library import Library
from fhir.resources.R4B.provenance import Provenance
from sqlalchemy import select

from kiosk.coproduction import events
from kiosk.coproduction.ballots import Ballot
from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.feedback import group_id
from kiosk.coproduction.pack import Pack
from kiosk.coproduction.versions import as_version
from kiosk.desk.slips import own_slip_key
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.offered import bundled_form
from kiosk.settings import Patient, Settings
from kiosk.store import ballots, fetched, form_versions
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.store.slip_keys import own_or_new_key
from kiosk.store.tables import outbox
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.improving.signing import address_of, sealed
from kiosk.sync.improving.taking_in import take_in_forms
from kiosk.sync.improving.telling import packed_versions, shared
from tests.coproduction.audit_c import uk_audit_c
from tests.sync.conftest import Kiosk

PAIN = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today"
SETTINGS = Settings(patient=Patient(forms=("pain-today",)))


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    made: list[Store] = []

    def make(name: str) -> Store:
        made.append(create_store(tmp_path / name, new_key()))
        return made[-1]

    yield make
    for store in made:
        store.close()


def publish(kiosk: Kiosk, version: str, **detail: Any) -> None:
    old = bundled_form(PAIN)
    assert old
    raw = as_version(old.raw, version, today=kiosk.now.date(), derived_from=(old, "compliesWith"))
    reworded = [
        one | {"text": f"Where is it worst? {version}"} if one["linkId"] == "pain-where" else one
        for one in raw["item"]
    ]
    content = encode_json(raw | {"item": reworded})
    form = read_questionnaire(content)
    told = {"url": PAIN, "canonical": form.canonical, "role": "lead", "by": "Sam Lee"}
    with kiosk.store.transaction() as c:
        form_versions.keep_version(
            c, form, content=content, derived_from=old.canonical, change_class="reworded",
            source="editor", by="Sam Lee", now=kiosk.now,
        )  # fmt: skip
        for kind in (events.DRAFTED, events.PUBLISHED):
            event = FormEvent(kiosk.now, kind=kind, text="Plainer words.", detail=detail, **told)
            form_versions.record_event(c, event)


def send(kiosk: Kiosk, base: str) -> None:
    for _ in range(2):  # what the service can is known after the first
        report = kiosk.send(base=base)
        assert report.error is None
        kiosk.later(minutes=1)


def take_in(store: Store, base: str, key: str, now: datetime) -> int:
    with closing(FhirClient(base, timeout_s=5.0, clock=lambda: now)) as client:
        return take_in_forms(store, client, [key], now=now)


def read(base: str, path: str) -> dict[str, Any]:
    got: dict[str, Any] = httpx2.get(f"{base}/{path}", trust_env=False).json()
    return got


def offered(store: Store) -> list[str]:
    return [form.version for form in at_hand(store, SETTINGS).forms]


def test_a_form_that_was_published_at_one_pc_is_asked_at_every_other(
    kiosk: Kiosk, running_central: Any, another: Callable[[str], Store]
) -> None:
    key, base = own_slip_key(kiosk.store, now=kiosk.now), running_central.base
    other, stranger = another("other"), another("stranger")
    publish(kiosk, "1.1.0")
    send(kiosk, base)

    assert take_in(other, base, key, kiosk.now) == 2
    assert take_in(other, base, key, kiosk.now) == 0  # once more is not more
    strange = base64.b64encode(bytes(32)).decode()
    assert take_in(stranger, base, strange, kiosk.now) == 0  # whom it does not trust

    assert (offered(other), offered(stranger)) == (["1.1.0"], ["1.0.0"])
    with other.reading() as c:
        assert {one.by for one in form_versions.events(c)} == {""}
    publish(kiosk, "1.2.0")
    send(kiosk, base)
    assert take_in(other, base, key, kiosk.now) == 2
    assert offered(other) == ["1.2.0"]


def test_the_centre_knows_the_version_and_where_it_comes_from(
    kiosk: Kiosk, running_central: Any
) -> None:
    base = running_central.base
    said = [kiosk.remark(kiosk.now.date() - timedelta(days=9)) for _ in range(5)]
    kiosk.later(days=2)
    send(kiosk, base)
    kiosk.later(hours=2)
    send(kiosk, base)  # remarks leave in a run of their own
    about = group_id(said[0].questionnaire, said[0].link_id, said[0].reason)
    publish(kiosk, "3.1.0", groups=[about])
    send(kiosk, base)

    found = read(base, f"Questionnaire?url={PAIN}&version=3.1.0")
    (form,) = [entry["resource"] for entry in found["entry"]]
    assert form["derivedFrom"] == [f"{PAIN}|1.0.0"]
    payloads = queued(kiosk.store)
    (provenance,) = [one for one in payloads if one["resourceType"] == "Provenance"]
    Provenance.model_validate(provenance)
    assert provenance["target"][0]["identifier"]["value"] == f"{PAIN}|3.1.0"
    answered = {
        entity["what"]["identifier"]["value"]
        for entity in provenance["entity"]
        if entity["what"]["type"] == "QuestionnaireResponse"
    }
    assert answered == {f"urn:uuid:{one.id}" for one in said}
    assert provenance["agent"][0]["who"]["display"] == "Patients at this clinic"
    assert "Sam" not in json.dumps(payloads)
    (library,) = [one for one in payloads if one["resourceType"] == "Library"]
    Library.model_validate(library)


def queued(store: Store) -> list[dict[str, Any]]:
    with store.reading() as c:
        found = c.execute(select(outbox).where(outbox.c.payload.is_not(None)))
        return [json.loads(row.payload) for row in found]


@pytest.mark.parametrize("spoil", ["content", "signature", "number"])
def test_a_pack_that_was_changed_on_its_way_is_refused_and_told(
    kiosk: Kiosk, another: Callable[[str], Store], spoil: str
) -> None:
    key = own_slip_key(kiosk.store, now=kiosk.now)
    publish(kiosk, "1.1.0")
    library = _sealed(kiosk)
    if spoil == "number":  # the Library says it is newer than the pack in it
        library["version"] = "0"
    else:
        place = 0 if spoil == "content" else 1
        data = bytearray(base64.b64decode(library["content"][place]["data"]))
        data[len(data) // 2] ^= 1
        library["content"][place]["data"] = base64.b64encode(data).decode()
    other = another("other")

    assert _take(other, library, key, kiosk.now) == 0

    assert offered(other) == ["1.0.0"]
    with other.reading() as c:
        refused = fetched.refused(c, fetched.PACK)
    assert [one.key for one in refused] == (
        [] if spoil == "number" else [address_of(base64.b64decode(key))]
    )


def test_an_older_pack_than_the_last_one_changes_nothing(
    kiosk: Kiosk, another: Callable[[str], Store]
) -> None:
    key, other = own_slip_key(kiosk.store, now=kiosk.now), another("other")
    publish(kiosk, "1.1.0")
    old = _sealed(kiosk, number=4)
    publish(kiosk, "1.2.0")
    assert _take(other, _sealed(kiosk, number=5), key, kiosk.now) == 4
    assert _take(other, old, key, kiosk.now) == 0
    assert offered(other) == ["1.2.0"]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"text": "Feeling nervous, anxious or edgy"},
        {"extension": [{"url": ext.HIDDEN, "valueBoolean": True}]},
        {"repeats": True},
    ],
    ids=str,
)
@pytest.mark.parametrize("version", ["1.0.0", "1.0.1"])
def test_a_pack_that_rewords_a_locked_instrument_is_refused_whole(
    kiosk: Kiosk, another: Callable[[str], Store], spoilt: dict[str, Any], version: str
) -> None:
    key, other = own_slip_key(kiosk.store, now=kiosk.now), another("other")
    publish(kiosk, "1.1.0")
    gad = bundled_form("http://clinic-kiosk.example/fhir/Questionnaire/gad-7")
    assert gad
    raw = json.loads(encode_json(gad.raw))
    raw["item"][0]["item"][0] |= spoilt
    content = encode_json(raw | {"version": version})
    with kiosk.store.transaction() as c:
        form_versions.keep_version(
            c, read_questionnaire(content), content=content, derived_from="", change_class="",
            source="file", by="Sam", now=kiosk.now,
        )  # fmt: skip
        form_versions.record_event(
            c, FormEvent(kiosk.now, gad.url, events.PUBLISHED, f"{gad.url}|{version}", by="Sam")
        )
    assert _take(other, _sealed(kiosk), key, kiosk.now) == 0
    assert offered(other) == ["1.0.0"]  # nothing of it, not the form beside it either
    with other.reading() as c:
        assert "locked" in fetched.refused(c, fetched.PACK)[0].reason


def test_a_pack_whose_reworded_question_kept_its_code_is_refused(
    kiosk: Kiosk, another: Callable[[str], Store]
) -> None:
    key, other = own_slip_key(kiosk.store, now=kiosk.now), another("other")
    publish(kiosk, "1.1.0")
    content = encode_json(uk_audit_c(url=PAIN, version="1.2.0"))
    with kiosk.store.transaction() as c:
        form_versions.keep_version(
            c, read_questionnaire(content), content=content, derived_from=f"{PAIN}|1.1.0",
            change_class="semantic", source="editor", by="Sam", now=kiosk.now,
        )  # fmt: skip
    assert _take(other, _sealed(kiosk), key, kiosk.now) == 0
    with other.reading() as c:
        assert "codes of other wordings" in fetched.refused(c, fetched.PACK)[0].reason


def _sealed(kiosk: Kiosk, number: int = 1) -> dict[str, Any]:
    with kiosk.store.transaction() as c:
        done = form_versions.events(c)
        pack = Pack(number, packed_versions(c, done), shared(c, kiosk.now.date()))
        return sealed(pack, own_or_new_key(c, now=kiosk.now))


def _take(store: Store, library: dict[str, Any], key: str, now: datetime) -> int:
    found = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": library}]}
    answer = httpx2.MockTransport(lambda _: httpx2.Response(200, json=found))
    base = "https://fhir.example.org/fhir"
    client = FhirClient(base, timeout_s=5.0, transport=answer, clock=lambda: now)
    with closing(client):
        return take_in_forms(store, client, [key], now=now)


def test_choices_of_a_ballot_come_together_ten_at_a_time(
    kiosk: Kiosk, running_central: Any, another: Callable[[str], Store]
) -> None:
    key, base = own_slip_key(kiosk.store, now=kiosk.now), running_central.base
    other, today = another("other"), kiosk.now.date()
    opened = Ballot(
        "b1", f"{PAIN}|1.0.0", "pain-where", {"old": "Where?", "new": "Which part?"}, today, today
    )
    with kiosk.store.transaction() as c:
        form_versions.record_event(
            c, FormEvent(kiosk.now, PAIN, events.BALLOT_OPENED, f"{PAIN}|1.0.0", role="lead",
                         by="Sam", detail=opened.to_json()),
        )  # fmt: skip
    for chosen, expected in ((9, 0), (1, 10), (5, 10), (10, 25)):
        with kiosk.store.transaction() as c:
            for _ in range(chosen):
                ballots.count_choice(
                    c, "b1", winner="new", loser="old", bands=["mode:large"], today=today
                )
        send(kiosk, base)
        take_in(other, base, key, kiosk.now)
        with other.reading() as c:
            told = ballots.choices_elsewhere(c, "b1")
        assert sum(one.times for one in told if not one.band) == expected
