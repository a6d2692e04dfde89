"""Values change in the text of a settings file, and nothing else does."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import RefusedError
from kiosk.resources import resource
from kiosk.setting_up.settings_text import with_values
from kiosk.settings import parse_settings

SAMPLE = resource("kiosk.toml").read_text("utf-8")
SHORT = """# first
[clinic]
name = "x"  # on paper, too
# url = "no example of this table"

[patient]
forms = [
    "a",  # b
]
# identity = "code"

[reception]
"""
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
VALUES = st.one_of(
    TEXTS, st.booleans(), st.integers(-9, 9), st.lists(TEXTS, max_size=3),
    st.lists(st.fixed_dictionaries({"name": TEXTS, "how": TEXTS}), max_size=2),
)  # fmt: skip
TABLES = st.dictionaries(
    st.sampled_from(["clinic", "patient", "central", "reception", "new"]),
    st.dictionaries(st.sampled_from(["name", "forms", "url", "identity", "x"]), VALUES, max_size=3),
    max_size=3,
)  # fmt: skip


def test_a_value_in_the_sample_is_changed_in_its_line_with_its_comment() -> None:
    text = with_values(SAMPLE, {"clinic": {"name": "Müller & Söhne"}})
    line = next(one for one in text.splitlines() if one.startswith("name ="))
    assert line.startswith('name = "Müller & Söhne"')
    assert line.endswith("# the same on all kiosks of the clinic: by it they find one another")
    changed = set(SAMPLE.splitlines()) ^ set(text.splitlines())
    assert len(changed) == 2


def test_a_value_that_was_an_example_stands_below_it() -> None:
    lines = with_values(SAMPLE, {"central": {"url": "https://a.example/fhir"}}).splitlines()
    place = lines.index('url = "https://a.example/fhir"')
    assert lines[place - 1].startswith("# url = ")


def test_what_is_said_already_changes_nothing() -> None:
    assert with_values(SAMPLE, {"patient": {"identity": "anonymous"}}) == SAMPLE


def test_a_list_over_several_lines_is_replaced_as_a_whole() -> None:
    text = '[patient]\nforms = [\n  "a", # one\n  "b",\n]\nidentity = "code" # kept\n'
    changed = with_values(text, {"patient": {"forms": ["c"]}})
    assert changed == '[patient]\nforms = ["c"]\nidentity = "code" # kept\n'


def test_a_key_of_the_same_name_in_another_table_is_left_alone() -> None:
    text = '[other]\nname = "x"\n[clinic]\nname = "y"\n'
    assert with_values(text, {"clinic": {"name": "z"}}) == text.replace('"y"', '"z"')


@pytest.mark.parametrize("text", ["[clinic", 'clinic = {name = "x"}\n'])
def test_what_cannot_be_changed_surely_is_refused_with_the_line_to_write(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        with_values(text, {"clinic": {"name": "z"}})
    assert refused.value.advice


@settings(max_examples=60)
@given(TABLES, TABLES)
def test_the_text_says_what_was_meant_and_the_rest_as_before(
    first: dict[str, dict[str, Any]], then: dict[str, dict[str, Any]]
) -> None:
    text = with_values(with_values(SHORT, first), then)
    wanted = tomllib.loads(SHORT)
    for changes in (first, then):
        for table, values in changes.items():
            for key, value in values.items():
                wanted.setdefault(table, {})[key] = value
    assert tomllib.loads(text) == wanted
    comments = [one for one in SHORT.splitlines() if one.startswith("# ")]
    assert set(comments) <= set(text.splitlines())


def test_the_sample_with_all_that_the_window_sets_is_right() -> None:
    changes: dict[str, dict[str, Any]] = {
        "clinic": {"name": "Riverside", "kiosk": "Left"},
        "patient": {"languages": ["cy", "en"], "draft_translations": ["cy"], "forms": ["phq-9"],
                    "identity": "code"},
        "reception": {"responders": [{"name": "Duty nurse", "how": "extension 21"}]},
        "central": {"url": "https://a.example/fhir"},
    }  # fmt: skip
    read = parse_settings(with_values(SAMPLE, changes).encode(), source="it")
    assert read.reception.responders[0].how == "extension 21"
    assert read.patient.languages == ("cy", "en")
