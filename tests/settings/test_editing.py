"""One key of a settings file is changed, and nothing else in its text."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.settings.editing import with_key, without_key

FILE = """# Elm Surgery
[clinic]
name = "Elm"   # as on the door

[enrolment]   # by the MSI
# token = "an older one"
token = "quiet-lantern"
recovery_page = "//server/it"
"""


def test_a_key_goes_and_every_comment_stays() -> None:
    assert without_key(FILE, "enrolment", "token") == FILE.replace('token = "quiet-lantern"\n', "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('enrolment.token = "x"\n', ""),
        ('[enrolment]\r\ntoken = "x"\r\n[clinic]\r\n', "[enrolment]\r\n[clinic]\r\n"),
        ('[enrolment]\ntoken = """\nx\ny"""\nuser = "u"\n', '[enrolment]\nuser = "u"\n'),
        ("[ enrolment ]\n\"token\" = 'x'", "[ enrolment ]\n"),
        ('\ufeff[enrolment]\ntoken = "x"\n', "\ufeff[enrolment]\n"),
    ],
)
def test_a_key_goes_however_it_was_written(before: str, after: str) -> None:
    assert without_key(before, "enrolment", "token") == after


@pytest.mark.parametrize(
    "text",
    [
        'enrolment = { token = "x", user = "u" }\n',
        '[enrolment]\nuser = "u"\n',
        "no toml",
        "",
    ],
)
def test_what_can_not_surely_be_taken_out_is_left(text: str) -> None:
    assert without_key(text, "enrolment", "token") is None


def test_a_key_of_that_name_in_another_table_stays() -> None:
    text = '[other]\ntoken = "x"\n\n[enrolment]\ntoken = "x"\n'
    assert without_key(text, "enrolment", "token") == '[other]\ntoken = "x"\n\n[enrolment]\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '\n[central]\nurl = "https://a"\n'),
        ("[central]\ntimeout_s = 5\n", '[central]\nurl = "https://a"\ntimeout_s = 5\n'),
        ('[central]\nurl = "http://old"\n', '[central]\nurl = "https://a"\n'),
        ("[central]", '[central]\nurl = "https://a"\n'),
        ("[clinic]\n# url =\n", '[clinic]\n# url =\n\n[central]\nurl = "https://a"\n'),
    ],
)
def test_a_key_is_put_where_it_belongs(before: str, after: str) -> None:
    assert with_key(before, "central", "url", "https://a") == after


@given(st.text(), st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_whatever_comes_out_says_what_was_meant(text: str, value: str) -> None:
    changed = with_key(text, "central", "url", value)
    if changed is not None:
        assert tomllib.loads(changed.removeprefix("\ufeff"))["central"]["url"] == value
        assert without_key(changed, "central", "url") is not None
