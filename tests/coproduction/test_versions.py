from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.lineage import lineage
from kiosk.coproduction.versions import (
    Version,
    as_version,
    change_class,
    derivation_type,
    next_version,
    pilot_version,
)
from kiosk.forms.questionnaire import parse_questionnaire
from tests.coproduction.test_lineage import SLEEP, form


@pytest.mark.parametrize(
    ("now", "change", "then"),
    [
        ("1.2.3", "cosmetic", "1.2.4"),
        ("1.2.3", "reworded", "1.3.0"),
        ("1.2.3", "semantic", "2.0.0"),
        ("", "reworded", "0.1.0"),
        ("2", "cosmetic", "2.0.1"),
        ("2024-05", "reworded", "2024.6.0"),
        ("1.2.3-pilot.2", "cosmetic", "1.2.4"),
    ],
)
def test_a_new_version_is_numbered_by_what_was_changed(now: str, change: str, then: str) -> None:
    assert next_version(now, change) == then


def test_a_number_that_is_taken_is_not_given_again() -> None:
    assert next_version("1.0.0", "reworded", ["1.1.0", "1.2.0-pilot.1"]) == "1.3.0"
    assert pilot_version("1.3.0") == "1.3.0-pilot.1"
    assert pilot_version("1.3.0", ["1.3.0-pilot.1", "1.2.0-pilot.7"]) == "1.3.0-pilot.2"


numbers = st.integers(0, 999)


@given(st.tuples(numbers, numbers, numbers), st.integers(1, 99))
def test_a_pilot_is_older_than_what_it_is_a_pilot_of_and_newer_than_what_was_before(
    number: tuple[int, int, int], pilot: int
) -> None:
    settled = Version(*number)
    tried = settled._replace(final=False, pilot=pilot)
    before = settled._replace(patch=settled.patch - 1)
    assert before < tried < settled
    assert Version.of(tried.text) == tried
    assert Version.of(settled.text) == settled


def test_a_version_says_what_it_was_made_from_and_how_it_stands_to_it() -> None:
    old = parse_questionnaire(
        {"resourceType": "Questionnaire", "url": "http://x.example/q", "version": "1.0.0",
         "item": [SLEEP], "meta": {"versionId": "7", "tag": [{"code": "theirs"}]}}
    )  # fmt: skip
    new = parse_questionnaire(
        {**old.raw, "item": [SLEEP | {"text": "How did you sleep last 2 weeks?"}]}
    )
    made = as_version(
        new.raw, "1.1.0-pilot.1", today=date(2026, 3, 2), pilot=True,
        derived_from=(old, derivation_type(old, new)),
    )  # fmt: skip
    assert made["derivedFrom"] == ["http://x.example/q|1.0.0"]
    assert made["_derivedFrom"][0]["extension"][0]["valueCoding"]["code"] == "compliesWith"
    assert (made["version"], made["status"], made["date"]) == (
        "1.1.0-pilot.1",
        "active",
        "2026-03-02",
    )
    assert [tag["code"] for tag in made["meta"]["tag"]] == ["theirs", "pilot"]
    settled = as_version(made, "1.1.0", today=date(2026, 4, 2))
    assert [tag["code"] for tag in settled["meta"]["tag"]] == ["theirs"]
    assert "versionId" not in settled["meta"]


def test_the_gravest_change_counts() -> None:
    help_only = form(SLEEP), form(SLEEP | {"text": "Over the last 2 weeks how did you sleep"})
    other = form(SLEEP), form(SLEEP | {"text": "Over the last 4 weeks, how did you sleep?"})
    more = form(SLEEP), form(SLEEP, {"linkId": "b", "type": "string", "text": "More?"})
    assert change_class(lineage(form(SLEEP), form(SLEEP))) is None
    assert change_class(lineage(*help_only)) == "cosmetic"
    assert change_class(lineage(*other)) == "semantic"
    assert change_class(lineage(*more)) == "reworded"
    assert [derivation_type(*pair) for pair in (help_only, other, more)] == [
        "compliesWith", "inspiredBy", "extends",
    ]  # fmt: skip
