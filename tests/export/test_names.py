"""Names that another program takes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kiosk.export import spss, stata
from kiosk.export.columns import columns_of
from kiosk.export.names import cut, file_names, sheet_names, unique, utf8, utf16
from kiosk.export.spss import LONGEST_NAME
from kiosk.export.statistics import variables_of
from kiosk.export.survey import FormSurvey, Question
from kiosk.export.tables import MAIN, Table

NAMES = st.lists(st.text(max_size=90), max_size=12)


@given(NAMES)
def test_every_sheet_has_a_name_that_excel_takes(names: list[str]) -> None:
    made = sheet_names(names)

    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert 0 < utf16(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert not name.startswith("'")
        assert name.casefold() != "history"


@given(NAMES)
def test_every_file_has_a_name_of_its_own(names: list[str]) -> None:
    made = file_names(names)

    assert len({name.casefold() for name in made}) == len(names)
    assert all(re.fullmatch(r"[\w-][\w.-]*", name) for name in made)


@given(NAMES)
def test_variables_are_legal_in_both_programs(names: list[str]) -> None:
    form = FormSurvey("http://x.example/f")
    columns = []
    for name in names:
        question = Question((name,))
        question.kind("text")
        columns += columns_of(form, question, "f", "codes")
    table = Table(MAIN, "", (), ("response",), tuple(columns), (), ())

    programs = ((64, spss.legal, {"all", "by", "with"}), (32, stata.legal, {"if", "in", "_n"}))
    for longest, legal, reserved in programs:
        made = [
            one.name for one in variables_of(table, longest=longest, legal=legal, one_form=True)
        ]
        assert len({name.casefold() for name in made}) == len(names) + 1
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in made)
        assert all(len(name) <= longest for name in made)
        assert not {name.casefold() for name in made} & reserved


@given(st.text(), st.integers(min_value=3, max_value=40))
def test_what_is_cut_says_so(text: str, longest: int) -> None:
    for size in (utf8, utf16, len):
        made = cut(text, longest, size)
        assert size(made) <= longest
        assert made == text or made.endswith("…")


def test_a_name_that_was_there_gets_a_number() -> None:
    assert unique(["a", "A", "a"], longest=5) == ["a", "A (2)", "a (3)"]
    assert LONGEST_NAME == 64
