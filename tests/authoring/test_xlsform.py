from typing import Any

import pytest

from kiosk.errors import ImportRefused
from kiosk.forms import extensions as ext
from kiosk.forms.check import check_questionnaire
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire
from tests.authoring.conftest import Import, choices, form_of, told

YES_NO = choices(yes_no=["yes", "no"])


def value(item: Any, url: str) -> Any:
    return ext.extension_value(item.raw, url)


def errors(form: Questionnaire) -> list[str]:
    return [found.code for found in check_questionnaire(form) if found.severity == "error"]


@pytest.mark.parametrize(
    ("type_", "becomes"),
    [
        ("text", "string"),
        ("string", "string"),
        ("integer", "integer"),
        ("int", "integer"),
        ("decimal", "decimal"),
        ("date", "date"),
        ("dateTime", "dateTime"),
        ("time", "time"),
        ("note", "display"),
        ("acknowledge", "boolean"),
        ("trigger", "boolean"),
        ("range", "integer"),
        ("photo", "attachment"),
        ("file", "attachment"),
        ("barcode", "string"),
        ("select_one yes_no", "choice"),
        ("Select one from yes_no", "choice"),
        ("select one yes_no", "choice"),
        ("select_one yes_no or_other", "open-choice"),
        ("select all that apply from yes_no or specify other", "open-choice"),
        ("select_multiple yes_no", "choice"),
        ("rank yes_no", "choice"),
    ],
)
def test_a_type_becomes_the_item_type_it_means(bring: Import, type_: str, becomes: str) -> None:
    form = form_of(bring({"type": type_, "name": "q", "label": "Q"}, choices=YES_NO))

    assert form.by_path["q"].type == becomes
    assert form.by_path["q"].repeats is any(word in type_ for word in ("mult", "all", "rank"))
    assert errors(form) == []


@pytest.mark.parametrize("type_", ["geopoint", "gps", "geoshape", "osm", "csv-external", "magic"])
def test_what_the_kiosk_can_t_ask_is_left_out_and_said(bring: Import, type_: str) -> None:
    imported = bring(
        {"type": "text", "name": "kept", "label": "Kept"},
        {"type": type_, "name": "gone", "label": "Gone", "required": "yes"},
    )

    assert list(form_of(imported).by_path) == ["kept"]
    assert told(imported) == [(3, "type", type_)]


def test_what_a_device_writes_down_is_told_once(bring: Import) -> None:
    imported = bring(
        {"type": "start", "name": "start"},
        {"type": "deviceid", "name": "deviceid"},
        {"type": "text", "name": "q", "label": "Q"},
    )

    assert told(imported) == [(2, "type", "start, deviceid")]


def test_the_form_is_a_draft_named_by_its_settings(bring: Import) -> None:
    settings = [{"form_title": "Intake", "form_id": "in take", "version": 7}]
    imported = bring({"type": "text", "name": "q", "label": "Q"}, settings=settings)
    form = form_of(imported)

    assert imported.not_understood == ()
    assert form.title("en") == "Intake"
    assert form.url == "http://clinic-kiosk.example/fhir/Questionnaire/in-take"
    assert form.version == "7"
    assert form.raw["status"] == "draft"


def test_without_settings_the_file_names_the_form(bring: Import) -> None:
    form = form_of(bring({"type": "text", "name": "q", "label": "Q"}, name="my form"))

    assert form.title("en") == "my form"
    assert form.url.endswith("/my-form")


def test_groups_and_repeats_are_groups(bring: Import) -> None:
    form = form_of(
        bring(
            {"type": "begin group", "name": "home", "label": "Home"},
            {"type": "begin_repeat", "name": "child", "label": "Child", "repeat_count": "3"},
            {"type": "text", "name": "first", "label": "First name"},
            {"type": "end repeat"},
            {"type": "end group"},
        )
    )

    assert list(form.by_path) == ["home", "home/child", "home/child/first"]
    assert not form.by_path["home"].repeats
    assert form.by_path["home/child"].repeats
    assert value(form.by_path["home/child"], ext.MAX_OCCURS) == 3


def test_a_name_used_twice_is_told_apart_by_its_groups(bring: Import) -> None:
    imported = bring(
        {"type": "text", "name": "name", "label": "Your name"},
        {"type": "begin group", "name": "child", "label": "Child"},
        {"type": "text", "name": "name", "label": "Name"},
        {"type": "text", "name": "name", "label": "Name again"},
        {"type": "end group"},
    )

    names = [item.link_id for item in form_of(imported).by_path.values()]
    assert names == ["name", "child", "child/name", "child/name~2"]
    assert told(imported) == [(5, "name", "name")]


def test_a_question_without_a_name_is_said(bring: Import) -> None:
    imported = bring(
        {"type": "begin group", "label": "Home"},
        {"type": "text", "label": "Street"},
        {"type": "note", "label": "Thank you"},
        {"type": "end group"},
    )

    assert list(form_of(imported).by_path)[1] == "row-2/row-3"
    assert told(imported) == [(3, "type", "text")]


def test_a_loop_is_a_group_for_each_choice(bring: Import) -> None:
    imported = bring(
        {"type": "begin loop over toilet", "name": "all"},
        {"type": "integer", "name": "count", "label": "How many %(label)s?"},
        {"type": "end loop"},
        choices=choices(toilet=["pit", "bucket"]),
    )
    form = form_of(imported)

    assert imported.not_understood == ()
    texts = [item.text("en") for item in form.by_path.values() if item.type == "integer"]
    assert texts == ["How many Pit?", "How many Bucket?"]


def test_choices_are_codings_of_the_list_s_own_system(bring: Import) -> None:
    form = form_of(bring({"type": "select_one yes_no", "name": "q", "label": "Q"}, choices=YES_NO))

    assert form.by_path["q"].answer_options[0].answer.value == {
        "system": "http://clinic-kiosk.example/fhir/Questionnaire/intake/choices/yes_no",
        "code": "yes",
        "display": "Yes",
    }


def test_a_hint_is_help_inside_the_question(bring: Import) -> None:
    form = form_of(bring({"type": "text", "name": "q", "label": "Q", "hint": "As on your card"}))

    assert form.by_path["q"].hint("en") == "As on your card"


@pytest.mark.parametrize(
    ("cell", "required"),
    [("yes", True), ("TRUE", True), (True, True), ("true()", True), ("no", False), (None, False)],
)
def test_required_in_its_spellings(bring: Import, cell: Any, *, required: bool) -> None:
    imported = bring({"type": "text", "name": "q", "label": "Q", "required": cell})

    assert form_of(imported).by_path["q"].required is required
    assert imported.not_understood == ()


def test_required_under_a_condition_is_said(bring: Import) -> None:
    imported = bring({"type": "text", "name": "q", "label": "Q", "required": "${a} = 'b'"})

    assert not form_of(imported).by_path["q"].required
    assert told(imported) == [(2, "required", "${a} = 'b'")]


def test_texts_in_several_languages_are_translations(bring: Import) -> None:
    form = form_of(
        bring(
            {
                "type": "select_one yes_no",
                "name": "q",
                "label::English (en)": "Pain?",
                "label::Français": "Mal ?",
                "hint::English (en)": "Today",
                "hint::Français": "Aujourd'hui",
            },
            choices=[
                {
                    "list name": "yes_no",
                    "name": "1",
                    "label::English (en)": "Yes",
                    "label::fr": "Oui",
                }
            ],
            settings=[{"default_language": "English (en)"}],
        )
    )
    question = form.by_path["q"]

    assert form.languages == ("en", "fr")
    assert question.text("fr") == "Mal ?"
    assert question.hint("fr") == "Aujourd'hui"
    assert question.answer_options[0].label("fr") == "Oui"


def test_a_language_that_nobody_knows_is_left_out_as_a_column(bring: Import) -> None:
    imported = bring(
        {"type": "text", "name": "q", "label::English": "Q", "label::Klingonese": "q'Q"}
    )

    assert told(imported) == [(None, "label::Klingonese", "Klingonese")]


@pytest.mark.parametrize(
    ("heading", "element"),
    [
        ("relevant", "enableWhen"),
        ("bind:relevant", "enableWhen"),
        ("bind::relevant", "enableWhen"),
        ("RELEVANT", "enableWhen"),
        ("relevance", "enableWhen"),
    ],
)
def test_old_and_new_headings(bring: Import, heading: str, element: str) -> None:
    form = form_of(
        bring(
            {"type": "integer", "name": "age", "label": "Age"},
            {"type": "text", "name": "q", "label": "Q", heading: "${age} > 17"},
        )
    )

    assert form.by_path["q"].raw[element] == [
        {"question": "age", "operator": ">", "answerInteger": 17}
    ]


def test_a_column_that_is_not_known_is_one_line(bring: Import) -> None:
    imported = bring(
        {"type": "text", "name": "a", "label": "A", "paper_number": 1},
        {"type": "text", "name": "b", "label": "B", "paper_number": 2},
    )

    assert told(imported) == [(None, "paper_number", "paper_number")]


def test_a_cell_that_a_row_has_no_use_for_is_said(bring: Import) -> None:
    imported = bring({"type": "note", "name": "n", "label": "N", "default": "x"})

    assert told(imported) == [(2, "default", "x")]


def test_a_disabled_row_is_left_out_and_said(bring: Import) -> None:
    imported = bring(
        {"type": "text", "name": "a", "label": "A", "disabled": "yes"},
        {"type": "text", "name": "b", "label": "B"},
    )

    assert list(form_of(imported).by_path) == ["b"]
    assert told(imported) == [(2, "disabled", "text")]


def test_media_that_the_workbook_only_names_are_said(bring: Import) -> None:
    imported = bring(
        {"type": "text", "name": "q", "label": "Q", "media::image": "a.png"},
    )

    assert told(imported) == [(2, "media::image", "a.png")]


def test_a_range_is_a_slider(bring: Import) -> None:
    row = {"type": "range", "name": "q", "label": "Q", "parameters": "start=0 end = 20;step=5"}
    imported = bring(row)
    question = form_of(imported).by_path["q"]

    assert question.control == "slider"
    assert value(question, ext.MIN_VALUE) == 0
    assert value(question, ext.MAX_VALUE) == 20
    assert value(question, ext.SLIDER_STEP) == 5
    assert imported.not_understood == ()


def test_a_constraint_narrows_the_ends_of_a_range(bring: Import) -> None:
    row = {"type": "range", "name": "q", "label": "Q", "parameters": "start=0 end=20"}
    item = form_of(bring(row | {"constraint": ". >= 5 and . < 90"})).by_path["q"]

    assert (value(item, ext.MIN_VALUE), value(item, ext.MAX_VALUE)) == (5, 20)


@pytest.mark.parametrize("kind", ["integer", "range"])
def test_a_constraint_that_nothing_can_fit_is_said(bring: Import, kind: str) -> None:
    impossible = ". > 30 and . < 5"
    imported = bring({"type": kind, "name": "q", "label": "Q", "constraint": impossible})

    assert told(imported) == [(2, "constraint", impossible)]
    assert value(form_of(imported).by_path["q"], ext.MIN_VALUE) != 31


@pytest.mark.parametrize(
    ("type_", "appearance", "control"),
    [
        ("select_one yes_no", "minimal", "drop-down"),
        ("select_one yes_no", "quick", ""),
        ("select_one yes_no", "horizontal", "radio-button"),
        ("select_one yes_no", "likert", "radio-button"),
        ("select_one yes_no", "autocomplete", "autocomplete"),
        ("date", "year", "year"),
    ],
)
def test_looks_that_the_kiosk_has(bring: Import, type_: str, appearance: str, control: str) -> None:
    row = {"type": type_, "name": "q", "label": "Q", "appearance": appearance}
    imported = bring(row, choices=YES_NO)

    assert form_of(imported).by_path["q"].control == control
    assert [found for found in told(imported) if found[1] == "appearance"] == []


@pytest.mark.parametrize("appearance", ["ex:org.app(x='1')", "ethiopian", "printer", "masked"])
def test_looks_that_change_what_is_asked_are_said(bring: Import, appearance: str) -> None:
    imported = bring({"type": "text", "name": "q", "label": "Q", "appearance": appearance})

    assert told(imported) == [(2, "appearance", appearance)]


def test_the_heading_of_a_table_of_questions_is_no_question(bring: Import) -> None:
    row = {"type": "select_one yes_no", "name": "q", "label": "How well?", "appearance": "label"}
    imported = bring(row, choices=YES_NO)

    assert form_of(imported).by_path["q"].type == "display"
    assert (2, "appearance", "label") in told(imported)


@pytest.mark.parametrize(
    ("type_", "default", "answers"),
    [
        ("text", "UK", ["UK"]),
        ("integer", 3, [3]),
        ("date", "2026-03-02", ["2026-03-02"]),
        ("select_one yes_no", "no", ["No"]),
        ("select_multiple yes_no", "no yes", ["Yes", "No"]),
        ("date", "today()", ["2026-03-02"]),
    ],
)
def test_a_default_is_the_first_answer(
    bring: Import, then: Any, type_: str, default: Any, answers: list[Any]
) -> None:
    row = {"type": type_, "name": "q", "label": "Q", "default": default}
    form = form_of(bring(row, choices=YES_NO))
    filler = FormFiller(form, language="en", surroundings=then)

    given = [answer.value for answer in filler.answers("q")]
    assert [one["display"] if isinstance(one, dict) else one for one in given] == answers


@pytest.mark.parametrize(
    ("type_", "default"), [("integer", "many"), ("select_one yes_no", "maybe"), ("date", "soon")]
)
def test_a_default_that_is_no_answer_is_said(bring: Import, type_: str, default: str) -> None:
    imported = bring({"type": type_, "name": "q", "label": "Q", "default": default}, choices=YES_NO)

    assert (2, "default", default) in told(imported)


def test_marks_of_html_are_left_out_of_a_label_and_said(bring: Import) -> None:
    imported = bring({"type": "note", "name": "n", "label": "<h4>Stop</h4>Take a <b>seat</b>, 2<3"})

    assert form_of(imported).by_path["n"].text("en") == "Stop\nTake a seat, 2<3"
    assert len(imported.not_understood) == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"type": "begin group", "name": "g"}], "row 2 does not end"),
        ([{"type": "end group"}], "Row 2 ends a group"),
        (
            [{"type": "begin group", "name": "g"}, {"type": "end repeat"}],
            "inside the group of row 2",
        ),
        ([{"type": "magic", "name": "q"}], "Nothing in the sheet “survey”"),
        ([{"type": None, "name": None}], "Nothing in the sheet “survey”"),
    ],
)
def test_a_form_whose_meaning_is_not_clear_is_refused_with_the_row(
    bring: Import, rows: list[dict[str, Any]], words: str
) -> None:
    with pytest.raises(ImportRefused, match=words) as refused:
        bring(*rows)

    assert refused.value.advice


def test_two_columns_of_the_same_heading_are_refused(bring: Import) -> None:
    with pytest.raises(ImportRefused, match="two columns “label:English” \\(C and D\\)"):
        bring({"type": "text", "name": "q", "label::English": "Q", "label:English": "Q?"})
