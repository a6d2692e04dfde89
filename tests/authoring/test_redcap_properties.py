"""Whatever stands in a dictionary: a draft or a refusal, and every cell is used or listed."""

import re
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.authoring.redcap import read_redcap
from kiosk.errors import ImportRefused
from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import read_questionnaire
from tests.authoring.dictionaries import dictionary

KINDS = [
    "text",
    "notes",
    "radio",
    "dropdown",
    "checkbox",
    "yesno",
    "truefalse",
    "slider",
    "descriptive",
    "calc",
    "file",
    "sql",
    "strange",
]
WORDS = st.text(alphabet="ab12 |,[]()@='\"<>{}\né", max_size=12)


def cell(*likely: str) -> Any:
    return st.one_of(st.just(""), st.sampled_from(likely), WORDS)


FIELD = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a", "b", "c", "d", "form_1"]),
        "form": cell("form_1", "form_2"),
        "type": st.sampled_from(KINDS),
        "label": cell("How old?", "<b>Bold</b> [a]"),
        "section": cell("Part"),
        "choices": cell("1, Yes | 0, No", "Low | High", "[a]*2"),
        "note": cell("Hint"),
        "check": cell("integer", "number", "date_dmy", "time", "email", "signature"),
        "min": cell("0", "2020-01-01", "today"),
        "max": cell("9", "2030-01-01"),
        "identifier": cell("y"),
        "logic": cell("[a] = '1'", "[b(1)] = '1'", "[c] > 3 or [d] = ''"),
        "required": cell("y"),
        "align": cell("LH", "RV"),
        "number": cell("1."),
        "matrix": cell("grid"),
        "ranking": cell("y"),
        "annotation": cell("@HIDDEN", "@TODAY", "@DEFAULT='1'", '@X={"a":1}'),
    }
)


@given(st.lists(FIELD, min_size=1, max_size=5))
def test_any_dictionary_becomes_a_draft_without_errors_or_is_refused(fields: Any) -> None:
    try:
        found = read_redcap(dictionary(*fields), name="any")
    except ImportRefused:
        return
    form = read_questionnaire(encode_json(found.questionnaire))
    assert [f for f in check_questionnaire(form) if f.severity == "error"] == []


@given(st.lists(FIELD, min_size=1, max_size=3), st.data())
def test_every_word_of_a_dictionary_is_in_the_draft_or_listed(fields: Any, data: Any) -> None:
    marked = dict(data.draw(st.sampled_from(fields)))
    where = data.draw(st.sampled_from(sorted(set(marked) - {"name"})))
    marked[where] = "zzmarkzz"
    others = [field for field in fields if field["name"] != marked["name"]]
    try:
        found = read_redcap(dictionary(*others, marked), name="any")
    except ImportRefused:
        return
    draft = encode_json(found.questionnaire).decode()
    listed = " ".join(f"{note.construct} {note.message}" for note in found.not_understood)
    assert re.search("zzmarkzz", draft + listed, re.IGNORECASE), where


@given(st.binary(max_size=300))
def test_any_bytes_are_a_draft_or_refused(content: bytes) -> None:
    for start in (b"", b"field_name,field_type\n"):
        with suppress(ImportRefused):
            read_redcap(start + content, name="any")
