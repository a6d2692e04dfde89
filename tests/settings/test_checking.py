"""A value is told as wrong if and only if settings can't be made of it."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kiosk.settings import Settings
from kiosk.settings.checking import problems_of
from kiosk.settings.kinds import is_right
from kiosk.settings.problems import Place, near
from kiosk.settings.schema import tables
from tests.settings.valid import any_tables

KEYS = [(table.name, key.name) for table in tables() for key in table.keys]
scalars = st.one_of(
    st.booleans(), st.integers(-9, 2000), st.floats(), st.dates(), st.text(max_size=9),
    st.sampled_from(["code", "xlsx", "systemd-creds", "08:30-12:00", "06:00", "en", "gad-7"]),
)  # fmt: skip
names = st.sampled_from(["form", "days", "kiosks", "never", "name", "how", "key", "forms", "x"])
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=9,
)


def told(found: dict[str, Any]) -> list[str]:
    return [str(one) for one in problems_of(found, lambda _path: Place("kiosk.toml"), tables())]


@given(any_tables(), st.lists(st.tuples(st.sampled_from(KEYS), values), max_size=3))
def test_problems_are_told_where_and_only_where_settings_can_not_be_made(
    right: dict[str, Any], more: list[tuple[tuple[str, str], Any]]
) -> None:
    for (table, key), value in more:
        right.setdefault(table, {})[key] = value

    problems = told(right)

    assert bool(problems) is not is_right(right, Settings)
    for (table, key), value in more:
        if not is_right({table: {key: value}}, Settings) and right[table][key] is value:
            assert any(f"{table}.{key}" in one for one in problems)


@given(any_tables(), st.sampled_from(KEYS))
def test_a_key_with_a_sign_too_many_is_told_with_its_right_name(
    right: dict[str, Any], key: tuple[str, str]
) -> None:
    table, name = key
    right.setdefault(table, {})[f"{name}x"] = 1

    (problem,) = problems_of(right, lambda _path: Place("kiosk.toml"), tables())

    assert problem.nearest.split(".")[-1] == name


def test_of_two_words_that_are_as_near_the_one_with_the_same_first_letter_is_meant() -> None:
    assert near("munday", ["sunday", "monday"]) == "monday"
    assert near("zzz", ["sunday"]) == ""


def test_what_is_right_by_itself_is_made_as_msgspec_makes_it() -> None:
    assert msgspec.convert({"panel": {"px_per_mm": 3}}, Settings).panel.px_per_mm == 3
    assert not told({"panel": {"px_per_mm": 3}})
