from decimal import Decimal
from typing import Any

import pytest

from kiosk.authoring.redcap import is_dictionary, read_redcap
from kiosk.errors import ImportRefused
from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from tests.authoring.dictionaries import API, TITLES, dictionary, extension, imported, items, said

YES_NO = "1, Yes | 0, No"


def test_every_dictionary_of_others_becomes_a_sound_draft(corpus: Any, sound: Any) -> None:
    files = sorted((corpus / "authoring" / "redcap").rglob("*.csv"))
    assert files
    for file in files:
        sound(read_redcap(file.read_bytes(), name=file.stem).questionnaire)


def test_instruments_sections_and_matrices_are_groups_in_their_order() -> None:
    found = imported(
        {"name": "a", "form": "first_visit"},
        {"name": "b", "form": "first_visit", "section": "Food", "type": "radio",
         "choices": YES_NO, "matrix": "daily"},
        {"name": "c", "form": "first_visit", "type": "radio", "choices": YES_NO, "matrix": "daily"},
        {"name": "d", "form": "second"},
    )  # fmt: skip
    first, second = found.questionnaire["item"]
    assert (first["text"], second["text"]) == ("First visit", "Second")
    assert [one["linkId"] for one in first["item"]] == ["a", "b-section"]
    [matrix] = first["item"][1]["item"]
    assert (first["item"][1]["text"], [one["linkId"] for one in matrix["item"]]) == (
        "Food",
        ["b", "c"],
    )
    assert extension(matrix, "itemControl")["coding"][0]["code"] == "table"


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ({"type": "text"}, "string"),
        ({"type": "notes"}, "text"),
        ({"type": "yesno"}, "boolean"),
        ({"type": "truefalse"}, "boolean"),
        ({"type": "radio", "choices": YES_NO}, "choice"),
        ({"type": "dropdown", "choices": YES_NO}, "choice"),
        ({"type": "checkbox", "choices": YES_NO}, "choice"),
        ({"type": "slider"}, "integer"),
        ({"type": "descriptive"}, "display"),
        ({"type": "calc", "choices": "1+1"}, "display"),
        ({"type": "file"}, "attachment"),
        ({"check": "date_dmy"}, "date"),
        ({"check": "date"}, "date"),
        ({"check": "datetime_seconds_ymd"}, "dateTime"),
        ({"check": "time"}, "time"),
        ({"check": "integer"}, "integer"),
        ({"check": "number_comma_decimal"}, "decimal"),
        ({"check": "email"}, "string"),
    ],
)
def test_each_type_of_field_has_its_type_of_item(field: dict[str, str], kind: str) -> None:
    assert items(imported(field | {"name": "a"}))["a"]["type"] == kind


def test_choices_keep_their_codes_and_words_and_checkboxes_take_several() -> None:
    found = items(imported({"name": "a", "type": "checkbox", "choices": "-9, Not, known |1,Ja"}))
    options = [option["valueCoding"] for option in found["a"]["answerOption"]]
    assert [(one["code"], one["display"]) for one in options] == [
        ("-9", "Not, known"),
        ("1", "Ja"),
    ]
    assert found["a"]["repeats"] is True


def test_choices_without_code_words_or_with_a_code_twice_are_said() -> None:
    found = imported({"name": "a", "type": "radio", "choices": "1, A | Maybe | 2, | 1, B"})
    codes = [o["valueCoding"]["code"] for o in items(found)["a"]["answerOption"]]
    assert codes == ["1", "Maybe", "2"]
    assert said(found) == [(2, "Maybe"), (2, "2,"), (2, "1, B")]


def test_a_choice_with_nothing_to_choose_is_asked_for_words_and_said(sound: Any) -> None:
    found = imported({"name": "a", "type": "radio"})
    sound(found.questionnaire)
    assert "nothing to choose" in found.not_understood[0].message


def test_limits_help_number_and_required_come_along() -> None:
    found = items(
        imported(
            {"name": "a", "check": "integer", "min": "0.5", "max": "120", "note": "In years",
             "required": "y", "number": "3a"},
            {"name": "b", "check": "number", "min": "1,5"},
            {"name": "c", "check": "date_ymd", "max": "2026-01-31"},
        )
    )  # fmt: skip
    assert (extension(found["a"], "minValue"), extension(found["a"], "maxValue")) == (1, 120)
    assert (found["a"]["required"], found["a"]["prefix"]) == (True, "3a")
    assert found["a-help"]["text"] == "In years"
    assert extension(found["b"], "minValue") == Decimal("1.5")
    assert extension(found["c"], "maxValue") == "2026-01-31"


def test_limits_that_move_or_contradict_are_said_and_left_out(sound: Any) -> None:
    found = imported(
        {"name": "a", "check": "date_ymd", "max": "today"},
        {"name": "b", "check": "integer", "min": "[a]"},
        {"name": "c", "check": "integer", "min": "9", "max": "1"},
        {"name": "d", "min": "1"},
    )
    sound(found.questionnaire)
    assert said(found) == [(2, "today"), (3, "[a]"), (4, "9"), (5, "1")]


def test_a_slider_has_ends_with_words_and_the_middle_is_said() -> None:
    found = imported({"name": "a", "type": "slider", "choices": "Bad | So-so | Good"})
    known = items(found)
    assert (known["a-lower"]["text"], known["a-upper"]["text"]) == ("Bad", "Good")
    assert (extension(known["a"], "minValue"), extension(known["a"], "maxValue")) == (0, 100)
    assert said(found) == [(2, "So-so")]


def test_what_only_redcap_can_do_is_said_with_its_row() -> None:
    found = imported(
        {"name": "a", "identifier": "y"},
        {"name": "b", "type": "sql", "choices": "select 1", "label": "From a table"},
        {"name": "c", "label": "Hello [a], hello [user-name]"},
        {"name": "d", "choices": "BIOPORTAL:ICD-10"},
        {"name": "e", "check": "moon_phase"},
        {"name": "f", "type": "calc", "choices": "[a]+1"},
        {"name": "g", "align": "RH"},
    )
    assert said(found) == [
        (2, "y"), (3, "sql"), (3, "From a table"), (3, "select 1"), (4, "[a]"), (4, "[user-name]"),
        (5, "BIOPORTAL:ICD-10"), (6, "moon_phase"), (7, "[a]+1"), (8, "RH"),
    ]  # fmt: skip
    assert "b" not in items(found)


def test_answers_are_put_into_a_label(sound: Any) -> None:
    found = imported(
        {"name": "who", "label": "Your name"},
        {"name": "drinks", "type": "checkbox", "choices": "1, Tea | 2, Milk"},
        {"name": "q", "label": "[who], it's\nabout [drinks]."},
    )
    filler = FormFiller(sound(found.questionnaire))
    drinks = items(found)["drinks"]["answerOption"]

    assert found.not_understood == ()
    assert filler.pages[-1].text == "…, it's\nabout …."
    filler.answer("form_1/who", [Answer("valueString", "Ada")])
    filler.answer("form_1/drinks", [Answer("valueCoding", o["valueCoding"]) for o in drinks])
    assert filler.pages[-1].text == "Ada, it's\nabout Tea, Milk."


def test_answers_that_cannot_be_put_in_are_gaps_and_said() -> None:
    found = imported(
        {"name": "a", "type": "yesno", "label": "Do you [a]?"},
        {"name": "b", "label": "For [a]", "note": "See [b]", "section": "About [b]"},
        {"name": "c", "type": "slider", "choices": "Less than [b] | More"},
        {"name": "d", "label": "[c(1)], [user-name] and [unknown]"},
    )
    known = items(found)
    assert (known["a"]["text"], known["b"]["text"]) == ("Do you …?", "For …")
    assert (known["b-help"]["text"], known["b-section"]["text"]) == ("See …", "About …")
    assert known["c-lower"]["text"] == "Less than …"
    assert known["d"]["text"] == "…, … and [unknown]"
    assert said(found) == [
        (2, "[a]"), (3, "[b]"), (3, "[b]"), (3, "[a]"), (4, "[b]"), (5, "[c(1)]"),
        (5, "[user-name]"),
    ]  # fmt: skip


def test_marks_of_html_go_and_the_words_stay() -> None:
    label = '<div class="rich"><p>Do you <b>smoke</b>?</p><ul><li>R&amp;D</li></ul></div>'
    found = imported(
        {"name": "a", "label": label},
        {"name": "b", "label": "if x <b and c> 3 &amp; more"},
        {"name": "c", "label": '<a href="https://x.org">See</a><script>alert(1)</script>'},
    )
    known = items(found)
    assert known["a"]["text"] == "Do you smoke?\n• R&D"
    assert known["b"]["text"] == "if x <b and c> 3 & more"
    assert known["c"]["text"] == "See (https://x.org)"
    assert said(found) == [(2, "HTML"), (4, "HTML")]


def test_tags_do_here_what_they_can_and_the_others_are_said(sound: Any) -> None:
    found = imported(
        {"name": "a", "annotation": "@HIDDEN-SURVEY @READONLY a note", "required": "y"},
        {"name": "b", "check": "date_ymd", "annotation": "@TODAY"},
        {"name": "c", "type": "radio", "choices": YES_NO, "annotation": "@DEFAULT='1'"},
        {"name": "d", "annotation": "@CHARLIMIT=20 @PLACEHOLDER='so' @IF([a]='1', @X, ')')"},
        {"name": "e", "type": "checkbox", "choices": "1, A|2, B|3, C",
         "annotation": "@NONEOFTHEABOVE='3' @MAXCHECKED=2 @HIDECHOICE='2'"},
        {"name": "f", "annotation": '@UVASSERT={"assert":"[a] @Z","x":"}"} mail me@here.org'},
    )  # fmt: skip
    sound(found.questionnaire)
    known = items(found)
    assert extension(known["a"], "hidden") is True
    assert (known["a"]["readOnly"], known["a"].get("required")) == (True, None)
    assert extension(known["a"], "designNote") == "a note"
    assert extension(known["b"], "initialExpression")["expression"] == "today()"
    assert known["c"]["answerOption"][0]["initialSelected"] is True
    assert (known["d"]["maxLength"], extension(known["d"], "entryFormat")) == (20, "so")
    assert [o["valueCoding"]["code"] for o in known["e"]["answerOption"]] == ["1", "3"]
    assert extension(known["e"], "maxOccurs") == 2
    left = [construct.split("=")[0].split("(")[0] for row, construct in said(found) if row != 2]
    assert left == ["@IF", "@UVASSERT"]


def test_a_tag_that_hangs_on_an_answer_is_said_and_does_nothing() -> None:
    found = imported({"name": "a"}, {"name": "b", "annotation": "@IF([a]='1)', @HIDDEN, '') seen"})
    assert extension(items(found)["b"], "hidden") is None
    assert extension(items(found)["b"], "designNote") == "seen"
    assert said(found) == [(3, "@IF([a]='1)', @HIDDEN, '')")]


def test_a_file_that_must_be_given_does_not_lock_the_patient_in() -> None:
    found = imported({"name": "a", "type": "file", "required": "y"})
    assert "required" not in items(found)["a"]
    assert said(found) == [(2, "file"), (2, "y")]


def test_names_that_are_there_twice_are_told_apart(sound: Any) -> None:
    found = imported({"name": "a"}, {"name": "a"}, {"name": "form_1"})
    sound(found.questionnaire)
    assert {"a", "a-2", "form_1", "form_1-2"} == set(items(found))
    assert said(found) == [(3, "a")]


def test_an_instrument_in_two_places_is_put_together_and_said() -> None:
    found = imported({"name": "a"}, {"name": "b", "form": "other"}, {"name": "c"})
    assert [len(group["item"]) for group in found.questionnaire["item"]] == [2, 1]
    assert said(found) == [(4, "form_1")]


@pytest.mark.parametrize("titles", [TITLES, API, [title.upper() for title in TITLES]])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_headers_of_the_download_and_of_the_api_and_any_delimiter(
    titles: list[str], delimiter: str
) -> None:
    content = dictionary({"name": "a", "note": "é; ü, x"}, titles=titles, delimiter=delimiter)
    variants = (content, b"\xef\xbb\xbf" + content, content.decode().encode("utf-16"))
    for bytes_of_it in variants:
        assert is_dictionary(bytes_of_it)
        found = read_redcap(bytes_of_it, name="x")
        assert items(found)["a-help"]["text"] == "é; ü, x"
        assert found.not_understood == ()


def test_letters_of_windows_are_read_and_said() -> None:
    content = dictionary({"name": "a", "label": "Größe “in cm”"}).decode().encode("cp1252")
    found = read_redcap(content, name="x")
    assert items(found)["a"]["text"] == "Größe “in cm”"
    assert said(found) == [(None, "letters")]


def test_sixteen_columns_and_na_for_empty_are_read() -> None:
    lines = dictionary({"name": "a"}).decode().split("\r\n")
    old = "\r\n".join(lines).replace(",Matrix Ranking?,Field Annotation", "")
    assert items(read_redcap(old.encode(), name="x"))["a"]["type"] == "string"
    row = '"a","f",NA,"text","Age",NA,NA,"integer",NA,NA,NA,NA,NA,NA,NA,NA,NA,NA'
    found = read_redcap(f"{','.join(API)}\n{row}\n".encode(), name="x")
    assert list(items(found)) == ["f", "a"]
    assert found.not_understood == ()


def test_a_damaged_heading_of_the_first_column_is_said_and_it_is_read() -> None:
    found = read_redcap(dictionary({"name": "a"}, titles=["1", *TITLES[1:]]), name="x")
    assert items(found)["a"]["text"] == "About a"
    assert said(found) == [(None, "1")]


def test_quotation_marks_that_are_not_doubled_are_said_where_the_cells_are_clear() -> None:
    lines = dictionary({"name": "a"}, {"name": "b", "note": "N"}, {"name": "c"}).decode()
    broken = lines.replace("About b", '"Read <i class="big">this</i>"')
    found = read_redcap(broken.encode(), name="x")
    assert (items(found)["c"]["text"], items(found)["b-help"]["text"]) == ("About c", "N")
    assert (3, "quotation marks") in said(found)


def test_a_quotation_mark_that_may_swallow_other_rows_is_refused_with_its_line() -> None:
    lines = dictionary({"name": "a"}, {"name": "b"}, {"name": "c", "label": "so"}).decode()
    with pytest.raises(ImportRefused, match=r"Row 3 .*quotation mark"):
        read_redcap(lines.replace("About b", '"About b').encode(), name="x")
    with pytest.raises(ImportRefused, match=r"Row 3 .*quotation mark"):
        read_redcap(lines.replace("About b", '"a" b, "c"').encode(), name="x")


def test_a_column_that_redcap_does_not_have_is_said_cell_by_cell() -> None:
    content = dictionary({"name": "a"}).decode().split("\r\n")
    found = read_redcap(f"{content[0]},Ours\n{content[1]},mine,more\n".encode(), name="x")
    assert [(n.row, n.column, n.construct) for n in found.not_understood] == [
        (2, "Ours", "mine"),
        (2, "", "more"),
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no columns"),
        (b"a,b\n1,2\n", "no columns"),
        (b"field_name,field_type\n", "no field"),
        (b'field_name,field_type\na,"text\nb,text\n', "quotation mark"),
        (b"field_name,field_type\na,text\0\n", "zero bytes"),
        (b"field_name,field_type\na,sql\n", "no field"),
        (b"x" * (16 * 1024 * 1024 + 1), "larger than"),
        (b"field_name,field_type\n" + b"a,text\n" * 6000, "too many"),
    ],
)
def test_what_is_no_dictionary_is_refused_with_its_reason(content: bytes, why: str) -> None:
    with pytest.raises(ImportRefused, match=why) as refused:
        read_redcap(content, name="x")
    assert refused.value.advice
