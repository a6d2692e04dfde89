from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kiosk.coproduction import events
from kiosk.coproduction.events import FormEvent
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.store import form_versions
from kiosk.store.database import Store

URL = "http://clinic.example/Questionnaire/sleep"


def keep(c: Any, version: str, asked: str, now: datetime) -> form_versions.FormVersion:
    raw = {
        "resourceType": "Questionnaire", "url": URL, "version": version, "status": "active",
        "item": [{"linkId": "a", "type": "string", "text": asked}],
    }  # fmt: skip
    content = encode_json(raw)
    return form_versions.keep_version(
        c, read_questionnaire(content), content=content, derived_from="", change_class="",
        source="file", by="Sam Lee", now=now,
    )  # fmt: skip


def test_a_version_is_kept_once_and_never_changes(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        first = keep(c, "1.0.0", "How?", now)
        assert keep(c, "1.0.0", "How?", now + timedelta(days=1)) == first
    with pytest.raises(RefusedError, match="never changes"), store.transaction() as c:
        keep(c, "1.0.0", "Why?", now)
    with store.reading() as c:
        assert form_versions.versions_of(c, URL) == (first,)
        assert b"How?" in (form_versions.content_of(c, first.canonical) or b"")


@pytest.mark.parametrize("table", ["form_version", "form_event"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET url = 'other'"])
def test_nothing_that_was_done_about_a_form_can_be_undone_in_the_log(
    store: Store, now: datetime, table: str, statement: str
) -> None:
    with store.transaction() as c:
        keep(c, "1.0.0", "How?", now)
        form_versions.record_event(c, FormEvent(now, URL, events.PUBLISHED, f"{URL}|1.0.0"))
    with pytest.raises(IntegrityError, match="only grows"), store.transaction() as c:
        c.execute(text(statement.format(table)))


def test_how_a_form_stands_follows_from_its_events(store: Store, now: datetime) -> None:
    done = [
        FormEvent(now, URL, events.DRAFTED, f"{URL}|1.1.0", role="lead", by="Sam", text="plainer",
                  detail={"groups": ["a1"]}),
        FormEvent(now, URL, events.PUBLISHED, f"{URL}|1.1.0"),
        FormEvent(now, "http://other.example/q", events.RETIRED),
    ]  # fmt: skip
    with store.transaction() as c:
        for event in done:
            form_versions.record_event(c, event)
    with store.reading() as c:
        assert list(form_versions.events(c)) == done
        assert list(form_versions.events(c, URL)) == done[:2]
        stands = form_versions.standings(c)
    assert stands[URL].default == f"{URL}|1.1.0"
    assert stands["http://other.example/q"].retired


def test_a_clock_that_is_set_back_does_not_turn_round_what_was_done(
    store: Store, now: datetime
) -> None:
    with store.transaction() as c:
        form_versions.record_event(c, FormEvent(now, URL, events.PUBLISHED, f"{URL}|1.1.0"))
        earlier = now - timedelta(days=400)
        form_versions.record_event(
            c, FormEvent(earlier, URL, events.REVERTED, f"{URL}|1.1.0", detail={"to": ""})
        )
    with store.reading() as c:
        assert [one.kind for one in form_versions.events(c)] == ["published", "reverted"]
        assert form_versions.standings(c)[URL].default == ""
