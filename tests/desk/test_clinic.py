"""What the clinic's lead sets at the desk: kept over the file, checked, audited, undone."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.clinic import LocalClinic
from kiosk.errors import RefusedError
from kiosk.settings import Clinic, Patient, Settings
from kiosk.settings.form_days import FormDays, hidden_forms
from kiosk.settings.written import written_toml
from kiosk.store import audit
from kiosk.store.clinic import say_here
from kiosk.store.database import Store, create_store
from kiosk.sync.fetch.clinic import with_clinic_settings

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
OWN = Settings(clinic=Clinic(name="Riverside Practice"), patient=Patient(walk_ups=False))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = create_store(tmp_path / "store", bytes(32))
    yield opened
    opened.close()


@pytest.fixture
def book(store: Store) -> LocalClinic:
    return LocalClinic(store, OWN, lambda: NOW)


def events(store: Store) -> list[tuple[str, str, str]]:
    with store.reading() as c:
        found = [(one.actor, one.action, one.subject) for one in audit.events(c, 9)]
    return [one for one in found if one[1].startswith("clinic.")]


def test_what_is_set_counts_before_the_file_and_is_audited_without_values(
    book: LocalClinic, store: Store
) -> None:
    book.change({"clinic.name": "North Wing", "hours.monday": "08:30-18:00"}, by="Lee")

    now = book.look()
    assert now.settings.clinic.name == "North Wing"
    assert now.here == ("clinic.name", "hours.monday")
    assert with_clinic_settings(store, OWN).settings.hours.monday == "08:30-18:00"
    assert events(store) == [("Lee", "clinic.changed", "clinic.name, hours.monday")]


def test_what_is_set_as_the_file_has_it_is_not_kept(book: LocalClinic, store: Store) -> None:
    book.change({"clinic.name": "North Wing"}, by="Lee")
    before = book.change({"clinic.name": "Riverside Practice"}, by="Lee")
    assert book.look().here == ()
    assert before.keys == ("clinic.name",)

    assert book.change({"clinic.name": "Riverside Practice"}, by="Lee").keys == ()
    assert len(events(store)) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hours.monday", "18:00-08:30, 19:00-20:00"),
        ("hours.closed", ["2026-02-30"]),
        ("clinic.name", ""),
        ("clinic.name", "two\nlines"),
        ("patient.walk_ups", True),  # a guard, which only the file loosens
        ("patient.draft_translations", ["ar"]),
        ("store.low_mb", 0),
    ],
)
def test_a_wrong_value_or_a_guard_is_refused_and_changes_nothing(
    book: LocalClinic, store: Store, key: str, value: Any
) -> None:
    with pytest.raises(RefusedError):
        book.change({"hours.tuesday": "08:30-18:00", key: value}, by="Lee")

    assert book.look().here == ()
    assert events(store) == []


def test_a_change_is_undone_once_and_not_over_a_later_one(book: LocalClinic, store: Store) -> None:
    first = book.change({"clinic.name": "North Wing"}, by="Lee")
    second = book.change({"hours.monday": "08:30-18:00"}, by="Lee")
    with pytest.raises(RefusedError):
        book.undo(first, by="Lee")

    book.undo(second, by="Lee")
    assert book.look().here == ("clinic.name",)
    with pytest.raises(RefusedError):
        book.undo(second, by="Lee")
    assert events(store)[0] == ("Lee", "clinic.change-undone", "hours.monday")


def test_what_does_not_fit_the_file_any_more_is_told_and_left_out(store: Store) -> None:
    with store.transaction() as c:
        say_here(c, "[hours]\nmondy = ''", keys=(), by="Lee", action="clinic.changed", now=NOW)

    now = LocalClinic(store, OWN, lambda: NOW).look()
    assert now.settings == OWN
    assert "mondy" in now.refused


def test_the_screen_is_opened_by_hand_for_an_hour(book: LocalClinic, store: Store) -> None:
    book.change({"hours.monday": "08:30-18:00"}, by="Lee")
    assert not book.look().standing.open  # a Friday

    assert book.open_for_an_hour(by="Sam") == NOW + timedelta(hours=1)
    assert book.look().by_hand == NOW + timedelta(hours=1)
    later = LocalClinic(store, OWN, lambda: NOW + timedelta(hours=1))
    assert later.look().by_hand is None

    book.keep_to_hours(by="Sam")
    assert book.look().by_hand is None
    assert [one[1] for one in events(store)][:2] == ["clinic.by-the-hours", "clinic.opened"]


def test_a_clock_before_the_last_change_is_known_to_be_wrong(store: Store) -> None:
    LocalClinic(store, OWN, lambda: NOW).change({"hours.monday": "08:30-18:00"}, by="Lee")

    assert LocalClinic(store, OWN, lambda: NOW - timedelta(days=2)).look().wrong_clock
    assert not LocalClinic(store, OWN, lambda: NOW + timedelta(days=2)).look().wrong_clock


def test_a_form_is_hidden_where_no_rule_offers_it() -> None:
    rules = (
        FormDays(form="http://x/a|1", days=("monday",)),
        FormDays(form="http://x/b", kiosks=("k1",)),
        FormDays(form="http://x/c", never=True),
    )
    monday = NOW.date() + timedelta(days=3)

    assert hidden_forms(rules, "k1", NOW.date()) == {"http://x/a", "http://x/c"}
    assert hidden_forms(rules, "k2", monday) == {"http://x/b", "http://x/c"}


values = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"])) | st.booleans() | st.integers(-9, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab-", min_size=1), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.text(min_size=1, max_size=4, alphabet='abc_é"'), st.dictionaries(
    st.text("abc_", min_size=1), values, min_size=1), max_size=3))  # fmt: skip
def test_toml_is_read_as_it_was_written(tables: dict[str, dict[str, Any]]) -> None:
    assert tomllib.loads(written_toml(tables)) == tables
