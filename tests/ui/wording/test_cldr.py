"""Which form of a text a number takes."""

import subprocess
import sys

import pytest

from kiosk.ui.wording.cldr import numbers_by_category, plural_rule, runs_leftward


@pytest.mark.parametrize(
    ("code", "numbers", "told"),
    [
        ("en", (0, 1, 2), "other one other"),
        ("en-GB", (0, 1, 2), "other one other"),
        ("pl", (1, 2, 4, 5, 12, 22), "one few few many many few"),
        ("cy", (0, 1, 2, 3, 6, 7), "zero one two few many other"),
        ("ar", (0, 1, 2, 3, 11, 100), "zero one two few many other"),
        ("ur", (0, 1, 2), "other one other"),
        ("cy-easy", (2,), "two"),
        ("xx", (0, 1, 2), "other other other"),
        ("no such tag", (1,), "other"),
    ],
)
def test_a_number_has_the_category_of_its_language(
    code: str, numbers: tuple[int, ...], told: str
) -> None:
    rule = plural_rule(code)
    assert " ".join(map(rule, numbers)) == told


def test_the_categories_of_a_language_are_told_with_their_numbers() -> None:
    told = {"zero": [0], "one": [1], "two": [2], "few": [3], "many": [6]}
    assert numbers_by_category("cy") == told
    assert list(numbers_by_category("pl")) == ["one", "few", "many"]
    assert numbers_by_category("xx") == {}


def test_arabic_and_urdu_run_leftward_and_what_nobody_knows_does_not() -> None:
    codes = ("ar", "ur", "he-IL", "ar-x-easy", "en", "pl", "cy-easy", "qqq")
    assert [code for code in codes if runs_leftward(code)] == ["ar", "ur", "he-IL", "ar-x-easy"]


def test_a_kiosk_that_speaks_english_alone_never_loads_the_rules_of_others() -> None:
    program = (
        "import sys; from kiosk.resources import resource;"
        "from kiosk.ui.wording.words import load_words;"
        "said = load_words(resource('translations')).count('en', 'minutes', 2);"
        "assert said == '2\\u00a0minutes', said;"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
